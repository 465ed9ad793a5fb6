import { MAX_NAMES, webName, type NameLookup, type NamesView } from '@standby/shared/web-names.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parsed, refused } from '../server/answer.ts'

export interface NamesChange {
  names?: string[] | undefined
  port80?: boolean | undefined
}

export interface NamesActions {
  view(): NamesView
  change(change: NamesChange): Promise<NamesView>
  check(name: string): Promise<NameLookup>
  /** What the environment sets. */
  fixed: { names: boolean; port80: boolean }
}

const name = z.string().transform((text, context) => {
  const found = webName(text)
  if (found !== null) return found
  context.addIssue({ code: 'custom' })
  return z.NEVER
})
export const changeBody = z.strictObject({ names: z.array(name).max(MAX_NAMES).optional(), port80: z.boolean().optional() })
export const checkBody = z.strictObject({ name })

/** The routes of the names by which the viewers' pages may be opened. */
export function namesRoutes({ view, change, check, fixed }: NamesActions): Router {
  const router = Router()
  router.get('/names', (_request, response) => void response.json(view()))
  router.post('/names', async (request, response) => {
    const wanted = parsed(changeBody, request.body)
    if (wanted.names !== undefined && fixed.names) throw refused(409, 'fixed-by-environment', { field: 'names' })
    if (wanted.port80 !== undefined && fixed.port80) throw refused(409, 'fixed-by-environment', { field: 'port80' })
    response.json(await change({ ...wanted, ...(wanted.names !== undefined && { names: [...new Set(wanted.names)] }) }))
  })
  router.post('/names/check', async (request, response) => void response.json(await check(parsed(checkBody, request.body).name)))
  return router
}
