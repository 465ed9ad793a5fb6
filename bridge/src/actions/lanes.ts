import type { Clock, Millis } from '@standby/shared/clock.ts'
import { say, type Said } from './words.ts'

export interface Job {
  /** What asks the same program waits in the same lane. */
  lane: string
  /** A person waits for it: it goes before all that are not. */
  isTest: boolean
  /** Always resolves, also soon after the signal. */
  perform: (signal: AbortSignal) => Promise<Said>
  onEnd: (said: Said, result: 'done' | 'failed' | 'skipped') => void
}

/** One job after the other for each program, so that on and off come in their order and a slow program holds up nobody else. */
export interface Lanes {
  add(job: Job): void
  /** Ends what is being sent, and drops what waits. */
  dispose(): void
}

export const MAX_WAITING = 20
/** What an overlay shows half a minute late is about something that everybody has forgotten. */
export const MAX_AGE_MS = 30_000

export function createLanes(clock: Clock, onBug: (error: unknown) => void): Lanes {
  const lanes = new Map<string, { waiting: { job: Job; at: Millis }[]; isBusy: boolean }>()
  const controller = new AbortController()

  async function work(name: string): Promise<void> {
    const lane = lanes.get(name)
    if (lane === undefined || lane.isBusy) return
    lane.isBusy = true
    for (let next = lane.waiting.shift(); next !== undefined && !controller.signal.aborted; next = lane.waiting.shift()) {
      const { job, at } = next
      if (clock.now() - at > MAX_AGE_MS) {
        job.onEnd(say('too-late'), 'skipped')
        continue
      }
      try {
        const said = await job.perform(controller.signal)
        job.onEnd(said, said.code === 'done' ? 'done' : 'failed')
      } catch (error) {
        onBug(error)
      }
    }
    lanes.delete(name)
  }

  return {
    add(job) {
      if (controller.signal.aborted) return
      const lane = lanes.get(job.lane) ?? { waiting: [], isBusy: false }
      lanes.set(job.lane, lane)
      if (lane.waiting.length >= MAX_WAITING) return job.onEnd(say('queue-full'), 'skipped')
      const entry = { job, at: clock.now() }
      if (job.isTest) lane.waiting.unshift(entry)
      else lane.waiting.push(entry)
      void work(job.lane)
    },
    dispose: () => controller.abort(),
  }
}
