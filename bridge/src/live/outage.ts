import type { Millis } from '@standby/shared/clock.ts'
import type { ConnectionState } from '@standby/shared/connection/connection.ts'
import type { GapCause } from '@standby/shared/live/event.ts'

/** Time without a connection to a LIVE there was one to. What becomes a `gap` when the same LIVE is joined again. */
export interface Outage {
  roomId: string
  from: Millis
  cause: GapCause
  correlationId: string | null
  /** The number of the last attempt before it. */
  generation: number
}

/** TikTok answers a heartbeat every 10 s: a connection silent for longer was gone before anybody noticed. */
const UNNOTICED_MS = 15_000

interface AbsenceFacts {
  previous: ConnectionState
  state: ConnectionState
  roomId: string | null
  heardAt: Millis
  /** The computer slept, and the connection has not shown since that it lives. */
  unproved: boolean
  now: Millis
}

/**
 * The absence after a change of the connection. `heardAt` is when the last message came that meant something, `roomId` the LIVE it was
 * about. It begins with the last sign of life where the loss was noticed late, and ends with the connection.
 */
export function outageAfter(absence: Outage | null, { previous, state, roomId, heardAt, unproved, now }: AbsenceFacts): Outage | null {
  if (state.phase === 'connected') return null
  if (previous.phase === 'connected' && roomId !== null) {
    const cause = causeOf(state)
    const { correlationId, generation } = state
    const from = lastSignOfLife(previous, cause === 'stalled' || unproved, heardAt, now)
    return { roomId, from, cause, correlationId, generation }
  }
  // Until something was tried, a new cause is better knowledge of the same loss.
  if (absence === null || state.phase !== 'waiting' || state.cause === null || state.generation !== absence.generation) return absence
  const isSettled = absence.cause === 'stopped' || absence.cause === 'bridge-away' || absence.cause === state.cause.kind
  return isSettled ? absence : { ...absence, cause: state.cause.kind }
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
