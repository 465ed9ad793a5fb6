import { cardChange } from '@standby/shared/settings/card-changes.ts'
import { tiktokUsername, waysInOrder } from '@standby/shared/settings/connection.ts'
import { HISTORY } from '@standby/shared/settings/history-settings.ts'
import { lookChange } from '@standby/shared/settings/look-changes.ts'
import { moderationChange } from '@standby/shared/settings/moderation-settings.ts'
import { overlayChange } from '@standby/shared/settings/overlay-changes.ts'
import { changeOf } from '@standby/shared/settings/schema.ts'
import { TIKFINITY } from '@standby/shared/settings/tikfinity-settings.ts'
import type { SettingsExport, SettingsImported, SettingsView } from '@standby/shared/settings/settings-view.ts'
import { Router } from 'express'
import * as z from 'zod'
import { tooOften } from '../live/routes.ts'
import { obsChange } from '../obs/routes.ts'
import { parsed } from '../server/answer.ts'
import type { SettingsChange } from './transfer.ts'

export interface SettingsActions {
  view(): SettingsView
  import(change: SettingsChange): Promise<SettingsImported | { tooOftenUntil: number }>
}

/** Room for the longest lists that can be exported, in UTF-8 and escaped. */
export const IMPORT_LIMIT = '1mb'

export const importBody = z.strictObject({
  standby: z.literal('settings'),
  version: z.literal(1),
  settings: z.strictObject({
    tiktokUsername: tiktokUsername.optional(),
    ways: waysInOrder.optional(),
    // A password never comes with a file; the one that is saved stays.
    obs: obsChange.optional(),
    overlay: overlayChange.optional(),
    card: cardChange.optional(),
    look: lookChange.optional(),
    moderation: moderationChange.optional(),
    history: changeOf(HISTORY, {}).optional(),
    tikfinity: changeOf(TIKFINITY, {}).optional(),
  }),
})

/** The routes under `/api/settings`: what is in force, and all of it as a file without secrets. */
export function settingsRoutes(actions: SettingsActions): Router {
  const router = Router()

  router.get('/settings', (_request, response) => void response.json(actions.view()))

  router.get('/settings/export', (_request, response) => {
    const { hasObsPassword: _password, fixed: _fixed, ...settings } = actions.view()
    const body: SettingsExport = { standby: 'settings', version: 1, settings }
    response
      .attachment('standby-settings.json')
      .type('json')
      .send(`${JSON.stringify(body, null, 2)}\n`)
  })

  router.post('/settings/import', async (request, response) => {
    const result = await actions.import(parsed(importBody, request.body).settings)
    if ('tooOftenUntil' in result) throw tooOften(result.tooOftenUntil)
    response.json(result)
  })

  return router
}
