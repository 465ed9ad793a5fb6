import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { ObsSession } from './link/adapter.ts'

export interface SerialLoopOptions {
  clock: Clock
  /** Null: there is nobody to ask, and no round is made. */
  session: () => ObsSession | null
  oneRound: (on: ObsSession) => Promise<void>
  /** A round threw, while its session was still the one. */
  onFailure: (error: unknown) => void
}

/** Rounds of one kind, one at a time: whatever comes up during a round is looked at in another one right after it. */
export interface SerialLoop {
  wake(): void
  /** Instead of any time set before. */
  wakeAt(at: Millis): void
  /** Forgets the time that was set. */
  rest(): void
  /** Begins nothing more. Resolves when nothing is under way. */
  close(): Promise<void>
}

export function createSerialLoop({ clock, session, oneRound, onFailure }: SerialLoopOptions): SerialLoop {
  let running: Promise<void> | null = null
  let again = false
  let closed = false
  let cancelTimer = (): void => undefined

  function wake(): void {
    again = true
    if (running !== null || closed || session() === null) return
    running = run().finally(() => {
      running = null
      if (again) wake()
    })
  }

  async function run(): Promise<void> {
    for (let on = session(); again && !closed && on !== null; on = session()) {
      again = false
      try {
        await oneRound(on)
      } catch (error) {
        if (on === session()) onFailure(error)
      }
    }
  }

  return {
    wake,
    wakeAt(at) {
      cancelTimer()
      cancelTimer = clock.after(Math.max(0, at - clock.now()), wake)
    },
    rest: () => cancelTimer(),
    async close() {
      closed = true
      cancelTimer()
      await running
    },
  }
}
