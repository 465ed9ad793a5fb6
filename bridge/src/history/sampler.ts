import type { Clock } from '@standby/shared/clock.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import type { Archive } from '../store/archive.ts'

export interface SamplerOptions {
  archive: Pick<Archive, 'noteFigures' | 'addSample'>
  channel: () => string
  /** What the feed says now. */
  state: () => FeedState
  clock: Clock
}

/** Writes down the figures of the LIVE that TikTok does not send as events. */
export interface Sampler {
  start(): void
  /** Another show has begun. */
  onNewShow(): void
  dispose(): void
}

const LOOK_EVERY_MS = 15_000
const SAMPLE_EVERY_MS = 60_000

/** Looks every 15 s and writes a sample once a minute; while there is no connection it writes nothing, for nothing is known. */
export function createSampler({ archive, channel, state, clock }: SamplerOptions): Sampler {
  let sampled: { roomId: string; at: number } | null = null
  let cancel = (): void => undefined

  function waitToLook(): void {
    cancel = clock.after(LOOK_EVERY_MS, () => {
      look()
      waitToLook()
    })
  }

  function look(): void {
    const { tiktok, counters } = state()
    const { roomId } = tiktok
    // After a drop the last figures stay in the state; written down they would say that somebody had counted.
    if (roomId === null || tiktok.reconnectionState !== 'CONNECTED') return
    const at = clock.now()
    const { viewers, likes } = counters
    archive.noteFigures(channel(), roomId, { at, viewers, totalViewers: null, likes })
    if (sampled?.roomId === roomId && at >= sampled.at && at - sampled.at < SAMPLE_EVERY_MS) return
    archive.addSample(channel(), roomId, { at, viewers, likes })
    sampled = { roomId, at }
  }

  return {
    start: waitToLook,
    onNewShow() {
      sampled = null
      look()
    },
    dispose: () => cancel(),
  }
}
