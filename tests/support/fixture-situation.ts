import type { Alert, AlertId } from '@standby/shared/alert.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState, ObsStatus, TikTokStatus, UpdateMessage } from '@standby/shared/protocol.ts'
import { madeUpSettings } from './fixture-setup.ts'
import { liveState, talk } from './fixture-show.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000

/** Says something `afterMs` after the snapshot. */
export interface Step {
  afterMs: number
  events?: LiveEvent[]
  state?: Partial<FeedState>
}

/** One situation of a show, for the pages to be looked at in. Times are relative to the `now` it is made with. */
export interface Fixture {
  state: FeedState
  history: LiveEvent[]
  steps: Step[]
  /** False: the bridge goes away right after the snapshot. */
  bridgeStays: boolean
  /** What the API answers, by path; everything else is accepted. */
  answers: Record<string, { status: number; body: Record<string, unknown> }>
}

interface Change {
  tiktok?: Partial<TikTokStatus>
  obs?: Partial<ObsStatus>
  state?: Partial<FeedState>
  history?: LiveEvent[]
  steps?: Step[]
  bridgeStays?: boolean
  answers?: Fixture['answers']
}

/** The live show, but for `change`. */
export function show(now: number, change: Change = {}): Fixture {
  const { tiktok = {}, obs = {}, state = {}, history = talk(12), steps = [], bridgeStays = true } = change
  // Where the demo runs, no name is set.
  const isUnnamed = tiktok.demo === true || tiktok.username === null
  const answers = { ...(isUnnamed && { '/api/settings': { status: 200, body: { ...madeUpSettings(null) } } }), ...change.answers }
  const live = { ...liveState(now), ...state }
  return { history, steps, bridgeStays, answers, state: { ...live, tiktok: { ...live.tiktok, ...tiktok }, obs: { ...live.obs, ...obs } } }
}

const URGENT: readonly AlertId[] = ['reconnection-failed', 'cycles-failed', 'auth', 'storage']

/** One that was raised `agoMs` ago. */
export function alert(now: number, id: AlertId, agoMs: number, params: Alert['params']): Alert {
  return { id, severity: URGENT.includes(id) ? 'critical' : 'warning', raisedAt: now - agoMs, clearedAt: null, params }
}

/** The update a step sends, following an offset. */
export function updateOf(step: Step, offset: number): UpdateMessage {
  return { type: 'update', offset: step.events?.at(-1)?.offset ?? offset, events: step.events ?? [], state: step.state ?? {} }
}
