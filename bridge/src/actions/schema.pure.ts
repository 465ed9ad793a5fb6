import * as z from 'zod'
import { MAX_ACTIONS, METHODS, OCCASIONS, PROGRAM_ADDRESSES, PROGRAMS, type Action, type Program } from '@standby/shared/actions/action.ts'
import { headerTwice, readAddressTemplate, wrongBody, wrongHeader } from './request.pure.ts'
import { unknownGap } from '@standby/shared/actions/template.ts'

const MAX_DIAMONDS = 1_000_000_000
const name = z.string().min(1).max(500)
const id = z.string().min(1).max(200)
const plain = OCCASIONS.filter((type) => type !== 'gift' && type !== 'chat')

const when = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(plain) }),
  z.strictObject({ type: z.literal('gift'), diamonds: z.int().min(1).max(MAX_DIAMONDS) }),
  z.strictObject({ type: z.literal('chat'), text: z.string().trim().min(1).max(100) }),
])

/** Says in words what is wrong with a template. */
const template = (most: number) =>
  z
    .string()
    .max(most)
    .superRefine((text, context) => {
      const unknown = unknownGap(text)
      if (unknown !== null) context.addIssue({ code: 'custom', message: `has no value named {${unknown}}; docs/actions.md lists them` })
    })

const header = z.strictObject({ name: z.string().trim().min(1).max(100), value: template(2_000) }).superRefine((one, context) => {
  const wrong = wrongHeader(one)
  if (wrong !== null) context.addIssue({ code: 'custom', message: wrong, path: ['name'] })
})

const request = z
  .strictObject({
    type: z.literal('http-request'),
    method: z.enum(METHODS),
    url: template(2_000).superRefine((text, context) => {
      if (readAddressTemplate(text) === null) {
        const message =
          'must be an address like http://127.0.0.1:8000/path, without a name or password in it, and with no braces in the host'
        context.addIssue({ code: 'custom', message })
      }
    }),
    headers: z
      .array(header)
      .max(10)
      .superRefine((headers, context) => {
        const twice = headerTwice(headers)
        if (twice !== null) context.addIssue({ code: 'custom', message: `has ${twice} twice: a header can be there once` })
      }),
    body: z.string().max(16_000),
  })
  .superRefine((one, context) => {
    const wrong = wrongBody(one)
    if (wrong !== null) context.addIssue({ code: 'custom', message: wrong, path: ['body'] })
  })

const deed = z.discriminatedUnion('type', [
  // Without its id it is found by its name.
  z.strictObject({ type: z.literal('streamerbot-action'), id: z.string().max(200), name }),
  z.strictObject({ type: z.literal('streamerbot-trigger'), name }),
  z.strictObject({ type: z.literal('mixitup-command'), id, name }),
  z.strictObject({ type: z.literal('firebot-preset'), id, name }),
  z.strictObject({ type: z.literal('sammi-webhook'), trigger: name }),
  request,
  z.strictObject({ type: z.literal('obs-source'), scene: name, source: name, show: z.boolean() }),
  z.strictObject({ type: z.literal('obs-filter'), source: name, filter: name, show: z.boolean() }),
])

/** What a request gives of an action; without an id it is a new one. */
export const actionDraft = z.strictObject({
  id: id.optional(),
  on: z.boolean().default(true),
  when,
  deed,
  caughtUp: z.boolean().default(false),
})
export type ActionDraft = z.infer<typeof actionDraft>

export const action = z.strictObject({ id, on: z.boolean(), when, deed, caughtUp: z.boolean() })

/** Those that this version understands: a newer one's are left out, alone. */
const savedList = z
  .array(z.unknown())
  .transform((list) => list.flatMap((one) => action.safeParse(one).data ?? []).slice(0, MAX_ACTIONS))
  .catch([])
  .default([])

/** `http` and `https` for most, `ws` and `wss` for Streamer.bot; without a name or password. Null: cannot be one. */
export function readProgramAddress(program: Program, text: string): string | null {
  const url = URL.parse(text.trim())
  if (url === null || url.host === '' || url.username !== '' || url.password !== '' || url.hash !== '' || url.search !== '') return null
  const protocols = program === 'streamerbot' ? ['ws:', 'wss:'] : ['http:', 'https:']
  if (!protocols.includes(url.protocol)) return null
  const path = url.pathname.replace(/\/+$/, '')
  return program === 'streamerbot' ? `${url.protocol}//${url.host}${path}` : path === '' ? `${url.protocol}//${url.host}` : null
}

const savedAddresses = z
  .record(z.string(), z.unknown())
  .catch({})
  .default({})
  .transform((given): Record<Program, string> => {
    const addressOf = (program: Program): string => {
      const text = given[program]
      return (typeof text === 'string' ? readProgramAddress(program, text) : null) ?? PROGRAM_ADDRESSES[program]
    }
    return {
      streamerbot: addressOf('streamerbot'),
      mixitup: addressOf('mixitup'),
      firebot: addressOf('firebot'),
      sammi: addressOf('sammi'),
    }
  })

/** As it lies in the settings file. */
export const savedActions = z.object({ list: savedList, addresses: savedAddresses }).prefault({})

export interface ActionSettings {
  list: Action[]
  addresses: Record<Program, string>
}

export const programName = z.enum(PROGRAMS)
