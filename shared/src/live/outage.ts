import type { Millis } from '../clock.ts'
import type { GapCause } from './event.ts'

/**
 * One time without a connection. Everything else that is said of it is worked out from this: the gap in the feed, the record in the
 * figures, and how long outages of its cause usually last.
 */
export interface Outage {
  /** Names it in log, feed and API; null if no connection of this run was lost. */
  correlationId: string | null
  /** The LIVE that it happened in, if that is known. */
  roomId: string | null
  /** When the loss was noticed. */
  lostAt: Millis
  /** The last sign of life before it: `lostAt`, or earlier if the loss was noticed late. */
  lastHeardAt: Millis
  /** Null while it lasts. */
  endedAt: Millis | null
  cause: GapCause
  /** Attempts made in it, by Standby and by hand. */
  attempts: number
}

/** How long an outage of this cause took, so that the next one can be estimated. */
export interface PastOutage {
  cause: GapCause
  lastedMs: number
}

/** Until something was tried, a new cause is better knowledge of the same loss. */
export function withBetterCause<Known extends Outage>(outage: Known, cause: Known['cause']): Known {
  return outage.attempts === 0 ? { ...outage, cause } : outage
}

/** From the loss to its end, or to `now` while it lasts. Never negative, even if the clock was set back. */
export function lastedMs({ lostAt, endedAt }: Pick<Outage, 'lostAt' | 'endedAt'>, now: Millis): number {
  return Math.max(0, (endedAt ?? now) - lostAt)
}

export function pastOutage(outage: Outage, now: Millis): PastOutage {
  return { cause: outage.cause, lastedMs: lastedMs(outage, now) }
}

/** What the gap that it leaves in the feed says of it: from the last sign of life to its end. */
export function gapOf({ lastHeardAt, endedAt, cause, correlationId, attempts }: Outage, now: Millis) {
  return { from: lastHeardAt, to: Math.max(lastHeardAt, endedAt ?? now), cause, correlationId, attempts }
}
