import { FULL_COVERAGE, gapRecord, withGap, type Coverage, type GapRecord } from './gap.ts'
import type { ShowCounters, Supporter } from '../protocol.ts'
import type { LiveEventDraft, LiveUser, RoomReport } from './event.ts'
import { afterGap, withTotal, type Followers } from './followers.ts'
import { withGiftKinds, type GiftKinds } from './gift-kinds.ts'
import { hasPerson, NOBODY, personOf, withPeople, type People } from './people.ts'
import { withRoomEvent } from './room-events.ts'
import { newsKey, NO_ROOM_STATE, withoutDeleted, withRoomNews, type NewsAt, type RoomState } from './room-state.ts'
import { noteGift, type Streak, type Streaks } from './streak.ts'

/** The state of one LIVE, folded from its events. No clock of ours matters to it, so replaying a journal gives the same show. */
export interface Show {
  roomId: string | null
  counters: ShowCounters
  followers: Followers | null
  /** Diamonds by user id. */
  supporters: ReadonlyMap<string, Supporter>
  streaks: Streaks
  giftKinds: GiftKinds
  /** Who did it at least once in this LIVE: these count people and not messages. */
  people: Readonly<Record<CountedOnce, People>>
  /** Oldest first, the last `GAPS_KEPT`. */
  gaps: readonly GapRecord[]
  /** Of all gaps of this LIVE. */
  coverage: Coverage
  paused: boolean
  room: RoomState
  newsAt: NewsAt
}

/** What counts once for each person, however often it is said. */
const COUNTED_ONCE = ['follow', 'subscribe', 'join'] as const
type CountedOnce = (typeof COUNTED_ONCE)[number]

const GAPS_KEPT = 20
const NEWS_KEPT = 50

const NO_COUNTERS: ShowCounters = {
  viewers: 0,
  likes: 0,
  followers: null,
  diamonds: 0,
  chats: 0,
  gifts: 0,
  follows: 0,
  shares: 0,
  joins: 0,
  subscribes: 0,
}

/** `giftKinds`: what is known of TikTok's gifts from the LIVE before. */
export function newShow(roomId: string | null, giftKinds: GiftKinds = new Map()): Show {
  return {
    roomId,
    counters: NO_COUNTERS,
    followers: null,
    supporters: new Map(),
    streaks: new Map(),
    giftKinds,
    people: { follow: NOBODY, subscribe: NOBODY, join: NOBODY },
    gaps: [],
    coverage: FULL_COVERAGE,
    paused: false,
    room: NO_ROOM_STATE,
    newsAt: new Map(),
  }
}

/** Folds accepted events, in order. Gift streaks repeat their count so far: only what is new in it is added. */
export function withEvents(show: Show, events: readonly LiveEventDraft[]): Show {
  if (events.length === 0) return show
  const counters = { ...show.counters }
  let supporters: Map<string, Supporter> | null = null
  let streaks: Map<string, Streak> | null = null
  let { followers, gaps, coverage, room } = show
  const firsts = new Set(firstTimes(show, events))
  for (const event of events) {
    switch (event.type) {
      case 'chat':
        counters.chats += 1
        break
      case 'like':
        // The room's own total also counts the likes that never reached us as messages.
        counters.likes = Math.max(counters.likes + (event.total === 0 ? event.count : 0), event.total)
        break
      case 'follow':
        if (firsts.has(event)) counters.follows += 1
        if (event.followers !== undefined) followers = withTotal(followers, { total: event.followers, at: event.at })
        break
      case 'share':
        counters.shares += 1
        break
      case 'join':
        if (firsts.has(event)) counters.joins += 1
        break
      case 'subscribe':
        if (firsts.has(event)) counters.subscribes += 1
        break
      case 'gift': {
        streaks ??= new Map(show.streaks)
        supporters ??= new Map(show.supporters)
        const added = noteGift(streaks, event)
        // A guest's gift is not the creator's.
        if (event.receiver !== undefined) break
        counters.gifts += added
        counters.diamonds += added * event.diamondCount
        addDiamonds(supporters, event.user, added * event.diamondCount)
        break
      }
      case 'question':
      case 'envelope':
      case 'superfan':
        break
      case 'battle':
      case 'poll':
      case 'live-end':
        room = withRoomEvent(room, event)
        break
      case 'gap': {
        const gap = gapRecord(event)
        gaps = [...gaps.slice(1 - GAPS_KEPT), gap]
        coverage = withGap(coverage, gap)
        followers = afterGap(followers, gap.followersAdded !== null)
        break
      }
    }
  }
  const folded = {
    ...show,
    counters,
    supporters: supporters ?? show.supporters,
    streaks: streaks ?? show.streaks,
    giftKinds: withGiftKinds(show.giftKinds, events),
    people: withThosePeople(show.people, events),
    gaps,
    coverage,
    room,
  }
  return withFollowers(folded, followers)
}

/**
 * The events that are a person's first of their type in this LIVE, where a type counts once for each person. A person who follows,
 * unfollows and follows again is one follower, and a subscription that two messages report is one.
 */
export function firstTimes<Event extends LiveEventDraft>(show: Show, events: readonly Event[]): Event[] {
  const seen = new Set<string>()
  return events.filter((event) => {
    if (!isCountedOnce(event)) return false
    const person = personOf(event.user)
    if (person === null) return true
    const key = `${event.type} ${person}`
    if (seen.has(key) || hasPerson(show.people[event.type], person)) return false
    seen.add(key)
    return true
  })
}

function isCountedOnce<Event extends LiveEventDraft>(event: Event): event is Extract<Event, { type: CountedOnce }> {
  return COUNTED_ONCE.some((type) => type === event.type)
}

function withThosePeople(people: Show['people'], events: readonly LiveEventDraft[]): Show['people'] {
  let next = people
  for (const type of COUNTED_ONCE) {
    const who = events.flatMap((event) => (event.type === type ? [personOf(event.user)] : [])).filter((person) => person !== null)
    if (who.length > 0) next = { ...next, [type]: withPeople(next[type], who) }
  }
  return next
}

/** Puts what is known better by now in place of a record of this show. */
export function withBetterGap(show: Show, better: GapRecord): Show {
  return { ...show, gaps: show.gaps.map((gap) => (gap.from === better.from && gap.to === better.to ? better : gap)) }
}

/** Folds one report about the room itself. */
export function withReport(show: Show, report: RoomReport): Show {
  switch (report.type) {
    case 'viewers':
      return { ...show, counters: { ...show.counters, viewers: report.viewers } }
    case 'likes':
      return { ...show, counters: { ...show.counters, likes: Math.max(show.counters.likes, report.likes) } }
    case 'followers':
      return withFollowers(show, withTotal(show.followers, { total: report.followers, at: report.at }))
    case 'paused':
      return withPaused(show, true)
    case 'resumed':
      return withPaused(show, false)
    case 'deleted': {
      // What may be shown is moderation's business: it was said, and it counts.
      const room = withoutDeleted(show.room, report)
      return room === show.room ? show : { ...show, room }
    }
    case 'news':
      return withNews(show, report)
  }
}

function withNews(show: Show, { news, at }: Extract<RoomReport, { type: 'news' }>): Show {
  const key = newsKey(news)
  // Goals have ids of their own: those of a long LIVE are not all remembered.
  const others = [...show.newsAt].filter(([one]) => one !== key).slice(1 - NEWS_KEPT)
  return { ...show, room: withRoomNews(show.room, news, at), newsAt: new Map([...others, [key, Math.max(at, show.newsAt.get(key) ?? 0)]]) }
}

function withPaused(show: Show, paused: boolean): Show {
  return { ...show, paused, ...(show.room.paused !== paused && { room: { ...show.room, paused } }) }
}

/** Puts in what is known of the followers. */
export function withFollowers(show: Show, followers: Followers | null): Show {
  const total = followers?.total ?? null
  const counters = total === show.counters.followers ? show.counters : { ...show.counters, followers: total }
  return followers === show.followers ? show : { ...show, counters, followers }
}

/** The users with the most diamonds, most first. */
export function topSupporters(show: Show, count: number): Supporter[] {
  return [...show.supporters.values()].sort((a, b) => b.diamonds - a.diamonds).slice(0, count)
}

function addDiamonds(supporters: Map<string, Supporter>, user: LiveUser, diamonds: number): void {
  // TikTok named no sender: all of those together are nobody.
  if (diamonds === 0 || user.id === '') return
  supporters.set(user.id, { user, diamonds: (supporters.get(user.id)?.diamonds ?? 0) + diamonds })
}
