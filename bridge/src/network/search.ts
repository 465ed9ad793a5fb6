import { isIP } from 'node:net'
import type { Clock } from '@standby/shared/clock.ts'
import type { Dial } from './dial.ts'
import { codeOf } from './error-code.ts'
import type { Names } from './names.ts'
import type { Target } from './targets.ts'
import { isCertain, type Answer, type Evidence, type Finding } from './verdict.pure.ts'

export interface SearchOptions {
  targets: readonly Target[]
  dial: Dial
  names: Names
  clock: Clock
  /** The most it may take. */
  timeoutMs: number
  /** The one name that is looked up even while nothing answers. Names never found before are always looked up. */
  inTurn: string | null
  /** Ends it at once, with what is known. */
  cancel: AbortSignal
}

/** Neutral hosts are left alone if the upstream answers sooner than this. */
export const NEUTRAL_AFTER_MS = 300

/** A target while it is looked for. `…Since`: when that question went out. */
interface Sought extends Finding {
  dnsSince: number | null
  tcpSince: number | null
  /** Its known address did not answer; whether the name has a better one by now is asked once the line is known to carry. */
  isWaiting: boolean
}

/** Asks all targets side by side until the verdict is certain, and drops what is still out. Never rejects. */
export async function search(options: SearchOptions): Promise<Evidence[]> {
  const { clock, dial, names, inTurn, cancel } = options
  const over = new AbortController()
  const ended = Promise.withResolvers<null>()
  const carries = Promise.withResolvers<null>()
  let isCarrying = false
  let isLate = false

  function end(): void {
    over.abort()
    ended.resolve(null)
  }

  function note(sought: Sought, change: Partial<Sought>): void {
    if (over.signal.aborted) return
    Object.assign(sought, change)
    if (sought.tcp.outcome === 'ok') {
      isCarrying = true
      carries.resolve(null)
    }
    const isQuiet = !isCarrying && all.every((one) => one.settled || one.isWaiting)
    if (isQuiet || isCertain(all)) end()
  }

  /** One address of each family at once: one that fails is not the network failing. */
  async function handshake(sought: Sought, addresses: readonly string[]): Promise<Answer> {
    const since = clock.now()
    note(sought, { tcpSince: since })
    const won = new AbortController()
    const signal = AbortSignal.any([over.signal, won.signal])
    try {
      await Promise.any(addresses.map((address) => dial(address, sought.target.port, signal)))
      return { outcome: 'ok', ms: clock.now() - since }
    } catch (error) {
      return { outcome: 'failed', code: codesOf(error), ms: clock.now() - since }
    } finally {
      won.abort()
    }
  }

  async function seek(sought: Sought): Promise<void> {
    const { host, role } = sought.target
    if (role === 'neutral') await later(clock, NEUTRAL_AFTER_MS, over.signal)
    if (over.signal.aborted) return
    if (isIP(host) !== 0) return note(sought, { tcp: await handshake(sought, [host]), settled: true })

    const known = names.known(host) ?? []
    const first = known.length === 0 ? null : handshake(sought, known)
    void first?.then((tcp) => {
      if (!sought.settled) note(sought, { tcp, isWaiting: tcp.outcome === 'failed' && sought.dnsSince === null })
    })
    if (first !== null && host !== inTurn) await Promise.race([carries.promise, ended.promise])
    note(sought, { isWaiting: false, dnsSince: clock.now() })
    await ask(sought, known, first)
  }

  /** The name, and a handshake with what it stands for now, unless the one under way will do. */
  async function ask(sought: Sought, known: readonly string[], first: Promise<Answer> | null): Promise<void> {
    if (over.signal.aborted) return
    const since = clock.now()
    const found = await names.ask(sought.target.host, over.signal).catch((error: unknown) => ({ code: codesOf(error) }))
    const ms = clock.now() - since
    if ('code' in found) return note(sought, { dns: { outcome: 'failed', code: found.code, ms }, settled: true })
    note(sought, { dns: { outcome: 'ok', ms } })
    const willDo = first !== null && (sought.tcp.outcome === 'ok' || found.every((address) => known.includes(address)))
    note(sought, { tcp: await (willDo ? first : handshake(sought, found)), settled: true })
  }

  const all = options.targets.map((target): Sought => {
    return { target, dns: UNASKED, tcp: UNASKED, settled: false, dnsSince: null, tcpSince: null, isWaiting: false }
  })
  const cancelTimer = clock.after(options.timeoutMs, () => {
    isLate = true
    end()
  })
  cancel.addEventListener('abort', end)
  if (all.length === 0) end()
  for (const sought of all) void seek(sought)
  await ended.promise
  cancelTimer()
  cancel.removeEventListener('abort', end)
  return all.map((sought) => evidenceOf(sought, isLate ? clock.now() : null))
}

const UNASKED = { outcome: 'unasked' } as const

/** What was asked and had no answer by `lateAt` has failed; if the time was not up it is just no longer of interest. */
function evidenceOf({ target, dns, tcp, dnsSince, tcpSince }: Sought, lateAt: number | null): Evidence {
  const final = (answer: Answer, since: number | null): Answer =>
    lateAt === null || since === null || answer.outcome !== 'unasked'
      ? answer
      : { outcome: 'failed', code: 'no answer', ms: lateAt - since }
  return { target, dns: final(dns, dnsSince), tcp: final(tcp, tcpSince) }
}

function later(clock: Clock, delayMs: number, over: AbortSignal): Promise<null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const cancel = clock.after(delayMs, () => resolve(null))
  over.addEventListener('abort', () => {
    cancel()
    resolve(null)
  })
  return promise
}

function codesOf(error: unknown): string {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const codes = errors.map((one) => codeOf(one) ?? 'unknown error')
  return [...new Set(codes)].join(', ')
}
