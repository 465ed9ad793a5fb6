import type { Cause } from '@standby/shared/connection/cause.ts'
import type { Runner } from '@standby/shared/connection/runner.ts'
import type { Logger } from 'pino'
import type { InitialBatch } from './catch-up.ts'
import type { LiveShow } from './show.ts'
import type { Counters } from '../metrics/counters.ts'
import type { FeedServer, TikTokLink, TikTokLinkCallbacks } from '../sources/link.ts'

export interface ChannelLinkOptions {
  /** Opens the way that is chosen now. */
  openLink: (callbacks: TikTokLinkCallbacks) => TikTokLink
  runner: Pick<Runner, 'send' | 'state'>
  live: Pick<LiveShow, 'arrive' | 'takeIn'>
  counters: Counters
  log: Logger
  /** A frame has come, with so many messages in it. */
  onFrame: (messageCount: number) => void
  onPictures: (lists: string[][]) => void
  /** There is a connection, and this is what came with it. Returns what is to be done once the machine has heard of it too. */
  onJoined: (room: JoinedRoom, batch: InitialBatch) => () => void
}

export interface JoinedRoom {
  roomId: string
  /** Where the events come from, if that is known. */
  server?: FeedServer
}

/** The one attempt or connection there may be at a time. */
export interface ChannelLink {
  open(generation: number): void
  close(generation: number): void
}

export function createChannelLink({
  openLink,
  runner,
  live,
  counters,
  log,
  onFrame,
  onPictures,
  onJoined,
}: ChannelLinkOptions): ChannelLink {
  let link: { generation: number; link: TikTokLink } | null = null

  function callbacksOf(generation: number): TikTokLinkCallbacks {
    // The initial batch comes before the room is known for certain; it waits until then.
    let batch: InitialBatch | null = { inputs: [], undecoded: [] }
    return {
      opened(room) {
        const initial = batch ?? { inputs: [], undecoded: [] }
        batch = null
        const afterwards = onJoined(room, initial)
        runner.send({ type: 'opened', generation })
        afterwards()
      },
      frame(messageCount) {
        counters.frame()
        onFrame(messageCount)
        runner.send({ type: 'frame', generation })
      },
      inputs(inputs, isInitial) {
        if (isInitial) batch?.inputs.push(...inputs)
        else live.arrive(inputs)
      },
      pictures: onPictures,
      undecoded(method) {
        counters.undecoded(method)
        batch?.undecoded.push(method)
      },
      closed(cause: Cause) {
        live.takeIn()
        if (link?.generation === generation) link = null
        runner.send({ type: 'closed', generation, cause })
      },
    }
  }

  return {
    open(generation) {
      counters.attempt()
      try {
        const opened = openLink(callbacksOf(generation))
        // It may have closed before it returned.
        if (runner.state().generation === generation && runner.state().phase !== 'disconnected') link = { generation, link: opened }
      } catch (error) {
        log.error({ err: error }, 'tiktok: an attempt could not be made')
        runner.send({ type: 'closed', generation, cause: { kind: 'protocol', detail: 'the attempt could not be made' } })
      }
    },
    close(generation) {
      if (link?.generation !== generation) return
      link.link.close()
      link = null
    },
  }
}
