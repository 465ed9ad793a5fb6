import type { Clock, Millis } from '@standby/shared/clock.ts'

/** A scene event is believed after this much quiet: leaving studio mode and changing collections emit false ones. */
const SETTLE_MS = 300
/** Events that never cease are looked through at least this often. */
const SETTLE_AT_MOST_MS = 2_000

/** When OBS may be believed: not in the midst of changes. */
export interface Debounce {
  /** Something has changed. */
  stirred(): void
  /** Nothing is to be looked at for this long, or until `released`. */
  hold(ms: number): void
  released(): void
  forget(): void
  /** When the changes seen so far will have settled. */
  settledAt(): Millis
  /** The same, or the end of a hold. */
  quietAt(): Millis
}

export function createDebounce(clock: Clock): Debounce {
  let since: Millis = 0
  let settledAt: Millis = 0
  let heldUntil: Millis = 0
  return {
    stirred() {
      const now = clock.now()
      if (now >= settledAt) since = now
      settledAt = Math.min(now + SETTLE_MS, since + SETTLE_AT_MOST_MS)
    },
    hold: (ms) => void (heldUntil = clock.now() + ms),
    released: () => void (heldUntil = 0),
    forget() {
      settledAt = 0
      heldUntil = 0
    },
    settledAt: () => settledAt,
    quietAt: () => Math.max(settledAt, heldUntil),
  }
}
