import type { ChatEvent, GiftEvent, LiveEvent } from '@standby/shared/live/event.ts'

/** More than fits on any layout; the list's height does the rest. */
export const MOST_ROWS = 14

/** What the chat shows, oldest first: messages, and the gifts that were missed, one row for each streak. */
export function chatRows(recent: LiveEvent[]): (ChatEvent | GiftEvent)[] {
  const rows: (ChatEvent | GiftEvent)[] = []
  const streaks = new Set<string>()
  for (let at = recent.length - 1; at >= 0 && rows.length < MOST_ROWS; at -= 1) {
    const event = recent[at]
    if (event?.type === 'chat') rows.push(event)
    if (event?.type === 'gift' && event.missed && !streaks.has(event.streakId)) {
      streaks.add(event.streakId)
      rows.push(event)
    }
  }
  return rows.reverse()
}
