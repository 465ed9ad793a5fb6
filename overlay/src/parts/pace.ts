import type { Clock } from '@standby/shared/clock.ts'

export interface PaceOptions {
  /** So many turns in a row are never delayed. After them there is one every `everyMs`. */
  burst: number
  everyMs: number
  /** Monotonic, ms. */
  now: () => number
  after: Clock['after']
}

/** Runs `task` at once, or at a busy moment in the next turn with all others that wait. A task that already waits is not added again. */
export type Pace = (task: () => void) => void

/** Viewers see a busy room change in steps, all parts at once. More steps are not easier to read, and each costs a repaint. */
export const OVERLAY_PACE = { burst: 4, everyMs: 400 }
/** Less than a frame at 60 a second: each frame shows what came in since the one before. */
export const PICTURE_PACE = { burst: 1, everyMs: 12 }

export function createPace({ burst, everyMs, now, after }: PaceOptions): Pace {
  const waiting = new Set<() => void>()
  let turns = burst
  let countedAt = now()
  let cancel: (() => void) | null = null
  const count = (): void => {
    const at = now()
    turns = Math.min(burst, turns + (at - countedAt) / everyMs)
    countedAt = at
  }
  const run = (): void => {
    cancel?.()
    cancel = null
    count()
    turns = Math.max(0, turns - 1)
    const tasks = [...waiting]
    waiting.clear()
    for (const task of tasks) task()
  }
  return (task) => {
    waiting.add(task)
    count()
    // Even if a timer is set: those of a hidden page may stand still.
    if (turns >= 1) run()
    else cancel ??= after((1 - turns) * everyMs, run)
  }
}
