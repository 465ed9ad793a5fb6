/** What can set an action off, in the order of the dock's list. */
export const OCCASIONS = ['drop', 'degraded', 'back', 'live-begins', 'live-ends', 'gift', 'follow', 'chat'] as const
export type Occasion = (typeof OCCASIONS)[number]

/** `diamonds`: what the whole streak is worth at least. `text`: what the chat message begins with, in any case. */
export type When = { type: Exclude<Occasion, 'gift' | 'chat'> } | { type: 'gift'; diamonds: number } | { type: 'chat'; text: string }

/** Programs that have one address and are asked over the network. */
export const PROGRAMS = ['streamerbot', 'mixitup', 'firebot', 'sammi'] as const
export type Program = (typeof PROGRAMS)[number]

/** Where each of them answers if nobody changed it. */
export const PROGRAM_ADDRESSES: Readonly<Record<Program, string>> = {
  streamerbot: 'ws://127.0.0.1:8080',
  mixitup: 'http://127.0.0.1:8911',
  firebot: 'http://127.0.0.1:7472',
  sammi: 'http://127.0.0.1:9450',
}

/** Those that can ask for a password. */
export const PROGRAMS_WITH_PASSWORD: readonly Program[] = ['streamerbot', 'sammi']

export const METHODS = ['GET', 'POST', 'PUT'] as const

export interface Header {
  name: string
  value: string
}

/** What an action does. Names are as the other program has them; `id` is that program's own. */
export type Deed =
  | { type: 'streamerbot-action'; id: string; name: string }
  | { type: 'streamerbot-trigger'; name: string }
  | { type: 'mixitup-command'; id: string; name: string }
  | { type: 'firebot-preset'; id: string; name: string }
  | { type: 'sammi-webhook'; trigger: string }
  /** `url`, the values of `headers` and `body` may have gaps, such as `{user}` (`template.ts`). */
  | { type: 'http-request'; method: (typeof METHODS)[number]; url: string; headers: Header[]; body: string }
  | { type: 'obs-source'; scene: string; source: string; show: boolean }
  | { type: 'obs-filter'; source: string; filter: string; show: boolean }
export type DeedType = Deed['type']

export const DEEDS = [
  'streamerbot-action',
  'streamerbot-trigger',
  'mixitup-command',
  'firebot-preset',
  'sammi-webhook',
  'http-request',
  'obs-source',
  'obs-filter',
] as const satisfies readonly DeedType[]

export interface Action {
  id: string
  on: boolean
  when: When
  deed: Deed
  /** It also runs for what was caught up after a drop. */
  caughtUp: boolean
}

/** The program whose address a deed needs, or null. */
export function programOf({ type }: Pick<Deed, 'type'>): Program | null {
  return PROGRAMS.find((program) => type.startsWith(`${program}-`)) ?? null
}

export const MAX_ACTIONS = 50
