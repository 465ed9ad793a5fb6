import { uptime } from 'node:os'
import type { Clock, Millis } from '@standby/shared/clock.ts'

/** Node fires a timer with a longer delay at once; a wake-up that comes early is checked by the code that set it. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
/** A timer that comes this late was held up by more than a busy moment: the process, or the whole computer, stood still. */
const LATE_MS = 1_000

/** What a computer tells of time; each in ms, from an origin of its own. */
export interface TimeSources {
  /** The time of day. It may be set, in both directions, at any moment. */
  wall(): Millis
  /** Never set. While the computer sleeps it stands still (Linux, macOS) or goes on (Windows). */
  monotonic(): number
  /** Since the computer was started, sleep included, never set. To the second on macOS. */
  uptime(): number
}

export const systemTimes: TimeSources = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  uptime: () => uptime() * 1_000,
}

export interface BridgeClock extends Clock {
  /** Adds time that passed unseen: the computer slept, and the monotonic clock with it. */
  add(ms: number): void
}

/**
 * The time of day as it was at the start, carried on by the monotonic clock. So a clock that is set (by NTP, by a person, by a daylight
 * saving that moves the hardware clock) neither ends a wait early nor stretches it: every deadline is one of these times.
 * A timer that comes late lets in first what arrived meanwhile, so that unread frames are not taken for silence.
 */
export function createClock(times: TimeSources): BridgeClock {
  let offsetMs = times.wall() - times.monotonic()
  return {
    // Whole, as the time of day is everywhere else.
    now: () => Math.floor(times.monotonic() + offsetMs),
    after(delayMs, callback) {
      const dueMs = Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS)
      const setAt = times.monotonic()
      let immediate: NodeJS.Immediate | undefined
      const timer = setTimeout(() => {
        if (times.monotonic() - setAt - dueMs < LATE_MS) callback()
        else immediate = setImmediate(callback)
      }, dueMs)
      return () => {
        clearTimeout(timer)
        clearImmediate(immediate)
      }
    },
    add: (ms) => void (offsetMs += ms),
  }
}

export const systemClock: BridgeClock = createClock(systemTimes)
