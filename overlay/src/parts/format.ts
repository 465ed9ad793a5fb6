export { duration } from '@standby/shared/words/duration.ts'

/** Short numbers, by language: 999, 1.2K, 3.4M. Rounded down: a goal of 1M that is not reached never reads as 1M. */
export function compactNumber(language: string): (value: number) => string {
  const format = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 })
  return (value) => format.format(value < 1_000 ? value : cutShort(value))
}

/** With no more digits than are shown: one behind the point, of thousands, millions and so on. */
function cutShort(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value) / 3) * 3 - 1)
  // A power of ten and its logarithm may miss each other by the last digit.
  return Math.floor(value / step + 1e-9) * step
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
