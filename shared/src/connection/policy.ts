import type { Backoff } from './backoff.ts'
import type { BreakerPolicy } from './breaker.ts'
import type { CauseKind } from './cause.ts'

/** What to do after a close of a given kind. */
export type RetryRule =
  /** Exponential. `movesBreaker`: the failure is the other side's and the circuit breaker counts it. `delays` replace the common ones. */
  /** `whenRepeated` replace them from the second connection in a row that is lost like this. */
  | { type: 'backoff'; movesBreaker: boolean; delays?: Delays; whenRepeated?: Delays }
  /** The local network: looked at every `everyMs`, tried the moment it is back. Uses up no attempts. */
  | { type: 'probe'; everyMs: number }
  /** Every `minMs` to `maxMs`, for ever, using up no attempts. `outage` false: nothing is broken, there is just nothing to connect to. */
  | { type: 'steady'; minMs: number; maxMs: number; outage: boolean }
  /** Somebody has to change something first. `againMs`: because the refusal may be a mistake, one attempt is made this often. */
  | { type: 'never'; againMs?: number }

export interface Delays {
  baseDelayMs: number
  maxDelayMs: number
}

/** Everything the connection machine needs to know about one kind of link. All times in ms. */
export interface ConnectionPolicy<Kind extends string> {
  backoff: Backoff
  /** So many failed attempts end a cycle; the effort goes on at `backoff.maxDelayMs`. */
  maxAttempts: number
  breaker: BreakerPolicy
  retry: Readonly<Record<Kind, RetryRule>>
  /** A connection that has held this long starts the counters again; one that drops sooner keeps backing off. */
  stableAfterMs: number
  /** An attempt that has not opened by then is closed, with `timeoutKind`. */
  connectTimeoutMs: number
  timeoutKind: Kind
  /** A connection without any frame for this long is closed, with `staleKind`; null if silence is normal. */
  staleAfterMs: number | null
  staleKind: Kind
}

/** What a creator can set: the `RECONNECTION_*` environment. */
export interface ReconnectionSettings {
  maxAttempts: number
  baseDelayMs: number
  maxDelayMs: number
  multiplier: number
}

export const DEFAULT_RECONNECTION: ReconnectionSettings = {
  maxAttempts: 10,
  baseDelayMs: 5_000,
  maxDelayMs: 300_000,
  multiplier: 2,
}

const NOT_LIVE = { type: 'steady', minMs: 30_000, maxMs: 60_000, outage: false } as const
const THEIR_FAILURE = { type: 'backoff', movesBreaker: true } as const
const BACKOFF = { type: 'backoff', movesBreaker: false } as const
/** What goes away with rest, and not with trying. */
const PATIENT = { type: 'backoff', movesBreaker: false, delays: { baseDelayMs: 120_000, maxDelayMs: 1_800_000 } } as const
const NEEDS_HELP = { type: 'never', againMs: 1_800_000 } as const

/** The policy for the connection to TikTok. */
export function tiktokPolicy(settings: ReconnectionSettings): ConnectionPolicy<CauseKind> {
  return {
    backoff: { baseDelayMs: settings.baseDelayMs, maxDelayMs: settings.maxDelayMs, multiplier: settings.multiplier, jitter: 0.1 },
    maxAttempts: settings.maxAttempts,
    breaker: { failureThreshold: 5, cooldownMs: 60_000, maxCooldownMs: 600_000 },
    retry: {
      network: { type: 'probe', everyMs: 2_000 },
      tiktok: THEIR_FAILURE,
      sign: THEIR_FAILURE,
      protocol: THEIR_FAILURE,
      // The cause carries the time asked for; this is the least, and if none was given.
      'rate-limited': { type: 'steady', minMs: 60_000, maxMs: 66_000, outage: true },
      blocked: PATIENT,
      closed: PATIENT,
      vanished: PATIENT,
      stalled: BACKOFF,
      local: BACKOFF,
      // Each new connection costs a request, and is as silent as the last.
      crowded: { ...BACKOFF, whenRepeated: { baseDelayMs: 180_000, maxDelayMs: 1_800_000 } },
      offline: NOT_LIVE,
      ended: NOT_LIVE,
      paused: NOT_LIVE,
      auth: NEEDS_HELP,
      'not-found': NEEDS_HELP,
    },
    stableAfterMs: 30_000,
    // The connector's own steps may each take 10 to 20 s; more than this in sum is a hang.
    connectTimeoutMs: 45_000,
    timeoutKind: 'tiktok',
    // The library sends a heartbeat every 10 s and TikTok answers each: three missing answers are a dead socket.
    staleAfterMs: 35_000,
    staleKind: 'stalled',
  }
}
