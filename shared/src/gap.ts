import type { GapEvent, LiveEventType } from './live/event.ts'

/** How many events, by type; types without any are left out. */
export type EventCounts = Partial<Record<LiveEventType, number>>

/**
 * One time in which a LIVE went on without us, as it is known now. Begins as the `gap` event of the feed; the estimate is made once more
 * when the room's rate after the recovery is known, so the record may know better than the event.
 */
export type GapRecord = Omit<GapEvent, 'type' | 'id' | 'offset' | 'missed'> & {
  /** What the estimate rests on; null where there is none. */
  basis: 'before' | 'before-and-after' | null
}

/** How much of this LIVE the totals stand on. */
export interface Coverage {
  gaps: number
  awayMs: number
  /** TikTok does not restate gifts: after a gap that was not caught up whole, diamonds and supporters may be too low. */
  giftsMayBeIncomplete: boolean
}

export const FULL_COVERAGE: Coverage = { gaps: 0, awayMs: 0, giftsMayBeIncomplete: false }

/** What the show is made of, as far as a creator is concerned. */
export const SHOW_PARTS = ['chat', 'alerts', 'counters', 'goals', 'supporters', 'history', 'obs', 'moderation'] as const
export type ShowPart = (typeof SHOW_PARTS)[number]

/** works: as ever. stale: the last values, not renewed. cached: totals as of the drop. paused: nothing will come of it until TikTok is back. */
export type PartState = 'works' | 'stale' | 'cached' | 'paused'

/** When TikTok may be back: an estimate, never a promise. */
export interface RecoveryEstimate {
  earliestAt: number
  latestAt: number
  /** next-attempt: only from when the next attempts are made. past-outages: also from how long earlier outages of this cause took. */
  basis: 'next-attempt' | 'past-outages'
  /** How many earlier outages it rests on. */
  outages: number
}
