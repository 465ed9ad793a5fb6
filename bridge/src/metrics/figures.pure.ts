import { SUCCESS_OBJECTIVE_PERCENT, type Stability, type StabilityFigures } from '@standby/shared/connection/stability.ts'
import { lastedMs } from '@standby/shared/live/outage.ts'
import type { CountedOutage } from './counted-outage.pure.ts'
import { causeSums, overall, struckCauses, type CauseSums, type Sums } from './sums.pure.ts'

const HOUR_MS = 3_600_000

/** What the score is made of, in points. */
const POINTS = { uptime: 50, drops: 20, recovery: 15, success: 15 } as const
/** At this uptime and below there are no points for it: a LIVE that is away a tenth of the time is lost. */
const WORST_UPTIME = 0.9
/** A drop every five minutes. */
const WORST_DROPS_PER_HOUR = 12
/** Before that nothing can be said of what was lost. */
const EARLY_MS = 5 * 60_000
/** Ten seconds is what is promised; after a minute viewers have gone. */
const PROMISED_RECOVERY_MS = 10_000
const WORST_RECOVERY_MS = 60_000

/** `sums` and `outages` include what is still open; `outages` are those kept of this stretch of time. */
export function stabilityOf(since: number, sums: Sums, outages: readonly CountedOutage[], now: number): Stability {
  const all = overall(sums)
  const wantedMs = sums.upMs + all.downMs
  const byCause: Stability['byCause'] = {}
  for (const kind of struckCauses(sums)) {
    const own = outages.filter((outage) => outage.cause === kind)
    byCause[kind] = figuresOf(causeSums(sums, kind), wantedMs, own, now)
  }
  const figures = figuresOf(all, wantedMs, outages, now)
  const success = figures.cycleSuccessPercent
  return {
    since,
    connectedMs: sums.upMs,
    wantedMs,
    ...figures,
    objectiveMet: success === null ? null : success >= SUCCESS_OBJECTIVE_PERCENT,
    byCause,
  }
}

function figuresOf(sums: CauseSums, wantedMs: number, outages: readonly CountedOutage[], now: number): StabilityFigures {
  const { downMs, drops, recoveries, cyclesSucceeded, cyclesFailed } = sums
  const cycleCount = cyclesSucceeded + cyclesFailed
  const recoveredMs = outages.flatMap((outage) => (outage.outcome === 'recovered' ? [lastedMs(outage, now)] : []))
  const openMs = Math.max(0, ...outages.flatMap((outage) => (outage.outcome === 'open' ? [lastedMs(outage, now)] : [])))
  const recoveryP95Ms = percentile(recoveredMs, 0.95)
  // A drop in the first minute is one in an hour, not sixty.
  const judgedMs = Math.max(HOUR_MS, wantedMs)
  const dropsPerHour = wantedMs === 0 ? null : drops / (judgedMs / HOUR_MS)
  const recoveryMs = Math.max(recoveryP95Ms ?? 0, openMs)
  const success = cycleCount === 0 ? null : cyclesSucceeded / cycleCount
  return {
    downMs,
    uptimePercent: wantedMs === 0 ? null : (100 * (wantedMs - downMs)) / wantedMs,
    drops,
    dropsPerHour,
    recoveries,
    recoveryMeanMs: recoveries === 0 ? null : sums.recoveryMs / recoveries,
    recoveryP95Ms,
    attemptsPerRecovery: recoveries === 0 ? null : sums.recoveryAttempts / recoveries,
    cyclesSucceeded,
    cyclesFailed,
    cycleSuccessPercent: success === null ? null : success * 100,
    score: dropsPerHour === null ? null : scoreIn({ downMs, wantedMs, dropsPerHour, recoveryMs, success: success ?? 1 }),
  }
}

/**
 * The score of a stretch of time. It is never more than the uptime, which is what a person sees. What is lost in the first minutes says
 * nothing of the rest: until then there is none.
 */
function scoreIn(of: { downMs: number; wantedMs: number; dropsPerHour: number; recoveryMs: number; success: number }): number | null {
  const { downMs, wantedMs, ...others } = of
  if (wantedMs < EARLY_MS && (downMs > 0 || others.dropsPerHour > 0)) return null
  const downShare = share(downMs / wantedMs)
  return Math.min(scoreOf({ downShare, ...others }), Math.floor(100 * (1 - downShare)))
}

/** The stability score: 0 to 100, rounded down so that 100 means that nothing was lost. Shares are 0 to 1. */
export function scoreOf(of: { downShare: number; dropsPerHour: number; recoveryMs: number; success: number }): number {
  const uptime = 1 - share(of.downShare / (1 - WORST_UPTIME))
  const drops = 1 - share(of.dropsPerHour / WORST_DROPS_PER_HOUR)
  const recovery = 1 - share((of.recoveryMs - PROMISED_RECOVERY_MS) / (WORST_RECOVERY_MS - PROMISED_RECOVERY_MS))
  const success = share(of.success / (SUCCESS_OBJECTIVE_PERCENT / 100))
  const points = POINTS.uptime * uptime + POINTS.drops * drops + POINTS.recovery * recovery + POINTS.success * success
  return Math.floor(points)
}

/** The nearest-rank percentile: a value that did occur, the highest if there are few. Null for none. */
export function percentile(values: readonly number[], rank: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? null
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value))
}
