import { DROP_KINDS, type DemoStatus, type DropKind, type ObsStatus, type TikTokStatus } from '@standby/shared/protocol.ts'
import type { SessionStability } from '@standby/shared/connection/stability.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parseAddress, writtenOut } from '../obs/link/address.ts'
import { parseUsername } from '../sources/tiktok/username.ts'
import { parsed, Refused } from '../server/answer.ts'

/** What the API can see and do. Plain callbacks: the API knows nothing of how they are done. */
export interface LiveActions {
  tiktokStatus(): TikTokStatus
  /** The past LIVEs of this run, newest first. */
  sessions(): SessionStability[]
  /** Null: the demo. `'fixed'` when the environment fixes another name. */
  connect(username: string | null | undefined): Promise<'ok' | 'fixed' | TooOften>
  disconnect(): void
  reconnect(force: boolean): Reconnected
  obsStatus(): ObsStatus
  configureObs(change: ObsChange): 'ok' | { fixedField: string }
  retryObs(): void
  /** Null when there is no demo to drop. */
  drop(kind: DropKind, seconds: number): DemoStatus['drop']
}

/** Somebody presses too often: not before `retryAt`. */
export interface TooOften {
  tooOftenUntil: number
}

/** `heldUntil`: the circuit breaker is open, or the other side asked to wait; only `force` goes through. */
export type Reconnected = 'ok' | { heldUntil: number } | TooOften

export const username = z
  .union([z.string(), z.null()])
  .optional()
  .transform((value, context) => {
    if (value === null || value === undefined) return value
    const result = parseUsername(value)
    if (result.ok) return result.username
    context.addIssue({ code: 'custom', message: result.message })
    return z.NEVER
  })

const connectBody = z.strictObject({ username })
const reconnectBody = z.strictObject({ force: z.boolean().default(false) })
const emptyBody = z.strictObject({})
const dropBody = z.strictObject({
  kind: z.enum(DROP_KINDS, { error: `must be one of ${DROP_KINDS.join(', ')}` }),
  seconds: z
    .number({ error: 'must be a number of seconds, 1 to 600' })
    .min(1, { error: 'must be at least 1' })
    .max(600, { error: 'must be at most 600' })
    .default(20),
})
const NO_ADDRESS = 'must look like ws://127.0.0.1:4455, without a name or password in it'
/** Written out in one way, so that what is shown is where it leads. */
const obsAddress = z
  .string({ error: NO_ADDRESS })
  .max(500, { error: NO_ADDRESS })
  .transform((text, context) => {
    const url = parseAddress(text)
    if (url !== null) return writtenOut(url)
    context.addIssue({ code: 'custom', message: NO_ADDRESS })
    return z.NEVER
  })
export const obsBody = z.strictObject({
  enabled: z.boolean().optional(),
  url: obsAddress.nullable().optional(),
  password: z.string().max(500).nullable().optional(),
  standbyScene: z.string().min(1, { error: 'must be the name of a scene' }).max(500).nullable().optional(),
  mode: z.enum(['scene', 'source', 'off'], { error: 'must be one of scene, source, off' }).optional(),
  dryRun: z.boolean({ error: 'must be true or false' }).optional(),
  sourceName: z.string({ error: 'must be the name of a source' }).min(1, { error: 'must be the name of a source' }).max(500).optional(),
  handsOffScenes: z.array(z.string().min(1).max(500), { error: 'must be a list of scene names' }).max(100).optional(),
  onlyWhenOutputActive: z.boolean({ error: 'must be true or false' }).optional(),
  countOutputAsDegraded: z.boolean({ error: 'must be true or false' }).optional(),
  cutTransitions: z.boolean({ error: 'must be true or false' }).optional(),
})
export type ObsChange = z.infer<typeof obsBody>

export function tooOften(retryAt: number): Refused {
  return new Refused(429, { error: 'too-often', message: 'That is often enough for now: once in 5 seconds, 6 times a minute.', retryAt })
}

/** The routes under `/api`. Every answer is JSON; every refusal says which field and what to do. */
export function liveRoutes(actions: LiveActions): Router {
  const router = Router()

  router.get('/tiktok/status', (_request, response) => void response.json(actions.tiktokStatus()))

  router.get('/tiktok/sessions', (_request, response) => void response.json({ sessions: actions.sessions() }))

  router.post('/tiktok/connect', async (request, response) => {
    const body = parsed(connectBody, request.body)
    const result = await actions.connect(body.username)
    if (typeof result === 'object') throw tooOften(result.tooOftenUntil)
    if (result === 'fixed') {
      throw new Refused(409, {
        error: 'fixed-by-environment',
        field: 'username',
        message: 'The name is fixed by TIKTOK_USERNAME. Change it there, or start Standby without it.',
      })
    }
    response.json(actions.tiktokStatus())
  })

  router.post('/tiktok/disconnect', (request, response) => {
    parsed(emptyBody, request.body)
    actions.disconnect()
    response.json(actions.tiktokStatus())
  })

  router.post('/tiktok/reconnect', (request, response) => {
    const result = actions.reconnect(parsed(reconnectBody, request.body).force)
    if (result !== 'ok' && 'tooOftenUntil' in result) throw tooOften(result.tooOftenUntil)
    if (result !== 'ok') {
      throw new Refused(409, {
        error: 'held-back',
        message:
          'TikTok or its sign service keeps failing, or asked to be left alone for a while. Standby tries again when the time has come.',
        retryAt: result.heldUntil,
      })
    }
    response.json(actions.tiktokStatus())
  })

  router.get('/obs/status', (_request, response) => void response.json(actions.obsStatus()))

  router.post('/obs/connect', (request, response) => {
    const change = parsed(obsBody, request.body)
    const result = actions.configureObs(change)
    if (result !== 'ok') {
      throw new Refused(409, {
        error: 'fixed-by-environment',
        field: result.fixedField,
        message: `${result.fixedField} is fixed by the environment. Change it there, or start Standby without it.`,
      })
    }
    response.json(actions.obsStatus())
  })

  router.post('/obs/retry', (request, response) => {
    parsed(emptyBody, request.body)
    actions.retryObs()
    response.json(actions.obsStatus())
  })

  router.post('/demo/drop', (request, response) => {
    const { kind, seconds } = parsed(dropBody, request.body)
    const drop = actions.drop(kind, seconds)
    if (drop === null) {
      throw new Refused(409, {
        error: 'no-demo',
        message:
          'Only the demo LIVE can be dropped, and Standby is connected to TikTok. Leave the TikTok name empty to go back to the demo.',
      })
    }
    response.json({ drop })
  })

  router.use((request) => {
    throw new Refused(404, {
      error: 'not-found',
      message: `There is no ${request.method} ${request.originalUrl.split('?')[0] ?? ''}. See docs/api.md.`,
    })
  })
  return router
}
