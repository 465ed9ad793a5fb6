import type { ChatEvent, GiftEvent, LiveEvent } from '@standby/shared/live/event.ts'
import type { Veil } from '../moderation.ts'

/** More than is read at a time; the list's height does the rest. */
export const MOST_ROWS = 10

/** The same event is always the same object, so that a list that has not changed costs nothing. */
export interface ChatRow {
  event: ChatEvent | GiftEvent
  test: boolean
  /** Came in a rush, so it is there without moving. */
  calm: boolean
}

/** What the chat shows, newest first: messages, and the gifts that were missed, one row for each streak; of tests only those in `tests`. */
export function chatRows(recent: readonly LiveEvent[], veil: Veil, tests: readonly string[] = []): ChatRow[] {
  const rows: ChatRow[] = []
  const once = new Set<string>()
  for (let at = recent.length - 1; at >= 0 && rows.length < MOST_ROWS; at -= 1) {
    const event = recent[at]
    if (event === undefined || !isRow(event)) continue
    const made = isTest(event)
    if (made && !tests.includes(event.id)) continue
    const key = event.type === 'gift' ? event.streakId : made ? event.id : null
    if (key !== null && once.has(key)) continue
    if (key !== null) once.add(key)
    // Hidden is the whole streak, and not the one message of it that was pointed at.
    if (veil.hides(event)) continue
    rows.push(rowOf(event))
  }
  return rows
}

/** Made up by the creator to see what it looks like. */
export function isTest(event: LiveEvent): boolean {
  return event.id.startsWith('test-')
}

function isRow(event: LiveEvent): event is ChatEvent | GiftEvent {
  return event.type === 'chat' || (event.type === 'gift' && event.missed)
}

const known = new WeakMap<LiveEvent, ChatRow>()

function rowOf(event: ChatEvent | GiftEvent): ChatRow {
  const row = known.get(event) ?? { event, test: isTest(event), calm: false }
  known.set(event, row)
  return row
}

/** The list to show after `shown`: the same one where nothing has changed, and what comes in a rush marked as calm. */
export function nextRows(shown: readonly ChatRow[], rows: readonly ChatRow[]): readonly ChatRow[] {
  const fresh = rows.filter((row) => !shown.includes(row))
  if (fresh.length === 0 && rows.length === shown.length) return shown
  if (fresh.length > MOST_ENTERING) for (const row of fresh) row.calm = true
  return rows
}

const MOST_ENTERING = 2
