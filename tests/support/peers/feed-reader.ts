import { expect } from 'vitest'
import { applyMessage, emptyReplica } from '@standby/shared/feed/replica.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { ServerMessage } from '@standby/shared/protocol.ts'
import type { FeedSocketModel } from '../fakes/feed-socket.ts'
import type { FeedWorld, Truth } from '../fakes/feed-world.ts'

/** A page: the real replica on a socket, and every message checked against the truth as it comes. */
export type FeedReader = ReturnType<typeof feedReader>

export function feedReader(world: FeedWorld) {
  let replica = emptyReplica()
  let socket: FeedSocketModel | null = null
  /** What the first message must be; null once it has come. */
  let awaited: Awaited | null = null
  const gaps: string[] = []

  function receive(message: ServerMessage): void {
    const before = replica
    const applied = applyMessage(replica, message, 1_000)
    replica = applied.replica
    const fresh = applied.fresh.map(idOf)
    if (message.type === 'snapshot' && awaited !== null) {
      expect({ recovered: message.recovered, reason: message.gap?.reason ?? null }).toEqual(awaited)
      awaited = null
      if (!message.recovered) {
        if (message.gap !== null) gaps.push(message.gap.reason)
        expect(fresh).toEqual([])
        return
      }
    } else if (message.type === 'snapshot' && message.gap !== null) {
      // While it caught up the rest was deleted, or the disk failed.
      const deleted = before.epoch === message.epoch
      expect(message.gap).toMatchObject({ reason: deleted ? 'deleted' : 'other-feed', afterOffset: before.offset })
      if (deleted) expect(before.offset).toBeLessThan(world.truth().deletedUpTo)
      gaps.push(message.gap.reason)
      return
    }
    // A client without a replica goes by what it is sent.
    if ('events' in message && message.type !== 'test') expect(message.events.map(idOf)).toEqual(fresh)
    // From where it was to where it is now: all there ever was, each once, in order, announced as new.
    expect(fresh).toEqual(between(world.truth(), before.offset, replica.offset).map(idOf))
  }

  return {
    isConnected: () => socket?.isOpen() ?? false,
    gaps: () => gaps,
    connect(): void {
      if (socket?.isOpen() === true) return
      const position = replica.epoch === null ? null : { epoch: replica.epoch, offset: replica.offset }
      awaited = expected(world, position)
      socket = world.attach(position)
    },
    read(count: number): void {
      for (let n = 0; n < count; n += 1) {
        const message = socket?.read() ?? null
        if (message === null) return
        receive(message)
      }
    },
    drop: () => socket?.cut(),
    peakBytes: () => socket?.peakBytes() ?? 0,
    replica: () => replica,
  }
}

interface Awaited {
  recovered: boolean
  reason: string | null
}

/** What a client at this position has to be told. */
function expected(world: FeedWorld, position: { epoch: string; offset: number } | null): Awaited {
  if (position === null) return { recovered: false, reason: null }
  const { head, deletedUpTo, lost } = world.truth()
  const { epoch, offset } = position
  if (epoch !== world.epoch()) return { recovered: false, reason: 'other-feed' }
  if (offset > head || lost.some(([after, until]) => offset > after && offset < until)) return { recovered: false, reason: 'lost-tail' }
  if (offset < deletedUpTo) return { recovered: false, reason: 'deleted' }
  return { recovered: true, reason: null }
}

function between({ events }: Truth, after: number, upTo: number): LiveEvent[] {
  return events.filter(({ offset }) => offset > after && offset <= upTo)
}

const idOf = ({ id, offset }: LiveEvent): string => `${offset}:${id}`
