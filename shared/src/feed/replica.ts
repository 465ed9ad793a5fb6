import type { LiveEvent, LiveEventType } from '../live/event.ts'
import { personOf } from '../live/people.ts'
import type { FeedGap, FeedState, ServerMessage, SnapshotMessage } from '../protocol.ts'

/** A client's copy of the feed. `epoch` and `offset` are the position to resume from; `state` is null before the first snapshot. */
export interface Replica {
  epoch: string | null
  offset: number
  state: FeedState | null
  /** The last events, oldest first: as many of each type as `applyMessage` was asked to keep. */
  recent: LiveEvent[]
  /** What the last snapshot said cannot be had of what came since the one before; null if nothing is missing. */
  gap: FeedGap | null
}

export interface Applied {
  replica: Replica
  /** Events never shown before, oldest first, each once. History is in `replica.recent` only. */
  fresh: LiveEvent[]
}

export function emptyReplica(): Replica {
  return { epoch: null, offset: 0, state: null, recent: [], gap: null }
}

/** Takes in one message of the feed, keeping the last `keepPerType` events of each type. Total: what does not fit changes nothing. */
export function applyMessage(replica: Replica, message: ServerMessage, keepPerType: number): Applied {
  switch (message.type) {
    case 'snapshot':
      return applySnapshot(replica, message, keepPerType)
    case 'update': {
      // Without a snapshot there is no state to change, and no saying what the offsets count.
      if (replica.state === null) return { replica, fresh: [] }
      const fresh = newerThan(replica.offset, message.events)
      return {
        fresh,
        replica: {
          ...replica,
          offset: Math.max(replica.offset, message.offset, fresh.at(-1)?.offset ?? 0),
          state: Object.keys(message.state).length === 0 ? replica.state : { ...replica.state, ...message.state },
          recent: fresh.length === 0 ? replica.recent : lastPerType([...replica.recent, ...fresh], keepPerType),
        },
      }
    }
    case 'test': {
      // They have no place in the journal: nothing is resumed from them, and they are new whenever they come.
      if (replica.state === null) return { replica, fresh: [] }
      return { fresh: message.events, replica: { ...replica, recent: lastPerType([...replica.recent, ...message.events], keepPerType) } }
    }
    default:
      // The reconnection messages tell other tools what the state tells a page.
      return { replica, fresh: [] }
  }
}

function applySnapshot(replica: Replica, message: SnapshotMessage, keepPerType: number): Applied {
  const { epoch, offset, state } = message
  if (message.recovered && replica.epoch === epoch) {
    const fresh = newerThan(replica.offset, message.events)
    const recent = lastPerType([...replica.recent, ...fresh], keepPerType)
    return { fresh, replica: { epoch, offset: Math.max(offset, fresh.at(-1)?.offset ?? 0), state, recent, gap: null } }
  }
  // A new client, another journal, or a gap: nobody can tell what went before from what is new, so nothing is announced.
  const recent = lastPerType(newerThan(-1, [...message.history, ...message.events]), keepPerType)
  return { fresh: [], replica: { epoch, offset, state, recent, gap: message.gap } }
}

/** The events past `offset`, strictly growing: one that comes twice or late is left out. */
function newerThan(offset: number, events: LiveEvent[]): LiveEvent[] {
  let last = offset
  return events.filter((event) => {
    if (event.offset <= last) return false
    last = event.offset
    return true
  })
}

/** Counted per type, or a rush of joins would push the whole chat out. */
function lastPerType(events: LiveEvent[], count: number): LiveEvent[] {
  const byType = new Map<LiveEventType, LiveEvent[]>()
  for (const event of events) {
    const sameType = byType.get(event.type)
    if (sameType === undefined) byType.set(event.type, [event])
    else sameType.push(event)
  }
  const gone = new Set([...byType.values()].flatMap((sameType) => givenUp(sameType, count)))
  return gone.size === 0 ? events : events.filter((event) => !gone.has(event))
}

/** More of them than this share are one person's only if nobody else fills the rest. */
const MOST_OF_ONE = 0.25

/** The events that are too many: the oldest, but first those of a person who has more than a share of them. */
function givenUp(events: readonly LiveEvent[], count: number): LiveEvent[] {
  if (events.length <= count) return []
  const personIn = (event: LiveEvent): string => ('user' in event ? personOf(event.user) : null) ?? ''
  const left = new Map<string, number>()
  for (const event of events) left.set(personIn(event), (left.get(personIn(event)) ?? 0) + 1)
  const gone = new Set<LiveEvent>()
  const giveUp = (from: readonly LiveEvent[], most: number): void => {
    for (const event of from) {
      const theirs = left.get(personIn(event)) ?? 0
      if (gone.size >= events.length - count) return
      if (gone.has(event) || theirs <= most) continue
      left.set(personIn(event), theirs - 1)
      gone.add(event)
    }
  }
  giveUp(events, Math.ceil(count * MOST_OF_ONE))
  giveUp(events, 0)
  return [...gone]
}
