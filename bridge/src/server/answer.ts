import type { ApiError } from '@standby/shared/protocol.ts'
import { refusalText, type RefusalCode, type SaidByCode } from '@standby/shared/words/refusals.ts'
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

interface About {
  field?: string
  retryAt?: number
  /** What is of use to a program only: the message goes on with it, the pages do not say it. */
  detail?: string
}

/** A refusal in the words that the pages have for its code. */
export function refused(status: number, error: SaidByCode, { detail, ...about }: About = {}): Refused {
  return new Refused(status, { error, ...about, message: refusalText(error, detail) })
}

/** The parsed body, or a 400 that names the first field that is wrong. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = issue?.path.join('.') ?? ''
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : null
  const field = unknown === null ? path : [path, unknown].filter((name) => name !== '').join('.')
  const sentence = issue === undefined || field === '' ? null : sentenceOf(issue, field)
  // The schema's own words, for what the catalogue does not have: a whole sentence, or what follows the field's name ("must be …").
  const own = issue?.message ?? 'is not valid'
  const message = sentence?.text ?? (field === '' ? 'Send a JSON object.' : /^[A-Z]/.test(own) ? own : `${field} ${own}`)
  const about = { ...(field !== '' && { field }), ...(sentence !== null && { sentence }) }
  throw new Refused(400, { error: 'invalid-request', message, ...about })
}

export function sendRefusal(response: Response, refused: Refused): void {
  const retryAt = refused.body['retryAt']
  if (refused.status === 429 && typeof retryAt === 'number') {
    response.set('Retry-After', String(Math.max(1, Math.ceil((retryAt - Date.now()) / 1_000))))
  }
  // Whatever type the route had set for what it did not get to send.
  response.status(refused.status).type('json').json(refused.body)
}
