import { lookChange, lookFile, titledLook, usedLook } from '@standby/shared/settings/look-changes.ts'
import { LOOK_SLOTS, type SavedLook } from '@standby/shared/settings/look-settings.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parsed, refused, type Refused } from '../server/answer.ts'
import type { LookActions, LookRefusal, Looks } from './look.ts'
import { fileNamed, sendOwnFile } from './own-file-routes.ts'

/** Room for the largest font and sound, in base64. */
export const LOOK_IMPORT_LIMIT = '6mb'

export const slot = z.object({ slot: z.enum(LOOK_SLOTS) })

/** Which sentence says it, and with which status. */
const REFUSALS: Readonly<Record<LookRefusal, () => Refused>> = {
  'no-such-look': () => refused(404, 'no-such-look'),
  'nothing-to-undo': () => refused(409, 'not-now'),
  'too-many-looks': () => refused(409, 'too-many-looks'),
  'no-look-file': () => refused(400, 'no-look-file'),
  type: () => refused(415, 'look-file-type'),
  size: () => refused(413, 'look-file-size'),
  broken: () => refused(415, 'look-font-broken'),
}

function orRefuse<Result extends object>(result: Result | LookRefusal): Result {
  if (typeof result === 'string') throw REFUSALS[result]()
  return result
}

/** `GET /api/look/settings`, and the answer of what changes them. */
const answer = ({ look, theme, looks }: Looks): object => ({ ...look, theme, looks: looks.map(({ title }: SavedLook) => title) })

/** The routes under `/api`: the look in force, the creator's own looks, and their files. */
export function lookRoutes(actions: LookActions): Router {
  const router = Router()

  router.get('/look/settings', (_request, response) => void response.json(answer(actions.looks())))

  router.post('/look/settings', (request, response) => {
    response.json(answer(actions.change(parsed(lookChange, request.body))))
  })

  router.post('/look/file/:slot', async (request, response) => {
    const [where, { name }] = [parsed(slot, request.params).slot, parsed(fileNamed, request.query)]
    response.json(answer(orRefuse(await actions.keep(where, name, request))))
  })

  router.post('/look/remove', async (request, response) => {
    response.json(answer(await actions.remove(parsed(slot, request.body).slot)))
  })

  router.post('/look/save', async (request, response) => {
    response.json(answer(orRefuse(await actions.save(parsed(titledLook, request.body).title))))
  })

  router.post('/look/delete', async (request, response) => {
    response.json(answer(orRefuse(await actions.delete(parsed(titledLook, request.body).title))))
  })

  router.post('/look/use', async (request, response) => {
    response.json(answer(orRefuse(await actions.use(parsed(usedLook, request.body)))))
  })

  router.post('/look/undo', async (_request, response) => {
    response.json(answer(orRefuse(await actions.undo())))
  })

  router.get('/look/export', async (request, response) => {
    const look = orRefuse(await actions.export(parsed(titledLook, request.query).title))
    response.attachment('standby-look.json').json(look)
  })

  router.post('/look/import', async (request, response) => {
    const body: unknown = request.body
    // Said by itself: somebody has chosen another file.
    const isLook = typeof body === 'object' && body !== null && 'standby' in body && body.standby === 'look'
    if (!isLook) throw refused(400, 'no-look-file')
    response.json(orRefuse(await actions.import(parsed(lookFile, body))))
  })

  return router
}

/** The files of the look in force, at `/look/font` and `/look/sound`. */
export function lookFileRoutes(actions: Pick<LookActions, 'file'>): Router {
  const router = Router()
  for (const where of LOOK_SLOTS) {
    router.get(`/${where}`, (_request, response) => sendOwnFile(response, actions.file(where)))
  }
  return router
}
