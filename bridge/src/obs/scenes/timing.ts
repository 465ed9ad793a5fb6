import type { Clock, Millis } from '@standby/shared/clock.ts'

/** Loading takes less, as a rule. After that the dock says so. */
const LONG_BUSY_MS = 15_000

/** For how long OBS has not been ready: it is loading, changes its collection, or waits for an answer to a question of its own. */
export interface BusyTimer {
  /** It was not. True when that has just become long. */
  wasNotReady(): boolean
  ready(): void
  isLong(): boolean
}

export function createBusyTimer(clock: Clock): BusyTimer {
  let since: Millis | null = null
  let isLong = false
  return {
    wasNotReady() {
      since ??= clock.now()
      const becameLong = !isLong && clock.now() - since >= LONG_BUSY_MS
      isLong ||= becameLong
      return becameLong
    },
    ready() {
      since = null
      isLong = false
    },
    isLong: () => isLong,
  }
}
