import type { GiftEvent, LiveUser } from '@standby/shared/live/event.ts'
import { personOf } from '@standby/shared/live/people.ts'
import type { VisibilityFilter } from '../parts/visibility.ts'
import { isTest } from './chat-rows.ts'

/** One user's gift, on screen or waiting; streaks of the same gift by the same user to the same person share it. Times are ms on the bridge's clock. */
export interface GiftAlert {
  /** User, receiver and gift. It is unique among the alerts that are shown or wait. */
  key: string
  user: LiveUser
  /** The guest whom it is for; undefined: the creator. */
  receiver: LiveUser | undefined
  name: string
  /** TikTok's address; '' if it gave none. */
  pictureUrl: string
  diamondCount: number
  /** Pieces so far, over all its streaks. */
  count: number
  /** Pieces by streak. Those of streaks long over are only in `count`. */
  streaks: ReadonlyMap<string, number>
  /** Its last events, so that hiding one of them hides the alert. */
  ids: readonly string[]
  final: boolean
  test: boolean
  changedAt: number
  /** Null while it waits. */
  shownAt: number | null
}

export interface AlertQueue {
  showing: GiftAlert[]
  waiting: GiftAlert[]
  /** Streaks that have left the screen, so that a late message does not bring one back. */
  left: { streakId: string; count: number }[]
}

export const MOST_SHOWING = 2
export const MOST_WAITING = 20
const MOST_LEFT = 100
const MOST_STREAKS = 40
const MOST_IDS = 40
/** A streak that is over stays this long; less while others wait. */
const LINGER_MS = 4_000
const HURRY_MS = 1_800
/** A streak that has gone silent without an end leaves after this. */
export const SILENCE_MS = 8_000
/** An endless streak makes room for waiting alerts after this. */
export const LONGEST_MS = 12_000

export function emptyQueue(): AlertQueue {
  return { showing: [], waiting: [], left: [] }
}

/** Adds a gift: its alert on screen or in the queue grows, or a new one joins the queue. Missed gifts are never announced. */
export function addGift(queue: AlertQueue, gift: GiftEvent, now: number): AlertQueue {
  if (gift.missed) return queue
  const test = isTest(gift)
  const { streakId, user, receiver, name, pictureUrl = '', diamondCount, count, final } = gift
  const key = [user.id, receiver?.id ?? '', gift.giftId, name, String(test)].join(' ')
  const before = queue.left.find((streak) => streak.streakId === streakId)
  if (before !== undefined && count <= before.count) return queue
  const all = [...queue.showing, ...queue.waiting]
  const same = all.find((alert) => alert.streaks.has(streakId)) ?? all.find((alert) => alert.key === key)
  if (same !== undefined) {
    const grow = (alert: GiftAlert): GiftAlert => (alert === same ? grown(alert, gift, now) : alert)
    return { ...queue, showing: queue.showing.map(grow), waiting: queue.waiting.map(grow) }
  }
  const streaks = new Map([[streakId, count]])
  const times = { changedAt: now, shownAt: null }
  const alert: GiftAlert = { key, user, receiver, name, pictureUrl, diamondCount, count, streaks, ids: [gift.id], final, test, ...times }
  return advance(bounded({ ...queue, waiting: [...queue.waiting, alert] }), now)
}

/** Removes what was shown long enough and shows the next. The same queue if nothing is due. */
export function advance(queue: AlertQueue, now: number): AlertQueue {
  const staying = queue.showing.filter((alert) => !isOver(alert, queue.waiting.length > 0, now))
  const free = MOST_SHOWING - staying.length
  if (staying.length === queue.showing.length && (free === 0 || queue.waiting.length === 0)) return queue
  const gone = queue.showing.filter((alert) => !staying.includes(alert))
  const next = nextOf(queue.waiting, [...staying, ...gone], free)
  const shown = next.map((alert) => ({ ...alert, shownAt: now }))
  return { showing: [...staying, ...shown], waiting: queue.waiting.filter((alert) => !next.includes(alert)), left: withLeft(queue, gone) }
}

/** The queue without hidden gifts; more pieces do not bring one back. The same queue if nothing is hidden. */
export function withoutHidden(queue: AlertQueue, visibility: VisibilityFilter, hiddenMessages: readonly string[]): AlertQueue {
  const hidden = ({ user, receiver, ids }: GiftAlert): boolean =>
    visibility.hidesUser(user) ||
    (receiver !== undefined && visibility.hidesUser(receiver)) ||
    ids.some((id) => hiddenMessages.includes(id))
  const gone = [...queue.showing, ...queue.waiting].filter(hidden)
  if (gone.length === 0) return queue
  const stays = (alert: GiftAlert): boolean => !gone.includes(alert)
  return { showing: queue.showing.filter(stays), waiting: queue.waiting.filter(stays), left: withLeft(queue, gone, Infinity) }
}

export function isEmpty(queue: AlertQueue): boolean {
  return queue.showing.length === 0 && queue.waiting.length === 0
}

/** What it is worth so far. */
export function diamondsOf(alert: Pick<GiftAlert, 'diamondCount' | 'count'>): number {
  return alert.diamondCount * alert.count
}

function grown(alert: GiftAlert, { id, streakId, count, final }: GiftEvent, now: number): GiftAlert {
  const known = alert.streaks.get(streakId) ?? 0
  const streaks = new Map(alert.streaks)
  streaks.delete(streakId)
  streaks.set(streakId, Math.max(known, count))
  const [oldest] = streaks.keys()
  if (streaks.size > MOST_STREAKS && oldest !== undefined) streaks.delete(oldest)
  return {
    ...alert,
    streaks,
    ids: [...alert.ids, id].slice(-MOST_IDS),
    count: alert.count + Math.max(0, count - known),
    // A late message of a streak that is over does not open it again.
    final: final || (alert.final && known >= count),
    changedAt: now,
  }
}

function isOver(alert: GiftAlert, othersWait: boolean, now: number): boolean {
  const lingerMs = othersWait ? HURRY_MS : LINGER_MS
  // The clock may be set back: an alert from the future is over as well.
  const silentMs = Math.abs(now - alert.changedAt)
  const shownMs = Math.abs(now - (alert.shownAt ?? alert.changedAt))
  // An alert that waited long still gets its time on screen.
  const seen = silentMs >= (alert.final ? lingerMs : SILENCE_MS) && shownMs >= lingerMs
  return seen || (othersWait && shownMs >= LONGEST_MS)
}

function withLeft(queue: AlertQueue, gone: readonly GiftAlert[], least = 0): AlertQueue['left'] {
  const streaks = gone.flatMap((alert) => [...alert.streaks].map(([streakId, count]) => ({ streakId, count: Math.max(least, count) })))
  return [...queue.left, ...streaks].slice(-MOST_LEFT)
}

const senderOf = ({ key, user }: GiftAlert): string => personOf(user) ?? key

/** Whose turn it is: in their order, but those first whose sender has none on screen, or had one there just now. */
function nextOf(waiting: readonly GiftAlert[], seen: readonly GiftAlert[], free: number): GiftAlert[] {
  const senders = new Set(seen.map(senderOf))
  const [first, further]: [GiftAlert[], GiftAlert[]] = [[], []]
  for (const alert of waiting) {
    const sender = senderOf(alert)
    if (senders.has(sender)) further.push(alert)
    else first.push(alert)
    senders.add(sender)
  }
  return [...first, ...further].slice(0, free)
}

/** In a rush of gifts the smallest one is dropped, of the sender who has most in the queue: one person pushes nobody else out. */
function bounded(queue: AlertQueue): AlertQueue {
  if (queue.waiting.length <= MOST_WAITING) return queue
  const counts = new Map<string, number>()
  for (const alert of queue.waiting) counts.set(senderOf(alert), (counts.get(senderOf(alert)) ?? 0) + 1)
  const most = Math.max(...counts.values())
  const theirs = queue.waiting.filter((alert) => counts.get(senderOf(alert)) === most)
  const smallest = theirs.reduce((least, alert) => (diamondsOf(alert) < diamondsOf(least) ? alert : least))
  return { ...queue, waiting: queue.waiting.filter((alert) => alert !== smallest) }
}
