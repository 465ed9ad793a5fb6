import type { Clock } from '@standby/shared/clock.ts'

/**
 * A clock, ms, that never goes back. If the clock that it reads is set back, it goes on from where it was; otherwise everything that waits
 * for a time would wait that much longer. If that clock jumps forward, as after sleep, it follows.
 */
export function neverBack(read: () => number): () => number {
  let last = -Infinity
  let aheadMs = 0
  return () => {
    const time = read()
    aheadMs = Math.max(aheadMs, last - time)
    last = time + aheadMs
    return last
  }
}

/** The clock for a page's timers. The times that a page shows are on the bridge's clock, which it compares with this one. */
export const pageClock: Clock = {
  now: neverBack(() => Date.now()),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
