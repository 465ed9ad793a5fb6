import type { Millis } from '../clock.ts'
import { closedBreaker, type Breaker } from './breaker.ts'
import type { Cause, CauseKind } from './cause.ts'
import type { ConnectionPolicy } from './policy.ts'

/** What every phase knows. */
export interface Common<Kind extends string> {
  /** The number of the last attempt handed out. An event of any other generation is ignored. */
  generation: number
  /** Attempts since the drop that failed, or opened without holding: the exponent of the backoff. */
  attempts: number
  /** Why it is not connected; null while it is, or was never asked to be. */
  cause: Cause<Kind> | null
  causeAt: Millis | null
  /** When a connection that was up was lost, for as long as it is; null when none was, or when there is nothing to be connected to. */
  lostAt: Millis | null
  /** Names the effort from the first attempt or the drop to the recovery. */
  correlationId: string | null
  breaker: Breaker
  /** The other side asked not to be tried before this; outlives a stop, so that stopping and starting is no way around it. */
  askedUntil: Millis | null
  /** Attempts in a row that failed as `network` although the probe had just got through: the line is not what is wrong with them. */
  wasted: number
  /** Connections in a row that were lost by the present cause, if its rule grows by them (`whenRepeated`). */
  repeats: number
  /** When the present phase began. */
  since: Millis
  /** Events that did not fit: counted, never thrown. */
  ignored: number
}

/** What counts for one way into the LIVE alone. The machine has those of the way that it is on. */
export type WayCounters = Pick<Common<string>, 'attempts' | 'breaker' | 'askedUntil' | 'wasted' | 'repeats'>

/** A connection or an attempt, as it was just before it ended. */
export type Lost<Kind extends string> = Extract<ConnectionState<Kind>, { phase: 'connecting' | 'connected' }>

/** What of an earlier run still binds this one. */
export interface SavedConnection<Kind extends string = CauseKind> {
  breaker: Breaker
  askedUntil: Millis | null
  cause: Cause<Kind> | null
  causeAt: Millis | null
}

export type ConnectionState<Kind extends string = CauseKind> = Common<Kind> &
  (
    | { phase: 'disconnected'; why: 'idle' | 'stopped' }
    /** `again`: when one attempt finds out whether the refusal was a mistake; null: never. */
    | { phase: 'disconnected'; why: 'needs-help'; again: Millis | null }
    | {
        phase: 'waiting'
        until: Millis
        /** What happens then: an attempt, or a look at the network first. `answer`: a probe is under way, and lost if not in by then. */
        next: 'attempt' | 'probe' | 'answer'
        /** No attempt before this, whatever a probe says. */
        attemptFrom: Millis
        exhausted: boolean
        /** What was lost, so that a cause found out later can take the place of the first guess. */
        lost: Lost<Kind> | null
      }
    | {
        phase: 'connecting'
        deadlineAt: Millis
        /** Made by the machine, not by a person. */
        automatic: boolean
        /** Made because a probe got through. */
        probed: boolean
        exhausted: boolean
      }
    | { phase: 'connected'; lastFrameAt: Millis }
  )

export type ConnectionEvent<Kind extends string = CauseKind> =
  /** A person asks for a connection now. While the breaker is open, or the other side asked to wait, only `force` goes through. */
  | { type: 'connect'; force?: boolean }
  /** The bridge has started: connect, or wait until the time that an earlier run was given. */
  | { type: 'start' }
  /** A person stops it. */
  | { type: 'disconnect' }
  | { type: 'opened'; generation: number }
  | { type: 'frame'; generation: number }
  | { type: 'closed'; generation: number; cause: Cause<Kind> }
  /** The answer to the effect `probe`. */
  | { type: 'probed'; generation: number; reachable: boolean }
  /** Evidence came in: what ended this generation was really something else. */
  | { type: 'explained'; generation: number; cause: Cause<Kind> }
  /** The next attempt goes by another way, at this time and with that way's counters. */
  /** `cause`: why that way is waited for, if it is not why this one was left. */
  | { type: 'divert'; counters: WayCounters; at: Millis; cause?: Cause<Kind> | null }
  /** Time has reached `deadline(state)`. */
  | { type: 'wake' }

export type ConnectionEffect =
  | { type: 'open'; generation: number }
  | { type: 'close'; generation: number }
  /** Find out whether the network is there, and answer with `probed`. */
  | { type: 'probe'; generation: number }

export function initialConnection<Kind extends string>(
  policy: ConnectionPolicy<Kind>,
  now: Millis,
  saved: SavedConnection<Kind> | null = null,
): ConnectionState<Kind> {
  return {
    phase: 'disconnected',
    why: 'idle',
    generation: 0,
    attempts: 0,
    cause: saved?.cause ?? null,
    causeAt: saved?.causeAt ?? null,
    lostAt: null,
    correlationId: null,
    breaker: saved?.breaker ?? closedBreaker(policy.breaker),
    askedUntil: saved?.askedUntil ?? null,
    wasted: 0,
    repeats: 0,
    since: now,
    ignored: 0,
  }
}

/** When `wake` is next due, or null when only an event can change anything. */
export function deadline<Kind extends string>(state: ConnectionState<Kind>, policy: ConnectionPolicy<Kind>): Millis | null {
  switch (state.phase) {
    case 'disconnected':
      return state.why === 'needs-help' ? state.again : null
    case 'waiting':
      return state.until
    case 'connecting':
      return state.deadlineAt
    case 'connected': {
      const staleAt = policy.staleAfterMs === null ? Infinity : state.lastFrameAt + policy.staleAfterMs
      const stableAt = isSettled(state) ? Infinity : state.since + policy.stableAfterMs
      const at = Math.min(staleAt, stableAt)
      return at === Infinity ? null : at
    }
  }
}

/** Nothing left to forget: the counters are at their start. */
function isSettled<Kind extends string>(state: ConnectionState<Kind>): boolean {
  return state.attempts === 0
}

/** Before this time nothing but force makes an attempt: the breaker is open, or the other side asked to wait. Null: at any time. */
export function heldUntil<Kind extends string>(state: ConnectionState<Kind>, now: Millis): Millis | null {
  const until = Math.max(state.breaker.openUntil ?? 0, state.askedUntil ?? 0)
  return until > now ? until : null
}

export function common<Kind extends string>(state: ConnectionState<Kind>): Common<Kind> {
  const { generation, attempts, cause, causeAt, lostAt, correlationId, breaker, askedUntil, wasted, repeats, since, ignored } = state
  return { generation, attempts, cause, causeAt, lostAt, correlationId, breaker, askedUntil, wasted, repeats, since, ignored }
}
