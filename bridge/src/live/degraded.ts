import type { Millis } from '@standby/shared/clock.ts'
import { backoffDelayMs } from '@standby/shared/connection/backoff.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { ViaView, Way } from '@standby/shared/connection/way.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'
import type { EventCounts, PartState, RecoveryEstimate, ShowPart } from '@standby/shared/live/gap.ts'
import { expectedAt } from '@standby/shared/live/gap-estimate.ts'
import type { Outage, PastOutage } from '@standby/shared/live/outage.ts'
import type { Rate } from '@standby/shared/live/rates.ts'
import type { DegradedView } from '@standby/shared/protocol.ts'
import { bestEstimate, estimateRecovery, saidEstimate, type BestEstimate } from '@standby/shared/live/recovery-estimate.ts'

export interface DegradedContext {
  now: Millis
  policy: ConnectionPolicy<CauseKind>
  degradedAfterMs: number
  /** The one that lasts. */
  outage: Outage | null
  /** When the values on show were last brought up to date. */
  valuesAt: Millis
  rate: Rate | null
  /** Those of before. */
  outages: readonly PastOutage[]
  /** Parts that do not hang on TikTok and do not work either. */
  otherParts: Partial<Record<ShowPart, PartState>>
}

const WITHOUT_TIKTOK: Record<ShowPart, PartState> = {
  chat: 'stale',
  alerts: 'paused',
  counters: 'stale',
  goals: 'cached',
  supporters: 'cached',
  history: 'works',
  obs: 'works',
  moderation: 'works',
  deletions: 'paused',
}

/** What a way cannot report while all is well with it. The signed connection reports everything. */
const NOT_REPORTED: Readonly<Record<Way, Partial<Record<ShowPart, PartState>>>> = {
  connector: {},
  direct: {},
  studio: { alerts: 'stale', counters: 'stale', deletions: 'paused' },
  tikfinity: { deletions: 'paused' },
  euler: {},
}

const EVERYTHING: Record<ShowPart, PartState> = {
  chat: 'works',
  alerts: 'works',
  counters: 'works',
  goals: 'works',
  supporters: 'works',
  history: 'works',
  obs: 'works',
  moderation: 'works',
  deletions: 'works',
}

/** What a creator should know while the events come by a way that cannot report everything; null if it can. */
export function limitedView({ way, since }: Pick<ViaView, 'way' | 'since'>, valuesAt: Millis): DegradedView | null {
  const missing = NOT_REPORTED[way]
  if (Object.keys(missing).length === 0) return null
  return { since, cause: null, parts: { ...EVERYTHING, ...missing }, valuesAt, recovery: null, missed: null }
}

/** What a creator should know while the connection is away for longer; null if none was lost. */
export function degradedView(state: ConnectionState, context: DegradedContext): DegradedView | null {
  const { lostAt, cause } = state
  if (lostAt === null) return null
  const { now, degradedAfterMs, outage, valuesAt, rate, otherParts } = context
  return {
    since: lostAt + degradedAfterMs,
    cause: cause?.kind ?? null,
    parts: { ...WITHOUT_TIKTOK, ...otherParts },
    valuesAt: Math.min(valuesAt, now),
    recovery: recovery(state, lostAt, context),
    missed: rate === null ? null : missedIn(rate, now - (outage?.lastHeardAt ?? lostAt)),
  }
}

/** Holds each view's estimate to what was said of the same outage before, so that everybody reads one that never gets worse. */
export function holdEstimates(): (view: DegradedView | null, lostAt: Millis | null) => DegradedView | null {
  let best: BestEstimate | null = null
  return (view, lostAt) => {
    if (view === null || lostAt === null) return view
    best = bestEstimate(best, lostAt, view.recovery)
    return { ...view, recovery: saidEstimate(best, view.recovery) }
  }
}

/** Likes are left out: the room's own total brings them back. */
function missedIn(rate: Rate, ms: number): EventCounts {
  const { like: _, ...missed } = expectedAt(rate, ms)
  return missed
}

function recovery(state: ConnectionState, lostAt: Millis, { now, policy, outage, outages }: DegradedContext): RecoveryEstimate | null {
  const isPlanned = state.phase === 'waiting' && state.next === 'attempt'
  return estimateRecovery(
    {
      now,
      lostAt,
      cause: outage?.cause ?? state.cause?.kind ?? 'network',
      nextAttemptAt: state.phase === 'connecting' ? now : isPlanned ? state.until : null,
      followingDelayMs: followingDelayMs(state, policy),
      needsHelp: state.phase === 'disconnected',
    },
    outages,
  )
}

/** From the next attempt to the one after it, were it to fail for the same reason. */
function followingDelayMs({ cause, attempts }: ConnectionState, { backoff, retry }: ConnectionPolicy<CauseKind>): number {
  const rule = cause === null ? null : retry[cause.kind]
  if (rule?.type === 'steady') return rule.maxMs
  return backoffDelayMs({ ...backoff, ...(rule?.type === 'backoff' ? rule.delays : {}) }, attempts + 1, 0.5)
}
