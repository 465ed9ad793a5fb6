import type { LiveEvent } from '@standby/shared/live/event.ts'

/** How much of the journal is read in one go: so many events, or so many bytes of them; one event is always read, however large. */
export interface PageSize {
  count: number
  bytes: number
}

/** For code that reads a whole LIVE: a millisecond or two of work. */
export const PAGE_SIZE: PageSize = { count: 500, bytes: 64_000 }

/** Part of a LIVE, oldest first. */
export interface JournalPage {
  events: LiveEvent[]
  /** The next page begins behind this offset. */
  upTo: number
  more: boolean
}
