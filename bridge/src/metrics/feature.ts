import type { LiveEventType } from '@standby/shared/live/event.ts'
import type { AlertsFeature } from '../alerts/feature.ts'
import type { Core, Feature } from '../core.ts'
import type { Live } from '../live/live.ts'
import type { Obs } from '../obs/obs.ts'
import { createPrometheus } from './prometheus.ts'
import { metricsRoutes } from './routes.ts'

/** Figures for other programs: `/healthz` and `/metrics`. */
export function createMetrics({ clock, journal, hub }: Core, live: Live, obs: Pick<Obs, 'status'>, alerts: AlertsFeature): Feature {
  const eventCounts: Partial<Record<LiveEventType, number>> = {}
  live.listen({
    onEvents(events) {
      for (const { type } of events) eventCounts[type] = (eventCounts[type] ?? 0) + 1
    },
  })
  const prometheus = createPrometheus({
    read: () => ({
      now: clock.now(),
      status: live.channel().status(),
      history: live.channel().past(),
      losses: live.channel().losses(),
      events: eventCounts,
      signRequests: live.signRequests(),
      feedClients: hub.clientCount(),
      obs: obs.status().phase,
      storageOk: journal.problem() === null,
      alerts: alerts.active(),
    }),
  })
  const healthz = () => ({
    ok: true,
    health: live.channel().status().health,
    obs: obs.status().phase,
    clients: hub.clientCount(),
    storage: journal.problem() ?? 'ok',
  })
  return { routes: [{ path: '/', router: metricsRoutes({ healthz, metrics: prometheus }) }] }
}
