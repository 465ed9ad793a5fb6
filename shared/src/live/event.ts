import * as z from 'zod'

/** Who did it. `uniqueId` is the @name. `avatarUrl` is TikTok's address or null: pages never load it directly. */
export const liveUser = z.object({
  id: z.string(),
  uniqueId: z.string(),
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
})

const base = {
  /** TikTok's message id (decimal string of an int64): the only key for "have we had this already". */
  id: z.string(),
  /** When TikTok says it happened, ms since the epoch; the time it reached us where TikTok gives none. */
  at: z.number(),
  user: liveUser,
  /** True when it came with a reconnect's initial batch, so it happened while we were away. */
  missed: z.boolean(),
}

/** An event before the journal has given it its place: everything but `offset`. */
export const liveEventDraft = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('chat'), text: z.string() }),
  z.object({
    ...base,
    type: z.literal('gift'),
    giftId: z.string(),
    name: z.string(),
    /** Diamonds for one piece. The streak so far is worth `diamondCount * count`. */
    diamondCount: z.number(),
    /** Pieces in this streak so far; grows under one `streakId`. */
    count: z.number(),
    streakId: z.string(),
    /** False while a streak is still growing. */
    final: z.boolean(),
  }),
  z.object({
    ...base,
    type: z.literal('like'),
    /** Likes in this message. */
    count: z.number(),
    /** The room's own total after it; 0 where TikTok gave none. */
    total: z.number(),
  }),
  z.object({ ...base, type: z.literal('follow') }),
  z.object({ ...base, type: z.literal('share') }),
  z.object({ ...base, type: z.literal('join') }),
  z.object({ ...base, type: z.literal('subscribe') }),
])

export type LiveUser = z.infer<typeof liveUser>
export type LiveEventDraft = z.infer<typeof liveEventDraft>
export type LiveEventType = LiveEventDraft['type']
/** An accepted event: `offset` is its place in the journal, strictly growing within an epoch. */
export type LiveEvent = LiveEventDraft & { offset: number }
export type ChatEvent = Extract<LiveEvent, { type: 'chat' }>
export type GiftEvent = Extract<LiveEvent, { type: 'gift' }>

/** What a TikTok source reports besides events: figures and moments of the room itself. */
export type RoomReport =
  | { type: 'viewers'; viewers: number; totalViewers: number | null }
  | { type: 'likes'; likes: number }
  | { type: 'paused' }
  | { type: 'resumed' }

/** One decoded TikTok message after normalising, in the order TikTok sent it. */
export type LiveInput = { type: 'event'; event: LiveEventDraft } | { type: 'room'; report: RoomReport }
