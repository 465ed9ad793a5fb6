import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { Observed } from './scene.ts'

/** OBS allows a transition no longer than this; a cursor that stands still, as a T-bar's can, is one that does not run. */
const LONGEST_TRANSITION_MS = 20_000
/** A cut takes a frame. OBS may not say its end: a cut that the creator swapped away in its midst never ends again for OBS. */
const LONGEST_CUT_MS = 2_000

/** The creator's preview, and the scene that OBS puts in its place at the end of a switch in studio mode. */
export interface PreviewToRestore {
  put: string
  insteadOf: string
}

/** Knows whether a transition runs: the cursor tells of most, and our own lasts until OBS says that program has changed. */
export interface TransitionWatch {
  /** Our own switch is about to be sent. */
  begin(before: Observed): void
  /** It is a cut. */
  cuts(): void
  /** OBS said that program has changed, which it does at the end of a transition. */
  ended(): void
  /** Our switch failed, or OBS is gone. */
  forget(): void
  isRunning(cursorMoving: boolean): boolean
  /** The preview to put back after our own switch; returned once. */
  takePreview(): PreviewToRestore | null
}

export function createTransitionWatch(clock: Clock): TransitionWatch {
  let own: { until: Millis; ended: boolean; preview: PreviewToRestore | null } | null = null
  let movingSince: Millis | null = null

  return {
    begin(before) {
      const preview = before.preview === null ? null : { put: before.preview, insteadOf: before.program.name }
      own = { until: clock.now() + LONGEST_TRANSITION_MS, ended: false, preview }
    },
    cuts() {
      if (own !== null) own.until = clock.now() + LONGEST_CUT_MS
    },
    ended() {
      if (own !== null) own.ended = true
    },
    forget() {
      own = null
      movingSince = null
    },
    isRunning(cursorMoving) {
      const now = clock.now()
      if (own !== null && !own.ended && now < own.until) return true
      movingSince = cursorMoving ? (movingSince ?? now) : null
      return movingSince !== null && now - movingSince < LONGEST_TRANSITION_MS
    },
    takePreview() {
      const preview = own?.preview ?? null
      own = null
      return preview
    },
  }
}
