import { emptyState } from '@standby/bridge/feed/empty-state.ts'
import { DEFAULT_RECONNECTION } from '@standby/shared/connection/policy.ts'
import { liveEventDraft, type LiveEvent } from '@standby/shared/live/event.ts'
import { newShow, topSupporters, withEvents } from '@standby/shared/live/show.ts'
import type { ReconnectionMessage, SnapshotMessage, UpdateMessage } from '@standby/shared/protocol.ts'
import * as z from 'zod'

/** 2026-12-01 20:00 UTC, ms. */
const EVENING = 1_796_155_200_000
const FIRST_OFFSET = 1_204
const EPOCH = '6f1d7a52-0c3e-4b58-9f0a-2a4a5e2f7c11'

/** What a field holds in an example: by the whole path where a name means several things, else by its name. */
const VALUES: Readonly<Record<string, unknown>> = {
  id: '7451234567890123456',
  at: EVENING,
  missed: false,
  uniqueId: 'lea.draws',
  nickname: 'Léa',
  avatarUrl: 'https://p16-sign-va.tiktokcdn.com/lea.webp',
  pictureUrl: 'https://p16-webcast.tiktokcdn.com/rose.png',
  text: 'Hello from Lyon!',
  language: 'en',
  'user.id': '6812345678901234567',
  'receiver.id': '6899999999999999999',
  'receiver.uniqueId': 'guest.sings',
  'receiver.nickname': 'Guest',
  'mentions[].id': '6801111111111111111',
  'mentions[].uniqueId': 'maya.paints',
  'mentions[].nickname': 'Maya',
  'emotes[].id': '7100000000000000001',
  'emotes[].at': 16,
  'emotes[].length': 0,
  'badges[].id': '7138300000000000000',
  scene: 8,
  level: 12,
  topGifterRank: 1,
  gifterLevel: 12,
  teamLevel: 3,
  newGifter: false,
  giftId: '5655',
  name: 'Rose',
  diamondCount: 1,
  count: 3,
  streakId: '6812345678901234567/5655/1733083200',
  final: true,
  repeatable: true,
  total: 48_213,
  followers: 12_640,
  months: 2,
  from: EVENING - 47_000,
  to: EVENING - 2_000,
  correlationId: 'lq1x2y3z-abcde',
  attempts: 2,
  cause: 'tiktok',
  caughtUp: { chat: 12, gift: 1 },
  estimatedLost: { chat: 19 },
  overlapped: true,
  complete: ['gift', 'follow'],
  caughtUpWhole: true,
  likesAdded: 340,
  followersAdded: 2,
}

/** As much of a JSON Schema as zod makes of an event. */
interface Shape {
  const?: unknown
  enum?: unknown[]
  type?: string
  anyOf?: Shape[]
  oneOf?: Shape[]
  properties?: Record<string, Shape>
  items?: Shape
}

/** What comes with some events only: in an example of everything it would mislead. */
const LEFT_OUT = new Set(['receiver', 'endedBy'])
/** Whatever is known of a user is in one example, and only some of it in the others. */
const IN_ONE = 'chat'

/** A value that fits. `path`: where in the event it is, as `user.id` or `emotes[].at`. */
function valueOf(shape: Shape, path: string): unknown {
  if ('const' in shape) return shape.const
  const name = path.slice(path.lastIndexOf('.') + 1)
  // The longest end of the path that a value is given for.
  const given = [path.split('.').slice(-2).join('.'), name].find((end) => Object.hasOwn(VALUES, end))
  if (given !== undefined) return VALUES[given]
  const choices = shape.anyOf ?? shape.oneOf
  if (choices !== undefined) return valueOf(choices.find(({ type }) => type !== 'null') ?? {}, path)
  if (shape.enum !== undefined) return shape.enum[0]
  switch (shape.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? {}).flatMap(([key, inner]) =>
          LEFT_OUT.has(key) ? [] : [[key, valueOf(inner, path === '' ? key : `${path}.${key}`)]],
        ),
      )
    case 'array':
      return [valueOf(shape.items ?? {}, `${path}[]`)]
    case 'number':
    case 'integer':
      return /(At|Until)$/.test(name) ? EVENING : 1
    case 'boolean':
      return true
    case 'string':
      return `the ${name}`
    default:
      return null
  }
}

function withLessOf(event: Record<string, unknown>): Record<string, unknown> {
  const { user } = event
  return typeof user === 'object' ? { ...event, user: { ...user, relation: { follower: true } } } : event
}

/** One event of each kind that the schema knows, as the feed sends it. Throws if the schema refuses one of them. */
export function exampleEvents(): LiveEvent[] {
  return liveEventDraft.options.map((option, index) => {
    const shape = z.toJSONSchema(option, { io: 'output' }) as Shape
    const id = `74512345678901234${String(56 + index)}`
    const whole = valueOf(shape, '') as Record<string, unknown>
    const made = { ...(whole['type'] === IN_ONE ? whole : withLessOf(whole)), id }
    return { ...liveEventDraft.parse(made), offset: FIRST_OFFSET + index }
  })
}

/** The first message to a client that has just come, of a LIVE in which the example events have happened. */
export function exampleSnapshot(): SnapshotMessage {
  const events = exampleEvents()
  const show = withEvents(newShow('7451200000000000001'), events)
  const state = emptyState({ ...DEFAULT_RECONNECTION, degradedAfterMs: 10_000 }, EVENING - 600_000)
  return {
    type: 'snapshot',
    epoch: EPOCH,
    offset: events.at(-1)?.offset ?? 0,
    recovered: false,
    state: {
      ...state,
      tiktok: { ...state.tiktok, username: 'maya.paints', roomId: '7451200000000000001', reconnectionState: 'CONNECTED', health: 'live' },
      counters: { ...show.counters, viewers: 318 },
      supporters: topSupporters(show, 10),
      gaps: [...show.gaps],
      coverage: show.coverage,
    },
    events: [],
    history: events.slice(0, 1),
    now: EVENING,
    gap: null,
  }
}

/** What follows: one more chat, and the slice that changed with it. */
export function exampleUpdate(): UpdateMessage {
  const { offset, state } = exampleSnapshot()
  const [first] = exampleEvents()
  if (first?.type !== 'chat')
    throw new Error('The first kind of event is not a chat any more: choose another for the example of an update.')
  const next = { ...first, id: '7451234567890123999', text: 'Where is that brush from?', emotes: [], mentions: [], offset: offset + 1 }
  return {
    type: 'update',
    offset: next.offset,
    events: [next],
    state: { counters: { ...state.counters, chats: state.counters.chats + 1 } },
  }
}

export function exampleAnnouncement(): ReconnectionMessage {
  return {
    type: 'tiktok:reconnection:started',
    correlationId: 'lq1x2y3z-abcde',
    at: EVENING,
    cause: 'tiktok',
    attempt: 1,
    nextAttemptAt: EVENING + 5_000,
    awayMs: 0,
  }
}
