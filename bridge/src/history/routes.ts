import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HISTORY } from '@standby/shared/settings/history-settings.ts'
import { wholeOf } from '@standby/shared/settings/schema.ts'
import { Router } from 'express'
import * as z from 'zod'
import { EXPORT_FORMATS } from './export.ts'
import type { History } from './history.ts'
import { parsed, refused, type Refused } from '../server/answer.ts'

export type HistoryApiActions = Pick<History, 'view' | 'report' | 'exported' | 'erase' | 'retain'>

export const retentionBody = wholeOf(HISTORY, {})
const emptyBody = z.strictObject({})
export const exportQuery = z.strictObject({
  format: z.enum(EXPORT_FORMATS).default('ndjson'),
})
export const roomIdParam = z.object({ roomId: z.string().regex(/^[\w-]{1,64}$/, { error: 'must be the id of a LIVE' }) })

const CONTENT_TYPES = { ndjson: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' }

/** The routes below `/api/history`: past LIVEs of the present channel. */
export function historyRoutes(actions: HistoryApiActions): Router {
  const router = Router()

  router.get('/history/sessions', async (_request, response) => void response.json(await read(actions.view())))

  router.get('/history/sessions/:roomId', async (request, response) => {
    const { roomId } = parsed(roomIdParam, request.params)
    const report = await read(actions.report(roomId))
    if (report === null) throw unknown()
    response.json(report)
  })

  router.get('/history/sessions/:roomId/export', async (request, response) => {
    const { roomId } = parsed(roomIdParam, request.params)
    const { format } = parsed(exportQuery, request.query)
    const text = actions.exported(roomId, format)
    if (text === null) throw unknown()
    response.set({ 'Content-Type': CONTENT_TYPES[format], 'Content-Disposition': `attachment; filename="standby-${roomId}.${format}"` })
    // A page is read when the one before is out. Whatever ends it early cuts the connection: half of a file never looks whole.
    await pipeline(Readable.from(text), response).catch(() => undefined)
  })

  router.post('/history/sessions/:roomId/delete', async (request, response) => {
    const { roomId } = parsed(roomIdParam, request.params)
    parsed(emptyBody, request.body)
    const result = await actions.erase(roomId)
    if (result === 'unknown') throw unknown()
    if (result === 'current') throw refused(409, 'current', { field: 'roomId' })
    response.json(await read(actions.view()))
  })

  router.post('/history/retention', async (request, response) => {
    actions.retain(parsed(retentionBody, request.body))
    response.json(await read(actions.view()))
  })
  return router
}

function unknown(): Refused {
  return refused(404, 'no-such-live', { field: 'roomId', detail: 'GET /api/history/sessions lists the LIVEs of this account.' })
}

/** SQLite's errors say nothing to a person who looks at an old LIVE. */
async function read<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error
    throw refused(500, 'unreadable')
  }
}
