import type { LiveEvent } from '@standby/shared/live/event.ts'

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Each column, and what of an event stands in it. */
const COLUMNS: readonly [string, (event: LiveEvent) => string | number | boolean | null][] = [
  ['offset', (event) => event.offset],
  ['time', (event) => iso(event.at)],
  ['type', (event) => event.type],
  ['missed', (event) => event.missed],
  ['nickname', (event) => ('user' in event ? event.user.nickname : null)],
  ['uniqueId', (event) => ('user' in event ? event.user.uniqueId : null)],
  ['userId', (event) => ('user' in event ? event.user.id : null)],
  ['text', (event) => textOf(event)],
  ['emotes', (event) => (event.type === 'chat' ? (event.emotes?.length ?? null) : null)],
  ['gift', (event) => (event.type === 'gift' ? event.name : null)],
  ['giftId', (event) => (event.type === 'gift' ? event.giftId : null)],
  ['diamondCount', (event) => (event.type === 'gift' || event.type === 'envelope' ? event.diamondCount : null)],
  ['count', (event) => (event.type === 'gift' || event.type === 'like' ? event.count : null)],
  ['streakId', (event) => (event.type === 'gift' ? event.streakId : null)],
  ['final', (event) => (event.type === 'gift' ? event.final : null)],
  ['total', (event) => (event.type === 'like' ? event.total : null)],
  ['from', (event) => (event.type === 'gap' ? iso(event.from) : null)],
  ['to', (event) => (event.type === 'gap' ? iso(event.to) : null)],
  ['cause', (event) => (event.type === 'gap' ? event.cause : null)],
  [
    'receiver',
    (event) => (event.type === 'gift' && event.receiver !== undefined ? event.receiver.nickname || event.receiver.uniqueId : null),
  ],
  ['receiverId', (event) => (event.type === 'gift' ? (event.receiver?.id ?? null) : null)],
  ['id', (event) => event.id],
  // New columns go last: some programs read the columns by position.
  ['phase', (event) => (event.type === 'battle' || event.type === 'poll' ? event.phase : event.type === 'live-end' ? event.by : null)],
]

/** What is said in it: the words of a chat or question, the scores of a battle, the votes of a poll. */
function textOf(event: LiveEvent): string | null {
  switch (event.type) {
    case 'chat':
    case 'question':
      return event.text
    case 'battle':
      return event.sides
        .map(({ hosts, score }) => `${hosts.map(({ nickname, uniqueId }) => nickname || uniqueId).join(' & ')}: ${score}`)
        .join(', ')
    case 'poll':
      return [event.title, ...event.options.map(({ text, votes }) => `${text}: ${votes}`)].join(', ')
    default:
      return null
  }
}

/** What stands before the first event. The mark tells Excel that the file is UTF-8. */
export function head(format: ExportFormat): string {
  return format === 'csv' ? `\uFEFF${COLUMNS.map(([name]) => name).join(',')}\r\n` : ''
}

/** One event: a line of NDJSON as in the feed, or a row of CSV (RFC 4180). */
export function line(event: LiveEvent, format: ExportFormat): string {
  return format === 'csv' ? `${COLUMNS.map(([, of]) => cell(of(event))).join(',')}\r\n` : `${JSON.stringify(event)}\n`
}

export function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  const text = harmless(String(value))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Where some program or other begins another cell or another row, whatever the file is meant to be split on. */
const BEGINS_A_CELL = /[,;\t\r\n\v\f\u0085\u2028\u2029]/u
/** What some program or other takes off the beginning of a cell before it looks at it, or does not show. */
const IS_PASSED_OVER = /[\s"\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u
/** Also full-width and small, as they are typed in Chinese and Japanese, and the minus sign proper. */
const BEGINS_A_FORMULA = /[=+\-@＝＋－＠﹦﹢﹣﹫−]/u

/** Viewers write what stands in here: wherever a cell may begin with what a spreadsheet takes for a formula, it is marked as text. */
function harmless(text: string): string {
  // Old ones take a tab or a line end itself for the beginning of a formula.
  const isMarkedFirst = /^[\t\r]/.test(text)
  const cells: string[] = []
  let from = 0
  /** Nothing is to be seen yet of the cell that begins there. */
  let isBeginning = !isMarkedFirst
  let isFormula = isMarkedFirst
  const end = (at: number): void => {
    cells.push(isFormula ? "'" : '', text.slice(from, at))
    ;[from, isBeginning, isFormula] = [at, true, false]
  }
  let at = 0
  for (const character of text) {
    at += character.length
    if (BEGINS_A_CELL.test(character)) end(at)
    else if (isBeginning && !IS_PASSED_OVER.test(character)) {
      isFormula = BEGINS_A_FORMULA.test(character)
      isBeginning = false
    }
  }
  end(at)
  return cells.join('')
}

/** A time that no calendar has is left as the number it is. */
function iso(at: number): string | number {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : date.toISOString()
}
