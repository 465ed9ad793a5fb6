import type { Clock } from '@standby/shared/clock.ts'

/** A clock that stands still until told: `advanceTo`/`advanceBy` run what falls due, in order, each at its own time. */
export interface FakeClock extends Clock {
  advanceTo(at: number): void
  advanceBy(ms: number): void
  /** Time passes and nothing runs, as when the process stood still; what fell due meanwhile runs with the next advance. */
  sleep(ms: number): void
  /** When the next timer is due, or null. */
  nextDueAt(): number | null
}

/** Starts at `startAt`, ms since the epoch. */
export function fakeClock(startAt = 1_700_000_000_000): FakeClock {
  let now = startAt
  let sequence = 0
  const timers = new Map<number, { at: number; callback: () => void }>()

  const next = (): [number, { at: number; callback: () => void }] | null => {
    let found: [number, { at: number; callback: () => void }] | null = null
    for (const entry of timers) if (found === null || entry[1].at < found[1].at) found = entry
    return found
  }

  const clock: FakeClock = {
    now: () => now,
    after(delayMs, callback) {
      const id = sequence++
      timers.set(id, { at: now + Math.max(0, delayMs), callback })
      return () => void timers.delete(id)
    },
    advanceTo(at) {
      for (let due = next(); due !== null && due[1].at <= at; due = next()) {
        timers.delete(due[0])
        now = Math.max(now, due[1].at)
        due[1].callback()
      }
      now = Math.max(now, at)
    },
    advanceBy: (ms) => clock.advanceTo(now + ms),
    sleep: (ms) => void (now += ms),
    nextDueAt: () => next()?.[1].at ?? null,
  }
  return clock
}
