export { duration } from '@standby/shared/words/duration.ts'

/** Short numbers, by language: 999, 1.2K, 3.4M. */
export function compactNumber(language: string): (value: number) => string {
  const format = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  return (value) => format.format(value)
}

/** `99.9 %` in the language's way. Rounded down, so that 100 % means that nothing is missing. */
export function percent(language: string): (value: number) => string {
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return (value) => format.format(Math.floor(value * 10) / 1_000)
}

/** A sum that may be too low has a `+`, on every page alike. */
export function atLeast(sum: string, mayBeIncomplete: boolean): string {
  return mayBeIncomplete ? `${sum}+` : sum
}

/** Whole seconds left until `at`, at least 0; a second is counted until it is over. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000))
}

/** A countdown as it is read on a clock: `42` below a minute, else `4:07`. */
export function countdown(seconds: number): string {
  return seconds < 60 ? String(seconds) : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
