import { changeOf } from '@standby/shared/settings/schema.ts'
import { TIKFINITY } from '@standby/shared/settings/tikfinity-settings.ts'
import type { ChangeOf } from '@standby/shared/settings/field.ts'
import type { TikFinityView } from '@standby/shared/tikfinity.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parsed, refused } from '../server/answer.ts'

export interface TikFinityActions {
  view(): TikFinityView
  /** Resolves when the socket is open, or cannot be. */
  change(change: ChangeOf<typeof TIKFINITY>): Promise<void>
  /** False if the list is full. */
  allow(origin: string): boolean
  forbid(origin: string): void
}

const origin = z
  .string()
  .max(300)
  .transform((value, context) => {
    const page = URL.parse(value)
    if (page?.protocol === 'https:' || page?.protocol === 'http:') return page.origin
    context.addIssue({ code: 'custom', message: 'must be the address of a web page, such as https://widgets.example' })
    return z.NEVER
  })

export const change = changeOf(TIKFINITY, {})
export const originBody = z.strictObject({ origin, allowed: z.boolean() })

/** The routes under `/api/tikfinity`. */
export function tikfinityRoutes(actions: TikFinityActions): Router {
  const router = Router()

  router.get('/tikfinity', (_request, response) => void response.json(actions.view()))

  router.post('/tikfinity', async (request, response) => {
    await actions.change(parsed(change, request.body))
    response.json(actions.view())
  })

  router.post('/tikfinity/origins', (request, response) => {
    const asked = parsed(originBody, request.body)
    if (!asked.allowed) actions.forbid(asked.origin)
    else if (!actions.allow(asked.origin)) throw refused(409, 'too-many-origins', { field: 'origin' })
    response.json(actions.view())
  })

  return router
}
