import { DROP_KINDS, type DemoStatus, type DropKind, type TikTokStatus } from '@standby/shared/protocol.ts'
import type { SessionStability } from '@standby/shared/connection/stability.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import { tiktokUsername, waysInOrder } from '@standby/shared/settings/connection.ts'
import { Router, type Response } from 'express'
import * as z from 'zod'
import { parsed, refused, type Refused } from '../server/answer.ts'
import { studioCredentials } from '../sources/studio/credentials.pure.ts'
import type { KeysChange } from './keys.ts'

/** What the API can see and do. Plain callbacks: the API knows nothing of how they are done. */
export interface LiveActions {
  tiktokStatus(): TikTokStatus
  /** The past LIVEs of this run, newest first. */
  sessions(): SessionStability[]
  /** Null: the demo. `'fixed'` when the environment fixes another name. */
  connect(username: string | null | undefined): Promise<'ok' | 'fixed' | TooOften>
  disconnect(): void
  reconnect(force: boolean): Reconnected
  /** The creator says that the name is right, whatever TikTok says: from now on it is tried again and again, and once at once. */
  keepTrying(): Reconnected
  /** The ways into a LIVE in their order. `'fixed'` when the environment decides them. */
  setWays(ways: readonly Way[]): 'ok' | 'fixed'
  /** The secrets of the ways. Names the one that the environment decides. */
  setKeys(change: KeysChange): 'ok' | { fixed: keyof KeysChange }
  /** Null when there is no demo to drop. */
  drop(kind: DropKind, seconds: number): DemoStatus['drop']
}

/** Somebody presses too often: not before `retryAt`. */
export interface TooOften {
  tooOftenUntil: number
}

/** `heldUntil`: the circuit breaker is open, or the other side asked to wait; only `force` goes through. */
export type Reconnected = 'ok' | { heldUntil: number } | TooOften

export const connectBody = z.strictObject({ username: tiktokUsername.optional() })
export const reconnectBody = z.strictObject({ force: z.boolean().default(false) })
export const waysBody = z.strictObject({ ways: waysInOrder })
/** A key of the sign service has no blanks or line breaks: a header would not take them. */
const signKey = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{1,500}$/)
export const keysBody = z.strictObject({ studio: studioCredentials.nullable().optional(), signKey: signKey.nullable().optional() })
const KEY_VARIABLES: Readonly<Record<keyof KeysChange, string>> = { studio: 'LIVE_STUDIO_APP_ID and the others', signKey: 'SIGN_API_KEY' }
export const emptyBody = z.strictObject({})
export const dropBody = z.strictObject({
  kind: z.enum(DROP_KINDS),
  seconds: z.number().min(1).max(600).default(20),
})
export function tooOften(retryAt: number): Refused {
  return refused(429, 'too-often', { retryAt, detail: 'By hand, one is allowed in 5 seconds, and 6 in a minute.' })
}

/** The routes of the connection to TikTok, and of the demo LIVE. */
export function liveRoutes(actions: LiveActions): Router {
  const router = Router()

  function answer(response: Response, result: Reconnected): void {
    if (result !== 'ok' && 'tooOftenUntil' in result) throw tooOften(result.tooOftenUntil)
    if (result !== 'ok') throw refused(409, 'held-back', { retryAt: result.heldUntil })
    response.json(actions.tiktokStatus())
  }

  router.get('/tiktok/status', (_request, response) => void response.json(actions.tiktokStatus()))

  router.get('/tiktok/sessions', (_request, response) => void response.json({ sessions: actions.sessions() }))

  router.post('/tiktok/connect', async (request, response) => {
    const body = parsed(connectBody, request.body)
    const result = await actions.connect(body.username)
    if (typeof result === 'object') throw tooOften(result.tooOftenUntil)
    if (result === 'fixed') throw refused(409, 'fixed-by-environment', { field: 'username', detail: 'The variable is TIKTOK_USERNAME.' })
    response.json(actions.tiktokStatus())
  })

  router.post('/tiktok/disconnect', (request, response) => {
    parsed(emptyBody, request.body)
    actions.disconnect()
    response.json(actions.tiktokStatus())
  })

  router.post('/tiktok/reconnect', (request, response) => {
    answer(response, actions.reconnect(parsed(reconnectBody, request.body).force))
  })

  router.post('/tiktok/keep-trying', (request, response) => {
    parsed(emptyBody, request.body)
    answer(response, actions.keepTrying())
  })

  router.post('/tiktok/ways', (request, response) => {
    const { ways } = parsed(waysBody, request.body)
    if (actions.setWays(ways) === 'fixed') {
      throw refused(409, 'fixed-by-environment', { field: 'ways', detail: 'The variable is TIKTOK_SOURCES.' })
    }
    response.json(actions.tiktokStatus())
  })

  router.post('/tiktok/keys', (request, response) => {
    const result = actions.setKeys(parsed(keysBody, request.body))
    if (result !== 'ok') {
      const { fixed } = result
      throw refused(409, 'fixed-by-environment', { field: fixed, detail: `The variable is ${KEY_VARIABLES[fixed]}.` })
    }
    response.json(actions.tiktokStatus())
  })

  router.post('/demo/drop', (request, response) => {
    const { kind, seconds } = parsed(dropBody, request.body)
    const drop = actions.drop(kind, seconds)
    if (drop === null) throw refused(409, 'no-demo')
    response.json({ drop })
  })

  return router
}
