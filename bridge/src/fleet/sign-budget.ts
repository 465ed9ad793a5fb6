import type { Clock } from '@standby/shared/clock.ts'
import type { BudgetWindow } from '@standby/shared/connection/budget.ts'
import type { SignBudget } from '../live/sign-budget.ts'
import type { Budget } from './ports.ts'

/** The sign budget as a channel knows it, spent from what all workers share. */
export function fleetSignBudget(budget: Budget, keyId: () => string, windows: () => readonly BudgetWindow[], clock: Clock): SignBudget {
  let count = 0
  return {
    async spend(isReturn = true) {
      const retryAt = await budget.take(keyId(), isReturn ? 'return' : 'first')
      if (retryAt === null) count += 1
      return retryAt
    },
    refused: (retryAt) => void budget.refused(keyId(), Math.max(0, retryAt - clock.now())),
    // What the fleet has left is known to the servers only. These are the limits.
    left: () => windows().map(({ ms, limit }) => ({ windowMs: ms, limit, left: limit })),
    shareAmong: () => undefined,
    requestCount: () => count,
  }
}
