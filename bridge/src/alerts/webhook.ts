import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'
import { fetchCodeOf } from '../network/error-code.ts'
import { outcomeOf, type Outcome } from './webhook-answer.ts'
import type { WebhookAddress } from './webhook-address.ts'
import { webhookBody, type WebhookMessage } from './webhook-body.pure.ts'

export interface WebhookOptions {
  address: WebhookAddress
  fetch: typeof globalThis.fetch
  clock: Clock
  /** In [0, 1). */
  random: () => number
  log: Logger
}

export interface Webhook {
  /** Puts a message in the queue and returns at once; never throws. */
  send(message: WebhookMessage): void
  /** Drops what is not sent yet. */
  dispose(): void
}

const TIMEOUT_MS = 5_000
/** Long enough in sum for a line that comes back within minutes: the alert is often about that very line. */
const RETRY_DELAYS_MS = [2_000, 10_000, 60_000, 300_000] as const
/** What the receiver asks for is kept to; after a day it is worth another look. */
const MAX_ASKED_DELAY_MS = 86_400_000
const MAX_QUEUED = 50

/** Sends alerts one after the other, each until it is taken, refused, or not worth more tries. Nothing of it can hold up the bridge. */
export function createWebhook({ address, fetch, clock, random, log }: WebhookOptions): Webhook {
  const queue: WebhookMessage[] = []
  let sending = false
  let disposed = false
  let abort: (() => void) | null = null
  /** The receiver asked to be left alone until then; that holds for the next message too. */
  let notBefore = 0
  let cancelWait = (): void => undefined

  function next(): void {
    if (disposed || sending) return
    const message = queue.shift()
    if (message === undefined) return
    sending = true
    const body = webhookBody(address.format, message)
    const waitMs = notBefore - clock.now()
    if (waitMs > 0) cancelWait = clock.after(waitMs, () => void tryOut(body, 0))
    else void tryOut(body, 0)
  }

  function done(): void {
    sending = false
    next()
  }

  async function tryOut(body: string, failures: number): Promise<void> {
    const outcome = await post(body)
    if (disposed) return
    if (outcome.type === 'sent') return done()
    const askedMs = outcome.type === 'again' ? Math.min(outcome.afterMs, MAX_ASKED_DELAY_MS) : 0
    notBefore = clock.now() + askedMs
    const delayMs = RETRY_DELAYS_MS[failures]
    if (outcome.type === 'refused' || delayMs === undefined) {
      log.warn({ host: address.host, reason: outcome.reason }, 'webhook: an alert could not be sent; check STANDBY_WEBHOOK_URL')
      return done()
    }
    const waitMs = Math.max(delayMs * (0.9 + 0.2 * random()), askedMs)
    log.debug({ host: address.host, reason: outcome.reason, waitMs }, 'webhook: Standby tries again later')
    cancelWait = clock.after(waitMs, () => void tryOut(body, failures + 1))
  }

  /** One request. Errors of `fetch` are reported by their code alone: their text can hold the address. */
  async function post(body: string): Promise<Outcome> {
    const controller = new AbortController()
    abort = () => controller.abort()
    const cancelTimeout = clock.after(TIMEOUT_MS, abort)
    try {
      const response = await fetch(address.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Standby' },
        body,
        // The address is a secret and the text is for one receiver: neither goes on to another.
        redirect: 'manual',
        signal: controller.signal,
      })
      return await outcomeOf(response)
    } catch (error) {
      return {
        type: 'again',
        reason: controller.signal.aborted ? 'no answer within 5 s' : (fetchCodeOf(error) ?? 'the request failed'),
        afterMs: 0,
      }
    } finally {
      cancelTimeout()
      abort = null
    }
  }

  return {
    send(message) {
      if (disposed) return
      if (queue.length >= MAX_QUEUED) {
        queue.shift()
        log.warn({ host: address.host }, 'webhook: too many alerts are waiting; dropped the oldest')
      }
      queue.push(message)
      next()
    },
    dispose() {
      disposed = true
      queue.length = 0
      cancelWait()
      abort?.()
    },
  }
}
