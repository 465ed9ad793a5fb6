import type { NameCheck, RehearsalView, TokensView } from '@standby/shared/setup.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parseUsername } from '@standby/shared/settings/tiktok-username.ts'
import { tooOften } from '../live/routes.ts'
import { TOKEN_KINDS, type TokenKind } from '../server/token-kinds.ts'
import { parsed, refused } from '../server/answer.ts'

export interface SetupActions {
  checkName(username: string): Promise<NameCheck | { tooOftenUntil: number }>
  rehearsal(): RehearsalView
  rehearse(on: boolean): Promise<'ok' | 'on-air'>
  tokens(): TokensView
  /** `off`: there are none. */
  replaceToken(which: TokenKind): 'ok' | 'fixed' | 'off'
}

export const nameBody = z.strictObject({
  username: z.string().transform((value, context) => {
    const result = parseUsername(value)
    if (result.ok) return result.username
    context.addIssue({ code: 'custom', params: { code: result.code } })
    return z.NEVER
  }),
})
export const rehearsalBody = z.strictObject({ on: z.boolean() })
export const whichBody = z.strictObject({ which: z.enum(TOKEN_KINDS) })

/** The routes of the home page's steps. */
export function setupRoutes(actions: SetupActions): Router {
  const router = Router()

  router.post('/tiktok/check', async (request, response) => {
    const answer = await actions.checkName(parsed(nameBody, request.body).username)
    if ('tooOftenUntil' in answer) throw tooOften(answer.tooOftenUntil)
    response.json(answer)
  })

  router.get('/rehearsal', (_request, response) => void response.json(actions.rehearsal()))

  router.post('/rehearsal', async (request, response) => {
    if ((await actions.rehearse(parsed(rehearsalBody, request.body).on)) === 'on-air') throw refused(409, 'on-air')
    response.json(actions.rehearsal())
  })

  router.get('/tokens', (_request, response) => void response.json(actions.tokens()))

  router.post('/tokens/replace', (request, response) => {
    const { which } = parsed(whichBody, request.body)
    const result = actions.replaceToken(which)
    if (result === 'off') throw refused(409, 'no-tokens', { detail: 'docs/two-computers.md says how to let others in.' })
    if (result === 'fixed') throw refused(409, 'fixed-by-environment', { field: which })
    response.json(actions.tokens())
  })
  return router
}
