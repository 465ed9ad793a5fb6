import type { GiftEvent, LiveUser } from '@standby/shared/live/event.ts'

/** One gift streak on screen, or waiting for its turn. Times are ms on the bridge's clock. */
export interface GiftAlert {
  streakId: string
  user: LiveUser
  name: string
  diamondCount: number
  count: number
  final: boolean
  changedAt: number
  /** Null while it waits. */
  shownAt: number | null
}

export interface AlertQueue {
  showing: GiftAlert[]
  waiting: GiftAlert[]
  /** Streaks that have left the screen, so that a late message of one does not bring it back for nothing. */
  left: { streakId: string; count: number }[]
}

export const MOST_SHOWING = 2
export const MOST_WAITING = 20
const MOST_LEFT = 50
/** A streak that is over stays this long; less while others wait. */
const LINGER_MS = 4_000
const HURRY_MS = 1_800
/** A streak that has gone silent without an end leaves after this. */
export const SILENCE_MS = 8_000

export function emptyQueue(): AlertQueue {
  return { showing: [], waiting: [], left: [] }
}

/** Takes in a gift: a streak on screen or waiting grows in place, another joins the queue. What was missed is never announced. */
export function addGift(queue: AlertQueue, gift: GiftEvent, now: number): AlertQueue {
  if (gift.missed) return queue
  const grow = (alert: GiftAlert): GiftAlert =>
    alert.streakId === gift.streakId
      ? { ...alert, count: Math.max(alert.count, gift.count), final: alert.final || gift.final, changedAt: now }
      : alert
  if ([...queue.showing, ...queue.waiting].some((alert) => alert.streakId === gift.streakId)) {
    return { ...queue, showing: queue.showing.map(grow), waiting: queue.waiting.map(grow) }
  }
  const before = queue.left.find((streak) => streak.streakId === gift.streakId)
  if (before !== undefined && gift.count <= before.count) return queue
  const { streakId, user, name, diamondCount, count, final } = gift
  const alert: GiftAlert = { streakId, user, name, diamondCount, count, final, changedAt: now, shownAt: null }
  return advance(bounded({ ...queue, waiting: [...queue.waiting, alert] }), now)
}

/** Lets go what has been seen long enough and shows what waits. The same queue when nothing is due. */
export function advance(queue: AlertQueue, now: number): AlertQueue {
  const staying = queue.showing.filter((alert) => leavesAt(alert, queue.waiting.length > 0) > now)
  const free = MOST_SHOWING - staying.length
  if (staying.length === queue.showing.length && (free === 0 || queue.waiting.length === 0)) return queue
  const gone = queue.showing.filter((alert) => !staying.includes(alert))
  const next = queue.waiting.slice(0, free).map((alert) => ({ ...alert, shownAt: now }))
  return {
    showing: [...staying, ...next],
    waiting: queue.waiting.slice(free),
    left: [...queue.left, ...gone.map(({ streakId, count }) => ({ streakId, count }))].slice(-MOST_LEFT),
  }
}

export function isEmpty(queue: AlertQueue): boolean {
  return queue.showing.length === 0 && queue.waiting.length === 0
}

/** What the streak is worth so far. */
export function diamondsOf(alert: Pick<GiftAlert, 'diamondCount' | 'count'>): number {
  return alert.diamondCount * alert.count
}

function leavesAt(alert: GiftAlert, othersWait: boolean): number {
  const lingerMs = othersWait ? HURRY_MS : LINGER_MS
  // One that waited long has been silent long: it still gets its time on screen.
  return Math.max(alert.changedAt + (alert.final ? lingerMs : SILENCE_MS), (alert.shownAt ?? alert.changedAt) + lingerMs)
}

/** In a rush of gifts the smallest that waits gives way. */
function bounded(queue: AlertQueue): AlertQueue {
  if (queue.waiting.length <= MOST_WAITING) return queue
  const smallest = queue.waiting.reduce((least, alert) => (diamondsOf(alert) < diamondsOf(least) ? alert : least))
  return { ...queue, waiting: queue.waiting.filter((alert) => alert !== smallest) }
}
