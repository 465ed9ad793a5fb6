import type { Clock } from '@standby/shared/clock.ts'

/** The real clock, that can be put forward: what falls due meanwhile runs soon, in order. For real sockets and long waits. */
export interface SkippingClock extends Clock {
  skip(ms: number): void
  /** When the next timer is due; Infinity where none is set. */
  nextDueAt(): number
}

export function skippingClock(): SkippingClock {
  let ahead = 0
  const timers = new Set<{ at: number; callback: () => void; cancel: () => void }>()
  const now = (): number => Date.now() + ahead

  function arm(timer: { at: number; callback: () => void; cancel: () => void }): void {
    timer.cancel()
    const id = setTimeout(
      () => {
        timers.delete(timer)
        timer.callback()
      },
      Math.max(0, timer.at - now()),
    )
    timer.cancel = () => clearTimeout(id)
  }

  return {
    now,
    after(delayMs, callback) {
      const timer = { at: now() + delayMs, callback, cancel: (): void => undefined }
      timers.add(timer)
      arm(timer)
      return () => {
        timers.delete(timer)
        timer.cancel()
      }
    },
    skip(ms) {
      ahead += ms
      for (const timer of [...timers].toSorted((one, other) => one.at - other.at)) arm(timer)
    },
    nextDueAt: () => Math.min(...[...timers].map(({ at }) => at)),
  }
}
