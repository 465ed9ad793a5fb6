import type { Clock, Millis } from '../clock.ts'
import type { CauseKind } from './cause.ts'
import { deadline, initialConnection, transition } from './connection.ts'
import type { ConnectionEffect, ConnectionEvent, ConnectionState, SavedConnection } from './connection.ts'
import type { ConnectionPolicy } from './policy.ts'

export interface RunnerOptions<Kind extends string = CauseKind> {
  policy: ConnectionPolicy<Kind>
  /** What an earlier run left behind. */
  saved?: SavedConnection<Kind> | null
  clock: Clock
  /** In [0, 1), as `Math.random`. */
  random: () => number
  /** Does what the machine asks for. May send events, also at once: they are queued. */
  onEffect: (effect: ConnectionEffect) => void
  /** After every change, before its effects are run. */
  onChange: (state: ConnectionState<Kind>, previous: ConnectionState<Kind>) => void
}

export interface Runner<Kind extends string = CauseKind> {
  send(event: ConnectionEvent<Kind>): void
  state(): ConnectionState<Kind>
  /** Cancels the timer and ignores whatever comes later. Closes nothing: send `disconnect` first. */
  dispose(): void
}

/** Runs the machine: a queue, so that no event is handled inside another, and one timer for `deadline`. */
export function createRunner<Kind extends string = CauseKind>(options: RunnerOptions<Kind>): Runner<Kind> {
  const { policy, clock, random, onEffect, onChange } = options
  const queue: ConnectionEvent<Kind>[] = []
  let state = initialConnection(policy, clock.now(), options.saved ?? null)
  let running = false
  let disposed = false
  let timer: { at: Millis; cancel: () => void } | null = null

  function arm(): void {
    const at = deadline(state, policy)
    // A later deadline needs no new timer: the old one fires, finds that it is early, and is set again. Frames move it many times a second.
    if (timer !== null && at !== null && timer.at <= at) return
    timer?.cancel()
    timer = null
    if (at === null) return
    const cancel = clock.after(Math.max(0, at - clock.now()), () => {
      timer = null
      send({ type: 'wake' })
    })
    timer = { at, cancel }
  }

  function send(event: ConnectionEvent<Kind>): void {
    if (disposed) return
    queue.push(event)
    if (running) return
    running = true
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const previous = state
        const result = transition(state, next, { now: clock.now(), random: random() }, policy)
        state = result.state
        if (state !== previous) onChange(state, previous)
        for (const effect of result.effects) onEffect(effect)
      }
    } finally {
      running = false
    }
    if (!disposed) arm()
  }

  return {
    send,
    state: () => state,
    dispose() {
      disposed = true
      queue.length = 0
      timer?.cancel()
      timer = null
    },
  }
}
