import type { AlertReadings } from '@standby/bridge/alerts/readings.ts'

export const T0 = 1_700_000_000_000
export const MINUTE = 60_000

/** All is well: connected for an hour. */
export const FINE: AlertReadings = {
  reconnectionState: 'CONNECTED',
  connectedSince: T0 - 60 * MINUTE,
  cause: null,
  breaker: 'closed',
  cycles: [],
  cyclesFailedInARow: 0,
  storageOk: true,
}

export const LOST: AlertReadings = { ...FINE, reconnectionState: 'RECONNECTING', connectedSince: null, cause: 'tiktok' }
export const FAILED: AlertReadings = { ...LOST, reconnectionState: 'FAILED' }
export const STOPPED: AlertReadings = { ...FINE, reconnectionState: 'STOPPED', connectedSince: null }
export const NOT_LIVE: AlertReadings = { ...FINE, reconnectionState: 'WAITING_FOR_LIVE', connectedSince: null, cause: 'offline' }

export function connectedAt(at: number): AlertReadings {
  return { ...FINE, connectedSince: at }
}
