import type { GiftEvent } from '@standby/shared/live/event.ts'

/** What has been sent of one streak. */
export interface SentStreak {
  /** The highest count of pieces so far. */
  count: number
  /** Pieces in its end and in what followed, together; null while no end was sent. */
  ended: number | null
}

/** By streak id, the ones heard of last at the end. */
export type SentStreaks = ReadonlyMap<string, SentStreak>

/** How one gift event is sent. */
export interface SentGift {
  gift: GiftEvent
  repeatCount: number
  repeatEnd: boolean
  /** Null, or for what comes after the end of its streak: how many pieces there are by then. It tells these short streaks apart. */
  upTo: number | null
}

/** As many as the show itself remembers. */
const KEPT = 1_000

/**
 * Notes one gift in `streaks`, which is the caller's own copy, and returns how it is sent; null if it is not. Clients count a streak when
 * its end comes, so each streak ends exactly once. Pieces that come after the end (Standby closed it in a drop, and it went on) are sent as
 * a short streak of their own, so that each piece is counted once. `sendsMissed`: the creator wants what was caught up to be sent too.
 */
export function noteSentGift(streaks: Map<string, SentStreak>, gift: GiftEvent, sendsMissed: boolean): SentGift | null {
  const { streakId, count, final } = gift
  const known = streaks.get(streakId)
  const isReplay = gift.missed && !sendsMissed
  if (known !== undefined && known.ended !== null) {
    const more = count - known.ended
    if (more <= 0) return null
    remember(streaks, streakId, { count, ended: count })
    return isReplay ? null : { gift, repeatCount: more, repeatEnd: true, upTo: count }
  }
  const highest = Math.max(known?.count ?? 0, count)
  if (final) {
    remember(streaks, streakId, { count: highest, ended: highest })
    // Clients that saw a streak begin wait for its end: that is no replay.
    return isReplay && known === undefined ? null : { gift, repeatCount: highest, repeatEnd: true, upTo: null }
  }
  // A streak that began in a gap begins for the clients with its first message after the gap.
  if (isReplay && known === undefined) return null
  remember(streaks, streakId, { count: highest, ended: null })
  return isReplay || count <= (known?.count ?? 0) ? null : { gift, repeatCount: count, repeatEnd: false, upTo: null }
}

/** Whether clients saw this streak begin, and wait for its end. */
export function isBegun(streaks: SentStreaks, streakId: string): boolean {
  return streaks.get(streakId)?.ended === null
}

function remember(streaks: Map<string, SentStreak>, id: string, streak: SentStreak): void {
  streaks.delete(id)
  streaks.set(id, streak)
  if (streaks.size <= KEPT) return
  for (const [oldest, { ended }] of streaks) {
    if (ended === null) continue
    streaks.delete(oldest)
    return
  }
}
