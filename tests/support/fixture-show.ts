import { say } from '@standby/bridge/obs/words.ts'
import { FULL_COVERAGE } from '@standby/shared/gap.ts'
import { NO_MODERATION } from '@standby/shared/moderation.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/overlay-settings.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { LiveEvent, LiveEventDraft, LiveUser } from '@standby/shared/live/event.ts'
import {
  DEFAULT_OBS_AUTOMATION,
  NO_OBS_OUTPUT,
  type DegradedView,
  type FeedState,
  type ObsStatus,
  type TikTokStatus,
} from '@standby/shared/protocol.ts'
import { madeUpStability } from './fixture-stability.ts'

// A made-up show: the people, what they say and send, and what the bridge would tell about it.

export function person(id: number, nickname: string, uniqueId = `user${id}`): LiveUser {
  // Every third has a picture, which the fixture bridge draws.
  const avatarUrl = id % 3 === 0 ? `https://pictures.test/${(id * 47) % 360}` : null
  return { id: String(7_000_000 + id), uniqueId, nickname, avatarUrl }
}

const PEOPLE = [
  'Maya',
  'Jonas K.',
  'Zoé 🌿',
  'ليلى',
  'Noam',
  '小林さくら',
  'Priya',
  'Lou-Anne',
  'DJ Marlon',
  'נועה',
  'Anastasia',
  'Tom',
].map((name, at) => person(at, name))

export function viewer(at: number): LiveUser {
  return PEOPLE[at % PEOPLE.length] ?? person(at, 'Somebody')
}

type DraftOf<Type extends LiveEventDraft['type']> = Omit<Extract<LiveEventDraft, { type: Type }>, 'id' | 'at' | 'missed' | 'user'>

/** An event with everything that is not said made up. */
export function event<Type extends LiveEventDraft['type']>(
  offset: number,
  draft: DraftOf<Type> & { type: Type },
  more: { user?: LiveUser; missed?: boolean; at?: number } = {},
): LiveEvent {
  return {
    id: String(9_000_000_000 + offset),
    offset,
    at: more.at ?? 1_700_000_000_000,
    user: more.user ?? viewer(offset),
    missed: more.missed ?? false,
    ...draft,
  } as LiveEvent
}

const TALK = [
  'This song again, yes!!',
  'hello from Lyon 👋🏽',
  'How long did the painting take?',
  'مرحبا من القاهرة، الصوت رائع اليوم',
  'the blue one is so good',
  'שלום מתל אביב 🎶',
  '今日も配信ありがとう！',
  'can you show the sketchbook please',
  '😂😂😂 the cat',
  'I just came in, what did I miss?',
  'turn it up a little',
  'goosebumps',
]

/** `count` chat messages in a row. */
export function talk(count: number, from = 1, missed = false): LiveEvent[] {
  return Array.from({ length: count }, (_, at) =>
    event(from + at, { type: 'chat', text: TALK[at % TALK.length] ?? '' }, { missed, user: viewer(from + at) }),
  )
}

export function gift(
  offset: number,
  streakId: string,
  name: string,
  diamondCount: number,
  count: number,
  final: boolean,
  more: { user?: LiveUser; missed?: boolean } = {},
): LiveEvent {
  return event(offset, { type: 'gift', giftId: '5655', name, diamondCount, count, streakId, final }, more)
}

export const OBS_OFF: ObsStatus = {
  phase: 'off',
  url: 'ws://127.0.0.1:4455',
  hasPassword: false,
  problem: null,
  nextAttemptAt: null,
  version: null,
  programScene: null,
  scenes: [],
  standbyScene: 'Standby',
  standbySceneExists: null,
  studioMode: null,
  sourceExists: null,
  canvases: [],
  hints: [],
  settings: DEFAULT_OBS_AUTOMATION,
  output: NO_OBS_OUTPUT,
  automation: {
    state: 'idle',
    returnTo: null,
    standbySince: null,
    lastAction: null,
    paused: false,
    manual: false,
    next: null,
    nextAt: null,
    holding: null,
  },
}

export const OBS_ON: ObsStatus = {
  ...OBS_OFF,
  phase: 'connected',
  hasPassword: true,
  version: '32.0.1',
  programScene: 'Painting, top camera',
  scenes: ['Painting, top camera', 'Face', 'Standby'],
  standbySceneExists: true,
  studioMode: false,
}

/** A live show, everything well. */
export function liveState(now: number): FeedState {
  return {
    tiktok: {
      username: 'maya.paints',
      demo: false,
      roomId: '7412345678901234567',
      reconnectionState: 'CONNECTED',
      health: 'live',
      cause: null,
      attempt: 0,
      maxAttempts: 10,
      signBudget: [
        { windowMs: 60_000, limit: 5, left: 4 },
        { windowMs: 3_600_000, limit: 30, left: 27 },
      ],
      stability: madeUpStability(now, 47 * 60_000),
      policy: { maxAttempts: 10, baseDelayMs: 5_000, maxDelayMs: 300_000, multiplier: 2, degradedAfterMs: 10_000 },
      nextAttemptAt: null,
      since: now - 47 * 60_000,
      lostAt: null,
      correlationId: null,
      circuitBreaker: { state: 'closed', openUntil: null },
      degraded: null,
      paused: false,
      metrics: {
        connectedMs: 47 * 60_000,
        drops: 0,
        recoveries: 0,
        attempts: 1,
        framesReceived: 18_200,
        eventsAccepted: 4_210,
        duplicatesIgnored: 12,
        undecoded: {},
      },
    },
    counters: {
      viewers: 1_248,
      likes: 48_310,
      followers: 12_640,
      diamonds: 6_240,
      chats: 902,
      gifts: 131,
      follows: 44,
      shares: 23,
      joins: 3_102,
      subscribes: 3,
    },
    supporters: [
      { user: viewer(0), diamonds: 2_900 },
      { user: viewer(3), diamonds: 1_240 },
      { user: viewer(8), diamonds: 410 },
      { user: viewer(5), diamonds: 120 },
    ],
    recovery: null,
    gaps: [],
    coverage: FULL_COVERAGE,
    overlay: DEFAULT_OVERLAY,
    moderation: NO_MODERATION,
    obs: OBS_ON,
    demo: { running: false, drop: null },
    alerts: [],
  }
}

export const OBS_STANDBY: Partial<ObsStatus> = {
  programScene: 'Standby',
  automation: {
    ...OBS_OFF.automation,
    state: 'standby',
    returnTo: 'Painting, top camera',
    standbySince: 1_700_000_000_000,
    lastAction: {
      at: 1_700_000_000_000,
      command: say('to-standby', { scene: 'Standby' }),
      why: say('tiktok-away', { seconds: 10 }),
      dryRun: false,
    },
  },
}

/** The status `awayMs` after a drop. */
export function lost(now: number, kind: CauseKind, more: Partial<TikTokStatus> & { awayMs: number }): Partial<TikTokStatus> {
  const { awayMs, ...rest } = more
  return {
    reconnectionState: 'RECONNECTING',
    health: awayMs >= 10_000 ? 'degraded' : 'reconnecting',
    cause: { kind, at: now - awayMs, detail: 'made up for a picture' },
    attempt: 2,
    since: now - awayMs,
    lostAt: now - awayMs,
    stability: madeUpStability(now, 47 * 60_000, [
      { agoMs: 31 * 60_000, lastedMs: 5_400, cause: 'tiktok', attempts: 1 },
      { agoMs: awayMs, lastedMs: null, cause: kind, attempts: kind === 'network' ? 0 : (rest.attempt ?? 2) - 1 },
    ]),
    correlationId: 'lq1x2y3z-abcde',
    degraded: awayMs >= 10_000 ? degradedView(now, awayMs, kind) : null,
    ...rest,
  }
}

function degradedView(now: number, awayMs: number, cause: CauseKind): DegradedView {
  return {
    since: now - awayMs + 10_000,
    cause,
    parts: {
      chat: 'stale',
      alerts: 'paused',
      counters: 'stale',
      goals: 'cached',
      supporters: 'cached',
      history: 'works',
      obs: 'works',
      moderation: 'works',
    },
    valuesAt: now - awayMs,
    recovery: { earliestAt: now + 12_000, latestAt: now + 70_000, basis: 'past-outages', outages: 4 },
    missed: { chat: 31, gift: 2, like: 18 },
  }
}
