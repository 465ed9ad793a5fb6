import { breakerState } from '@standby/shared/connection/breaker.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'
import { attemptNumber, reconnectionState } from '@standby/shared/connection/view.ts'
import type { DegradedView, Health, TikTokStatus } from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'

export interface StatusContext {
  health: Health
  /** Since when the present `reconnectionState` lasts. */
  since: number
  policy: ConnectionPolicy<CauseKind>
  degradedAfterMs: number
  degraded: DegradedView | null
  now: number
}

type ConnectionStatus = Omit<
  TikTokStatus,
  'username' | 'demo' | 'roomId' | 'paused' | 'metrics' | 'signBudget' | 'stability' | 'via' | 'ways'
>

/** What the connection machine says, in the fields of the public status. */
export function connectionStatus(
  state: ConnectionState,
  { health, since, policy, degradedAfterMs, degraded, now }: StatusContext,
): ConnectionStatus {
  const { cause, causeAt, lostAt, correlationId, breaker } = state
  return {
    reconnectionState: reconnectionState(state),
    health,
    cause: cause === null || causeAt === null ? null : { kind: cause.kind, at: causeAt, detail: cause.detail },
    attempt: attemptNumber(state),
    maxAttempts: policy.maxAttempts,
    // While the network is away there is no time to count down to: it is tried the moment it is back.
    nextAttemptAt: plannedAt(state),
    since,
    lostAt,
    correlationId,
    policy: {
      maxAttempts: policy.maxAttempts,
      baseDelayMs: policy.backoff.baseDelayMs,
      maxDelayMs: policy.backoff.maxDelayMs,
      multiplier: policy.backoff.multiplier,
      degradedAfterMs,
    },
    circuitBreaker: { state: breakerState(breaker, now), openUntil: breaker.openUntil },
    degraded,
  }
}

/** Frames and stray events change nothing in the status. */
export function looksTheSame(state: ConnectionState, previous: ConnectionState): boolean {
  return (
    state.phase === previous.phase &&
    state.since === previous.since &&
    state.attempts === previous.attempts &&
    state.cause === previous.cause &&
    plannedAt(state) === plannedAt(previous)
  )
}

/** One line for each step; each attempt only at `debug`. */
export function logTransition(log: Logger, state: ConnectionState, previous: ConnectionState): void {
  const at = plannedAt(state)
  const line = {
    from: previous.phase,
    to: state.phase,
    cause: state.cause?.kind,
    detail: state.cause?.detail,
    attempt: attemptNumber(state),
    retryAt: at === null ? undefined : new Date(at).toISOString(),
    correlationId: state.correlationId ?? previous.correlationId,
  }
  const { openUntil } = state.breaker
  if (openUntil !== null && openUntil !== previous.breaker.openUntil) {
    const until = new Date(openUntil).toISOString()
    log.warn({ until, correlationId: line.correlationId }, 'tiktok: the circuit breaker is open; Standby makes no attempt until then')
  }
  if (state.phase === 'connecting') log.debug(line, 'tiktok: attempt')
  else if (state.phase === 'waiting' && previous.phase === 'connecting') log.warn(line, 'tiktok: attempt failed')
  else if (state.phase === 'waiting' && previous.phase === 'waiting') log.info(line, 'tiktok: the cause has changed')
  else log.info(line, 'tiktok: connection')
}

function plannedAt(state: ConnectionState): number | null {
  if (state.phase === 'disconnected') return state.why === 'needs-help' ? state.again : null
  return state.phase === 'waiting' && state.next === 'attempt' ? state.until : null
}
