import type { Millis } from '@standby/shared/clock.ts'
import { NO_OBS_OUTPUT, type ObsOutput } from '@standby/shared/protocol.ts'

/** So many looks (one a second) in a row with newly skipped frames are congestion; so many without end it. */
const CONGESTED_AFTER = 3
const CLEAR_AFTER = 5
/** OBS's own figure, 0 to 1. Frames are also skipped for a moment without the line being at fault. */
const CONGESTION = 0.5

/** What `GetStreamStatus` says, cut down to what matters. */
export interface StreamSample {
  active: boolean
  reconnecting: boolean
  congestion: number
  /** Since this connection: it begins at 0 again after every reconnect. */
  skippedFrames: number
  /** Of this connection; it begins at 0 again after every reconnect. Null: OBS did not say. */
  durationMs: number | null
}

/** OBS says that a stream starts before one is active. If none is after so long, none has started. */
const STARTING_MS = 10_000

/** What OBS sends out, and since when the trouble with it is over. */
export interface OutputView extends ObsOutput {
  soundSince: Millis | null
  /** When this connection of the stream began, or begins; null: none has. */
  streamingSince: Millis | null
}

export interface OutputState {
  view: OutputView
  lastSkipped: number
  lastDurationMs: number
  risingCount: number
  calmCount: number
}

export const NO_OUTPUT: OutputState = {
  view: { ...NO_OBS_OUTPUT, soundSince: null, streamingSince: null },
  lastSkipped: 0,
  lastDurationMs: 0,
  risingCount: 0,
  calmCount: 0,
}

/** One look at the stream. OBS is asked, because its events say "not active" while it reconnects. */
export function sampled(state: OutputState, sample: StreamSample, now: Millis): OutputState {
  const { view } = state
  if (!sample.active) {
    const isStarting = !view.streaming && view.streamingSince !== null && now - view.streamingSince < STARTING_MS
    const streamingSince = isStarting ? view.streamingSince : null
    const none = { streaming: false, reconnecting: false, congested: false, skippedFrames: 0, streamingSince }
    return judged({ ...NO_OUTPUT, view: { ...view, ...none } }, view, now)
  }
  // Shorter than before: it has connected again. The two clocks are not compared, because either may jump.
  const lastDurationMs = sample.durationMs ?? 0
  const isSame = view.streaming && lastDurationMs >= state.lastDurationMs
  const streamingSince = isSame || sample.durationMs === null ? view.streamingSince : now - sample.durationMs
  // Fewer than before: OBS has started to count from 0.
  const fresh = sample.skippedFrames < state.lastSkipped ? sample.skippedFrames : sample.skippedFrames - state.lastSkipped
  const rising = fresh > 0 && sample.congestion >= CONGESTION
  const risingCount = rising ? state.risingCount + 1 : 0
  const calmCount = fresh > 0 ? 0 : state.calmCount + 1
  const congested = !sample.reconnecting && (view.congested ? calmCount < CLEAR_AFTER : risingCount >= CONGESTED_AFTER)
  const skippedFrames = (view.streaming ? view.skippedFrames : 0) + fresh
  const next: OutputView = { ...view, streaming: true, reconnecting: sample.reconnecting, congested, skippedFrames, streamingSince }
  return judged({ view: next, lastSkipped: sample.skippedFrames, lastDurationMs, risingCount, calmCount }, view, now)
}

/** OBS said that a stream starts. */
export function starting(state: OutputState, now: Millis): OutputState {
  return { ...state, view: { ...state.view, streamingSince: now } }
}

/** An event or an answer about the recording or the virtual camera. */
export function switched(state: OutputState, change: Partial<Pick<ObsOutput, 'recording' | 'virtualCamera'>>, now: Millis): OutputState {
  return judged({ ...state, view: { ...state.view, ...change } }, state.view, now)
}

function judged(state: OutputState, before: OutputView, now: Millis): OutputState {
  const { view } = state
  const troubled = view.reconnecting || view.congested
  return {
    ...state,
    view: {
      ...view,
      active: view.streaming || view.recording || view.virtualCamera,
      troubledSince: troubled ? (before.troubledSince ?? now) : null,
      soundSince: !troubled && before.troubledSince !== null ? now : view.soundSince,
    },
  }
}
