import { GUEST_BUDGET } from '@standby/shared/connection/budget.ts'
import type { Core } from '../core.ts'
import { keptIn, timesIn } from '../store/journal.ts'
import { openKnownNames, type KnownNames } from './known-names.ts'
import { createRateBudget, type RateBudget } from './rate-budget.ts'
import { createSignBudget, type SignBudget } from './sign-budget.ts'

/** What all channels of this computer share: the services count by key and by address, not by channel. */
export interface SharedLimits {
  signBudget: SignBudget
  /** Sockets opened as a guest. */
  guestBudget: RateBudget
  knownNames: KnownNames
}

export function createSharedLimits({ clock, config, journal }: Pick<Core, 'clock' | 'config' | 'journal'>): SharedLimits {
  return {
    signBudget: createSignBudget(clock, journal, config.signBudget),
    guestBudget: createRateBudget(GUEST_BUDGET, clock, timesIn(journal, 'guest-budget')),
    knownNames: openKnownNames(keptIn(journal)),
  }
}
