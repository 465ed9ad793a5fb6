import * as z from 'zod'
import { battle, caption, poll, type Battle, type BattleHost, type BattleSide, type Caption, type Poll } from './moments.ts'
import { liveUser } from './user.ts'

export const liveGoal = z.object({
  id: z.string(),
  /** In the creator's words; empty if there are none. */
  title: z.string(),
  parts: z.array(z.object({ name: z.string(), progress: z.number(), target: z.number(), pictureUrl: z.string().nullable() })),
})

export const pin = z.object({
  /** The id of the message's event, where it is one. */
  messageId: z.string(),
  user: liveUser,
  /** Of a chat message; empty for others. */
  text: z.string(),
  /** Of a gift; null for others. */
  gift: z.object({ name: z.string(), count: z.number() }).nullable(),
  at: z.number(),
  /** How long TikTok shows it, ms; 0 if it did not tell. */
  shownMs: z.number(),
})

/** `ranking`: TikTok's number for it, such as 1 for the weekly one. */
export const rank = z.object({ ranking: z.number(), place: z.number() })

/** `at`: when TikTok last told of it, by TikTok's clock. `over`: it has ended. */
const course = { at: z.number(), over: z.boolean() }

/** What TikTok shows of a LIVE beside its events: the last value counts. Of it, only a battle and a poll are kept over a restart of Standby. */
export const roomState = z.object({
  /** The creator's words for the LIVE; empty if there are none, or it is not known. */
  title: z.string(),
  /** TikTok's word for what it is about, such as "Gaming"; empty as well. */
  topic: z.string(),
  paused: z.boolean(),
  /** TikTok's own goal that changed last; null until one does. */
  goal: liveGoal.nullable(),
  /** The message that is pinned, or was last; null if there is none, or it was taken off. */
  pin: pin.nullable(),
  /** Where the creator stands in TikTok's rankings; those without a place are left out. */
  ranks: z.array(rank),
  /** The battle that is on, or was last. */
  battle: z.object({ ...battle.shape, ...course }).nullable(),
  /** The poll that is on, or was last. */
  poll: z.object({ ...poll.shape, ...course }).nullable(),
  /** What was said last, if TikTok writes it down. */
  caption: caption.nullable(),
})

export type RoomState = z.infer<typeof roomState>
export type LiveGoal = z.infer<typeof liveGoal>
export type Pin = z.infer<typeof pin>
export type Rank = z.infer<typeof rank>
export type BattleState = NonNullable<RoomState['battle']>
export type PollState = NonNullable<RoomState['poll']>

/** A score that is null was not told. */
export type ToldBattle = Omit<Battle, 'sides'> & { sides: (Omit<BattleSide, 'score'> & { score: number | null })[] }

export type RoomNews =
  | { type: 'about'; title: string; topic: string }
  | { type: 'goal'; goal: LiveGoal }
  | { type: 'pin'; pin: Pin | null }
  | { type: 'ranks'; ranks: Rank[]; about: number[] }
  | { type: 'battle'; battle: ToldBattle; over: boolean }
  | { type: 'poll'; poll: Poll; over: boolean }
  | { type: 'caption'; caption: Caption }

export const NO_ROOM_STATE: RoomState = {
  title: '',
  topic: '',
  paused: false,
  goal: null,
  pin: null,
  ranks: [],
  battle: null,
  poll: null,
  caption: null,
}

/** What news is about, so that the newest of it can be told. */
export function newsKey(news: RoomNews): string {
  switch (news.type) {
    case 'ranks':
      return `ranks ${news.about.join(' ')}`
    case 'goal':
      return `goal ${news.goal.id}`
    default:
      return news.type
  }
}

/** When TikTok last told of what is in `newsKey`, by its own clock. */
export type NewsAt = ReadonlyMap<string, number>

/** Folds one piece of news. `about` of ranks: the rankings that it tells of, so that one without a place any more is taken off. */
export function withRoomNews(state: RoomState, news: RoomNews, at: number): RoomState {
  switch (news.type) {
    case 'about':
      return { ...state, title: news.title, topic: news.topic }
    case 'goal':
      return { ...state, goal: news.goal }
    case 'pin':
      return { ...state, pin: news.pin }
    case 'ranks': {
      const others = state.ranks.filter(({ ranking }) => !news.about.includes(ranking))
      return { ...state, ranks: [...others, ...news.ranks].sort((a, b) => a.ranking - b.ranking) }
    }
    case 'battle':
      return { ...state, battle: withBattle(state.battle, news.battle, { at, over: news.over }) }
    case 'poll':
      return { ...state, poll: withPoll(state.poll, news.poll, { at, over: news.over }) }
    case 'caption':
      return { ...state, caption: news.caption }
  }
}

/** What was deleted is not pinned any more. */
export function withoutDeleted(
  state: RoomState,
  { messageIds, userIds }: { messageIds: readonly string[]; userIds: readonly string[] },
): RoomState {
  const { pin: pinned } = state
  return pinned !== null && (messageIds.includes(pinned.messageId) || userIds.includes(pinned.user.id)) ? { ...state, pin: null } : state
}

/**
 * After a time without a connection. The end of a battle or poll may have been missed: one that is not over is kept only if TikTok has told of it
 * since (`before`: as it was then), or if it is still to end. What was said then is said no more.
 */
export function afterAway(state: RoomState, before: RoomState, now: number): RoomState {
  const kept = <Course extends { over: boolean; endsAt: number | null }>(one: Course | null, then: Course | null): Course | null =>
    one === null || one !== then || one.over || (one.endsAt !== null && one.endsAt > now) ? one : null
  const next = {
    battle: kept(state.battle, before.battle),
    poll: kept(state.poll, before.poll),
    caption: state.caption === before.caption ? null : state.caption,
  }
  return next.battle === state.battle && next.poll === state.poll && next.caption === state.caption ? state : { ...state, ...next }
}

type Course = Pick<BattleState, 'at' | 'over'>

/** The battle with what is told of it `at` that time. Older news changes no score. */
export function withBattle(known: BattleState | null, told: ToldBattle, { at, over }: Course): BattleState | null {
  if (known?.battleId !== told.battleId) {
    // News of a battle of before.
    if (known !== null && at < known.at) return known
    return { ...plain(told), sides: told.sides.map((side) => ({ ...side, score: side.score ?? 0 })), at, over }
  }
  const isNewer = at >= known.at
  const sides = told.sides.map((side) => {
    const before = known.sides.find(({ id }) => id === side.id)
    const score = isNewer ? (side.score ?? before?.score) : (before?.score ?? side.score)
    const result = side.result ?? before?.result
    return {
      id: side.id,
      hosts: withHosts(before?.hosts ?? [], side.hosts),
      score: score ?? 0,
      own: side.own || before?.own === true,
      ...(result !== undefined && { result }),
    }
  })
  const others = known.sides.filter(({ id }) => sides.every((side) => side.id !== id))
  return {
    battleId: known.battleId,
    startedAt: told.startedAt ?? known.startedAt,
    endsAt: told.endsAt ?? known.endsAt,
    // A side that this message leaves out is still in the battle.
    sides: inOrder([...sides, ...others], known.sides),
    at: Math.max(at, known.at),
    over: known.over || over,
  }
}

const plain = ({ battleId, startedAt, endsAt }: ToldBattle): Pick<Battle, 'battleId' | 'startedAt' | 'endsAt'> => ({
  battleId,
  startedAt,
  endsAt,
})

/** The creator's own first, then as they were. */
function inOrder(sides: BattleSide[], before: readonly BattleSide[]): BattleSide[] {
  const place = ({ id, own }: BattleSide): number => {
    const index = before.findIndex((side) => side.id === id)
    return own ? -1 : index === -1 ? before.length : index
  }
  return [...sides].sort((a, b) => place(a) - place(b))
}

/** Scores come without names. */
function withHosts(before: readonly BattleHost[], told: readonly BattleHost[]): BattleHost[] {
  const merged = told.map((host) => {
    const one = before.find(({ id }) => id === host.id)
    if (one === undefined) return host
    return {
      id: host.id,
      uniqueId: host.uniqueId || one.uniqueId,
      nickname: host.nickname || one.nickname,
      avatarUrl: host.avatarUrl ?? one.avatarUrl,
    }
  })
  return [...merged, ...before.filter(({ id }) => told.every((host) => host.id !== id))]
}

/** The poll, likewise. */
export function withPoll(known: PollState | null, told: Poll, { at, over }: Course): PollState | null {
  const { pollId, title, startedAt, endsAt, options } = told
  if (known?.pollId !== pollId) return known !== null && at < known.at ? known : { pollId, title, startedAt, endsAt, options, at, over }
  const isNewer = at >= known.at
  const counted = options.map(({ text, votes }, index) => ({ text: text || (known.options[index]?.text ?? ''), votes }))
  return {
    pollId,
    title: title || known.title,
    startedAt: startedAt ?? known.startedAt,
    endsAt: endsAt ?? known.endsAt,
    options: isNewer && counted.length > 0 ? counted : known.options,
    at: Math.max(at, known.at),
    over: known.over || over,
  }
}
