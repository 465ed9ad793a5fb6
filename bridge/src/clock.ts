import type { Clock } from '@standby/shared/clock.ts'

/** Node fires a timer with a longer delay at once; a wake-up that comes early is checked by whoever set it. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
