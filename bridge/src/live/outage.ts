import type { Millis } from '@standby/shared/clock.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import type { GapCause } from '@standby/shared/live/event.ts'
import { withBetterCause, type Outage } from '@standby/shared/live/outage.ts'

/** TikTok answers a heartbeat every 10 s: a connection silent for longer was gone before anybody noticed. */
const UNNOTICED_MS = 15_000

export interface ConnectionChange {
  previous: ConnectionState
  state: ConnectionState
  /** The LIVE that the last messages were about. */
  roomId: string | null
  /** When the last message came that meant something. */
  heardAt: Millis
  /** The computer slept, and the connection has not shown since that it lives. */
  unproved: boolean
  now: Millis
}

/**
 * The outage after a change of the connection. It begins with the loss, and with its last sign of life if the loss was noticed late. It
 * ends with the next connection, so that nothing is left out of the gap: also the time in which the LIVE was over or nobody asked for it.
 */
export function outageAfter(outage: Outage | null, { previous, state, roomId, heardAt, unproved, now }: ConnectionChange): Outage | null {
  if (state.phase === 'connected') return null
  if (previous.phase === 'connected' && roomId !== null) {
    const cause = causeOf(state)
    const { correlationId } = state
    const lastHeardAt = lastSignOfLife(previous, cause === 'stalled' || unproved, heardAt, now)
    return { correlationId, roomId, lostAt: state.lostAt ?? now, lastHeardAt, endedAt: null, cause, attempts: 0 }
  }
  if (outage === null) return null
  const made = state.generation - previous.generation
  if (made > 0) return { ...outage, attempts: outage.attempts + made }
  if (state.phase !== 'waiting' || state.cause === null || state.cause.kind === outage.cause) return outage
  const isSettled = outage.cause === 'stopped' || outage.cause === 'bridge-away'
  return isSettled ? outage : withBetterCause(outage, state.cause.kind)
}

function causeOf(state: ConnectionState): GapCause {
  return state.phase === 'disconnected' && state.why === 'stopped' ? 'stopped' : (state.cause?.kind ?? 'stopped')
}

function lastSignOfLife(
  previous: Extract<ConnectionState, { phase: 'connected' }>,
  onlyMessagesCount: boolean,
  heardAt: Millis,
  now: Millis,
): Millis {
  const { since, lastFrameAt } = previous
  if (now - lastFrameAt > UNNOTICED_MS) return lastFrameAt
  // Heartbeats were answered all the while and it was the room that was no longer heard; or it slept, and has not been heard of since.
  return onlyMessagesCount ? Math.max(since, heardAt) : now
}
