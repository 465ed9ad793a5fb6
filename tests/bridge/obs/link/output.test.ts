import { describe, expect, test } from 'vitest'
import { NO_OUTPUT, sampled, starting, switched, type OutputState, type StreamSample } from '@standby/bridge/obs/link/output.ts'

const calm: StreamSample = { active: true, reconnecting: false, congestion: 0, skippedFrames: 0, durationMs: 3_600_000 }

/** Looks once a second from second 0. */
function watched(samples: Partial<StreamSample>[], from: OutputState = NO_OUTPUT, startAt = 0): OutputState[] {
  let state = from
  return samples.map((sample, second) => (state = sampled(state, { ...calm, ...sample }, startAt + second * 1_000)))
}
const last = (states: OutputState[]): OutputState => states.at(-1) ?? NO_OUTPUT

describe('OBS and its scenes', () => {
  test('[OB31] a reconnecting stream is in trouble from the first look until one finds it back', () => {
    const lost = last(watched([{}, {}, { reconnecting: true }, { reconnecting: true }]))
    expect(lost.view).toMatchObject({ active: true, streaming: true, reconnecting: true, troubledSince: 2_000 })
    expect(sampled(lost, calm, 5_000).view).toMatchObject({ reconnecting: false, troubledSince: null, soundSince: 5_000 })
  })

  test('[OB31] skipped frames that rise over three looks are congestion; five calm looks end it', () => {
    const states = watched([0, 15, 30, 45, 60].map((skippedFrames) => ({ congestion: 1, skippedFrames })))
    expect(states.map(({ view }) => view.congested)).toEqual([false, false, false, true, true])
    const after = watched(
      Array.from({ length: 5 }, () => ({ skippedFrames: 60 })),
      last(states),
      5_000,
    )
    expect(after.map(({ view }) => view.congested)).toEqual([true, true, true, true, false])
    expect(last(after).view.skippedFrames).toBe(60)
  })

  test('[OB31] frames skipped now and then, or on a free line, are not', () => {
    const now = watched([0, 4, 4, 9, 9, 12].map((skippedFrames) => ({ congestion: 1, skippedFrames })))
    const free = watched([0, 4, 8, 12, 16].map((skippedFrames) => ({ congestion: 0.1, skippedFrames })))
    expect([...now, ...free].filter(({ view }) => view.congested)).toEqual([])
  })

  test('[OB39] skipped frames are counted on if OBS starts its count again after a reconnect', () => {
    const states = watched([
      { skippedFrames: 7 },
      { skippedFrames: 20 },
      { reconnecting: true, skippedFrames: 20 },
      {},
      { skippedFrames: 3 },
    ])
    expect(last(states).view.skippedFrames).toBe(23)
  })

  test('[OB31] a stream that stopped is no trouble, and the recording goes on being an output', () => {
    const recording = switched(last(watched([{ reconnecting: true }])), { recording: true }, 1_000)
    const stopped = sampled(recording, { ...calm, active: false }, 2_000)
    expect(stopped.view).toMatchObject({ active: true, streaming: false, recording: true, reconnecting: false, troubledSince: null })
    expect(switched(stopped, { recording: false }, 3_000).view.active).toBe(false)
  })

  test('[OB50] a stream begins when OBS says so or by its own duration, and again after each reconnect', () => {
    const begun = starting(NO_OUTPUT, 1_000)
    expect(begun.view.streamingSince).toBe(1_000)
    // Asked in between, OBS says that none is active yet.
    const asked = sampled(begun, { ...calm, active: false }, 1_100)
    expect(asked.view.streamingSince).toBe(1_000)
    expect(sampled(asked, { ...calm, active: false }, 11_000).view.streamingSince).toBeNull()
    const active = sampled(asked, { ...calm, durationMs: 200 }, 1_500)
    expect(active.view.streamingSince).toBe(1_300)
    // This computer's clock may jump, which makes no other stream.
    expect(sampled(active, { ...calm, durationMs: 700 }, 90_000).view.streamingSince).toBe(1_300)
    expect(sampled(active, { ...calm, durationMs: 100 }, 60_000).view.streamingSince).toBe(59_900)
    expect(sampled(active, { ...calm, active: false }, 2_000).view.streamingSince).toBeNull()
    // One that has run for long when the bridge comes is steady; one that tells nothing counts as steady.
    expect(sampled(NO_OUTPUT, calm, 5_000_000).view.streamingSince).toBe(1_400_000)
    expect(sampled(NO_OUTPUT, { ...calm, durationMs: null }, 5_000).view.streamingSince).toBeNull()
  })
})
