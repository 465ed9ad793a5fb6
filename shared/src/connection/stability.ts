import type { CauseKind } from './cause.ts'
import type { Way } from './way.ts'

/** So many of a hundred reconnection cycles are meant to succeed. */
export const SUCCESS_OBJECTIVE_PERCENT = 95

/** One outage as the API and the pages see it. It is worked out from the `Outage` in `shared/src/live/outage.ts`. */
export interface OutageView {
  correlationId: string | null
  /** The LIVE it happened in, if that is known. */
  roomId: string | null
  from: number
  /** Null while it lasts. */
  to: number | null
  /** What it was lost by, and the last reason why it could not be had back. */
  firstCause: CauseKind
  lastCause: CauseKind
  /** Attempts made in it, by itself and by hand. */
  attempts: number
  /** When its cycle of attempts was given up (a slow probe may go on), or null. */
  failedAt: number | null
  /** `ended`: the LIVE itself ended meanwhile. `stopped`: the creator stopped it. */
  outcome: 'open' | 'recovered' | 'ended' | 'stopped'
  /** The way that was lost, and each change to another one since, oldest first; of many the first and the last eight. */
  ways: Way[]
}

/** Figures of one cause, or of all together. Times are ms; what cannot be said yet is null. The words are in `docs/metrics.md`. */
export interface StabilityFigures {
  downMs: number
  /** Of the time in which a connection was wanted and the creator was live, how much it was there. */
  uptimePercent: number | null
  drops: number
  dropsPerHour: number | null
  recoveries: number
  recoveryMeanMs: number | null
  /** Of the last 200 outages at most. */
  recoveryP95Ms: number | null
  attemptsPerRecovery: number | null
  /** A cycle goes from a drop to success, or to being given up. */
  cyclesSucceeded: number
  cyclesFailed: number
  cycleSuccessPercent: number | null
  /** 0 to 100, whole; 100 only if nothing was lost, and never more than the uptime. Null if something was lost in the first 5 minutes of it. For a cause: what it would be had only this cause struck. */
  score: number | null
}

export interface Stability extends StabilityFigures {
  /** When counting began. */
  since: number
  connectedMs: number
  /** Connected or missing: `connectedMs + downMs`. */
  wantedMs: number
  /** Null until there was a cycle. */
  objectiveMet: boolean | null
  /** By what the connection was lost by; only causes that struck. */
  byCause: Partial<Record<CauseKind, StabilityFigures>>
}

export interface SessionStability extends Stability {
  roomId: string
}

/** Stability of one channel, worked out for the moment it is asked for. */
export interface StabilityView {
  /** Since the channel was started. */
  total: Stability
  /** The LIVE that is on, or was last. */
  session: SessionStability | null
  /** The last outages, newest first, an open one included. */
  outages: OutageView[]
}
