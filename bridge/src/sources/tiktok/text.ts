import { cleanText } from '@standby/shared/clean-text.ts'

export const MAX_ADDRESS_LENGTH = 2048

/** A count from TikTok, which writes int64 as a decimal string: whole, never negative, never above what a number holds exactly. */
export function wholeNumber(value: unknown): number {
  const isNumeric = typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && value.length <= 40)
  const number = isNumeric ? Number(value) : 0
  if (Number.isNaN(number) || number <= 0) return 0
  return Math.min(Math.trunc(number), Number.MAX_SAFE_INTEGER)
}

/** An id from TikTok: 1 to 40 characters, `''` if there is none (TikTok writes 0 for none). */
export function idText(value: unknown): string {
  const id = typeof value === 'number' || typeof value === 'bigint' ? String(value) : cleanText(value, 40)
  return id === '0' ? '' : id
}

/** An http or https address, or null. */
export function webAddress(value: unknown): string | null {
  const address = typeof value === 'string' && value.length <= MAX_ADDRESS_LENGTH ? URL.parse(value) : null
  return address?.protocol === 'https:' || address?.protocol === 'http:' ? address.href : null
}
