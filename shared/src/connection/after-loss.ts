import type { Millis } from '../clock.ts'
import { backoffDelayMs, spread } from './backoff.ts'
import { breakerAfterFailure } from './breaker.ts'
import type { Cause } from './cause.ts'
import type { ConnectionPolicy, RetryRule } from './policy.ts'
import { common, type ConnectionState, type Lost } from './state.ts'

/** Time and chance of one transition. `random` is in [0, 1). */
export interface Chance {
  now: Millis
  random: number
}

/** Since when, and under which name, the loss counts. */
export interface LossRecord {
  lostAt: Millis | null
  correlationId: string | null
}

/** Where a failed attempt or a lost connection leads, by the rule for its cause. */
export function afterLoss<Kind extends string>(
  lost: Lost<Kind>,
  cause: Cause<Kind>,
  record: LossRecord,
  chance: Chance,
  policy: ConnectionPolicy<Kind>,
): ConnectionState<Kind> {
  const { now, random } = chance
  const rule = policy.retry[cause.kind]
  const wasUp = lost.phase === 'connected'
  const settled = {
    ...common(lost),
    cause,
    causeAt: now,
    askedUntil: cause.retryAt ?? lost.askedUntil,
    repeats: repeatsAfter(lost, rule),
    lostAt: isOutage(rule) ? record.lostAt : null,
    correlationId: record.correlationId,
    since: now,
  }
  const waiting = { ...settled, phase: 'waiting', next: 'attempt', exhausted: false, lost } as const

  switch (rule.type) {
    case 'never':
      return { ...settled, phase: 'disconnected', why: 'needs-help', again: againAt(rule.againMs, cause, lost.breaker.openUntil, chance) }

    case 'probe': {
      const attempts = heldAttempts(lost, policy, now)
      // The probe had got through, and still: then it is not the line, and trying every two seconds would be hammering.
      const wasted = wasUp ? 0 : lost.wasted + (lost.probed ? 1 : 0)
      const restMs = wasUp ? backoffDelayMs(policy.backoff, 0, random) : wasted > 0 ? backoffDelayMs(policy.backoff, wasted - 1, random) : 0
      const attemptFrom = notBefore(now + restMs, cause, lost.breaker.openUntil, chance)
      return { ...waiting, attempts, wasted, next: 'probe', until: now + rule.everyMs, attemptFrom }
    }

    case 'steady': {
      const delayMs = Math.round(rule.minMs + (rule.maxMs - rule.minMs) * random)
      // With nothing to connect to there is no failure left to count.
      const attempts = rule.outage ? heldAttempts(lost, policy, now) : 0
      const until = notBefore(now + delayMs, cause, lost.breaker.openUntil, chance)
      return { ...waiting, attempts, until, attemptFrom: until }
    }

    case 'backoff': {
      const attempts = wasUp ? heldAttempts(lost, policy, now) : lost.attempts + (lost.automatic ? 1 : 0)
      const breaker = rule.movesBreaker && !wasUp ? breakerAfterFailure(lost.breaker, policy.breaker, now) : lost.breaker
      const exhausted = attempts >= policy.maxAttempts
      const isRepeated = rule.whenRepeated !== undefined && settled.repeats > 1
      const backoff = { ...policy.backoff, ...(isRepeated ? rule.whenRepeated : rule.delays) }
      const failures = isRepeated ? settled.repeats - 2 : attempts
      const delayMs = exhausted ? spread(backoff.maxDelayMs, backoff.jitter, random) : backoffDelayMs(backoff, failures, random)
      const until = notBefore(now + delayMs, cause, breaker.openUntil, chance)
      return { ...waiting, attempts, breaker, exhausted, until, attemptFrom: until }
    }
  }
}

/** Whether a loss with this rule is an outage, and not just the end of a LIVE. */
export function isOutage(rule: RetryRule): boolean {
  return rule.type !== 'steady' || rule.outage
}

/** A failed attempt in between says nothing about the connections before and after it. */
function repeatsAfter<Kind extends string>(lost: Lost<Kind>, rule: RetryRule): number {
  if (lost.phase === 'connecting') return lost.repeats
  if (rule.type !== 'backoff' || rule.whenRepeated === undefined) return 0
  return lost.repeats + 1
}

/** When a refusal that needs a person is looked at again, or null. */
function againAt<Kind extends string>(
  againMs: number | undefined,
  cause: Cause<Kind>,
  openUntil: Millis | null,
  chance: Chance,
): Millis | null {
  if (againMs === undefined) return null
  return notBefore(chance.now + Math.round(againMs * (1 + 0.1 * chance.random)), cause, openUntil, chance)
}

/** A connection that held starts the counters again; one that did not, and one that never opened, keeps them. */
function heldAttempts<Kind extends string>(lost: Lost<Kind>, policy: ConnectionPolicy<Kind>, now: Millis): number {
  return lost.phase === 'connected' && now - lost.since >= policy.stableAfterMs ? 0 : lost.attempts
}

/** The latest of our own delay, what the other side asked for (never earlier, so its jitter only adds), and the breaker. */
function notBefore<Kind extends string>(at: Millis, cause: Cause<Kind>, openUntil: Millis | null, { now, random }: Chance): Millis {
  const askedFor = cause.retryAt === undefined ? 0 : cause.retryAt + Math.round(Math.max(0, cause.retryAt - now) * 0.1 * random)
  return Math.max(at, askedFor, openUntil ?? 0)
}
