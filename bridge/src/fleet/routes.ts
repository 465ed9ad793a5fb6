import type { Health } from '@standby/shared/protocol.ts'
import { Router } from 'express'
import { channelBody } from '../channels/routes.ts'
import { parsed } from '../server/answer.ts'
import type { WorkerBeat } from './ports.ts'

/** `GET /api/fleet`. Times are ms since the epoch, on this worker's clock. */
export interface FleetView {
  /** The worker that answers. */
  worker: string
  workers: WorkerBeat[]
  channels: {
    username: string
    /** Null: nobody has it now. */
    owner: string | null
    epoch: number
    /** Null: it runs on another worker, whose page has it. */
    health: Health | null
  }[]
  now: number
}

export interface FleetActions {
  view(): FleetView
  add(username: string): Promise<void>
  remove(username: string): Promise<void>
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
