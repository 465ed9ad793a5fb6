import type { ObsPagesView } from '@standby/shared/obs-setup.ts'
import type { ScenePicture } from '@standby/shared/obs-picture.ts'
import { SETUP_FALLBACKS } from '@standby/shared/setup-fallbacks.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import { OBS_SETTINGS } from '@standby/shared/settings/obs-settings.ts'
import { changeOf } from '@standby/shared/settings/schema.ts'
import { Router } from 'express'
import * as z from 'zod'
import { ObsRequestError } from './link/adapter.ts'
import { parseAddress, writtenOut } from './link/address.ts'
import type { Refusal } from './scenes/refusal.ts'
import { SetupRefused, type Setup, type SetupAsked } from './setup/setup.ts'
import type { OwnPages } from './pages/pages.ts'
import { parsed, Refused, refused } from '../server/answer.ts'

export interface ObsApiActions {
  /** Saves a change of the settings and takes it over; names the field that the environment fixes. */
  change(change: ObsChange): 'ok' | { fixedField: string }
  /** Tries OBS at once, and a locked password store too. */
  retry(): void
  setup: Pick<Setup, 'look' | 'make' | 'remove'>
  /** The standby scene of the settings. */
  standbyScene(): string
  /** Makes it the standby scene of the settings. */
  chooseStandbyScene(name: string): 'ok' | { fixedField: string }
  pages(): ObsPagesView
  reload: OwnPages['reload']
  /** The creator's own scene; null if there is none to be had. Throws `ObsRequestError`. */
  picture(): Promise<ScenePicture | null>
  /** Null when it is on its way, else why not. */
  manual(to: 'standby' | 'back'): Refusal | null
  pause(on: boolean): void
  status(): ObsStatus
}

/** Written out in one way, so that what is shown is where it leads. */
const obsAddress = z
  .string()
  .max(500)
  .transform((text, context) => {
    const url = parseAddress(text)
    if (url !== null) return writtenOut(url)
    context.addIssue({ code: 'custom' })
    return z.NEVER
  })

/** What may be changed of the settings of OBS, but for its password. */
export const obsChange = changeOf(OBS_SETTINGS, { url: obsAddress.nullable() })
export const connectBody = z.strictObject({ password: z.string().max(500).nullable().optional(), ...obsChange.shape })
export type ObsChange = z.infer<typeof connectBody>

const sceneName = z.string().min(1).max(500).optional()
export const setupBody = z.strictObject({
  overlayScene: sceneName,
  standbyScene: sceneName,
  fallback: z.enum(SETUP_FALLBACKS).optional(),
})
const emptyBody = z.strictObject({})
export const pauseBody = z.strictObject({ paused: z.boolean() })
export const reloadBody = z.strictObject({ inputName: z.string().min(1).max(500) })

/** The routes below `/api/obs`. */
export function obsRoutes(actions: ObsApiActions): Router {
  const router = Router()
  const asked = (body: z.infer<typeof setupBody>): SetupAsked => ({
    overlayScene: body.overlayScene ?? null,
    standbyScene: body.standbyScene ?? actions.standbyScene(),
    fallback: body.fallback ?? null,
  })

  router.get('/obs/status', (_request, response) => void response.json(actions.status()))

  router.post('/obs/connect', (request, response) => {
    const result = actions.change(parsed(connectBody, request.body))
    if (result !== 'ok') throw refused(409, 'fixed-by-environment', { field: result.fixedField })
    // Who presses this wants to connect, also if nothing was changed.
    actions.retry()
    response.json(actions.status())
  })

  router.post('/obs/retry', (request, response) => {
    parsed(emptyBody, request.body)
    actions.retry()
    response.json(actions.status())
  })

  router.get('/obs/setup', async (request, response) => {
    response.json(await answer(actions.setup.look(asked(parsed(setupBody, request.query)))))
  })

  router.post('/obs/setup', async (request, response) => {
    const body = parsed(setupBody, request.body)
    const chosen = body.standbyScene === undefined ? 'ok' : actions.chooseStandbyScene(body.standbyScene)
    if (chosen !== 'ok') throw refused(409, 'fixed-by-environment', { field: chosen.fixedField })
    response.json(await answer(actions.setup.make(asked(body))))
  })

  router.post('/obs/setup/remove', async (request, response) => {
    parsed(emptyBody, request.body)
    response.json(await answer(actions.setup.remove()))
  })

  for (const to of ['standby', 'back'] as const) {
    router.post(`/obs/${to}`, (request, response) => {
      parsed(emptyBody, request.body)
      const problem = actions.manual(to)
      if (problem !== null) throw new Refused(409, { error: 'not-now', message: problem.text, sentence: problem })
      response.json(actions.status())
    })
  }

  router.post('/obs/pause', (request, response) => {
    actions.pause(parsed(pauseBody, request.body).paused)
    response.json(actions.status())
  })

  router.get('/obs/picture', async (_request, response) => {
    try {
      response.json({ picture: await actions.picture() })
    } catch (error) {
      if (error instanceof ObsRequestError) throw refused(409, 'obs-not-ready')
      throw error
    }
  })

  router.get('/obs/pages', (_request, response) => void response.json(actions.pages()))

  router.post('/obs/pages/reload', async (request, response) => {
    const { inputName } = parsed(reloadBody, request.body)
    const result = await actions.reload(inputName)
    if (result === 'unknown')
      throw refused(404, 'no-such-source', { field: 'inputName', detail: 'GET /api/obs/pages lists the sources of Standby.' })
    if (result === 'not-connected') throw refused(409, 'obs-not-ready')
    if (result === 'failed') throw refused(502, 'obs-refused')
    response.json(actions.pages())
  })
  return router
}

async function answer<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (error instanceof SetupRefused) throw new Refused(409, { error: 'obs-not-ready', message: error.message, sentence: error.sentence })
    throw error
  }
}
