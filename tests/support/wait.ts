import { setTimeout as pause } from 'node:timers/promises'

export interface WaitOptions {
  /** Finishes the sentence "Waited 5000 ms for …". */
  what: string
  timeoutMs?: number
  everyMs?: number
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>

/**
 * Asks `condition` again and again until it answers something truthy, and returns that. A throw counts as "not yet".
 * For what only the real world can tell (a page, a process, OBS); where a clock can be injected, inject it instead.
 */
export async function waitFor<T>(condition: () => T | Promise<T>, options: WaitOptions): Promise<Truthy<T>> {
  const { what, timeoutMs = 5000, everyMs = 50 } = options
  const until = performance.now() + timeoutMs
  let last: string
  do {
    try {
      const answer = await condition()
      if (answer) return answer as Truthy<T>
      last = `the last answer was ${String(answer)}`
    } catch (error) {
      last = `the last answer was the error "${error instanceof Error ? error.message : String(error)}"`
    }
    await pause(everyMs)
  } while (performance.now() < until)
  throw new Error(`Waited ${String(timeoutMs)} ms for ${what}; ${last}.`)
}
