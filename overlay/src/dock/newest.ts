import type { LiveEvent } from '@standby/shared/live/event.ts'
import { originOf } from '@standby/shared/live/event-id.ts'

/** The last `count` events, newest first, a growing gift streak once with its latest count. */
export function newestOf(recent: LiveEvent[], count: number): LiveEvent[] {
  const newest: LiveEvent[] = []
  const streaks = new Set<string>()
  for (let at = recent.length - 1; at >= 0 && newest.length < count; at -= 1) {
    const event = recent[at]
    if (event === undefined || (event.type === 'gift' && streaks.has(event.streakId))) continue
    if (event.type === 'gift') streaks.add(event.streakId)
    newest.push(event)
  }
  return newest
}

/** How many of `events`, newest first, came after `event`. */
export function newerThan(events: readonly LiveEvent[], event: LiveEvent | undefined): number {
  const at = events.findIndex(({ id }) => id === event?.id)
  return at === -1 ? events.length : at
}

/** The creator made it up as a test: it is not in the journal. */
export function isTest(event: LiveEvent): boolean {
  return originOf(event) === 'test'
}
