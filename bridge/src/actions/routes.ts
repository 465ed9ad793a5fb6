import { PROGRAMS_WITH_PASSWORD, type Program } from '@standby/shared/actions/action.ts'
import { actionDraft, programName, readProgramAddress, type ActionDraft } from './schema.pure.ts'
import type { ActionsView, ObsOffers, Offers, Outcome } from '@standby/shared/actions/view.ts'
import { Router } from 'express'
import * as z from 'zod'
import { parsed, refused } from '../server/answer.ts'
import { LISTED, type ListedType } from './offers.ts'

export interface ActionsApi {
  view(): ActionsView
  /** `secret`: null forgets it, and what is left out stays. */
  save(draft: ActionDraft, secret: string | null | undefined): 'ok' | 'full' | 'unknown'
  remove(id: string): boolean
  /** Null if there is no such action. */
  test(id: string): Promise<Outcome | null>
  setProgram(program: Program, address: string | undefined, password: string | null | undefined): void
  offers(type: ListedType): Promise<Offers>
  obsOffers(): Promise<ObsOffers>
}

const secret = z.string().min(1).max(2_000).nullable().optional()
export const saveBody = z.strictObject({ action: actionDraft, secret })
export const idBody = z.strictObject({ id: z.string().min(1).max(200) })
export const programBody = z
  .strictObject({ program: programName, address: z.string().max(500).optional(), password: secret })
  .transform(({ program, address, password }, context) => {
    const read = address === undefined ? undefined : readProgramAddress(program, address)
    if (read === null) {
      const example = program === 'streamerbot' ? 'ws://127.0.0.1:8080' : 'http://127.0.0.1:8911'
      const message = `must be an address like ${example}, without a name or password in it`
      context.addIssue({ code: 'custom', path: ['address'], message })
      return z.NEVER
    }
    if (password !== undefined && password !== null && !PROGRAMS_WITH_PASSWORD.includes(program)) {
      context.addIssue({ code: 'custom', path: ['password'], message: 'is of no use here: this program asks for none' })
      return z.NEVER
    }
    return { program, address: read, password }
  })
const offersOf = z.enum([...LISTED, 'obs'])
export const offersParam = z.object({ of: offersOf })

/** The routes under `/api/actions`. */
export function actionRoutes(actions: ActionsApi): Router {
  const router = Router()

  router.get('/actions', (_request, response) => void response.json(actions.view()))

  router.post('/actions', (request, response) => {
    const body = parsed(saveBody, request.body)
    const result = actions.save(body.action, body.secret)
    if (result === 'full') throw refused(409, 'too-many-actions')
    if (result === 'unknown') throw refused(404, 'no-such-action', { field: 'action.id' })
    response.json(actions.view())
  })

  router.post('/actions/remove', (request, response) => {
    if (!actions.remove(parsed(idBody, request.body).id)) throw refused(404, 'no-such-action', { field: 'id' })
    response.json(actions.view())
  })

  router.post('/actions/test', async (request, response) => {
    const outcome = await actions.test(parsed(idBody, request.body).id)
    if (outcome === null) throw refused(404, 'no-such-action', { field: 'id' })
    response.json(outcome)
  })

  router.post('/actions/programs', (request, response) => {
    const { program, address, password } = parsed(programBody, request.body)
    actions.setProgram(program, address, password)
    response.json(actions.view())
  })

  router.get('/actions/offers/:of', async (request, response) => {
    const of = offersOf.safeParse(request.params['of'])
    if (!of.success) throw refused(404, 'not-found', { detail: `There are offers of ${offersOf.options.join(', ')}.` })
    response.json(await (of.data === 'obs' ? actions.obsOffers() : actions.offers(of.data)))
  })

  return router
}
