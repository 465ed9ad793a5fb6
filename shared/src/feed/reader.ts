import * as z from 'zod'
import type { CauseKind } from '../connection/cause.ts'
import type { RecoveryEstimate } from '../live/gap.ts'
import type { GapCause } from '../live/event.ts'
import { NO_MODERATION, type hiddenBy, type Moderation } from '../settings/moderation.ts'
import type { LookFont } from '../settings/look-settings.ts'
import type { GoalKind, OverlayCorner, OverlayTheme } from '../settings/overlay-settings.ts'
import type { FeedGap, Health, ReconnectionState, Supporter } from '../protocol.ts'

// What a client that has only the read token is given of the feed: the show of the LIVE that is on, and nothing else. Everything is left
// out that is not named here, so what is added to the feed one day reaches no reader until somebody writes it down.

/** One of our own words, of which there may be more one day. */
const word = <Word extends string>() => z.custom<Word>((value) => typeof value === 'string')

const yes = z.boolean().exactOptional()
/** What a page marks; the badges are not shown. */
const relation = z.object({ follower: yes, friend: yes, moderator: yes, subscriber: yes })
const user = z.object({
  id: z.string(),
  uniqueId: z.string(),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  relation: relation.exactOptional(),
})
const emote = z.object({ id: z.string(), pictureUrl: z.string().nullable(), at: z.number(), length: z.number() })
const moment = { id: z.string(), at: z.number(), missed: z.boolean(), offset: z.number() }
const some = z.number().exactOptional()
const counts = z.object({ chat: some, gift: some, like: some, follow: some, share: some, join: some, subscribe: some, gap: some })
const outage = { from: z.number(), to: z.number(), caughtUp: counts, estimatedLost: counts.nullable(), overlapped: z.boolean() }

const event = z.discriminatedUnion('type', [
  z.object({ ...moment, user, type: z.literal('chat'), text: z.string(), emotes: z.array(emote).exactOptional() }),
  z.object({
    ...moment,
    user,
    type: z.literal('gift'),
    receiver: user.exactOptional(),
    giftId: z.string(),
    name: z.string(),
    diamondCount: z.number(),
    count: z.number(),
    streakId: z.string(),
    final: z.boolean(),
  }),
  z.object({ ...moment, user, type: z.literal('like'), count: z.number(), total: z.number() }),
  z.object({ ...moment, user, type: z.literal('follow') }),
  z.object({ ...moment, user, type: z.literal('share') }),
  z.object({ ...moment, user, type: z.literal('join') }),
  z.object({ ...moment, user, type: z.literal('subscribe') }),
  z.object({ ...moment, ...outage, type: z.literal('gap'), cause: word<GapCause>(), correlationId: z.string().nullable() }),
])

/** One that is not among them is left out, and the others come. */
const events = z.array(z.unknown()).transform((all) =>
  all.flatMap((one) => {
    const parsed = event.safeParse(one)
    return parsed.success ? [parsed.data] : []
  }),
)

const part = z.object({ on: z.boolean(), corner: word<OverlayCorner>() })
const overlay = z.object({
  language: word<'en' | 'fr'>().nullable(),
  theme: word<OverlayTheme>(),
  scale: z.number(),
  parts: z.object({
    chat: part,
    alerts: part,
    counters: part,
    activity: part,
    goals: part,
    supporters: part,
    badge: part,
    summary: part,
    battle: part,
  }),
  safeZones: z.boolean(),
  mirrored: z.boolean(),
  callsToAction: z.boolean(),
  links: z.boolean(),
  outageFigures: z.boolean(),
  avatars: z.boolean(),
  giftPictures: z.boolean(),
  guestGifts: z.boolean(),
  sound: z.object({ on: z.boolean(), volume: z.number() }),
  goals: z.array(z.object({ kind: word<GoalKind>(), title: z.string(), target: z.number(), current: z.number() })),
})

const host = z.object({ id: z.string(), uniqueId: z.string(), nickname: z.string(), avatarUrl: z.string().nullable() })
const side = z.object({
  id: z.string(),
  hosts: z.array(host),
  score: z.number(),
  own: z.boolean(),
  result: word<'win' | 'lose' | 'draw'>().exactOptional(),
})
const battle = z.object({ endsAt: z.number().nullable(), at: z.number(), over: z.boolean(), sides: z.array(side) })

/** Without the name that it has on the creator's computer. */
const ownFile = z.object({ id: z.string(), type: z.string() }).nullable()
const cardText = z.object({ title: z.string(), line: z.string() }).exactOptional()
const cardTexts = z.object({ away: cardText, break: cardText, welcome: cardText, soon: cardText, paused: cardText, ended: cardText })
const card = z.object({
  title: z.string().nullable(),
  line: z.string().nullable(),
  accent: z.string().nullable(),
  shows: z.object({ timeAway: z.boolean(), figures: z.boolean(), goals: z.boolean(), supporters: z.boolean(), ring: z.boolean() }),
  volume: z.number(),
  texts: z.object({ en: cardTexts.exactOptional(), fr: cardTexts.exactOptional() }),
  backdrop: ownFile,
  music: ownFile,
})
const look = z.object({
  accent: z.string().nullable(),
  ground: z.string().nullable(),
  font: word<LookFont>(),
  radius: z.number().nullable(),
  alertFrom: z.number(),
  soundFrom: z.number(),
  ownFont: ownFile,
  sound: ownFile,
})

const readerState = z.object({
  tiktok: z.object({
    reconnectionState: word<ReconnectionState>(),
    health: word<Health>(),
    paused: z.boolean(),
    since: z.number(),
    lostAt: z.number().nullable(),
    nextAttemptAt: z.number().nullable(),
    cause: z.object({ kind: word<CauseKind>(), at: z.number() }).nullable(),
    degraded: z
      .object({
        since: z.number(),
        recovery: z.object({ earliestAt: z.number(), latestAt: z.number(), basis: word<RecoveryEstimate['basis']>() }).nullable(),
      })
      .nullable(),
  }),
  counters: z.object({
    viewers: z.number(),
    likes: z.number(),
    followers: z.number().nullable(),
    diamonds: z.number(),
    chats: z.number(),
    gifts: z.number(),
    follows: z.number(),
    shares: z.number(),
    joins: z.number(),
    subscribes: z.number(),
  }),
  supporters: z.array(z.object({ user, diamonds: z.number() })),
  recovery: z.object({ correlationId: z.string(), at: z.number(), awayMs: z.number(), caughtUp: z.number() }).nullable(),
  gaps: z.array(z.object({ ...outage, at: z.number(), cause: word<GapCause>(), correlationId: z.string().nullable() })),
  coverage: z.object({ gaps: z.number(), awayMs: z.number(), giftsMayBeIncomplete: z.boolean() }),
  /** The score of a battle, which viewers see on TikTok too. */
  room: z.object({ battle: battle.nullable() }),
  overlay,
  card,
  look,
  /** Nothing of it: what a reader needs to know is put in its place. */
  moderation: z.object({}).transform((): Moderation => NO_MODERATION),
})

const gap = z.object({ reason: word<FeedGap['reason']>(), afterOffset: z.number(), untilOffset: z.number() })

/** The messages of the feed that a reader may have; the others it is not sent. */
const readerMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    epoch: z.string(),
    offset: z.number(),
    recovered: z.boolean(),
    state: readerState,
    events,
    history: events,
    now: z.number(),
    gap: gap.nullable(),
  }),
  z.object({ type: z.literal('update'), offset: z.number(), events, state: readerState.partial() }),
  z.object({ type: z.literal('test'), events }),
])

/** What the pages for viewers may look at: it is all that they have on another computer. */
export type ReaderState = z.infer<typeof readerState>
type ReaderEvent = z.infer<typeof event>
export type ReaderMessage = z.infer<typeof readerMessage>

/** `GET /healthz` for a reader. */
export const readerHealth = z.object({ ok: z.boolean(), health: word<Health>() })

type Hides = ReturnType<typeof hiddenBy>

/** What is known of the LIVE that is on, or was last. */
export interface ReaderScope {
  hides: Hides
  supporters: readonly Supporter[]
  /** The last offset that is not of this LIVE. */
  beforeLive: number
  /** When it began to be shown. */
  liveSince: number
  /** Ids of what readers may have got and may not show any more. */
  takenBack: () => string[]
}

/** A message of the feed as a reader may have it; null if it may have none of it. */
export function forReader(message: unknown, scope: ReaderScope): ReaderMessage | null {
  const parsed = readerMessage.safeParse(message)
  if (!parsed.success) return null
  const frame = parsed.data
  if (frame.type === 'test') return { ...frame, events: frame.events.filter((one) => !scope.hides(one)) }
  const ofThisLive = (one: ReaderEvent): boolean => one.offset > scope.beforeLive && !scope.hides(one)
  const events = frame.events.filter(ofThisLive)
  if (frame.type === 'update') return { ...frame, state: { ...frame.state, ...ofState(frame.state, scope) }, events }
  return { ...frame, state: { ...frame.state, ...ofState(frame.state, scope) }, events, history: frame.history.filter(ofThisLive) }
}

/** Those slices that are another thing for a reader. */
function ofState(
  { moderation, recovery, supporters, room }: { [Slice in keyof ReaderState]?: ReaderState[Slice] | undefined },
  scope: ReaderScope,
): Partial<ReaderState> {
  const isModerated = moderation !== undefined
  const isSeen = ({ user }: Supporter): boolean => !scope.hides({ id: '', user })
  return {
    // No words and no names: only what it has and may not show any more.
    ...(isModerated && { moderation: { ...NO_MODERATION, hiddenMessages: scope.takenBack() } }),
    ...(room?.battle && { room: { battle: withoutHidden(room.battle, scope) } }),
    ...(recovery !== undefined && { recovery: recovery !== null && recovery.at < scope.liveSince ? null : recovery }),
    // Who is hidden from now on is taken off, though no total has changed.
    ...((isModerated || supporters !== undefined) && {
      supporters: readerState.shape.supporters.parse(scope.supporters.filter(isSeen)),
    }),
  }
}

/** Who is hidden has no name. */
function withoutHidden(shown: z.infer<typeof battle>, { hides }: ReaderScope): z.infer<typeof battle> {
  const nameless = (one: z.infer<typeof host>): z.infer<typeof host> =>
    hides({ id: '', user: one }) ? { ...one, uniqueId: '', nickname: '', avatarUrl: null } : one
  return { ...shown, sides: shown.sides.map((one) => ({ ...one, hosts: one.hosts.map(nameless) })) }
}
