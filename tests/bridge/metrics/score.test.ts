import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { percentile, scoreOf } from '@standby/bridge/metrics/figures.pure.ts'
import { newConnectionHistory, observe, summary } from '@standby/bridge/metrics/observe.pure.ts'
import { fact, HOUR, outages, T0 } from './past.ts'

const PERFECT = { downShare: 0, dropsPerHour: 0, recoveryMs: 0, success: 1 }

describe('Metrics', () => {
  test.each([
    ['nothing lost', {}, 100],
    ['a recovery within the promise costs nothing by itself', { recoveryMs: 10_000 }, 100],
    ['success at the objective costs nothing', { success: 0.95 }, 100],
    ['95 % uptime is half of its 50 points', { downShare: 0.05 }, 75],
    ['90 % uptime and less has none of them', { downShare: 0.4 }, 50],
    ['a drop every ten minutes is half of its 20 points', { dropsPerHour: 6 }, 90],
    ['a drop a minute has none of them', { dropsPerHour: 60 }, 80],
    ['35 s to recover is half of its 15 points, rounded down', { recoveryMs: 35_000 }, 92],
    ['a minute to recover has none of them', { recoveryMs: 60_000 }, 85],
    ['no success at all', { success: 0 }, 85],
    ['everything lost', { downShare: 1, dropsPerHour: 100, recoveryMs: 1e9, success: 0 }, 0],
  ])('[MT9] the score: %s', (_what, change, score) => {
    expect(scoreOf({ ...PERFECT, ...change })).toBe(score)
  })

  test('[MT9] the two examples of docs/metrics.md', () => {
    // Three hours, one drop, back after 6 s.
    expect(scoreOf({ ...PERFECT, downShare: 6 / 10_800, dropsPerHour: 1 / 3, recoveryMs: 6_000 })).toBe(99)
    // Two hours, four drops, three of 6 s and one of four minutes.
    expect(scoreOf({ ...PERFECT, downShare: 258 / 7_200, dropsPerHour: 2, recoveryMs: 240_000 })).toBe(63)
  })

  test('[MT9] an outage that lasts already counts with its length so far', () => {
    const { history, now } = outages([{ lastedMs: 5_000 }])
    const open = observe(history, fact(now + HOUR, 'down', { cause: 'tiktok', generation: 2 }))
    const { total } = summary(open, now + HOUR + 35_000)
    expect(total.recoveryP95Ms).toBe(5_000)
    const expected = { downShare: 40 / 7_240, dropsPerHour: 2 / (7_240 / 3_600), success: 1 }
    expect(total.score).toBe(scoreOf({ ...expected, recoveryMs: 35_000 }))
    expect(total.score).toBeLessThan(scoreOf({ ...expected, recoveryMs: 5_000 }))
  })

  test('[MT9] a loss in the first minutes gives no score until they are over', () => {
    const history = [fact(T0, 'up'), fact(T0 + 20_000, 'down', { cause: 'tiktok' }), fact(T0 + 25_000, 'up', { generation: 2 })].reduce(
      observe,
      newConnectionHistory(T0),
    )
    const early = summary(history, T0 + 30_000).total
    expect(early.uptimePercent).toBeCloseTo(83.3, 1)
    expect(early.score).toBeNull()
    expect(summary(history, T0 + 299_999).total.score).toBeNull()
    const { total } = summary(history, T0 + 300_000)
    expect(total.score).toBe(scoreOf({ ...PERFECT, downShare: 5 / 300, dropsPerHour: 1, recoveryMs: 5_000 }))
    expect(summary(observe(newConnectionHistory(T0), fact(T0, 'up')), T0 + 30_000).total.score).toBe(100)
  })

  test('[MT9] no score is more than the uptime of its time, whatever was lost, and however long it took', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }), (upSeconds, downSeconds) => {
        const up = observe(newConnectionHistory(T0), fact(T0, 'up'))
        const lost = observe(up, fact(T0 + upSeconds * 1_000, 'down', { cause: 'tiktok' }))
        const { total, session } = summary(lost, T0 + (upSeconds + downSeconds) * 1_000)
        for (const { score, uptimePercent } of [total, session ?? total]) {
          if (score !== null) expect(score).toBeLessThanOrEqual(uptimePercent ?? 0)
          if (upSeconds + downSeconds < 300) expect(score).toBeNull()
        }
      }),
    )
  })

  test('[MT9] the score is whole, from 0 to 100, 100 only without loss, and more loss never raises it', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    // A drop in a year of LIVEs, a thousandth of a second in a month: less than that is rounding.
    const none = fc.constant(0)
    const figures = fc.record({
      downShare: fc.oneof(none, fc.double({ min: 1e-10, max: 1, noNaN: true })),
      dropsPerHour: fc.oneof(none, fc.double({ min: 1e-4, max: 500, noNaN: true })),
      recoveryMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
      success: share,
    })
    fc.assert(
      fc.property(figures, figures, (a, b) => {
        const score = scoreOf(a)
        const worse = scoreOf({
          downShare: Math.max(a.downShare, b.downShare),
          dropsPerHour: Math.max(a.dropsPerHour, b.dropsPerHour),
          recoveryMs: Math.max(a.recoveryMs, b.recoveryMs),
          success: Math.min(a.success, b.success),
        })
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true)
        expect(worse).toBeLessThanOrEqual(score)
        if (score === 100) expect([a.downShare, a.dropsPerHour]).toEqual([0, 0])
      }),
    )
  })

  test('[MT9] a rare long outage that is over weighs no more than the p95', () => {
    const { history, now } = outages([...Array.from({ length: 39 }, () => ({ lastedMs: 10_000 })), { lastedMs: 60_000 }])
    const { total } = summary(history, now)
    const downShare = total.downMs / total.wantedMs
    expect(total.score).toBe(scoreOf({ downShare, dropsPerHour: total.dropsPerHour!, recoveryMs: 10_000, success: 1 }))
    const slow = outages(Array.from({ length: 20 }, () => ({ lastedMs: 40_000 })))
    const its = summary(slow.history, slow.now).total
    expect(its.score).toBe(
      scoreOf({ downShare: its.downMs / its.wantedMs, dropsPerHour: its.dropsPerHour!, recoveryMs: 40_000, success: 1 }),
    )
  })

  test('[MT4] a percentile is one of the values, whatever their order', () => {
    expect([percentile([30, 4, 200], 0.5), percentile([30, 4, 200], 0.95), percentile([200, 30], 0.1), percentile([], 0.5)]).toEqual([
      30,
      200,
      30,
      null,
    ])
  })
})
