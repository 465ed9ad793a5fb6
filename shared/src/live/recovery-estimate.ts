import type { GapCause } from './event.ts'
import type { RecoveryEstimate } from './gap.ts'
import type { PastOutage } from './outage.ts'

export interface OutageNow {
  now: number
  lostAt: number
  cause: GapCause
  /** When the next attempt is made: `now` while one runs, null if nothing is planned or only the network's return is waited for. */
  nextAttemptAt: number | null
  /** From that attempt to the one after it, ms. */
  followingDelayMs: number
  /** Nothing will come of it until a person acts. */
  needsHelp: boolean
}

/** Fewer earlier outages than this say nothing about the next. */
const LEAST_OUTAGES = 3

/**
 * When the connection may be back. Of the earlier outages of this cause only those count that had lasted at least as long as this one
 * has: the range is from their first to their third quartile, and never before the next attempt. Without them: from the next attempt to
 * the one after it. Null if there is neither.
 */
export function estimateRecovery(outage: OutageNow, past: readonly PastOutage[]): RecoveryEstimate | null {
  const { now, lostAt, cause, nextAttemptAt, followingDelayMs, needsHelp } = outage
  if (needsHelp) return null
  const notBefore = Math.max(now, nextAttemptAt ?? now)
  const lasted = past.flatMap((one) => (one.cause === cause && one.lastedMs >= now - lostAt ? [one.lastedMs] : []))
  if (lasted.length >= LEAST_OUTAGES) {
    const earliestAt = Math.max(notBefore, lostAt + quantile(lasted, 0.25))
    const latestAt = Math.max(earliestAt, lostAt + quantile(lasted, 0.75))
    return { earliestAt, latestAt, basis: 'past-outages', outages: lasted.length }
  }
  if (nextAttemptAt === null) return null
  return { earliestAt: notBefore, latestAt: notBefore + followingDelayMs, basis: 'next-attempt', outages: 0 }
}

/** Between the two nearest values, by their distance. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const low = sorted[Math.floor(place)] ?? 0
  const high = sorted[Math.ceil(place)] ?? low
  return Math.round(low + (high - low) * (place - Math.floor(place)))
}

/** The best estimate that was given of one outage; later ones are held to it. */
export interface BestEstimate {
  /** Which outage. */
  lostAt: number
  estimate: RecoveryEstimate
}

/**
 * The best estimate of this outage so far: one that ends earlier takes the place of the one before. Null: there was none yet.
 */
export function bestEstimate(best: BestEstimate | null, lostAt: number, estimate: RecoveryEstimate | null): BestEstimate | null {
  const before = best?.lostAt === lostAt ? best : null
  if (estimate === null || (before !== null && before.estimate.latestAt <= estimate.latestAt)) return before
  return { lostAt, estimate }
}

/**
 * What is said of the return, so that within one outage it gets better or stays the same. An `estimate` that begins after the end of the
 * best one says that the best one was wrong: then nothing is said, because a later time would be worse.
 */
export function saidEstimate(best: BestEstimate | null, estimate: RecoveryEstimate | null): RecoveryEstimate | null {
  if (best === null || estimate === null || estimate.earliestAt > best.estimate.latestAt) return null
  return { ...best.estimate, earliestAt: Math.max(best.estimate.earliestAt, estimate.earliestAt) }
}
