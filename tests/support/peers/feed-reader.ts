import { expect } from 'vitest'
import { applyMessage, emptyReplica } from '@standby/shared/feed/replica.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { ServerMessage } from '@standby/shared/protocol.ts'
import type { FeedSocketModel } from '../fakes/feed-socket.ts'
import { FEED_LIMITS, type FeedWorld, type Truth } from '../fakes/feed-world.ts'

/** A page: the real replica on a socket, and every message checked against the truth as it comes. */
export type FeedReader = ReturnType<typeof feedReader>

export function feedReader(world: FeedWorld) {
  let replica = emptyReplica()
  let socket: FeedSocketModel | null = null
  /** What the first message must be; null once it has come. */
  let awaited: Awaited | null = null
  /** Its turn has come since it connected last. */
  let answered = false
  const gaps: string[] = []

  function receive(message: ServerMessage): void {
    answered = true
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
      // While it caught up the rest was deleted, the disk failed, another LIVE began, or more came than it can catch up.
      const { reason } = message.gap
      expect(message.gap).toMatchObject({ afterOffset: before.offset })
      if (before.epoch !== message.epoch) expect(reason).toBe('other-feed')
      else if (reason === 'too-far') expect(isTooFar(world, before.offset)).toBe(true)
      else expect({ reason, gone: before.offset < world.truth().deletedUpTo }).toEqual({ reason: 'deleted', gone: true })
      gaps.push(reason)
      return
    }
    // A client without a replica goes by what it is sent.
    if ('events' in message && message.type !== 'test') expect(message.events.map(idOf)).toEqual(fresh)
    // From where it was to where it is now: all there ever was, each once, in order, announced as new.
    expect(fresh).toEqual(between(world.truth(), before.offset, replica.offset).map(idOf))
  }

  return {
    isConnected: () => socket?.isOpen() ?? false,
    isAnswered: () => answered,
    gaps: () => gaps,
    connect(): void {
      if (socket?.isOpen() === true) return
      answered = false
      const position = replica.epoch === null ? null : { epoch: replica.epoch, offset: replica.offset }
      // What it has to be told is what is true when its turn has come.
      socket = world.attach(position, () => (awaited = expected(world, position)))
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
  if (isTooFar(world, offset)) return { recovered: false, reason: 'too-far' }
  return { recovered: true, reason: null }
}

/** Behind it are more events than can be caught up, or some of an earlier LIVE. */
function isTooFar(world: FeedWorld, offset: number): boolean {
  const missed = world.truth().events.filter((event) => event.offset > offset)
  return missed.length > FEED_LIMITS.behindCount || missed.some(({ roomId }) => roomId !== world.roomId())
}

function between({ events }: Truth, after: number, upTo: number): LiveEvent[] {
  return events.filter(({ offset }) => offset > after && offset <= upTo)
}

const idOf = ({ id, offset }: LiveEvent): string => `${offset}:${id}`
