/** Exponential backoff: `base × multiplier^failures`, never above `max`; both in ms. `jitter` 0.1 spreads it over ±10 %. */
export interface Backoff {
  baseDelayMs: number
  maxDelayMs: number
  multiplier: number
  jitter: number
}

/** The delay before the next attempt, ms. `failures` is how many attempts have failed so far, `random` a number in [0, 1). */
export function backoffDelayMs(backoff: Backoff, failures: number, random: number): number {
  // The power overflows to Infinity after a few hundred failures; the cap makes that harmless.
  const delayMs = Math.min(backoff.baseDelayMs * backoff.multiplier ** failures, backoff.maxDelayMs)
  return spread(delayMs, backoff.jitter, random)
}

/** `value ± share`, evenly spread by `random` in [0, 1). */
export function spread(value: number, share: number, random: number): number {
  return Math.round(value * (1 + share * (2 * random - 1)))
}
