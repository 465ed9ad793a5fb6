import type { LiveEvent } from '@standby/shared/live/event.ts'
import { personOf } from '@standby/shared/live/people.ts'
import type { VisibilityFilter } from '../parts/visibility.ts'

export type ActivityEvent = Extract<LiveEvent, { type: 'join' | 'follow' | 'share' | 'subscribe' }>

/** One line at a time, slow enough to read even if many come in. */
export interface ActivityLine {
  shown: ActivityEvent | null
  shownAt: number
  waiting: ActivityEvent[]
}

const LEAST_SHOWN_MS = 1_600
const MOST_SHOWN_MS = 6_000
export const MOST_WAITING = 4

export function emptyLine(): ActivityLine {
  return { shown: null, shownAt: 0, waiting: [] }
}

export function isActivity(event: LiveEvent): event is ActivityEvent {
  return event.type === 'join' || event.type === 'follow' || event.type === 'share' || event.type === 'subscribe'
}

/**
 * Adds one event. What the same person is shown with already is not said again. If too many wait, joins are dropped first, then the oldest
 * of the person who has most. Missed events are not announced.
 */
export function addActivity(line: ActivityLine, event: ActivityEvent, now: number): ActivityLine {
  if (event.missed) return line
  const isSaid = (other: ActivityEvent | null): boolean => other?.type === event.type && isSamePerson(other, event)
  if (isSaid(line.shown) || line.waiting.some(isSaid)) return line
  const waiting = [...line.waiting, event]
  if (waiting.length > MOST_WAITING) {
    const join = waiting.findIndex((other) => other.type === 'join')
    waiting.splice(join === -1 ? firstOfMost(waiting) : join, 1)
  }
  return advanceLine({ ...line, waiting }, now)
}

function isSamePerson(one: ActivityEvent, other: ActivityEvent): boolean {
  const person = personOf(one.user)
  return person !== null && person === personOf(other.user)
}

function firstOfMost(events: readonly ActivityEvent[]): number {
  const counts = events.map((event) => events.filter((other) => other === event || isSamePerson(other, event)).length)
  return counts.indexOf(Math.max(...counts))
}

/** The next one, or none, when it is due; else the same line. */
export function advanceLine(line: ActivityLine, now: number): ActivityLine {
  const [next = null, ...waiting] = line.waiting
  // The clock may be set back.
  const shownMs = Math.abs(now - line.shownAt)
  if (line.shown !== null && shownMs < (next === null ? MOST_SHOWN_MS : LEAST_SHOWN_MS)) return line
  if (line.shown === null && next === null) return line
  return { shown: next, shownAt: now, waiting }
}

/** The line without hidden events; the same line if nothing is hidden. */
export function lineWithoutHidden(line: ActivityLine, visibility: VisibilityFilter): ActivityLine {
  const waiting = line.waiting.filter((event) => !visibility.hides(event))
  const hidden = line.shown !== null && visibility.hides(line.shown)
  if (!hidden && waiting.length === line.waiting.length) return line
  return { ...line, waiting, shown: hidden ? null : line.shown }
}
