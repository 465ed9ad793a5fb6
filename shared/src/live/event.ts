import * as z from 'zod'
import type { RoomNews } from './room-state.ts'
import { CAUSE_KINDS } from '../connection/cause.ts'
import { battle, ENVELOPE_KINDS, poll } from './moments.ts'
import { liveUser } from './user.ts'

export type { LiveUser } from './user.ts'

/**
 * The picture takes the place of `length` characters of the text from `at` on, in UTF-16 units; 0: it stands between two. `pictureUrl` is
 * TikTok's address, or null if TikTok names no picture.
 */
const chatEmote = z.object({ id: z.string(), pictureUrl: z.string().nullable(), at: z.number(), length: z.number() })
const mention = liveUser.pick({ id: true, uniqueId: true, nickname: true })

const moment = {
  /** TikTok's message id (decimal string of an int64): the only key for "have we had this already". `event-id.ts` says whose it is. */
  id: z.string(),
  /** When TikTok says it happened, ms since the epoch; the time it reached us if TikTok gives none. */
  at: z.number(),
  /** True when it came with a reconnect's initial batch, so it happened while we were away. */
  missed: z.boolean(),
}
const base = { ...moment, user: liveUser }

/** Why there was no connection: a cause, or `stopped` by the creator, or the bridge itself was away. */
export const GAP_CAUSES = [...CAUSE_KINDS, 'stopped', 'bridge-away'] as const
export type GapCause = (typeof GAP_CAUSES)[number]

/** What is counted in a gap, and estimated. */
export const COUNTED_TYPES = ['chat', 'gift', 'like', 'follow', 'share', 'join', 'subscribe'] as const
const counts = z.partialRecord(z.enum([...COUNTED_TYPES, 'gap']), z.number())
/** A battle or a poll begins, and ends. Each of the two is in the feed once. */
const phase = z.enum(['start', 'end'])

/** An event before the journal has given it its place: everything but `offset`. */
export const liveEventDraft = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('chat'),
    /** Empty if the message is emotes alone. */
    text: z.string(),
    emotes: z.array(chatEmote).exactOptional(),
    /** Whom it answers, or names. */
    mentions: z.array(mention).exactOptional(),
    /** TikTok's guess, such as `en`. */
    language: z.string().exactOptional(),
  }),
  z.object({
    ...base,
    type: z.literal('gift'),
    /** The guest whom it is for. Left out if it is for the creator: only those count. */
    receiver: liveUser.optional(),
    giftId: z.string(),
    name: z.string(),
    /** Diamonds for one piece. The streak so far is worth `diamondCount * count`. */
    diamondCount: z.number(),
    /** Pieces in this streak so far; grows under one `streakId`. */
    count: z.number(),
    streakId: z.string(),
    /** False while a streak is still growing. */
    final: z.boolean(),
    /** If TikTok never said that the streak was over, and we did: nothing more came in time, or the connection was lost in it. */
    endedBy: z.enum(['timeout', 'drop']).optional(),
    /** Whether TikTok lets viewers send this gift in streaks; left out in events of an earlier version. */
    repeatable: z.boolean().exactOptional(),
    /** TikTok's address: pages ask the bridge for it. */
    pictureUrl: z.string().exactOptional(),
  }),
  z.object({
    ...base,
    type: z.literal('like'),
    /** Likes in this message. */
    count: z.number(),
    /** The room's own total after it; 0 if TikTok gave none. */
    total: z.number(),
  }),
  z.object({
    ...base,
    type: z.literal('follow'),
    /** The creator's followers after it, in all; left out if TikTok gave none. */
    followers: z.number().optional(),
  }),
  z.object({ ...base, type: z.literal('share') }),
  z.object({ ...base, type: z.literal('join') }),
  z.object({
    ...base,
    type: z.literal('subscribe'),
    /** How many in a row, this one among them. */
    months: z.number().exactOptional(),
  }),
  /** A question that a viewer put into TikTok's own list of questions. */
  z.object({ ...base, type: z.literal('question'), questionId: z.string(), text: z.string() }),
  /** A treasure chest is there. `user` has no id if TikTok gave it. */
  z.object({
    ...base,
    type: z.literal('envelope'),
    envelopeId: z.string(),
    kind: z.enum(ENVELOPE_KINDS),
    diamondCount: z.number(),
    /** How many viewers can get something of it. */
    people: z.number(),
    /** Null if TikTok did not tell. */
    opensAt: z.number().nullable(),
  }),
  z.object({
    ...base,
    type: z.literal('superfan'),
    /** False: TikTok tells something else of a super fan. */
    joined: z.boolean(),
  }),
  z.object({ ...moment, type: z.literal('battle'), phase, ...battle.shape }),
  z.object({ ...moment, type: z.literal('poll'), phase, ...poll.shape }),
  /** The LIVE is over, by its creator or by TikTok. */
  z.object({ ...moment, type: z.literal('live-end'), by: z.enum(['creator', 'tiktok']) }),
  /** A time without a connection, in the feed right behind what could be caught up of it. */
  z.object({
    ...moment,
    type: z.literal('gap'),
    from: z.number(),
    to: z.number(),
    cause: z.enum(GAP_CAUSES),
    correlationId: z.string().nullable(),
    attempts: z.number(),
    /** Events of the initial batch that were new. A gift streak counts as one. */
    caughtUp: counts,
    /** What is missing for good, estimated from the room's rates. Null: nothing to go by. */
    estimatedLost: counts.nullable(),
    /** The initial batch reached back to before the drop, for at least one type of event. */
    overlapped: z.boolean(),
    /** The types for which it did: nothing of these is missing. Likes too, if the room's own total says how many there were. */
    complete: z.array(z.enum(COUNTED_TYPES)).optional(),
    /** False when catching up itself failed; what had arrived is kept. */
    caughtUpWhole: z.boolean(),
    /** How much the room's own total of likes grew meanwhile; 0 if it is not known, or not yet. */
    likesAdded: z.number(),
    /** How the creator's total of followers changed meanwhile, those who left taken off; null if it is not known, or not yet. */
    followersAdded: z.number().nullable().default(null),
  }),
])

export type ChatEmote = z.infer<typeof chatEmote>
export type Mention = z.infer<typeof mention>
export type LiveEventDraft = z.infer<typeof liveEventDraft>
/** Everything that TikTok tells, before the journal has given it its place. */
export type ToldEventDraft = Exclude<LiveEventDraft, { type: 'gap' }>
/** What somebody did. */
export type ViewerEventDraft = Extract<LiveEventDraft, { user: unknown }>
export type LiveEventType = LiveEventDraft['type']
export type CountedType = (typeof COUNTED_TYPES)[number]
/** An accepted event: `offset` is its place in the journal, strictly growing within an epoch. */
export type LiveEvent = LiveEventDraft & { offset: number }
export type ChatEvent = Extract<LiveEvent, { type: 'chat' }>
export type GiftEvent = Extract<LiveEvent, { type: 'gift' }>
export type GapEvent = Extract<LiveEvent, { type: 'gap' }>
export type ViewerEvent = ViewerEventDraft & { offset: number }

/** What a TikTok source reports besides events: figures and moments of the room itself. */
export type RoomReport =
  | { type: 'viewers'; viewers: number; totalViewers: number | null }
  | { type: 'likes'; likes: number }
  /** In all, at TikTok's time `at`. */
  | { type: 'followers'; followers: number; at: number }
  | { type: 'paused' }
  | { type: 'resumed' }
  /** TikTok, or a moderator there, took messages away: these, or all of these users. */
  | { type: 'deleted'; messageIds: string[]; userIds: string[] }
  /** At TikTok's time `at`. */
  | { type: 'news'; news: RoomNews; at: number }

/** One decoded TikTok message after normalising, in the order TikTok sent it. */
export type LiveInput = { type: 'event'; event: ToldEventDraft } | { type: 'room'; report: RoomReport }
