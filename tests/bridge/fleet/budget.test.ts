import { leftOf, NOTHING_SPENT, refusedUntil, spendOne, withSlots, type Priority } from '@standby/bridge/fleet/budget.pure.ts'
import { signBudget } from '@standby/shared/connection/budget.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const WINDOWS = [...signBudget({ minute: 5, hour: 30 }), { ms: 86_400_000, limit: 100 }]
const NOW = 1_700_000_000_000

describe('Fleet', () => {
  test('[FL5] no window of any position ever holds more than the key allows', () => {
    const asks = fc.array(fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.constantFrom<Priority>('return', 'first', 'probe')), {
      minLength: 50,
      maxLength: 300,
    })
    fc.assert(
      fc.property(asks, (list) => {
        let spending = NOTHING_SPENT
        let now = NOW
        const spentAt: number[] = []
        for (const [waitMs, priority] of list) {
          now += waitMs
          const result = spendOne(spending, WINDOWS, priority, now)
          spending = result.spending
          if (result.retryAt === null) spentAt.push(now)
          else expect(result.retryAt).toBeGreaterThan(now)
        }
        for (const { ms, limit } of WINDOWS)
          for (const at of spentAt) expect(spentAt.filter((other) => other >= at && other < at + ms).length).toBeLessThanOrEqual(limit)
      }),
    )
  })

  test('[FL5] who waits until the time given is served then', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 10, maxLength: 80 }), (waits) => {
        let spending = NOTHING_SPENT
        let now = NOW
        for (const waitMs of waits) {
          now += waitMs
          const first = spendOne(spending, WINDOWS, 'return', now)
          const then = first.retryAt === null ? first : spendOne(first.spending, WINDOWS, 'return', first.retryAt)
          now = first.retryAt ?? now
          expect(then.retryAt).toBeNull()
          spending = then.spending
        }
      }),
    )
  })

  test('[FL6] a channel that dropped comes before a first connect, and that before a probe', () => {
    let spending = NOTHING_SPENT
    const ask = (priority: Priority): boolean => {
      const result = spendOne(spending, WINDOWS, priority, NOW)
      spending = result.spending
      return result.retryAt === null
    }
    expect([ask('probe'), ask('probe')]).toEqual([true, false])
    expect([ask('first'), ask('first'), ask('first')]).toEqual([true, true, false])
    expect([ask('return'), ask('return'), ask('return')]).toEqual([true, true, false])
    expect(leftOf(spending, WINDOWS, NOW)).toEqual([0, 25, 95])
  })

  test('[FL7] after a refusal everybody waits as long as the service asked for', () => {
    const refused = refusedUntil(refusedUntil(NOTHING_SPENT, NOW + 90_000), NOW + 10_000)
    expect(spendOne(refused, WINDOWS, 'return', NOW).retryAt).toBe(NOW + 90_000)
    expect(spendOne(refused, WINDOWS, 'return', NOW + 90_000).retryAt).toBeNull()
  })

  test('[FL8] sockets of a key are counted over all workers, and those of a dead one are free again', () => {
    const both = ['a', 'b']
    const one = withSlots({}, 'a', 2, both, 3)
    expect(one).toEqual({ slots: { a: 2 }, granted: 2 })
    expect(withSlots(one.slots, 'b', 2, both, 3)).toEqual({ slots: { a: 2, b: 1 }, granted: 1 })
    const two = { a: 2, b: 1 }
    expect(withSlots(two, 'b', 9, ['b'], 3)).toEqual({ slots: { b: 3 }, granted: 3 })
    expect(withSlots(two, 'a', 0, both, 3)).toEqual({ slots: { b: 1 }, granted: 0 })
    expect(withSlots(two, 'b', 90, both, null)).toEqual({ slots: { a: 2, b: 90 }, granted: 90 })
    // A limit that is lower than what the others hold.
    expect(withSlots(two, 'b', 1, both, 1)).toEqual({ slots: { a: 2 }, granted: 0 })
  })
})
