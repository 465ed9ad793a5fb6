import { isVisible } from './visible-text.ts'

/** Longest strings that are let in, in UTF-16 units. TikTok allows 30 for a nickname and 150 for a chat; the rest is head room. */
export const MAX_NAME_LENGTH = 100
export const MAX_TEXT_LENGTH = 1000

// Line breaks and tabs part words, so they become a space. Other control characters and the marks that turn the
// reading direction (U+202A..E, U+2066..9) go: one chat must not re-order the overlay around it.
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g

/**
 * A string fit to show: well-formed, no control characters, trimmed, at most `maxLength` long without cutting a character in two. `''` if
 * nobody could see anything of it.
 */
export function cleanText(value: unknown, maxLength: number): string {
  const clean = shortened(value, maxLength)
  return isVisible(clean) ? clean : ''
}

function shortened(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') return ''
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
