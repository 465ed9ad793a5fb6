import { GUEST_BUDGET, SIGN_BUDGET } from '@standby/shared/connection/budget.ts'
import type { Core } from '../core.ts'
import { keptIn, timesIn } from '../store/journal.ts'
import { createKeys, type Keys } from './keys.ts'
import { openKnownNames, type KnownNames } from './known-names.ts'
import { createRateBudget, type RateBudget } from './rate-budget.ts'
import { createSignBudget, type SignBudget } from './sign-budget.ts'

/** What all channels of this computer share: the keys, and what services count by key and by address. */
export interface SharedAccess {
  keys: Keys
  /** Resolves once the keys are known, or as many of them as will be. */
  keysKnown: Promise<unknown>
  /** `listener` hears when a key may have come. */
  onKeys(listener: () => void): void
  signBudget: SignBudget
  /** Sockets opened as a guest. */
  guestBudget: RateBudget
  knownNames: KnownNames
}

export function createSharedAccess({ clock, config, journal, settings }: Core): SharedAccess {
  const keys = createKeys({ config, settings })
  const known = Promise.withResolvers<undefined>()
  settings.onKnown(() => known.resolve(undefined))
  return {
    keys,
    keysKnown: known.promise,
    onKeys: settings.onKnown,
    // Without a key the service counts by address, and allows no more than the default.
    signBudget: createSignBudget(clock, journal, () => (keys.upstream().signApiKey === null ? SIGN_BUDGET : config.signBudget)),
    guestBudget: createRateBudget(GUEST_BUDGET, clock, timesIn(journal, 'guest-budget')),
    knownNames: openKnownNames(keptIn(journal)),
  }
}
