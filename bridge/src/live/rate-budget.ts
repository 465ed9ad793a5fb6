import type { Clock } from '@standby/shared/clock.ts'
import { left, spend, type BudgetWindow, type Spent } from '@standby/shared/connection/budget.ts'

/** A budget that is spent from, by everything that shares it. */
export interface RateBudget {
  /** Spends one: null, or when one may be spent next. `reserved`: the share of each window that is kept for others. */
  spend(reserved?: number): number | null
  /** What is left in each window, in their order. */
  left(): { windowMs: number; limit: number; left: number }[]
}

/** `saved` and `save` carry it over a restart. A function is asked for the windows each time. */
export function createRateBudget(
  windows: readonly BudgetWindow[] | (() => readonly BudgetWindow[]),
  clock: Clock,
  { saved = [], save = () => undefined }: { saved?: Spent; save?: (spent: Spent) => void } = {},
): RateBudget {
  let spent = saved
  const current = typeof windows === 'function' ? windows : () => windows
  return {
    spend(reserved = 0) {
      const result = spend(spent, current(), clock.now(), reserved)
      spent = result.spent
      if (result.retryAt === null) save(spent)
      return result.retryAt
    },
    left() {
      const remaining = left(spent, current(), clock.now())
      return current().map(({ ms, limit }, index) => ({ windowMs: ms, limit, left: remaining[index] ?? limit }))
    },
  }
}
