import type { ChatEvent, GiftEvent, LiveEvent } from '@standby/shared/live/event.ts'
import { originOf } from '@standby/shared/live/event-id.ts'
import { personOf } from '@standby/shared/live/people.ts'
import { isVisible } from '@standby/shared/visible-text.ts'
import type { VisibilityFilter } from '../parts/visibility.ts'

/** More than is read at a time; the list's height does the rest. */
export const MOST_ROWS = 10
/** So many rows can be one person's while others have something to say. */
export const MOST_OF_ONE = 3

/** The same row is always the same object, so that a list that has not changed costs nothing. */
export interface ChatRow {
  /** Stays the same while the same text of the same person is repeated. */
  key: string
  /** The newest, if it was said several times. */
  event: ChatEvent | GiftEvent
  /** How often it was said. */
  times: number
  test: boolean
  /** Came in a rush, so it is there without moving. */
  calm: boolean
}

/**
 * What the chat shows, newest first: messages, and the gifts that were missed, one row for each streak; of tests only those in `tests`.
 * What one person repeats is one row, and nobody's rows push out those of others.
 */
export function chatRows(
  recent: readonly LiveEvent[],
  visibility: Pick<VisibilityFilter, 'hides'>,
  tests: readonly string[] = [],
): ChatRow[] {
  const times = new Map<string, { event: ChatEvent | GiftEvent; count: number }>()
  for (let at = recent.length - 1; at >= 0; at -= 1) {
    const event = recent[at]
    if (event === undefined || !isRow(event) || (isTest(event) && !tests.includes(event.id))) continue
    const key = keyOf(event)
    const known = times.get(key)
    if (known !== undefined) known.count += event.type === 'chat' ? 1 : 0
    // Hidden is the whole streak, and not the one message of it that was pointed at.
    else if (event.type === 'gift' || !visibility.hides(event)) times.set(key, { event, count: 1 })
  }
  const shown = [...times].filter(([, { event }]) => !visibility.hides(event))
  return fairly(shown).map(([key, { event, count }]) => rowOf(key, event, count))
}

/** Made up by the creator to see what it looks like. */
export function isTest(event: LiveEvent): boolean {
  return originOf(event) === 'test'
}

function isRow(event: LiveEvent): event is ChatEvent | GiftEvent {
  return event.type === 'chat' ? isVisible(event.text) || event.emotes !== undefined : event.type === 'gift' && event.missed
}

const keys = new WeakMap<LiveEvent, string>()

/** One for each streak, and for each text of one person, however it is written. */
function keyOf(event: ChatEvent | GiftEvent): string {
  const known = keys.get(event)
  if (known !== undefined) return known
  const person = personOf(event.user)
  const isSaid = event.type === 'chat' && person !== null && !isTest(event)
  const said = isSaid ? event.text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim() : ''
  const key = event.type === 'gift' ? event.streakId : isSaid ? `${person} ${String(event.emotes?.map(({ id }) => id))} ${said}` : event.id
  keys.set(event, key)
  return key
}

type Shown = [key: string, what: { event: ChatEvent | GiftEvent; count: number }]

/** The newest that fit, some of each person at most; more of one person only if nobody else fills the list. */
function fairly(shown: readonly Shown[]): Shown[] {
  const rows = new Map<string, number>()
  const [first, further]: [Shown[], Shown[]] = [[], []]
  for (const one of shown) {
    if (first.length >= MOST_ROWS) break
    const person = personOf(one[1].event.user) ?? one[0]
    const before = rows.get(person) ?? 0
    rows.set(person, before + 1)
    if (before < MOST_OF_ONE) first.push(one)
    else further.push(one)
  }
  const chosen = new Set([...first, ...further.slice(0, MOST_ROWS - first.length)])
  return shown.filter((one) => chosen.has(one))
}

const known = new WeakMap<LiveEvent, ChatRow>()

function rowOf(key: string, event: ChatEvent | GiftEvent, times: number): ChatRow {
  const before = known.get(event)
  if (before?.times === times) return before
  // A row that only counts on is there already.
  const row = { key, event, times, test: isTest(event), calm: times > 1 }
  known.set(event, row)
  return row
}

/** The chat as it is on screen. Times in ms. */
export interface ChatList {
  /** Newest first. */
  rows: readonly ChatRow[]
  /** `rows` are not yet the last ones: a step is due soon, or more came than anybody reads. */
  behind: boolean
  /** How many more steps, and rows in them, are allowed `at` this time. */
  steps: number
  room: number
  at: number
  /** When the last one came in. */
  cameAt: number
}

/** A busy chat moves in steps: more steps do not make it more readable, and each costs a repaint. A few at once are never delayed. */
const STEPS_PER_SECOND = 2.5
const MOST_STEPS = 4
/** If it were faster, a whole list would be gone in less than a second. */
const ROWS_PER_SECOND = 10
/** So many at once, or one so soon after another, appear without an animation. */
const MOST_ENTERING = 2
const ENTERING_MS = 500

export const EMPTY_LIST: ChatList = { rows: [], behind: false, steps: MOST_STEPS, room: MOST_ROWS, at: -Infinity, cameAt: -Infinity }

/**
 * The next list, from the last `rows` of the feed. In a rush the newest rows of each moment come in and the others are skipped, while the
 * rows in the list for which `stays` holds remain. After the rush all of the last rows are there. The same list if nothing changed.
 */
export function nextList(list: ChatList, rows: readonly ChatRow[], stays: (row: ChatRow) => boolean, now: number): ChatList {
  // An empty list has nothing to push out.
  if (list.rows.length === 0) return rows.length === 0 ? list : { ...EMPTY_LIST, rows: entering(rows, false), at: now, cameAt: now }
  // If the clock was set back, so is this time; otherwise no step would be allowed until the old time is reached again.
  const seconds = Math.abs(now - list.at) / 1000
  const steps = Math.min(MOST_STEPS, list.steps + seconds * STEPS_PER_SECOND)
  const room = Math.min(MOST_ROWS, list.room + seconds * ROWS_PER_SECOND)
  const most = steps < 1 ? 0 : Math.floor(room)
  const missing = rows.filter((row) => !list.rows.includes(row))
  const behind = missing.length > most
  // Rows that were skipped do not come in while more are coming.
  const coming = behind ? rows.slice(0, Math.min(most, newerCount(list, rows))) : missing
  const next = behind
    ? [...coming, ...list.rows.filter((row) => !coming.some(({ key }) => key === row.key) && stays(row))].slice(0, MOST_ROWS)
    : rows
  const isSame = next.length === list.rows.length && next.every((row, at) => row === list.rows[at])
  if (isSame) return list.behind === behind ? list : { ...list, behind }
  entering(coming, Math.abs(now - list.cameAt) < ENTERING_MS)
  const left = coming.length === 0 ? { steps, room } : { steps: steps - 1, room: room - coming.length, cameAt: now }
  return { ...list, rows: next, behind, at: now, ...left }
}

/** How many of `rows` are newer than what is there. */
function newerCount(list: ChatList, rows: readonly ChatRow[]): number {
  const at = rows.findIndex((row) => list.rows.includes(row))
  return at < 0 ? rows.length : at
}

/** `rows` as they come in: without an animation if there are many, or if another has just come. */
function entering(rows: readonly ChatRow[], soon: boolean): readonly ChatRow[] {
  if (soon || rows.length > MOST_ENTERING) for (const row of rows) row.calm = true
  return rows
}
