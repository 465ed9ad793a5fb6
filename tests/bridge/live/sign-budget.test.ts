import { SIGN_BUDGET, signBudget } from '@standby/shared/connection/budget.ts'
import { createSignBudget } from '@standby/bridge/live/sign-budget.ts'
import { describe, expect, test } from 'vitest'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { memoryJournal } from '../../support/peers/channel.ts'

describe('Several channels', () => {
  test('[CL10] first connects leave two fifths of the budget to channels that come back', () => {
    const clock = fakeClock()
    const journal = memoryJournal()
    const budget = createSignBudget(clock, journal, () => SIGN_BUDGET)
    budget.shareAmong(100)
    const first = [1, 2, 3, 4].map(() => budget.spend(false))
    expect(first).toEqual([null, null, null, clock.now() + 60_000])
    expect([budget.spend(true), budget.spend(true), budget.spend(true)]).toEqual([null, null, clock.now() + 60_000])
    expect([budget.requestCount(), budget.left()[0]?.left]).toEqual([5, 0])
    // What was spent binds the next run too.
    expect(createSignBudget(clock, journal, () => SIGN_BUDGET).spend(true)).toBe(clock.now() + 60_000)
  })

  test('[CL10] one channel alone has all of it', () => {
    const budget = createSignBudget(fakeClock(), memoryJournal(), () => SIGN_BUDGET)
    expect([1, 2, 3, 4, 5].map(() => budget.spend(false))).toEqual([null, null, null, null, null])
  })

  test('[CL11] what a key allows holds from the moment there is a key', () => {
    let windows = SIGN_BUDGET
    const budget = createSignBudget(fakeClock(), memoryJournal(), () => windows)
    expect(Array.from({ length: 6 }, () => budget.spend()).at(-1)).not.toBeNull()
    windows = signBudget({ minute: 60, hour: 900 })
    expect([budget.spend(), budget.left().map(({ limit }) => limit)]).toEqual([null, [60, 900]])
  })
})
