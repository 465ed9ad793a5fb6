import type { Alert, AlertId } from '@standby/shared/alert.ts'
import type { Clock } from '@standby/shared/clock.ts'
import { alertSentence } from '@standby/shared/words/alerts.ts'
import type { Logger } from 'pino'
import { activeAlerts, decideAlerts, NO_ALERTS } from './decide.pure.ts'
import type { AlertReadings } from './readings.ts'
import type { Webhook } from './webhook.ts'

export interface AlertsOptions {
  read: () => AlertReadings
  /** Null if none is configured. */
  webhook: Webhook | null
  /** The account alerts are about; null for the demo, whose alerts stay on this computer. */
  username: () => string | null
  clock: Clock
  log: Logger
  /** What is raised, after each change. */
  onChange: (active: Alert[]) => void
}

export interface Alerts {
  /** To be called after any change of what `read` returns; time it watches by itself. */
  check(): void
  active(): Alert[]
  dispose(): void
}

/** Raises and clears alerts: for the listener, the log and the webhook. */
export function createAlerts({ read, webhook, username, clock, log, onChange }: AlertsOptions): Alerts {
  let state = NO_ALERTS
  let cancelWake = (): void => undefined
  let disposed = false
  /** Only what was sent is taken back, and to the same name. */
  const sent = new Map<AlertId, string>()

  function check(): void {
    if (disposed) return
    cancelWake()
    const now = clock.now()
    const decision = decideAlerts(state, read(), now)
    state = decision.state
    cancelWake = decision.wakeAt === null ? () => undefined : clock.after(decision.wakeAt - now, check)
    for (const alert of decision.cleared) tellCleared(alert)
    for (const alert of decision.raised) tellRaised(alert)
    if (decision.raised.length + decision.cleared.length > 0) onChange(activeAlerts(state))
  }

  function tellRaised(alert: Alert): void {
    log.warn({ alert: alert.id, severity: alert.severity, params: alert.params, text: alertSentence(alert) }, 'alert: raised')
    const about = username()
    if (webhook === null || about === null) return
    sent.set(alert.id, about)
    webhook.send({ alert, username: about })
  }

  function tellCleared(alert: Alert): void {
    log.info({ alert: alert.id, lastedMs: (alert.clearedAt ?? 0) - alert.raisedAt, text: alertSentence(alert) }, 'alert: cleared')
    const about = sent.get(alert.id)
    if (about === undefined) return
    sent.delete(alert.id)
    webhook?.send({ alert, username: about })
  }

  return {
    check,
    active: () => activeAlerts(state),
    dispose() {
      disposed = true
      cancelWake()
    },
  }
}
