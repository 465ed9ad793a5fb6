import type { Deed } from '@standby/shared/actions/action.ts'
import type { Values } from '@standby/shared/actions/values.ts'
import { cleanText } from '@standby/shared/clean-text.ts'
import type { Clock } from '@standby/shared/clock.ts'
import * as z from 'zod'
import { codeOf } from '../network/error-code.ts'
import { TIMEOUT_MS } from './http.ts'
import type { Listed, ProgramAccess } from './programs.ts'
import { say, type Said } from './words.ts'

const program = 'streamerbot'

/** What is asked of it once the connection stands. Rejects with anything if it was refused. */
type Ask = (
  request: { request: 'DoAction' | 'ExecuteCodeTrigger' | 'GetActions' | 'GetCodeTriggers' } & Record<string, unknown>,
) => Promise<unknown>
type Talk<T> = { ok: true; value: T } | { ok: false; said: Said }

const hello = z.object({ request: z.literal('Hello'), authentication: z.unknown().optional() })
const refusal = z.object({ status: z.literal('error'), error: z.string().nullish() })
const actionList = z.object({ actions: z.array(z.object({ id: z.string(), name: z.string(), group: z.string().nullish() })) })
const triggerList = z.object({ triggers: z.array(z.object({ name: z.string(), category: z.string().nullish() })) })

/** After a close that is not answered the socket is cut. */
const CLOSE_MS = 500

export async function runStreamerbot(
  deed: Extract<Deed, { type: 'streamerbot-action' | 'streamerbot-trigger' }>,
  values: Values,
  access: ProgramAccess,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Said> {
  const { username: userName, userid: userId, text: message, ...rest } = values
  const args = { source: 'standby', ...rest, userName, userId, message }
  const talk = await connected(access, clock, signal, (ask) =>
    deed.type === 'streamerbot-action'
      ? ask({ request: 'DoAction', action: deed.id === '' ? { name: deed.name } : { id: deed.id }, args })
      : ask({ request: 'ExecuteCodeTrigger', triggerName: deed.name, args }),
  )
  return talk.ok ? say('done') : talk.said
}

export async function listStreamerbot(what: 'actions' | 'triggers', access: ProgramAccess, clock: Clock): Promise<Listed> {
  const talk = await connected(access, clock, null, (ask) => ask({ request: what === 'actions' ? 'GetActions' : 'GetCodeTriggers' }))
  if (!talk.ok) return { ok: false, problem: talk.said }
  if (what === 'actions') {
    const list = actionList.safeParse(talk.value)
    if (!list.success) return { ok: false, problem: say('odd-answer', { program }) }
    return { ok: true, offers: list.data.actions.map(({ id, name, group }) => ({ id, name, group: group ?? '' })) }
  }
  const list = triggerList.safeParse(talk.value)
  if (!list.success) return { ok: false, problem: say('odd-answer', { program }) }
  return { ok: true, offers: list.data.triggers.map(({ name, category }) => ({ id: name, name, group: category ?? '' })) }
}

/**
 * Connects, asks one thing and hangs up. The library is loaded with the first use. Its own ways to end (`disconnect`, its retries) leave
 * promises that nobody waits for, which would end the process if one of them rejected: so the socket is closed here.
 */
async function connected<T>(
  { address, password }: ProgramAccess,
  clock: Clock,
  signal: AbortSignal | null,
  work: (ask: Ask) => Promise<T>,
): Promise<Talk<T>> {
  const { StreamerbotClient } = await import('@streamerbot/client')
  const { protocol, hostname, port, pathname } = new URL(address)
  let asksPassword = false
  /** What it said to what was asked, if that was no. */
  let reason: string | null = null
  let isReady = false
  let errorCode: string | null = null

  class OneTalk extends StreamerbotClient {
    protected override async onOpen(): Promise<void> {
      await super.onOpen().catch(() => undefined)
    }
    protected override onError(event: Event): void {
      errorCode ??= connectCodeOf(event)
      super.onError(event)
    }
    hangUp(): void {
      const socket = this.socket as { close(code: number): void; terminate?(): void } | undefined
      socket?.close(1000)
      clock.after(CLOSE_MS, () => socket?.terminate?.())
    }
  }

  const ready = Promise.withResolvers<undefined>()
  const over = Promise.withResolvers<never>()
  over.promise.catch(() => undefined)
  const client = new OneTalk({
    scheme: protocol === 'wss:' ? 'wss' : 'ws',
    host: hostname,
    port: port === '' ? (protocol === 'wss:' ? 443 : 80) : Number(port),
    endpoint: pathname,
    ...(password !== null && { password }),
    immediate: false,
    autoReconnect: false,
    logger: null,
    onConnect: () => ready.resolve(undefined),
    onError: (error) => over.reject(error),
    onDisconnect: () => over.reject(new Error('closed')),
    onData(data: unknown) {
      asksPassword ||= hello.safeParse(data).data?.authentication !== undefined
      const no = refusal.safeParse(data)
      if (isReady && no.success) reason = no.data.error ?? ''
    },
  })
  let isLate = false
  const end = (): void => over.reject(new Error('ended'))
  const cancel = clock.after(TIMEOUT_MS, () => {
    isLate = true
    end()
  })
  signal?.addEventListener('abort', end)
  try {
    client.connect(TIMEOUT_MS * 2).catch((error: unknown) => over.reject(error))
    await Promise.race([ready.promise, over.promise])
    isReady = true
    const value = await Promise.race([work((request) => client.request(request as Parameters<typeof client.request>[0])), over.promise])
    return { ok: true, value }
  } catch {
    return { ok: false, said: saidOf({ isLate, isReady, asksPassword, hasPassword: password !== null, reason, errorCode }) }
  } finally {
    cancel()
    signal?.removeEventListener('abort', end)
    client.hangUp()
  }
}

interface HowItEnded {
  isLate: boolean
  isReady: boolean
  asksPassword: boolean
  hasPassword: boolean
  reason: string | null
  errorCode: string | null
}

function saidOf({ isLate, isReady, asksPassword, hasPassword, reason, errorCode }: HowItEnded): Said {
  if (reason !== null) return say('streamerbot-refused', { reason: cleanText(reason, 200) })
  if (isLate || isReady) return say('no-answer', { program })
  if (asksPassword) return say(hasPassword ? 'password-wrong' : 'password-needed', { program })
  return say(errorCode === null ? 'odd-answer' : 'not-running', { program })
}

/** The system's word for why there is no connection; null if something answered, and not as Streamer.bot does. */
function connectCodeOf(event: Event): string | null {
  const code = codeOf('error' in event ? event.error : null)
  return code !== null && /^E[A-Z]/.test(code) ? code : null
}
