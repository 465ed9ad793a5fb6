import { cardChange, type CardChange } from '@standby/shared/settings/card-changes.ts'
import { CARD_SLOTS, type CardFile, type CardSettings, type CardSlot } from '@standby/shared/settings/card-settings.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parsed, refused } from '../server/answer.ts'
import { fileNamed, sendOwnFile } from './own-file-routes.ts'
import type { FileRefusal } from './own-files.ts'

export interface CardActions {
  settings(): CardSettings
  change(change: CardChange): CardSettings
  /** Rejects when the disk refuses. */
  keep(slot: CardSlot, name: string, body: AsyncIterable<Uint8Array>): Promise<CardSettings | FileRefusal>
  remove(slot: CardSlot): Promise<CardSettings>
  /** Where a file lies; null if the slot has none. */
  file(slot: CardSlot): { path: string; file: CardFile } | null
}

export const slot = z.object({ slot: z.enum(CARD_SLOTS) })

/** The routes under `/api`: the card's settings and files. */
export function cardRoutes(actions: CardActions): Router {
  const router = Router()

  router.get('/card/settings', (_request, response) => void response.json(actions.settings()))

  router.post('/card/settings', (request, response) => {
    response.json(actions.change(parsed(cardChange, request.body)))
  })

  router.post('/card/file/:slot', async (request, response) => {
    const [where, { name }] = [parsed(slot, request.params).slot, parsed(fileNamed, request.query)]
    const result = await actions.keep(where, name, request)
    if (typeof result === 'string') throw result === 'size' ? refused(413, 'card-file-size') : refused(415, 'card-file-type')
    response.json(result)
  })

  router.post('/card/remove', async (request, response) => {
    response.json(await actions.remove(parsed(slot, request.body).slot))
  })

  return router
}

/** The files themselves, at `/card/backdrop` and `/card/music`. */
export function cardFileRoutes(actions: Pick<CardActions, 'file'>): Router {
  const router = Router()
  for (const where of CARD_SLOTS) {
    router.get(`/${where}`, (_request, response) => sendOwnFile(response, actions.file(where)))
  }
  return router
}
