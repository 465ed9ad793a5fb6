import type { Logger } from 'pino'
import * as z from 'zod'
import type { Clock } from '@standby/shared/clock.ts'
import { ObsRequestError, type ObsSession } from './adapter.ts'
import { NO_OUTPUT, sampled, starting, switched, type OutputState, type OutputView } from './output.ts'

/** While a stream runs it is looked at this often: the line shows its trouble ten seconds before OBS gives up on it. */
const POLL_MS = 1_000

const streamStatus = z.object({
  outputActive: z.boolean(),
  outputReconnecting: z.boolean(),
  outputCongestion: z.number(),
  outputSkippedFrames: z.number(),
  outputDuration: z.number().nullish(),
})
const outputStatus = z.object({ outputActive: z.boolean() })

/** Watches what OBS sends out: asks when the link comes up, because a client that comes late gets no event. */
export interface OutputWatch {
  attach(session: ObsSession): void
  detach(): void
  /** OBS said that its stream starts, started, stopped, was lost or came back. */
  streamChanged(isStarting: boolean): void
  recordingChanged(active: boolean): void
  virtualCameraChanged(active: boolean): void
  view(): OutputView
}

export function createOutputWatch(options: { clock: Clock; log: Logger; onChange: () => void }): OutputWatch {
  const { clock, log, onChange } = options
  let session: ObsSession | null = null
  let state: OutputState = NO_OUTPUT
  let cancel = (): void => undefined
  let asking = false
  let askAgain = false

  function change(next: OutputState): void {
    const before = state.view
    state = next
    const { reconnecting, congested } = next.view
    if (reconnecting !== before.reconnecting || congested !== before.congested) {
      log.info({ reconnecting, congested, skippedFrames: next.view.skippedFrames }, 'OBS: its own stream')
    }
    if (JSON.stringify(before) !== JSON.stringify(next.view)) onChange()
  }

  async function look(): Promise<void> {
    const on = session
    if (on === null) return
    if (asking) {
      askAgain = true
      return
    }
    asking = true
    askAgain = false
    cancel()
    try {
      const status = await on.request('GetStreamStatus', streamStatus)
      if (on !== session) return
      const { outputActive: active, outputReconnecting: reconnecting, outputCongestion: congestion } = status
      const counted = { skippedFrames: status.outputSkippedFrames, durationMs: status.outputDuration ?? null }
      change(sampled(state, { active, reconnecting, congestion, ...counted }, clock.now()))
    } catch (error) {
      if (on === session) log.debug({ err: error }, 'OBS: its stream could not be asked about')
    } finally {
      asking = false
      if (session !== null && (askAgain || on !== session)) void look()
      else if (session !== null && state.view.streaming) cancel = clock.after(POLL_MS, () => void look())
    }
  }

  /** False also if it cannot be: a computer without a virtual camera. */
  async function isActive(on: ObsSession, type: 'GetRecordStatus' | 'GetVirtualCamStatus'): Promise<boolean> {
    try {
      return (await on.request(type, outputStatus)).outputActive
    } catch (error) {
      if (!(error instanceof ObsRequestError)) log.error({ err: error }, 'OBS: an output could not be asked about')
      return false
    }
  }

  async function lookAtOthers(on: ObsSession): Promise<void> {
    const [recording, virtualCamera] = await Promise.all([isActive(on, 'GetRecordStatus'), isActive(on, 'GetVirtualCamStatus')])
    if (on === session) change(switched(state, { recording, virtualCamera }, clock.now()))
  }

  return {
    attach(opened) {
      session = opened
      void look()
      void lookAtOthers(opened)
    },
    detach() {
      cancel()
      session = null
      state = NO_OUTPUT
    },
    streamChanged(isStarting) {
      if (isStarting) change(starting(state, clock.now()))
      void look()
    },
    recordingChanged: (recording) => change(switched(state, { recording }, clock.now())),
    virtualCameraChanged: (virtualCamera) => change(switched(state, { virtualCamera }, clock.now())),
    view: () => state.view,
  }
}
