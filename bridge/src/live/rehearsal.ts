import type { Clock } from '@standby/shared/clock.ts'
import type { RehearsalView } from '@standby/shared/setup.ts'

/** The demo LIVE in place of the creator's own, so that a drop can be rehearsed with the name already set. Ends by itself. */
export interface Rehearsal {
  view(): RehearsalView
  /** `on-air`: the creator's own LIVE is connected, and is left alone. */
  start(): Promise<'ok' | 'on-air'>
  end(): Promise<void>
  /** Ends it without going back, because somebody chose whom to connect to. True if one was on. */
  forget(): boolean
  dispose(): void
}

export interface RehearsalOptions {
  clock: Clock
  /** Whether a name is set; without one the demo runs anyway. */
  hasName: () => boolean
  isOnAir: () => boolean
  /** Restarts with the user to connect to now. */
  restart: () => Promise<void>
}

/** Long enough to try it twice; a creator who goes live meanwhile misses no more than this. */
const LONGEST_MS = 5 * 60_000

export function createRehearsal({ clock, hasName, isOnAir, restart }: RehearsalOptions): Rehearsal {
  let until: number | null = null
  let cancel = (): void => undefined

  function forget(): boolean {
    cancel()
    const was = until !== null
    until = null
    return was
  }

  async function end(): Promise<void> {
    if (forget()) await restart()
  }

  return {
    view: () => ({ on: until !== null, until }),
    async start() {
      if (!hasName() || until !== null) return 'ok'
      if (isOnAir()) return 'on-air'
      until = clock.now() + LONGEST_MS
      // Going back may fail as going there may; the next request tries again.
      cancel = clock.after(LONGEST_MS, () => void end().catch(() => undefined))
      try {
        await restart()
      } catch (error) {
        await end().catch(() => undefined)
        throw error
      }
      return 'ok'
    },
    end,
    forget,
    dispose: () => void forget(),
  }
}
