import type { ApiError } from '@standby/shared/protocol.ts'
import type { RefusalCode } from '@standby/shared/words/refusals.ts'
import type { Response } from 'express'
import type * as z from 'zod'
import { sentenceOf } from './wrong-field.ts'

type RefusalBody = ApiError & Record<string, unknown> & { error: RefusalCode }

/** An answer that is not a success: thrown by a route, sent by the one error handler. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  readonly body: RefusalBody

  constructor(status: number, body: RefusalBody) {
    super(body.message)
    this.status = status
    this.body = body
  }
}

/** The parsed body, or a 400 that names the first field that is wrong. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = issue?.path.join('.') ?? ''
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : null
  const field = unknown === null ? path : [path, unknown].filter((name) => name !== '').join('.')
  const said = unknown === null ? (issue?.message ?? 'is not valid') : 'is not known here. Leave it out.'
  // A whole sentence stands for itself; a fragment ("must be …") needs to be told of what.
  const message = field === '' ? 'Send a JSON object.' : /^[A-Z]/.test(said) ? said : `${field} ${said}`
  const sentence = issue === undefined || field === '' ? null : sentenceOf(issue, field, message)
  const about = { ...(field !== '' && { field }), ...(sentence !== null && { sentence }) }
  throw new Refused(400, { error: 'invalid-request', message, ...about })
}

export function sendRefusal(response: Response, refused: Refused): void {
  const retryAt = refused.body['retryAt']
  if (refused.status === 429 && typeof retryAt === 'number') {
    response.set('Retry-After', String(Math.max(1, Math.ceil((retryAt - Date.now()) / 1_000))))
  }
  response.status(refused.status).json(refused.body)
}
