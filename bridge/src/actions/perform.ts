import { programOf, type Action, type Deed } from '@standby/shared/actions/action.ts'
import { filledRequest, readAddressTemplate } from './request.pure.ts'
import type { Values } from '@standby/shared/actions/values.ts'
import type { Toggled, Toggles } from '../obs/toggles.ts'
import { ask, type Answer, type Web } from './http.ts'
import { runProgram, type ProgramAccess } from './programs.ts'
import { say, type Said } from './words.ts'

export interface Means {
  web: Web
  toggles: Pick<Toggles, 'source' | 'filter'>
  /** Where a program is, with its password. `locked`: there is a password, and it cannot be had now. */
  access: (deed: Deed) => ProgramAccess | 'locked'
  /** The secret of this action for this address; null: none. `locked`: there is one, and it cannot be had now. */
  secret: (actionId: string, address: string) => { text: string } | 'locked' | null
}

/** What else waits while this is done: a program's own jobs, one at a time. */
export function laneOf(deed: Deed): string {
  if (deed.type === 'http-request') return readAddressTemplate(deed.url)?.origin ?? deed.url
  return programOf(deed) ?? 'obs'
}

/** Does what an action is there for, and says how it went. Rejects only for a bug. */
export async function perform({ id, deed }: Action, values: Values, means: Means, signal: AbortSignal): Promise<Said> {
  switch (deed.type) {
    case 'obs-source':
      return saidOfObs(
        await means.toggles.source(deed.scene, deed.source, deed.show),
        say('obs-lacks-source', { scene: deed.scene, source: deed.source }),
      )
    case 'obs-filter':
      return saidOfObs(
        await means.toggles.filter(deed.source, deed.filter, deed.show),
        say('obs-lacks-filter', { source: deed.source, filter: deed.filter }),
      )
    case 'http-request':
      return request(id, deed, values, means, signal)
    case 'streamerbot-action':
    case 'streamerbot-trigger':
    case 'mixitup-command':
    case 'firebot-preset':
    case 'sammi-webhook': {
      const access = means.access(deed)
      if (access === 'locked') return say('secrets-locked')
      if (deed.type !== 'streamerbot-action' && deed.type !== 'streamerbot-trigger')
        return runProgram(means.web, deed, values, access, signal)
      // Only who has such an action loads what it needs.
      const { runStreamerbot } = await import('./streamerbot.ts')
      return runStreamerbot(deed, values, access, { clock: means.web.clock, signal })
    }
  }
}

type Request = Extract<Deed, { type: 'http-request' }>

async function request(id: string, deed: Request, values: Values, means: Means, signal: AbortSignal): Promise<Said> {
  const to = readAddressTemplate(deed.url)
  if (to === null) return say('wrong-address')
  const secret = means.secret(id, to.origin)
  if (secret === 'locked') return say('secrets-locked')
  const isUsed = [deed.url, deed.body, ...deed.headers.map(({ value }) => value)].some((text) => text.includes('{secret}'))
  if (isUsed && secret === null) return say('secret-missing')
  const sent = filledRequest(deed, { ...values, secret: secret?.text ?? '' })
  // What is filled in is escaped so that it cannot be: this is the last look before something leaves.
  if (URL.parse(sent.url)?.origin !== to.origin) return say('wrong-address')
  return saidOfHost(to.host, await ask(means.web, sent, { signal }))
}

function saidOfHost(host: string, answer: Answer): Said {
  if (answer.type === 'answer') {
    if (answer.status >= 200 && answer.status < 300) return say('done')
    return answer.status >= 300 && answer.status < 400
      ? say('host-redirects', { host })
      : say('host-status', { host, status: answer.status })
  }
  switch (answer.how) {
    case 'refused':
      return say('host-refused', { host })
    case 'not-found':
      return say('host-not-found', { host })
    case 'silent':
      return say('host-silent', { host })
    case 'other':
      return say('host-failed', { host, code: answer.code })
  }
}

function saidOfObs(toggled: Toggled, lacks: Said): Said {
  switch (toggled.how) {
    case 'done':
      return say('done')
    case 'away':
      return say('obs-away')
    case 'lacks':
      return lacks
    case 'failed':
      return say('obs-refused', { reason: toggled.reason })
  }
}
