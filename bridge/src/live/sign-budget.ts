import type { Clock } from '@standby/shared/clock.ts'
import { SIGN_BUDGET } from '@standby/shared/connection/budget.ts'
import { timesIn, type Journal } from '../store/journal.ts'
import { createRateBudget, type RateBudget } from './rate-budget.ts'

/** The budget of requests to the sign service, which everything in the process shares. */
export interface SignBudget extends RateBudget {
  /** Requests since the bridge started. */
  requestCount(): number
}

/** A restart is no way around it: what was spent is in the journal. */
export function createSignBudget(clock: Clock, journal: Journal): SignBudget {
  const budget = createRateBudget(SIGN_BUDGET, clock, timesIn(journal, 'sign-budget'))
  let count = 0
  return {
    ...budget,
    requestCount: () => count,
    spend() {
      const retryAt = budget.spend()
      if (retryAt === null) count += 1
      return retryAt
    },
  }
}
