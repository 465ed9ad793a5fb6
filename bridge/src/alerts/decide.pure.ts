import { ALERT_IDS, type Alert, type AlertId } from '@standby/shared/alert.ts'
import type { Millis } from '@standby/shared/clock.ts'
import { calmAt, CONDITIONS } from './conditions.pure.ts'
import type { AlertReadings } from './readings.ts'

export interface AlertState {
  /** Conditions that hold but not yet for long enough, and since when. */
  pending: Readonly<Partial<Record<AlertId, Millis>>>
  raised: Readonly<Partial<Record<AlertId, Alert>>>
}

export const NO_ALERTS: AlertState = { pending: {}, raised: {} }

export interface AlertDecision {
  state: AlertState
  raised: Alert[]
  cleared: Alert[]
  /** When time alone will change something, or null. */
  wakeAt: Millis | null
}

/** What begins and what is over. Each condition is raised once, and cleared once when it is over. */
export function decideAlerts(state: AlertState, readings: AlertReadings, now: Millis): AlertDecision {
  const pending: Partial<Record<AlertId, Millis>> = {}
  const active: Partial<Record<AlertId, Alert>> = {}
  const raised: Alert[] = []
  const cleared: Alert[] = []
  const wakes: Millis[] = []

  for (const id of ALERT_IDS) {
    const condition = CONDITIONS[id]
    const alert = state.raised[id]
    if (alert !== undefined) {
      const calm = calmAt(condition, readings)
      if (calm !== null && now < calm) wakes.push(calm)
      if (condition.lasts(readings) || (calm !== null && now < calm)) active[id] = alert
      else cleared.push({ ...alert, clearedAt: now })
      continue
    }
    if (!condition.holds(readings)) continue
    const since = Math.min(state.pending[id] ?? now, now)
    if (now - since >= condition.afterMs) {
      const fresh: Alert = { id, severity: condition.severity, raisedAt: now, clearedAt: null, params: condition.params(readings) }
      active[id] = fresh
      raised.push(fresh)
    } else {
      pending[id] = since
      wakes.push(since + condition.afterMs)
    }
  }
  return { state: { pending, raised: active }, raised, cleared, wakeAt: wakes.length === 0 ? null : Math.min(...wakes) }
}

/** What is raised now, in the order of the list of alerts. */
export function activeAlerts({ raised }: AlertState): Alert[] {
  return ALERT_IDS.flatMap((id) => raised[id] ?? [])
}
