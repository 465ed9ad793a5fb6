import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedSource } from '../feed/hub.ts'
import { createFence, offsetOf } from './outbox.pure.ts'
import type { StoredRecord } from './ports.ts'

/** What the stream has of an event. */
export interface StreamEvent {
  roomId: string
  event: LiveEvent
}

/** The newest events of a channel as the stream has them, on any worker. */
export interface Watched {
  /** Takes in a record; what is new in it, and whether another LIVE began with it. */
  take(record: StoredRecord): { events: LiveEvent[]; isNewShow: boolean }
  roomId(): string | null
  /** The last offset of the channel's other LIVEs; 0 if there are none. */
  lastOutside(): number
  source: FeedSource
}

/** More than a client may be behind (`feed/hub.ts`). */
const KEPT = 6_000

/** `epoch` names the stream: offsets mean the same on every worker. */
export function createWatched(epoch: string): Watched {
  const counts = createFence()
  let kept: StreamEvent[] = []
  let head = 0
  let roomId: string | null = null
  /** Offsets up to here are not kept. */
  let forgotten = 0

  const behind = (offset: number): StreamEvent[] => kept.filter(({ event }) => event.offset > offset)
  const ofRoom = (): LiveEvent[] => kept.filter((one) => one.roomId === roomId).map(({ event }) => event)

  return {
    take(record) {
      // A record that was sent again after a loss of the connection to the servers.
      if (!counts(record) || offsetOf(record.sequence, 0) <= head) return { events: [], isNewShow: false }
      const events = (record.events as StreamEvent[]).map(({ roomId: room, event }, index) => ({
        roomId: room,
        event: { ...event, offset: offsetOf(record.sequence, index) },
      }))
      head = events.at(-1)?.event.offset ?? offsetOf(record.sequence, 0)
      const before = roomId
      roomId = events.at(-1)?.roomId ?? roomId
      kept.push(...events)
      if (kept.length > 2 * KEPT) {
        forgotten = kept.at(-KEPT - 1)?.event.offset ?? 0
        kept = kept.slice(-KEPT)
      }
      return { events: events.map(({ event }) => event), isNewShow: before !== null && roomId !== before }
    },
    roomId: () => roomId,
    lastOutside: () => kept.findLast((one) => one.roomId !== roomId)?.event.offset ?? forgotten,
    source: {
      epoch: () => epoch,
      head: () => head,
      after(offset, { count }) {
        const next = behind(offset).filter((one) => one.roomId === roomId)
        const events = next.slice(0, count).map(({ event }) => event)
        return { events, upTo: events.at(-1)?.offset ?? head, more: next.length > events.length }
      },
      isTooFar(offset, count) {
        const next = behind(offset)
        return next.length > count || next.some((one) => one.roomId !== roomId)
      },
      gapAfter: (offset) => (offset < forgotten ? { reason: 'too-far', afterOffset: offset, untilOffset: head + 1 } : null),
      history: (limit, wanted = () => true) => ofRoom().filter(wanted).slice(-limit),
    },
  }
}
