import { decideAlerts, NO_ALERTS, type AlertState } from '@standby/bridge/alerts/decide.pure.ts'
import type { AlertReadings } from '@standby/bridge/alerts/readings.ts'
import { T0 } from './readings.ts'

/** What is told at each step, as `+id` and `-id`. Times are ms since `T0`. */
export function told(steps: readonly (readonly [at: number, readings: AlertReadings])[]): string[] {
  let state: AlertState = NO_ALERTS
  return steps.map(([at, readings]) => {
    const decision = decideAlerts(state, readings, T0 + at)
    state = decision.state
    return [...decision.raised.map(({ id }) => `+${id}`), ...decision.cleared.map(({ id }) => `-${id}`)].join(' ')
  })
}
