import type { Clock } from '@standby/shared/clock.ts'

/**
 * A clock, ms, that is never before what it said: where the one it reads is set back, it goes on from where it was, for whoever waits by
 * it would wait as much longer. Forwards it follows, as after sleep.
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

/** What a page waits by. What it says of times is on the bridge's clock, which it compares with this one. */
export const pageClock: Clock = {
  now: neverBack(() => Date.now()),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
