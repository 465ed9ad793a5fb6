import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GUEST_BUDGET, left, MANUAL_BUDGET, SIGN_BUDGET, spend, type Spent } from '@standby/shared/connection/budget.ts'

const T0 = 1_700_000_000_000

describe('Budgets', () => {
  test('[BG1] five sign requests a minute and thirty an hour, then the time of the next', () => {
    let spent: Spent = []
    const at: number[] = []
    let now = T0
    while (at.length < 40) {
      const result = spend(spent, SIGN_BUDGET, now)
      spent = result.spent
      if (result.retryAt === null) at.push(now)
      else now = result.retryAt
    }
    const seconds = at.map((time) => (time - T0) / 1_000)
    expect(seconds.slice(0, 12)).toEqual([0, 0, 0, 0, 0, 60, 60, 60, 60, 60, 120, 120])
    expect(seconds[29]).toBe(300)
    expect(seconds[30]).toBe(3_600)
    expect(left(spent, SIGN_BUDGET, now)).toEqual([0, 0])
    expect(left(spent, SIGN_BUDGET, now + 60_000)).toEqual([5, 5])
    expect(left([], SIGN_BUDGET, now)).toEqual([5, 30])
  })

  test('[BG1] a spent request is forgotten once it is as old as the longest window, and counts as left', () => {
    const { spent } = spend([], SIGN_BUDGET, T0)
    expect(spend(spent, SIGN_BUDGET, T0 + 3_599_999).spent).toEqual([T0, T0 + 3_599_999])
    expect(spend(spent, SIGN_BUDGET, T0 + 3_600_000).spent).toEqual([T0 + 3_600_000])
    expect(spend([], SIGN_BUDGET, 0)).toEqual({ spent: [0], retryAt: null })
  })

  test('[BG2] over random times no window ever exceeds its limit, and the time given is not too late', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(SIGN_BUDGET, MANUAL_BUDGET),
        fc.array(fc.nat(90_000), { maxLength: 120, size: 'max' }),
        (windows, gaps) => {
          let spent: Spent = []
          let now = T0
          const taken: number[] = []
          for (const gap of gaps) {
            now += gap
            const result = spend(spent, windows, now)
            spent = result.spent
            if (result.retryAt === null) taken.push(now)
            else {
              expect(result.retryAt).toBeGreaterThan(now)
              expect(spend(spent, windows, result.retryAt).retryAt).toBeNull()
              expect(spend(spent, windows, result.retryAt - 1).retryAt).not.toBeNull()
            }
          }
          for (const { ms, limit } of windows) {
            for (const at of taken) expect(taken.filter((other) => other <= at && at - other < ms).length).toBeLessThanOrEqual(limit)
          }
        },
      ),
    )
  })

  test('[BG3] a clock that was set back locks nobody out for longer than a window', () => {
    const { spent } = spend([], MANUAL_BUDGET, T0 + 3_600_000)
    const { retryAt } = spend(spent, MANUAL_BUDGET, T0)
    expect(retryAt).toBe(T0 + 5_000)
  })
})

describe('Direct', () => {
  test('[DI5] a guest opens at most two sockets in a minute and ten in an hour', () => {
    expect(GUEST_BUDGET).toEqual([
      { ms: 60_000, limit: 2 },
      { ms: 3_600_000, limit: 10 },
    ])
  })
})

describe('Several channels', () => {
  test('[CL10] a share that is kept for others is not spent, and one of each window always can be', () => {
    const after = (count: number, reserved: number) =>
      Array.from({ length: count }).reduce<{ spent: Spent; retryAt: number | null }>(
        ({ spent }) => spend(spent, SIGN_BUDGET, T0, reserved),
        { spent: [], retryAt: null },
      ).retryAt
    expect([after(3, 0.4), after(4, 0.4), after(5, 0)]).toEqual([null, T0 + 60_000, null])
    expect([after(1, 0.99), after(2, 0.99)]).toEqual([null, T0 + 3_600_000])
  })
})
