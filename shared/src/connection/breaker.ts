import type { Millis } from '../clock.ts'

/**
 * A circuit breaker as data. Closed while `openUntil` is null; open until that time; half-open after it, when exactly one attempt
 * may find out (there is never more than one attempt at a time, so being half-open needs no further bookkeeping).
 */
export interface Breaker {
  consecutiveFailures: number
  openUntil: Millis | null
  /** How long the next opening lasts. */
  cooldownMs: number
}

export interface BreakerPolicy {
  failureThreshold: number
  cooldownMs: number
  maxCooldownMs: number
}

export function closedBreaker(policy: BreakerPolicy): Breaker {
  return { consecutiveFailures: 0, openUntil: null, cooldownMs: policy.cooldownMs }
}

export function breakerState(breaker: Breaker, now: Millis): 'closed' | 'open' | 'half-open' {
  if (breaker.openUntil === null) return 'closed'
  return now < breaker.openUntil ? 'open' : 'half-open'
}

/** Opens at the threshold; a failed half-open attempt opens it again for twice as long, up to the cap. */
export function breakerAfterFailure(breaker: Breaker, policy: BreakerPolicy, now: Millis): Breaker {
  const consecutiveFailures = breaker.consecutiveFailures + 1
  if (breaker.openUntil === null && consecutiveFailures < policy.failureThreshold) return { ...breaker, consecutiveFailures }
  return {
    consecutiveFailures,
    openUntil: now + breaker.cooldownMs,
    cooldownMs: Math.min(breaker.cooldownMs * 2, policy.maxCooldownMs),
  }
}
