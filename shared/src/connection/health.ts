import type { Millis } from '../clock.ts'
import type { ConnectionState } from './connection.ts'
import type { Health } from '../protocol.ts'

/** What a drop means for the show. Derived, never stored: a lost connection is `reconnecting`, and `degraded` once it has lasted. */
export function healthOf(state: ConnectionState, now: Millis, degradedAfterMs: number): Health {
  if (state.phase === 'connected') return 'live'
  if (state.lostAt === null) return 'offline'
  return now - state.lostAt >= degradedAfterMs ? 'degraded' : 'reconnecting'
}

/** When `healthOf` will change by time alone, or null. */
export function healthDeadline(state: ConnectionState, now: Millis, degradedAfterMs: number): Millis | null {
  if (state.phase === 'connected' || state.lostAt === null) return null
  const at = state.lostAt + degradedAfterMs
  return at > now ? at : null
}
