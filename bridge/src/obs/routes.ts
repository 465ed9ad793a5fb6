import { SETUP_FALLBACKS, type ObsPagesView } from '@standby/shared/obs-setup.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import { Router } from 'express'
import * as z from 'zod'
import type { Refusal } from './scenes/refusal.ts'
import { SetupRefused, type Setup, type SetupAsked } from './setup/setup.ts'
import type { OwnPages } from './pages/pages.ts'
import { parsed, Refused } from '../server/answer.ts'

export interface ObsApiActions {
  setup: Pick<Setup, 'look' | 'make' | 'remove'>
  /** The standby scene of the settings. */
  standbyScene(): string
  /** Makes it the standby scene of the settings. */
  chooseStandbyScene(name: string): 'ok' | { fixedField: string }
  pages(): ObsPagesView
  reload: OwnPages['reload']
  /** Null when it is on its way, else why not. */
  manual(to: 'standby' | 'back'): Refusal | null
  pause(on: boolean): void
  status(): ObsStatus
}

const sceneName = z.string().min(1, { error: 'must be the name of a scene' }).max(500).optional()
const setupBody = z.strictObject({
  overlayScene: sceneName,
  standbyScene: sceneName,
  fallback: z.enum(SETUP_FALLBACKS, { error: `must be one of ${SETUP_FALLBACKS.join(', ')}` }).optional(),
})
const emptyBody = z.strictObject({})
const pauseBody = z.strictObject({ paused: z.boolean({ error: 'must be true or false' }) })
const reloadBody = z.strictObject({ inputName: z.string({ error: 'must be the name of a source in OBS' }).min(1).max(500) })

/** The routes below `/api/obs` that make and mend things in OBS. To be used before those that end in "not found". */
export function obsRoutes(actions: ObsApiActions): Router {
  const router = Router()
  const asked = (body: z.infer<typeof setupBody>): SetupAsked => ({
    overlayScene: body.overlayScene ?? null,
    standbyScene: body.standbyScene ?? actions.standbyScene(),
    fallback: body.fallback ?? null,
  })

  router.get('/obs/setup', async (request, response) => {
    response.json(await answer(actions.setup.look(asked(parsed(setupBody, request.query)))))
  })

  router.post('/obs/setup', async (request, response) => {
    const body = parsed(setupBody, request.body)
    const chosen = body.standbyScene === undefined ? 'ok' : actions.chooseStandbyScene(body.standbyScene)
    if (chosen !== 'ok') {
      throw new Refused(409, {
        error: 'fixed-by-environment',
        field: chosen.fixedField,
        message: `${chosen.fixedField} is fixed by the environment. Change it there, or start Standby without it.`,
      })
    }
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

  router.get('/obs/pages', (_request, response) => void response.json(actions.pages()))

  router.post('/obs/pages/reload', async (request, response) => {
    const { inputName } = parsed(reloadBody, request.body)
    const result = await actions.reload(inputName)
    if (result === 'unknown') {
      throw new Refused(404, {
        error: 'no-such-source',
        field: 'inputName',
        message: `OBS has no source called "${inputName}" that shows a page of Standby. GET /api/obs/pages lists them.`,
      })
    }
    if (result === 'not-connected')
      throw new Refused(409, { error: 'obs-not-ready', message: 'Standby is not connected to OBS. Start OBS, then try again.' })
    if (result === 'failed') {
      throw new Refused(502, {
        error: 'obs-refused',
        message: `OBS did not reload "${inputName}". Use "Refresh" in the source's own window in OBS.`,
      })
    }
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
