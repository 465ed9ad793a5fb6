/** One record of a channel's subject in the stream. The record with which an owner begins has no events. */
export interface FeedRecord<Event> {
  epoch: number
  /** The same if it is sent again: the stream keeps it once. */
  id: string
  events: Event[]
}

/** Where a record lies in the stream. */
export interface Placed {
  epoch: number
  id: string
  /** Of the stream, so it grows over all channels. */
  sequence: number
}

/**
 * What became of a record. `stale`: another record came in between; `last` is the subject's last one. `duplicate`: the stream has this id
 * already, and has not looked at the fence. `unknown`: no answer.
 */
export type SendResult = { sequence: number } | { duplicate: number } | { stale: Placed | null } | 'unknown'

/** What an owner has to write, in order. It writes one record after the other, each only if nobody wrote in between. */
export interface Outbox<Event> {
  add(events: readonly Event[]): void
  /** The record to send now, and the sequence that it must come after; null: all is written, or another owner has begun. */
  next(): { record: FeedRecord<Event>; after: number } | null
  /** `fenced`: another owner has begun, and nothing more may be written. `check-lease`: go on only if the lease is still held. */
  sent(result: SendResult): 'go-on' | 'check-lease' | 'fenced'
  /** Events that are not known to be in the stream. */
  waitingCount(): number
}

/** A record has at most so many events, which fits a message of 1 MB by far. */
export const RECORD_EVENTS = 100

/** `last`: the subject's last record when the lease was taken; null if it has none. */
export function createOutbox<Event>(channel: string, epoch: number, last: Placed | null): Outbox<Event> {
  const idOf = (number: number): string => `${channel}:${epoch}:${number}`
  let waiting: Event[] = []
  let number = 0
  let after = last?.sequence ?? 0
  /** What was sent and has no answer yet stays as it is, so that its id means the same when it is sent again. */
  let current: FeedRecord<Event> | null = { epoch, id: idOf(0), events: [] }
  let isFenced = last !== null && last.epoch > epoch

  function written(sequence: number): void {
    after = sequence
    current = null
  }

  return {
    add: (events) => void waiting.push(...events),
    next() {
      if (isFenced) return null
      if (current === null && waiting.length > 0) {
        number += 1
        current = { epoch, id: idOf(number), events: waiting.slice(0, RECORD_EVENTS) }
        waiting = waiting.slice(RECORD_EVENTS)
      }
      return current === null ? null : { record: current, after }
    },
    sent(result) {
      if (result === 'unknown' || current === null) return 'go-on'
      if ('sequence' in result) {
        written(result.sequence)
        return 'go-on'
      }
      if ('duplicate' in result) {
        written(result.duplicate)
        return 'check-lease'
      }
      const { stale } = result
      if (stale !== null && stale.epoch > epoch) {
        isFenced = true
        return 'fenced'
      }
      // Its own record, whose answer was lost; or one of the owner before, which this owner's first record had to come after.
      if (stale?.id === current.id) written(stale.sequence)
      else after = stale?.sequence ?? 0
      return 'go-on'
    },
    waitingCount: () => waiting.length + (current?.events.length ?? 0),
  }
}

/** Says which records count: none of an owner that came before one already seen. */
export function createFence(): (record: { epoch: number }) => boolean {
  let newest = 0
  return ({ epoch }) => {
    if (epoch < newest) return false
    newest = epoch
    return true
  }
}

/** Places for the events of one record, so that each has an offset of its own that grows with the stream. */
const OFFSETS_PER_RECORD = 128

/** The offset of an event in the feed of its channel. */
export const offsetOf = (sequence: number, index: number): number => sequence * OFFSETS_PER_RECORD + index
/** The sequence of the record in which an offset lies. */
export const sequenceOf = (offset: number): number => Math.floor(offset / OFFSETS_PER_RECORD)
