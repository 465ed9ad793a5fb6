import { readerHealth } from '@standby/shared/feed/reader.ts'
import { Router } from 'express'

export interface MetricsActions {
  healthz(): Record<string, unknown>
  /** For Prometheus. */
  metrics: { text(): Promise<string>; contentType: string }
}

/** `/healthz`, of which the read token shows only the show's part, and `/metrics`. */
export function metricsRoutes({ healthz, metrics }: MetricsActions): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    const isReader = response.locals['isReader'] === true
    response.set('Cache-Control', 'no-store').json(isReader ? readerHealth.parse(healthz()) : healthz())
  })
  router.get('/metrics', async (_request, response) => {
    response
      .set('Cache-Control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text())
  })
  return router
}
