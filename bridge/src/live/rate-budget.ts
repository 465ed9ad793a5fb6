import type { Clock } from '@standby/shared/clock.ts'
import { left, spend, type BudgetWindow, type Spent } from '@standby/shared/connection/budget.ts'

/** A budget that is spent from, by everything that shares it. */
export interface RateBudget {
  /** Spends one: null, or when one may be spent next. */
  spend(): number | null
  /** What is left in each window, in their order. */
  left(): { windowMs: number; limit: number; left: number }[]
}

/** `saved` and `save` carry it over a restart. */
export function createRateBudget(
  windows: readonly BudgetWindow[],
  clock: Clock,
  { saved = [], save = () => undefined }: { saved?: Spent; save?: (spent: Spent) => void } = {},
): RateBudget {
  let spent = saved
  return {
    spend() {
      const result = spend(spent, windows, clock.now())
      spent = result.spent
      if (result.retryAt === null) save(spent)
      return result.retryAt
    },
    left() {
      const remaining = left(spent, windows, clock.now())
      return windows.map(({ ms, limit }, index) => ({ windowMs: ms, limit, left: remaining[index] ?? limit }))
    },
  }
}
