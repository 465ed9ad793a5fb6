import { CAUSE_KINDS, type CauseKind } from '@standby/shared/connection/cause.ts'
import { lastedMs } from '@standby/shared/live/outage.ts'
import type { CountedOutage } from './counted-outage.pure.ts'

/** Upper ends of the histogram of outages, seconds; a last one without an end follows. Close together around the promise of 10 s. */
export const OUTAGE_BUCKETS_SECONDS = [1, 2.5, 5, 7.5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600] as const

/** Exact totals of the outages that one cause began. */
export interface CauseSums {
  drops: number
  downMs: number
  recoveries: number
  recoveryMs: number
  recoveryAttempts: number
  cyclesSucceeded: number
  cyclesFailed: number
  /** Recovered outages by length, one number for each bucket and one for all that were longer. */
  buckets: readonly number[]
}

/** Exact totals of a stretch of time: a few numbers for each cause, however long it is. */
export interface Sums {
  upMs: number
  byCause: Readonly<Partial<Record<CauseKind, CauseSums>>>
}

export const NO_SUMS: Sums = { upMs: 0, byCause: {} }

const NO_CAUSE_SUMS: CauseSums = {
  drops: 0,
  downMs: 0,
  recoveries: 0,
  recoveryMs: 0,
  recoveryAttempts: 0,
  cyclesSucceeded: 0,
  cyclesFailed: 0,
  buckets: [...OUTAGE_BUCKETS_SECONDS, Infinity].map(() => 0),
}

export function withUp(sums: Sums, upMs: number): Sums {
  return { ...sums, upMs: sums.upMs + upMs }
}

/** Adds an outage up to `at`, be it over or not. Its cycle is counted on its own: it may be lost long before the outage ends. */
export function withOutage(sums: Sums, outage: CountedOutage, at: number): Sums {
  const downMs = lastedMs(outage, at)
  const was = causeSums(sums, outage.cause)
  const down = { ...was, drops: was.drops + 1, downMs: was.downMs + downMs }
  if (outage.outcome !== 'recovered') return withCause(sums, outage.cause, down)
  const bucket = [...OUTAGE_BUCKETS_SECONDS, Infinity].findIndex((seconds) => downMs <= seconds * 1000)
  return withCause(sums, outage.cause, {
    ...down,
    recoveries: was.recoveries + 1,
    recoveryMs: was.recoveryMs + downMs,
    recoveryAttempts: was.recoveryAttempts + outage.attempts,
    buckets: was.buckets.with(bucket, (was.buckets[bucket] ?? 0) + 1),
  })
}

export function withCycle(sums: Sums, kind: CauseKind, succeeded: boolean): Sums {
  const was = causeSums(sums, kind)
  return withCause(
    sums,
    kind,
    succeeded ? { ...was, cyclesSucceeded: was.cyclesSucceeded + 1 } : { ...was, cyclesFailed: was.cyclesFailed + 1 },
  )
}

/** All causes together. */
export function overall(sums: Sums): CauseSums {
  return struckCauses(sums).reduce<CauseSums>((all, kind) => {
    const one = causeSums(sums, kind)
    return {
      drops: all.drops + one.drops,
      downMs: all.downMs + one.downMs,
      recoveries: all.recoveries + one.recoveries,
      recoveryMs: all.recoveryMs + one.recoveryMs,
      recoveryAttempts: all.recoveryAttempts + one.recoveryAttempts,
      cyclesSucceeded: all.cyclesSucceeded + one.cyclesSucceeded,
      cyclesFailed: all.cyclesFailed + one.cyclesFailed,
      buckets: all.buckets.map((count, index) => count + (one.buckets[index] ?? 0)),
    }
  }, NO_CAUSE_SUMS)
}

export function struckCauses(sums: Sums): CauseKind[] {
  return CAUSE_KINDS.filter((kind) => sums.byCause[kind] !== undefined)
}

export function causeSums(sums: Sums, kind: CauseKind): CauseSums {
  return sums.byCause[kind] ?? NO_CAUSE_SUMS
}

function withCause(sums: Sums, kind: CauseKind, value: CauseSums): Sums {
  return { ...sums, byCause: { ...sums.byCause, [kind]: value } }
}
