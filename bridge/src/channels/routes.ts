import type { ChannelsView } from '@standby/shared/channels.ts'
import { tiktokUsername } from '@standby/shared/settings/connection.ts'
import { Router, type Response } from 'express'
import * as z from 'zod'
import { parsed, refused } from '../server/answer.ts'

export interface ChannelActions {
  view(): ChannelsView
  /** `fixed`: the environment sets the list. `full`: there are as many as there may be. */
  add(username: string): Promise<'ok' | 'fixed' | 'full'>
  /** `first`: it is the first channel, which *Connect* changes. */
  remove(username: string): Promise<'ok' | 'fixed' | 'first' | 'unknown'>
}

export const channelBody = z.strictObject({ username: tiktokUsername.pipe(z.string()) })

/** `GET /api/channels`, and the commands that change the list. */
export function channelRoutes({ view, add, remove }: ChannelActions): Router {
  const router = Router()

  function answer(response: Response, result: 'ok' | 'fixed' | 'full' | 'first' | 'unknown'): void {
    if (result === 'fixed') throw refused(409, 'fixed-by-environment', { field: 'username', detail: 'The variable is STANDBY_CHANNELS.' })
    if (result === 'full') throw refused(409, 'too-many-channels')
    if (result === 'first') throw refused(409, 'first-channel')
    if (result === 'unknown') throw refused(404, 'no-such-channel')
    response.json(view())
  }

  router.get('/channels', (_request, response) => void response.json(view()))
  router.post('/channels', async (request, response) => answer(response, await add(parsed(channelBody, request.body).username)))
  router.post('/channels/remove', async (request, response) => answer(response, await remove(parsed(channelBody, request.body).username)))
  return router
}
