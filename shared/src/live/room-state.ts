import type { LiveUser } from './user.ts'

/** What TikTok shows of a LIVE beside its events: the last value counts. It is not kept over a restart of Standby; TikTok restates it. */
export interface RoomState {
  /** TikTok's own goal that changed last; null until one does. */
  goal: LiveGoal | null
  /** The message that is pinned, or was last; null if there is none, or it was taken off. */
  pin: Pin | null
  /** Where the creator stands in TikTok's rankings; those without a place are left out. */
  ranks: Rank[]
}

export interface LiveGoal {
  id: string
  /** In the creator's words; empty if there are none. */
  title: string
  parts: { name: string; progress: number; target: number; pictureUrl: string | null }[]
}

export interface Pin {
  /** The id of the message's event, where it is one. */
  messageId: string
  user: LiveUser
  /** Of a chat message; empty for others. */
  text: string
  /** Of a gift; null for others. */
  gift: { name: string; count: number } | null
  at: number
  /** How long TikTok shows it, ms; 0 if it did not tell. */
  shownMs: number
}

export interface Rank {
  /** TikTok's number for the ranking, such as 1 for the weekly one. */
  ranking: number
  place: number
}

export type RoomNews =
  { type: 'goal'; goal: LiveGoal } | { type: 'pin'; pin: Pin | null } | { type: 'ranks'; ranks: Rank[]; about: number[] }

export const NO_ROOM_STATE: RoomState = { goal: null, pin: null, ranks: [] }

/** Folds one piece of news. `about` of ranks: the rankings that it tells of, so that one without a place any more is taken off. */
export function withRoomNews(state: RoomState, news: RoomNews): RoomState {
  switch (news.type) {
    case 'goal':
      return { ...state, goal: news.goal }
    case 'pin':
      return { ...state, pin: news.pin }
    case 'ranks': {
      const others = state.ranks.filter(({ ranking }) => !news.about.includes(ranking))
      return { ...state, ranks: [...others, ...news.ranks].sort((a, b) => a.ranking - b.ranking) }
    }
  }
}

/** What was deleted is not pinned any more. */
export function withoutDeleted(
  state: RoomState,
  { messageIds, userIds }: { messageIds: readonly string[]; userIds: readonly string[] },
): RoomState {
  const { pin } = state
  return pin !== null && (messageIds.includes(pin.messageId) || userIds.includes(pin.user.id)) ? { ...state, pin: null } : state
}
