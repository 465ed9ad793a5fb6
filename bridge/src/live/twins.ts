import type { Way } from '@standby/shared/connection/way.ts'
import type { LiveInput, ToldEventDraft, ViewerEventDraft } from '@standby/shared/live/event.ts'

/** How much later or earlier one way may say, or bring, what another has brought. */
const APART_MS = 5_000
/** A streak that was open so long ago may go on by another way. */
const STREAK_MS = 30_000
/** More than an initial batch reaches back, in the busiest room. */
const REMEMBERED = 400

/** One event that a way has brought. */
interface Seen {
  event: ViewerEventDraft
  /** Its id on that way. */
  givenId: string
  /** When it happened by this computer's clock, as far as that can be told. */
  localAt: number
  /** Another way has brought it too. */
  hasTwin: boolean
}

interface Side {
  seen: Seen[]
  ids: Set<string>
}

/** Knows an event again that another way brings under another id. */
export interface Twins {
  /**
   * What `way` has brought, with each event that another way has brought before under the id that it had there. So the journal, which keeps
   * each id once, keeps each event once. `isInitial`: it is from the room's history.
   */
  known(way: Way, inputs: readonly LiveInput[], at: { now: number; isInitial: boolean }): LiveInput[]
}

/**
 * The documents of LIVE Studio say that its ids are TikTok's, which nobody has proved. An initial batch decides it: it holds the newest events of
 * the room, and so what LIVE Studio has brought of that time. If one id is on both sides, all are. If none is and an event is the same by person,
 * deed and time, LIVE Studio has ids of its own, and from then on such events are one. Before that nothing is taken for another event, so that
 * two alike of one person count as two. Each event has one twin at most.
 */
export function createTwins(): Twins {
  const studio: Side = { seen: [], ids: new Set() }
  const tiktok: Side = { seen: [], ids: new Set() }
  /** Ids, and names of streaks, by what the other side calls them. */
  const names = new Map<string, string>()
  let ids: 'unproved' | 'shared' | 'different' = 'unproved'
  /** TikTok's clock ahead of this computer's. */
  let aheadMs = 0

  function twinOf(event: ViewerEventDraft, localAt: number, other: Side): Seen | null {
    const isTwin = (one: Seen): boolean =>
      !one.hasTwin &&
      (Math.abs(one.event.at - event.at) <= APART_MS || Math.abs(one.localAt - localAt) <= APART_MS) &&
      isSameDeed(one.event, event)
    return other.seen.find(isTwin) ?? null
  }

  /** The streak of the other side that this one goes on with: its beginning was not seen here, and that one's end not there. */
  function streakOf({ streakId, user, giftId, count }: Gift, localAt: number, other: Side): string {
    const gifts = other.seen.flatMap(({ event, localAt: at }) => (event.type === 'gift' ? [{ ...event, localAt: at }] : []))
    if (count === 1 || gifts.some((gift) => gift.streakId === streakId)) return streakId
    const last = gifts.findLast((gift) => isSamePerson(gift.user, user) && gift.giftId === giftId)
    const goesOn = last !== undefined && !last.final && last.count <= count && localAt - last.localAt <= STREAK_MS
    return goesOn ? last.streakId : streakId
  }

  function named(event: ViewerEventDraft): ViewerEventDraft {
    // With one way, as nearly always: an event is not copied for nothing.
    if (names.size === 0) return event
    const id = names.get(event.id) ?? event.id
    return event.type === 'gift' ? { ...event, id, streakId: names.get(event.streakId) ?? event.streakId } : { ...event, id }
  }

  function learn(event: ViewerEventDraft, localAt: number, other: Side, isInitial: boolean): void {
    const twin = ids === 'different' || isInitial ? twinOf(event, localAt, other) : null
    if (twin !== null) {
      ids = 'different'
      twin.hasTwin = true
      remember(names, event.id, twin.event.id)
    }
    if (event.type !== 'gift' || names.has(event.streakId)) return
    const streakId = twin?.event.type === 'gift' ? twin.event.streakId : streakOf(event, localAt, other)
    if (streakId !== event.streakId) remember(names, event.streakId, streakId)
  }

  return {
    known(way, inputs, { now, isInitial }) {
      const [own, other] = way === 'studio' ? [studio, tiktok] : [tiktok, studio]
      if (inputs.some((input) => input.type === 'event' && other.ids.has(input.event.id))) ids = 'shared'
      if (ids === 'shared') return [...inputs]
      return inputs.map((input) => {
        if (input.type === 'room') return withNames(input, names)
        const { event } = input
        // LIVE Studio has nothing but what people do.
        if (!isOfPerson(event)) return input
        if (own.ids.has(event.id)) return { type: 'event', event: named(event) }
        if (way !== 'studio' && !isInitial) aheadMs = event.at - now
        const localAt = isInitial ? event.at - aheadMs : now
        if (other.seen.length > 0) learn(event, localAt, other, isInitial)
        const shown = named(event)
        own.seen.push({ event: shown, givenId: event.id, localAt, hasTwin: shown.id !== event.id })
        own.ids.add(event.id)
        const oldest = own.seen.length > REMEMBERED ? own.seen.shift() : undefined
        if (oldest !== undefined) own.ids.delete(oldest.givenId)
        return shown === event ? input : { type: 'event', event: shown }
      })
    },
  }
}

const isOfPerson = (event: ToldEventDraft): event is ViewerEventDraft => 'user' in event

type Gift = Extract<ViewerEventDraft, { type: 'gift' }>
type User = ViewerEventDraft['user']

/** LIVE Studio may leave out any part of a person. What both sides tell decides; a person of whom one tells nothing may be anybody. */
function isSamePerson(one: User, other: User): boolean {
  for (const part of ['id', 'uniqueId', 'nickname'] as const) {
    if (one[part] !== '' && other[part] !== '') return one[part] === other[part]
  }
  return true
}

/** LIVE Studio reports chats, gifts and likes only. */
function isSameDeed(one: ViewerEventDraft, other: ViewerEventDraft): boolean {
  if (!isSamePerson(one.user, other.user)) return false
  if (one.type === 'chat') return other.type === 'chat' && one.text === other.text
  if (one.type === 'like') return other.type === 'like' && one.count === other.count && one.total === other.total
  if (one.type !== 'gift' || other.type !== 'gift') return false
  return one.giftId === other.giftId && one.count === other.count && one.final === other.final
}

/** What TikTok takes away by its own ids is here under those that it was kept by. */
function withNames(input: LiveInput & { type: 'room' }, names: ReadonlyMap<string, string>): LiveInput {
  const { report } = input
  if (report.type !== 'deleted') return input
  return { type: 'room', report: { ...report, messageIds: report.messageIds.map((id) => names.get(id) ?? id) } }
}

function remember(names: Map<string, string>, name: string, known: string): void {
  names.set(name, known)
  const [oldest] = names.keys()
  if (names.size > REMEMBERED && oldest !== undefined) names.delete(oldest)
}
