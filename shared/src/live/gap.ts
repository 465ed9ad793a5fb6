import type { GapEvent, LiveEventDraft, LiveEventType } from './event.ts'

/** How many events, by type; types without any are left out. */
export type EventCounts = Partial<Record<LiveEventType, number>>

/**
 * One time in which a LIVE went on without us, as it is known now. Begins as the `gap` event of the feed; the estimate is made once more
 * when the room's rate after the recovery is known, and totals may come only later, so the record may know better than the event.
 */
export type GapRecord = Omit<GapEvent, 'type' | 'id' | 'offset' | 'missed'> & {
  /** What the estimate rests on; null if there is none. */
  basis: 'before' | 'before-and-after' | null
}

/** What the `gap` event alone says. */
export function gapRecord(gap: Extract<LiveEventDraft, { type: 'gap' }>): GapRecord {
  const { at, from, to, cause, correlationId, attempts, caughtUp, estimatedLost, overlapped, complete, caughtUpWhole } = gap
  const { likesAdded, followersAdded } = gap
  return {
    at,
    from,
    to,
    cause,
    correlationId,
    attempts,
    caughtUp,
    estimatedLost,
    overlapped,
    ...(complete !== undefined && { complete }),
    caughtUpWhole,
    likesAdded,
    followersAdded,
    basis: estimatedLost === null ? null : 'before',
  }
}

/** How much of this LIVE the totals stand on. */
export interface Coverage {
  gaps: number
  awayMs: number
  /** TikTok does not restate gifts: after a gap whose gifts were not all caught up for certain, diamonds and supporters may be too low. */
  giftsMayBeIncomplete: boolean
}

export function withGap(coverage: Coverage, gap: GapRecord): Coverage {
  const giftsAreComplete = gap.caughtUpWhole && (gap.complete ?? []).includes('gift')
  return {
    gaps: coverage.gaps + 1,
    awayMs: coverage.awayMs + (gap.to - gap.from),
    giftsMayBeIncomplete: coverage.giftsMayBeIncomplete || !giftsAreComplete,
  }
}

export const FULL_COVERAGE: Coverage = { gaps: 0, awayMs: 0, giftsMayBeIncomplete: false }

/** What the show is made of, as far as a creator is concerned. */
export const SHOW_PARTS = ['chat', 'alerts', 'counters', 'goals', 'supporters', 'history', 'obs', 'moderation', 'deletions'] as const
export type ShowPart = (typeof SHOW_PARTS)[number]

/** works: as ever. stale: the last values, not renewed. cached: totals as of the drop. paused: nothing comes of it for now. */
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
