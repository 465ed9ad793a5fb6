import type { Deed, Program } from '@standby/shared/actions/action.ts'
import type { Values } from '@standby/shared/actions/values.ts'
import type { Offer } from '@standby/shared/actions/view.ts'
import * as z from 'zod'
import { ask, type Answer, type Sent, type Web } from './http.ts'
import { say, type Said } from './words.ts'

/** The programs that are asked by HTTP. */
type HttpProgram = Exclude<Program, 'streamerbot'>
type HttpDeed = Extract<Deed, { type: 'mixitup-command' | 'firebot-preset' | 'sammi-webhook' }>

export interface ProgramAccess {
  address: string
  /** Null: none is saved for this address. */
  password: string | null
}

export type Listed = { ok: true; offers: Offer[] } | { ok: false; problem: Said }

/** Mix It Up’s names for values are small letters and digits. It would fill in what looks like one of its own (`$…`) in a viewer's words. */
function forMixItUp(values: Values): Record<string, string> {
  const entries = Object.entries(values).map(([name, value]) => [`standby${name}`, String(value).replaceAll('$', '＄')])
  return Object.fromEntries(entries) as Record<string, string>
}

/** What one of them is sent for a deed. */
export function requestFor(deed: HttpDeed, values: Values, { address, password }: ProgramAccess): Sent {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}): Sent => ({
    method: 'POST',
    url: `${address}${path}`,
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'Standby', ...headers },
    body: JSON.stringify(body),
  })
  switch (deed.type) {
    case 'mixitup-command': {
      const special = forMixItUp(values)
      const body = { Arguments: special['standbyrest'] ?? '', SpecialIdentifiers: special }
      return post(`/api/v2/commands/${encodeURIComponent(deed.id)}`, body)
    }
    case 'firebot-preset':
      return post(`/api/v1/effects/preset/${encodeURIComponent(deed.id)}`, { username: values.user || 'Standby', args: values })
    case 'sammi-webhook':
      // Its trigger comes last: no value may take the place of it.
      return post('/webhook', { ...values, trigger: deed.trigger }, password === null ? {} : { Authorization: password })
  }
}

/** What an answer means, for a program that was asked for `name`. */
export function saidOf(program: HttpProgram, answer: Answer, name: string): Said {
  if (answer.type === 'failed') {
    return answer.how === 'silent' ? say('no-answer', { program }) : say('not-running', { program })
  }
  const { status } = answer
  if (status >= 200 && status < 300) return say('done')
  if (status === 401 || status === 403) return say(program === 'sammi' ? 'password-wrong' : 'odd-answer', { program })
  if (status === 404 && program !== 'sammi') return say('program-lacks', { program, name })
  if (status >= 300 && status < 400) return say('odd-answer', { program })
  return say('program-refused', { program, status })
}

export async function runProgram(web: Web, deed: HttpDeed, values: Values, access: ProgramAccess, signal: AbortSignal): Promise<Said> {
  const program: HttpProgram = deed.type === 'mixitup-command' ? 'mixitup' : deed.type === 'firebot-preset' ? 'firebot' : 'sammi'
  const answer = await ask(web, requestFor(deed, values, access), { signal })
  const said = saidOf(program, answer, 'name' in deed ? deed.name : deed.trigger)
  return said.code === 'password-wrong' && access.password === null ? say('password-needed', { program }) : said
}

const mixItUpPage = z.object({
  Commands: z.array(z.object({ ID: z.string(), Name: z.string(), GroupName: z.string().nullish(), IsEnabled: z.boolean().nullish() })),
  TotalCount: z.number().nullish(),
})
const firebotList = z.array(z.object({ id: z.string(), name: z.string() }))

const PAGE_SIZE = 200
const MAX_PAGES = 25

export async function listMixItUp(web: Web, address: string): Promise<Listed> {
  const offers: Offer[] = []
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await get(web, `${address}/api/v2/commands?skip=${page * PAGE_SIZE}&pageSize=${PAGE_SIZE}`)
    const list = jsonOf(mixItUpPage, answer)
    if (list === null) return { ok: false, problem: problemOf('mixitup', answer) }
    offers.push(...list.Commands.map(({ ID, Name, GroupName }) => ({ id: ID, name: Name, group: GroupName ?? '' })))
    if (list.Commands.length < PAGE_SIZE || offers.length >= (list.TotalCount ?? Infinity)) break
  }
  return { ok: true, offers: unique(offers) }
}

export async function listFirebot(web: Web, address: string): Promise<Listed> {
  const answer = await get(web, `${address}/api/v1/effects/preset`)
  const list = jsonOf(firebotList, answer)
  if (list === null) return { ok: false, problem: problemOf('firebot', answer) }
  return { ok: true, offers: list.map(({ id, name }) => ({ id, name, group: '' })) }
}

const get = (web: Web, url: string): Promise<Answer> =>
  ask(web, { method: 'GET', url, headers: { 'User-Agent': 'Standby' }, body: null }, { reads: true })

function jsonOf<T>(schema: z.ZodType<T>, answer: Answer): T | null {
  return answer.type === 'answer' && answer.status === 200 ? (schema.safeParse(answer.json).data ?? null) : null
}

function problemOf(program: HttpProgram, answer: Answer): Said {
  if (answer.type === 'answer') return say('odd-answer', { program })
  return saidOf(program, answer, '')
}

/** A program that ignores where to begin gives the same page again. */
function unique(offers: readonly Offer[]): Offer[] {
  return [...new Map(offers.map((offer) => [offer.id, offer])).values()]
}
