import { gapRecord, type EventCounts, type GapRecord } from '@standby/shared/live/gap.ts'
import type { LiveEvent, LiveEventType } from '@standby/shared/live/event.ts'
import { newShow, withEvents, type Show } from '@standby/shared/live/show.ts'

/** What the events of one LIVE say together. */
export interface SessionFold {
  /** The last event that is in it; 0 for none. */
  offset: number
  show: Show
  counts: EventCounts
  /** All of them, oldest first; the show keeps the last few. */
  gaps: readonly GapRecord[]
  /** By minutes from the start of the LIVE on; minutes without any at the end are left out. */
  chatsPerMinute: readonly number[]
}

/** TikTok ends a LIVE long before. It bounds the list if a time is wrong. */
const MAX_MINUTES = 7 * 24 * 60

export function newFold(roomId: string): SessionFold {
  return { offset: 0, show: newShow(roomId), counts: {}, gaps: [], chatsPerMinute: [] }
}

/** Folds the events that follow, in order. */
export function fold(before: SessionFold, events: readonly LiveEvent[], startedAt: number): SessionFold {
  const counts: EventCounts = { ...before.counts }
  const chatsPerMinute = [...before.chatsPerMinute]
  const gaps = [...before.gaps]
  for (const event of events) {
    if (event.type === 'gap') {
      gaps.push(gapRecord(event))
      continue
    }
    counts[event.type] = (counts[event.type] ?? 0) + 1
    if (event.type !== 'chat') continue
    const minute = Math.min(MAX_MINUTES, Math.max(0, Math.floor((event.at - startedAt) / 60_000)))
    while (chatsPerMinute.length <= minute) chatsPerMinute.push(0)
    chatsPerMinute[minute] = (chatsPerMinute[minute] ?? 0) + 1
  }
  return {
    offset: events.at(-1)?.offset ?? before.offset,
    show: withEvents(before.show, events),
    counts,
    gaps,
    chatsPerMinute,
  }
}

/**
 * How many of each type, as the show counts them: pieces of gifts to the creator, and a person who follows twice once. A list that counted
 * messages instead would say something else than the dock.
 */
export function countsOf({ counts, show: { counters } }: Pick<SessionFold, 'counts' | 'show'>): EventCounts {
  const shown: EventCounts = { gift: counters.gifts, follow: counters.follows, join: counters.joins, subscribe: counters.subscribes }
  return Object.fromEntries(
    (Object.keys(counts) as LiveEventType[]).flatMap((type) => {
      const count = shown[type] ?? counts[type] ?? 0
      return count > 0 ? [[type, count]] : []
    }),
  )
}

/** Of the time from beginning to end, how much lies in no gap, in percent. */
export function connectedPercent(gaps: readonly Pick<GapRecord, 'from' | 'to'>[], startedAt: number, endedAt: number): number {
  if (endedAt <= startedAt) return 100
  let away = 0
  let covered = startedAt
  for (const { from, to } of [...gaps].sort((a, b) => a.from - b.from)) {
    const [begin, end] = [Math.max(from, covered), Math.min(to, endedAt)]
    if (end > begin) away += end - begin
    covered = Math.max(covered, end)
  }
  return (100 * (endedAt - startedAt - away)) / (endedAt - startedAt)
}
