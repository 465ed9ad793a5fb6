import { COUNTED_TYPES, type LiveEvent } from '../live/event.ts'

/**
 * Which kinds of events a client is sent. `first`: those that there were from the beginning, so that a client of that time notices no change.
 * `all`: also those that came later, and that may come.
 */
export type FeedTypes = 'first' | 'all'

const FIRST: ReadonlySet<string> = new Set([...COUNTED_TYPES, 'gap'])

export function isOfTypes({ type }: Pick<LiveEvent, 'type'>, types: FeedTypes): boolean {
  return types === 'all' || FIRST.has(type)
}

/** The events that a client is sent; the list itself if that is all of them. */
export function ofTypes(events: LiveEvent[], types: FeedTypes): LiveEvent[] {
  return events.every((event) => isOfTypes(event, types)) ? events : events.filter((event) => isOfTypes(event, types))
}
