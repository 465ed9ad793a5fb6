import { CLOSE_COME_BACK, type FeedState } from '@standby/shared/protocol.ts'
import type { Core } from '../core.ts'
import { emptyHub } from '../feed/empty-hub.ts'
import { createPageRegistry } from '../feed/page-registry.ts'
import { createReaders } from '../feed/readers.ts'
import type { FeedOfChannel } from '../feed/sockets.ts'
import type { Feed } from './ports.ts'
import { createWatched } from './watched.ts'

/** The feeds of channels that somebody watches on this worker, whoever owns them. Each is read from the stream once. */
export interface Watchers {
  feedOf(channel: string): FeedOfChannel
  stop(): void
}

export interface WatchersOptions {
  core: Pick<Core, 'config' | 'clock' | 'log' | 'defer'>
  feed: Feed
  /** Names the stream: another one for another stream. */
  streamName: () => string
  /** Calls back with each slice of a channel's state as it is, then with each change. Returns what ends it. */
  followState: (channel: string, onSlice: (slice: string, value: unknown) => void) => Promise<() => void>
}

/** A feed that nobody watches is kept for so long: a page that is loaded again finds it. */
const KEEP_MS = 60_000
/** The servers have so long to tell what a channel's feed has. */
const BEGIN_MS = 10_000

export function createWatchers({ core, feed, streamName, followState }: WatchersOptions): Watchers {
  const { config, clock, log, defer } = core
  const watched = new Map<string, { feed: FeedOfChannel; stop: () => void }>()

  function watch(channel: string): { feed: FeedOfChannel; stop: () => void } {
    const hub = emptyHub({ config, hasObs: false, clock, log, defer })
    const stream = createWatched(`${streamName()}.${channel}`)
    const ends: (() => void)[] = []
    let isOver = false
    hub.follow(() => stream.source)

    async function begin(): Promise<void> {
      const last = await feed.last(channel)
      const there = Promise.withResolvers<undefined>()
      if (last === null) there.resolve(undefined)
      const stopReading = await feed.read(channel, 1, (record) => {
        const { events, isNewShow } = stream.take(record)
        hub.publish(events)
        if (isNewShow) hub.restart()
        if (record.sequence >= (last?.sequence ?? 0)) there.resolve(undefined)
      })
      ends.push(stopReading)
      ends.push(await followState(channel, (slice, value) => hub.set(slice as keyof FeedState, value as never)))
      await there.promise
      if (isOver) endAll()
    }

    function endAll(): void {
      for (const end of ends.splice(0)) end()
    }

    function stop(): void {
      isOver = true
      endAll()
      watched.delete(channel)
      hub.close()
    }

    function stopIfUnused(): void {
      if (isOver) return
      if (hub.clientCount() === 0) stop()
      else ends.push(clock.after(KEEP_MS, stopIfUnused))
    }

    const late = Promise.withResolvers<'late'>()
    const cancelLate = clock.after(BEGIN_MS, () => late.resolve('late'))
    const begun = Promise.race([begin(), late.promise]).catch((error: unknown) => {
      log.warn({ err: error, channel }, 'fleet: the feed of a channel cannot be read')
      return 'late' as const
    })
    void begun.then((how) => {
      cancelLate()
      if (how === 'late') stop()
      else ends.push(clock.after(KEEP_MS, stopIfUnused))
    })
    const about = { hub, live: { channelName: () => channel, channel: () => ({ roomId: stream.roomId }) }, clock, log }
    const readers = createReaders({
      ...about,
      journal: {
        epoch: stream.source.epoch,
        latest: (_channel, _roomId, limit, wanted) => stream.source.history(limit, wanted),
        lastOutside: stream.lastOutside,
      },
    })
    const whenRead: FeedOfChannel['hub'] = {
      ...hub,
      attach(socket, position, types) {
        void begun.then((how) => {
          if (how !== 'late') hub.attach(socket, position, types)
          else socket.close(CLOSE_COME_BACK, 'the servers of the fleet do not answer, come back with epoch and offset')
        })
      },
    }
    return { feed: { hub: whenRead, readers, pages: createPageRegistry(clock) }, stop }
  }

  return {
    feedOf(channel) {
      const known = watched.get(channel) ?? watch(channel)
      watched.set(channel, known)
      return known.feed
    },
    stop() {
      for (const { stop } of [...watched.values()]) stop()
    },
  }
}
