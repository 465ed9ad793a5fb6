import { idText, wholeNumber } from './text.ts'

/** A decoded message, or a part of one, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

export const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

/** The parts of a list; there is no telling how many a stranger's message holds. */
export const entries = (value: unknown, most: number): Fields[] => (Array.isArray(value) ? value.slice(0, most).map(fields) : [])

/** A map of TikTok's: an object by key, or a list of keys with their values. */
export function pairs(value: unknown, most: number): { key: string; value: Fields }[] {
  if (Array.isArray(value)) return entries(value, most).map((pair) => ({ key: idText(pair['key']), value: fields(pair['value']) }))
  return Object.entries(fields(value))
    .slice(0, most)
    .map(([key, inner]) => ({ key, value: fields(inner) }))
}

/** Smaller numbers are seconds: in ms they would be of 1973. */
const LEAST_MS = 100_000_000_000

/** A time of TikTok's in ms since the epoch, which it gives in seconds or in ms; null if there is none. */
export function timeOf(value: unknown): number | null {
  const time = wholeNumber(value)
  if (time === 0) return null
  return time < LEAST_MS ? time * 1000 : time
}
