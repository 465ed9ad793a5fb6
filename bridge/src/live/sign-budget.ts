import type { Clock } from '@standby/shared/clock.ts'
import type { BudgetWindow } from '@standby/shared/connection/budget.ts'
import { timesIn, type Journal } from '../store/journal.ts'
import { createRateBudget, type RateBudget } from './rate-budget.ts'

/** The budget of requests to the sign service, which everything in the process shares. */
export interface SignBudget extends Pick<RateBudget, 'left'> {
  /** `isReturn`: for a channel that was live and dropped. Null, or when one may be spent next; a fleet has to ask first. */
  spend(isReturn?: boolean): number | null | Promise<number | null>
  /** The service refused a request until then. */
  refused?(retryAt: number): void
  /** From now on so many channels share it. */
  shareAmong(channelCount: number): void
  /** Requests since the bridge started. */
  requestCount(): number
}

/** If many channels start at once, this share of each window is left to those that were live and dropped. */
const KEPT_FOR_RETURNS = 0.4

/** A restart is no way around it: what was spent is in the journal. `windows` is asked each time, because a key may come. */
export function createSignBudget(clock: Clock, journal: Journal, windows: () => readonly BudgetWindow[]): SignBudget {
  const budget = createRateBudget(windows, clock, timesIn(journal, 'sign-budget'))
  let count = 0
  let channels = 1
  return {
    shareAmong: (channelCount) => void (channels = channelCount),
    requestCount: () => count,
    spend(isReturn = true) {
      const retryAt = budget.spend(isReturn || channels === 1 ? 0 : KEPT_FOR_RETURNS)
      if (retryAt === null) count += 1
      return retryAt
    },
    left: budget.left,
  }
}
