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
  ['text', (event) => (event.type === 'chat' ? event.text : null)],
  ['gift', (event) => (event.type === 'gift' ? event.name : null)],
  ['giftId', (event) => (event.type === 'gift' ? event.giftId : null)],
  ['diamondCount', (event) => (event.type === 'gift' ? event.diamondCount : null)],
  ['count', (event) => (event.type === 'gift' || event.type === 'like' ? event.count : null)],
  ['streakId', (event) => (event.type === 'gift' ? event.streakId : null)],
  ['final', (event) => (event.type === 'gift' ? event.final : null)],
  ['total', (event) => (event.type === 'like' ? event.total : null)],
  ['from', (event) => (event.type === 'gap' ? iso(event.from) : null)],
  ['to', (event) => (event.type === 'gap' ? iso(event.to) : null)],
  ['cause', (event) => (event.type === 'gap' ? event.cause : null)],
  ['id', (event) => event.id],
]

/** What stands before the first event. The mark tells Excel that the file is UTF-8. */
export function head(format: ExportFormat): string {
  return format === 'csv' ? `\uFEFF${COLUMNS.map(([name]) => name).join(',')}\r\n` : ''
}

/** One event: a line of NDJSON as in the feed, or a row of CSV (RFC 4180). */
export function line(event: LiveEvent, format: ExportFormat): string {
  return format === 'csv' ? `${COLUMNS.map(([, of]) => cell(of(event))).join(',')}\r\n` : `${JSON.stringify(event)}\n`
}

/** Viewers write what stands in here: a text that a spreadsheet would take for a formula is marked as text. */
export function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A time that no calendar has is left as the number it is. */
function iso(at: number): string | number {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : date.toISOString()
}
