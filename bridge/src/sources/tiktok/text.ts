/** Longest strings that are let in, in UTF-16 units. TikTok allows 30 for a nickname and 150 for a chat; the rest is head room. */
export const MAX_NAME_LENGTH = 100
export const MAX_TEXT_LENGTH = 1000
export const MAX_ADDRESS_LENGTH = 2048

// Line breaks and tabs part words, so they become a space. Other control characters and the marks that turn the
// reading direction (U+202A..E, U+2066..9) go: one chat must not re-order the overlay around it.
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** A string fit to show: well-formed, no control characters, trimmed, at most `maxLength` long without cutting a character in two. */
export function cleanText(value: unknown, maxLength: number): string {
  if (typeof value !== 'string' || value === '') return ''
  // A bound before the work: a string of megabytes costs nothing.
  const clean = value
    .slice(0, maxLength * 4)
    .replace(BREAKS, ' ')
    .replace(CONTROLS, '')
    .toWellFormed()
    .trim()
  if (clean.length <= maxLength) return clean
  const last = clean.charCodeAt(maxLength - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return clean.slice(0, splitsPair ? maxLength - 1 : maxLength).trimEnd()
}

/** A count from TikTok, which writes int64 as a decimal string: whole, never negative, never above what a number holds exactly. */
export function wholeNumber(value: unknown): number {
  const isNumeric = typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && value.length <= 40)
  const number = isNumeric ? Number(value) : 0
  if (Number.isNaN(number) || number <= 0) return 0
  return Math.min(Math.trunc(number), Number.MAX_SAFE_INTEGER)
}

/** An id from TikTok: 1 to 40 characters, `''` where there is none (TikTok writes 0 for none). */
export function idText(value: unknown): string {
  const id = typeof value === 'number' || typeof value === 'bigint' ? String(value) : cleanText(value, 40)
  return id === '0' ? '' : id
}

/** An http or https address, or null. */
export function webAddress(value: unknown): string | null {
  const address = typeof value === 'string' && value.length <= MAX_ADDRESS_LENGTH ? URL.parse(value) : null
  return address?.protocol === 'https:' || address?.protocol === 'http:' ? address.href : null
}
