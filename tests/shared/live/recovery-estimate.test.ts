import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestEstimate, estimateRecovery, saidEstimate, type BestEstimate, type OutageNow } from '@standby/shared/live/recovery-estimate.ts'

const outage = (more: Partial<OutageNow>): OutageNow => ({
  now: 20_000,
  lostAt: 0,
  cause: 'tiktok',
  nextAttemptAt: 25_000,
  followingDelayMs: 10_000,
  needsHelp: false,
  ...more,
})
const past = (...seconds: number[]) => seconds.map((lasted) => ({ cause: 'tiktok' as const, lastedMs: lasted * 1_000 }))

describe('Degraded mode', () => {
  test('[DG1] without earlier outages the recovery is expected between the next two attempts', () => {
    expect(estimateRecovery(outage({}), [])).toEqual({ earliestAt: 25_000, latestAt: 35_000, basis: 'next-attempt', outages: 0 })
    expect(estimateRecovery(outage({ nextAttemptAt: 20_000 }), past(30, 40))).toMatchObject({ earliestAt: 20_000, outages: 0 })
  })

  test('[DG2] with three earlier outages of the same cause and length, it uses their quartiles', () => {
    const estimate = estimateRecovery(outage({}), [...past(5, 10, 30, 40, 50, 60, 70), { cause: 'network', lastedMs: 900_000 }])
    expect(estimate).toEqual({ earliestAt: 40_000, latestAt: 60_000, basis: 'past-outages', outages: 5 })
    // Those that were over by now say nothing any more.
    expect(estimateRecovery(outage({ now: 55_000 }), past(5, 10, 30, 40, 50, 60, 70))?.basis).toBe('next-attempt')
  })

  test('[DG2] an outage that lasted just as long as this one counts, and three are enough', () => {
    const estimate = estimateRecovery(outage({ lostAt: 10_000 }), past(10, 20, 34))
    // Between the nearest two: a quarter and three quarters of the way through 10, 20 and 34 s.
    expect(estimate).toEqual({ earliestAt: 25_000, latestAt: 37_000, basis: 'past-outages', outages: 3 })
    expect(estimateRecovery(outage({ lostAt: 10_000, nextAttemptAt: 20_000 }), past(34, 10, 20))).toMatchObject({ earliestAt: 25_000 })
    expect(estimateRecovery(outage({ lostAt: 10_000 }), past(9, 20, 34))?.basis).toBe('next-attempt')
  })

  test('[DG3] with nothing to go by it is unknown', () => {
    expect(estimateRecovery(outage({ nextAttemptAt: null }), past(30, 40))).toBeNull()
    expect(estimateRecovery(outage({ needsHelp: true }), past(30, 40, 50))).toBeNull()
  })

  test('[DG4] an estimate is a range that begins neither in the past nor before the next attempt', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.option(fc.nat(200_000), { nil: null }), fc.array(fc.nat(200_000)), (now, nextAttemptAt, lasted) => {
        const estimate = estimateRecovery(
          outage({ now, nextAttemptAt }),
          lasted.map((lastedMs) => ({ cause: 'tiktok', lastedMs })),
        )
        if (estimate === null) return
        expect(estimate.earliestAt).toBeGreaterThanOrEqual(Math.max(now, nextAttemptAt ?? 0))
        expect(estimate.latestAt).toBeGreaterThanOrEqual(estimate.earliestAt)
      }),
    )
  })

  test('[DG9] within one outage the estimate gets better or stays the same', () => {
    const moments = fc.array(fc.record({ afterMs: fc.nat(20_000), waitMs: fc.nat(60_000), followingDelayMs: fc.nat(60_000) }))
    const earlier = fc.array(fc.nat(200_000))
    fc.assert(
      fc.property(moments, earlier, (steps, lasted) => {
        let [now, best, before] = [0, null as BestEstimate | null, Infinity]
        for (const { afterMs, waitMs, followingDelayMs } of steps) {
          now += afterMs
          const estimate = estimateRecovery(
            outage({ now, nextAttemptAt: now + waitMs, followingDelayMs }),
            lasted.map((lastedMs) => ({ cause: 'tiktok', lastedMs })),
          )
          best = bestEstimate(best, 0, estimate)
          const said = saidEstimate(best, estimate)
          if (said === null) continue
          expect(said.latestAt).toBeLessThanOrEqual(before)
          expect(said.latestAt).toBeGreaterThanOrEqual(said.earliestAt)
          expect(said.earliestAt).toBeGreaterThanOrEqual(now + waitMs)
          before = said.latestAt
        }
      }),
    )
  })

  test('[DG9] a time that was wrong is not replaced by a later one, and another outage has its own', () => {
    const at = (earliestAt: number, latestAt: number) => ({ earliestAt, latestAt, basis: 'past-outages' as const, outages: 3 })
    const first = bestEstimate(null, 1_000, at(10_000, 60_000))
    expect(bestEstimate(first, 1_000, at(20_000, 90_000))).toBe(first)
    expect(saidEstimate(first, at(20_000, 90_000))).toEqual(at(20_000, 60_000))
    expect(saidEstimate(first, at(60_000, 90_000))).toEqual(at(60_000, 60_000))
    expect(saidEstimate(first, at(60_001, 90_000))).toBeNull()
    expect(saidEstimate(first, null)).toBeNull()
    expect(bestEstimate(first, 1_000, at(10_000, 30_000))?.estimate.latestAt).toBe(30_000)
    expect(bestEstimate(first, 2_000, at(20_000, 90_000))?.estimate.latestAt).toBe(90_000)
    expect(bestEstimate(first, 2_000, null)).toBeNull()
  })
})
