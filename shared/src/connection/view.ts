import type { Millis } from '../clock.ts'
import type { ReconnectionMessage, ReconnectionState } from '../protocol.ts'
import type { ConnectionState } from './connection.ts'

/** The state of the connection in the words of the public API. Derived, never stored. */
export function reconnectionState(state: ConnectionState): ReconnectionState {
  switch (state.phase) {
    case 'connected':
      return 'CONNECTED'
    case 'disconnected':
      return state.why === 'idle' ? 'IDLE' : state.why === 'stopped' ? 'STOPPED' : 'FAILED'
    case 'waiting':
    case 'connecting':
      if (isNotLive(state)) return 'WAITING_FOR_LIVE'
      if (state.exhausted) return 'FAILED'
      return state.cause === null ? 'CONNECTING' : 'RECONNECTING'
  }
}

/** Waiting for the creator to go live is not a failure, and neither is asking whether they are. */
function isNotLive(state: ConnectionState): boolean {
  return state.cause?.kind === 'offline' || state.cause?.kind === 'ended' || state.cause?.kind === 'paused'
}

/** The number of the attempt that runs or comes next, 0 when there is none. */
export function attemptNumber(state: ConnectionState): number {
  if (isNotLive(state)) return 0
  return state.phase === 'connecting' && state.automatic ? state.attempts + 1 : state.attempts
}

/** What a change means to everyone who listens: the drop, the recovery, or the end of a cycle of attempts. */
export function announcement(previous: ConnectionState, state: ConnectionState, now: Millis): ReconnectionMessage | null {
  const wasLost = previous.lostAt !== null
  if (previous.phase === 'connected' && state.lostAt !== null)
    return message('tiktok:reconnection:started', state, state.lostAt, state, now)
  if (state.phase === 'connected' && wasLost) {
    return message('tiktok:reconnection:success', previous, previous.lostAt ?? now, state, now)
  }
  if (state.phase === 'connecting' && previous.phase !== 'connecting' && state.lostAt !== null) {
    return message('tiktok:reconnection:attempt', state, state.lostAt, state, now)
  }
  const gaveUp = state.phase === 'waiting' && state.exhausted && !('exhausted' in previous && previous.exhausted)
  const wasRefusedBefore = 'exhausted' in previous && previous.exhausted && previous.cause?.kind === state.cause?.kind
  const needsHelp = state.phase === 'disconnected' && state.why === 'needs-help' && previous.phase !== 'disconnected' && !wasRefusedBefore
  if (gaveUp || needsHelp) return message('tiktok:reconnection:failed', state, state.lostAt ?? now, state, now)
  return null
}

function message(
  type: ReconnectionMessage['type'],
  named: ConnectionState,
  lostAt: Millis,
  state: ConnectionState,
  now: Millis,
): ReconnectionMessage {
  return {
    type,
    correlationId: named.correlationId ?? '',
    at: now,
    cause: named.cause?.kind ?? null,
    attempt: attemptNumber(named),
    nextAttemptAt: state.phase === 'waiting' ? state.until : null,
    awayMs: now - lostAt,
  }
}
