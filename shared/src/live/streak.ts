import type { LiveEventDraft } from './event.ts'
import { streakEndId } from './event-id.ts'

/** A gift message, before the journal has given it its place. */
export type GiftDraft = Extract<LiveEventDraft, { type: 'gift' }>

/**
 * A streak that says nothing for this long is over: its end was lost. In TikTok's recorded messages pieces come at most 4.1 s apart, and
 * the end at most 3.6 s after the last of them.
 */
export const STREAK_TIMEOUT_MS = 20_000

/** Streaks that are remembered, those that are over among them: a late message must not count their pieces again. */
export const STREAKS_KEPT = 1_000

export interface Streak {
  /** Pieces counted so far. */
  count: number
  /** The message with the most pieces while it goes on; null once it is over. */
  open: GiftDraft | null
}

/** By streak id, the ones heard of last at the end. */
export type Streaks = ReadonlyMap<string, Streak>

/**
 * Notes one gift message in `streaks`, which is the caller's own copy, and returns how many pieces are new in it. Messages may come twice
 * and in any order, also after the end; a streak that is over stays over, and whatever it still grows by is counted once.
 */
export function noteGift(streaks: Map<string, Streak>, gift: GiftDraft): number {
  const known = streaks.get(gift.streakId)
  const before = known?.count ?? 0
  const isOver = gift.final || known?.open === null
  const highest = known?.open && before > gift.count ? known.open : gift
  streaks.delete(gift.streakId)
  streaks.set(gift.streakId, { count: Math.max(before, gift.count), open: isOver ? null : highest })
  if (streaks.size > STREAKS_KEPT) forgetOldest(streaks)
  return Math.max(0, gift.count - before)
}

/** Those that are still going on. */
export function openStreaks(streaks: Streaks): GiftDraft[] {
  return [...streaks.values()].flatMap(({ open }) => (open === null ? [] : [open]))
}

/** The end of a streak, in place of the one that TikTok never sent. Its id makes it one, however often it is said. */
export function streakEnd(gift: GiftDraft, endedBy: NonNullable<GiftDraft['endedBy']>, now: number): GiftDraft {
  return { ...gift, id: streakEndId(gift.streakId), at: now, final: true, endedBy }
}

/** One that goes on is never forgotten: it ends within `STREAK_TIMEOUT_MS`. */
function forgetOldest(streaks: Map<string, Streak>): void {
  for (const [id, { open }] of streaks) {
    if (open !== null) continue
    streaks.delete(id)
    return
  }
}
