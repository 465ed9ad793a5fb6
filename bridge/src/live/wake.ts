import type { Logger } from 'pino'
import { systemTimes, type BridgeClock, type TimeSources } from '../clock.ts'
import type { Core, Feature } from '../core.ts'

/** How often the clocks are compared: so soon after waking it is noticed. */
export const LOOK_EVERY_MS = 2_000
/** A look that comes this much too late did not come late because the computer was busy. */
const ASLEEP_MS = 10_000
/** By less the time of day moves when it is kept in step with a time server. */
const STEP_MS = 2_000

export interface Reading {
  wallMs: number
  monotonicMs: number
  uptimeMs: number
}

export interface Passed {
  /** The process stood still for about this long; 0 if it did not. */
  sleptMs: number
  /** The part of it that the monotonic clock did not see. */
  unseenMs: number
  /** The time of day was set by this much, forwards or back; 0 if it was not. */
  steppedMs: number
}

/** What happened between two looks. The time of day plays no part in telling sleep, so setting it is never taken for sleep. */
export function passed(before: Reading, after: Reading): Passed {
  const monotonicMs = after.monotonicMs - before.monotonicMs
  // Uptime may be coarse, and the monotonic clock may stand still: what passed is what the one that saw more says.
  const elapsedMs = Math.max(monotonicMs, after.uptimeMs - before.uptimeMs)
  const lateMs = elapsedMs - LOOK_EVERY_MS
  const steppedMs = after.wallMs - before.wallMs - elapsedMs
  const slept = lateMs >= ASLEEP_MS
  return {
    sleptMs: slept ? Math.round(lateMs) : 0,
    unseenMs: slept ? Math.round(elapsedMs - monotonicMs) : 0,
    steppedMs: Math.abs(steppedMs) >= STEP_MS ? Math.round(steppedMs) : 0,
  }
}

export interface WakeOptions {
  times: TimeSources
  clock: BridgeClock
  log: Logger
  /** The computer (or this process) slept and is awake again; the clock has been put right. */
  onWoke: (sleptMs: number) => void
  /** The time of day, as others on this computer read it, is no longer in step with the clock's. */
  onStep: (byMs: number) => void
}

/** Compares the clocks now and then. Returns what ends it. */
export function watchWake({ times, clock, log, onWoke, onStep }: WakeOptions): () => void {
  const read = (): Reading => ({ wallMs: times.wall(), monotonicMs: times.monotonic(), uptimeMs: times.uptime() })
  let before = read()
  let cancel = clock.after(LOOK_EVERY_MS, look)

  function look(): void {
    const after = read()
    const { sleptMs, unseenMs, steppedMs } = passed(before, after)
    before = after
    cancel = clock.after(LOOK_EVERY_MS, look)
    if (sleptMs > 0) {
      clock.add(unseenMs)
      log.info({ sleptMs, unseenMs }, 'awake again')
      onWoke(sleptMs)
    }
    if (steppedMs !== 0) {
      log.info({ steppedMs }, 'the time of day was set; waits are not affected')
      onStep(steppedMs)
    }
  }

  return () => cancel()
}

/** A part that depends on time as people and TikTok see it. */
export interface WakeListener {
  woke(sleptMs: number): void
  /** The time of day was set. */
  clockWasSet(): void
}

/** One watch for everything in this process: the clock is put right once. */
export function createWakeWatch({ clock, log }: Core, listeners: readonly WakeListener[]): Feature {
  let stop = (): void => undefined
  return {
    start() {
      stop = watchWake({
        times: systemTimes,
        clock,
        log,
        onWoke: (sleptMs) => listeners.forEach((listener) => listener.woke(sleptMs)),
        onStep: () => listeners.forEach((listener) => listener.clockWasSet()),
      })
    },
    stop: () => stop(),
  }
}
