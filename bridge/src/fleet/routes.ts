import { Router } from 'express'
import { channelBody } from '../channels/routes.ts'
import { parsed } from '../server/answer.ts'
import { createFleetMetrics } from './metrics.ts'
import type { FleetView } from './view.ts'

export interface FleetActions {
  view(): FleetView
  add(username: string): Promise<void>
  remove(username: string): Promise<void>
}

/** `GET /metrics/fleet`, for Prometheus. */
export function fleetMetricsRoute(view: () => FleetView): Router {
  const metrics = createFleetMetrics(view)
  const router = Router()
  router.get('/metrics/fleet', async (_request, response) => void response.type(metrics.contentType).send(await metrics.metrics()))
  return router
}

/** `GET /api/fleet`, and the commands that change what the fleet runs. */
export function fleetRoutes({ view, add, remove }: FleetActions): Router {
  const router = Router()
  router.get('/fleet', (_request, response) => void response.json(view()))
  router.post('/fleet/channels', async (request, response) => {
    await add(parsed(channelBody, request.body).username)
    response.json(view())
  })
  router.post('/fleet/channels/remove', async (request, response) => {
    await remove(parsed(channelBody, request.body).username)
    response.json(view())
  })
  return router
}
