import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

// The only place where a test waits on real time; lint refuses every other one. What has a clock is given one, and is not waited for.

export interface WaitOptions {
  /** Finishes the sentence "Waited 5000 ms for …". */
  what: string
  /** How long on a computer that does nothing else; see `patience`. */
  timeoutMs?: number
  /** Time between two looks. Default: at first a millisecond, then ever longer up to 50 ms, for most things are there within a few. */
  everyMs?: number
}

export interface StayOptions {
  /** Finishes the sentence "It did not stay so for 500 ms that …". */
  that: string
  forMs: number
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>

const SHORTEST_MS = 1
const LONGEST_MS = 50
/** How often `stays` looks. */
const STAYS_EVERY_MS = 10

/** However busy the computer is, a test waits no longer than this many times its limit. */
const MOST_PATIENCE = 8

/**
 * A limit in ms that is meant for an idle computer, as long as this computer needs now. If three programs wait for each core, all takes four
 * times as long, and what the test waits for is not to blame. On an idle computer it is the limit as given, and on Windows, which does not
 * say how busy it is. `waiting`: programs for each core.
 */
export const patience = (ms: number, waiting = (loadavg()[0] ?? 0) / availableParallelism()): number =>
  Math.round(ms * Math.min(1 + waiting, MOST_PATIENCE))

/**
 * Asks `condition` again and again until it answers something truthy, and returns that. A throw counts as "not yet".
 * For what only the real world can tell (a page, a process, OBS); where a clock can be injected, inject it instead.
 */
export async function waitFor<T>(condition: () => T | Promise<T>, options: WaitOptions): Promise<Truthy<T>> {
  const { what, timeoutMs = 5000, everyMs } = options
  const from = performance.now()
  let limitMs: number
  let nextMs = SHORTEST_MS
  let last: string
  do {
    try {
      const answer = await condition()
      if (answer) return answer as Truthy<T>
      last = `the last answer was ${String(answer)}`
    } catch (error) {
      last = `the last answer was the error "${messageOf(error)}"`
    }
    await pause(everyMs ?? nextMs)
    nextMs = Math.min(2 * nextMs, LONGEST_MS)
    limitMs = patience(timeoutMs)
  } while (performance.now() - from < limitMs)
  throw new Error(`Waited ${String(limitMs)} ms for ${what}; ${last}.`)
}

/**
 * Looks again and again for `forMs`, and throws at the first look that finds `condition` false.
 * For silence of the real world, where no event that comes later can prove it and no clock can be injected: that costs all of the time.
 */
export async function stays(condition: () => unknown, { that, forMs }: StayOptions): Promise<void> {
  const from = performance.now()
  let elapsedMs = 0
  do {
    const answer = await condition()
    elapsedMs = performance.now() - from
    if (!answer)
      throw new Error(`It did not stay so for ${forMs} ms that ${that}: after ${elapsedMs.toFixed(0)} ms it was ${String(answer)}.`)
    await pause(Math.min(STAYS_EVERY_MS, Math.max(0, forMs - elapsedMs)))
  } while (elapsedMs < forMs)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
