import type { DeedType, Program } from '@standby/shared/actions/action.ts'
import type { Offers, ObsOffers } from '@standby/shared/actions/view.ts'
import type { Toggles } from '../obs/toggles.ts'
import type { Web } from './http.ts'
import { listFirebot, listMixItUp, type Listed, type ProgramAccess } from './programs.ts'
import { say } from './words.ts'

/** Those of which a program can say what there is. SAMMI cannot. */
export const LISTED = [
  'streamerbot-action',
  'streamerbot-trigger',
  'mixitup-command',
  'firebot-preset',
] as const satisfies readonly DeedType[]
export type ListedType = (typeof LISTED)[number]

/** What a program offers now. Never rejects. */
export async function offersOf(type: ListedType, accessTo: (program: Program) => ProgramAccess | 'locked', web: Web): Promise<Offers> {
  const listed = await listOf(type, accessTo, web)
  if (!listed.ok) return { offers: [], problem: listed.problem }
  const inOrder = listed.offers.toSorted((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name))
  return { offers: inOrder, problem: null }
}

async function listOf(type: ListedType, accessTo: (program: Program) => ProgramAccess | 'locked', web: Web): Promise<Listed> {
  const access = accessTo(type === 'mixitup-command' ? 'mixitup' : type === 'firebot-preset' ? 'firebot' : 'streamerbot')
  if (access === 'locked') return { ok: false, problem: say('secrets-locked') }
  if (type === 'mixitup-command') return listMixItUp(web, access.address)
  if (type === 'firebot-preset') return listFirebot(web, access.address)
  const { listStreamerbot } = await import('./streamerbot.ts')
  return listStreamerbot(type === 'streamerbot-action' ? 'actions' : 'triggers', access, web.clock)
}

/** What can be shown and hidden in OBS now. Never rejects. */
export async function obsOffersOf(toggles: Pick<Toggles, 'list'>): Promise<ObsOffers> {
  const listed = await toggles.list()
  if (listed.how === 'done') return { scenes: listed.scenes, filters: listed.filters, problem: null }
  const problem = listed.how === 'failed' ? say('obs-refused', { reason: listed.reason }) : say('obs-away')
  return { scenes: [], filters: [], problem }
}
