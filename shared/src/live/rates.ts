import type { EventCounts } from './gap.ts'
import { COUNTED_TYPES, type CountedType, type LiveEventDraft, type LiveEventType } from './event.ts'

/** How much happened in so much time with a connection. */
export interface Rate {
  ms: number
  counts: EventCounts
}

/** What was going on in the room lately, counted in time with a connection alone: an outage leaves no hole in it. */
export interface RateLog {
  /** Since when the connection is up, ms since the epoch; null while it is not. */
  upSince: number | null
  /** Time with a connection before that. */
  earlierMs: number
  /** Oldest first; `index` counts slots of connected time. */
  slots: readonly { index: number; counts: EventCounts }[]
}

const SLOT_MS = 10_000
/** The last five minutes: a room's mood changes. */
const SLOTS_KEPT = 30
/** With less to go by, one chat more or less would be a trend. */
const LEAST_MS = 30_000

export const NO_RATES: RateLog = { upSince: null, earlierMs: 0, slots: [] }

export function ratesUp(log: RateLog, now: number): RateLog {
  return log.upSince === null ? { ...log, upSince: now } : log
}

export function ratesDown(log: RateLog, now: number): RateLog {
  return { ...log, earlierMs: connectedMs(log, now), upSince: null }
}

/** Counts what came over the connection at `now`. */
export function withCounts(log: RateLog, counts: EventCounts, now: number): RateLog {
  const index = Math.floor(connectedMs(log, now) / SLOT_MS)
  const last = log.slots.at(-1)
  if (last?.index !== index) return { ...log, slots: [...log.slots.filter((slot) => slot.index > index - SLOTS_KEPT), { index, counts }] }
  return { ...log, slots: [...log.slots.slice(0, -1), { index, counts: sum(last.counts, counts) }] }
}

/** The rate of the last five minutes with a connection, or null if there was less than half a minute of it. */
export function rateAt(log: RateLog, now: number): Rate | null {
  const ms = connectedMs(log, now)
  const first = Math.max(0, Math.floor(ms / SLOT_MS) - SLOTS_KEPT + 1)
  const coveredMs = ms - first * SLOT_MS
  if (coveredMs < LEAST_MS) return null
  const slots = log.slots.filter(({ index }) => index >= first)
  return { ms: coveredMs, counts: slots.reduce<EventCounts>((all, { counts }) => sum(all, counts), {}) }
}

/** How many of each type just came. A streak counts once, with its end: its messages say the same gift again and again. */
export function countForRate(events: readonly LiveEventDraft[]): EventCounts {
  return countTypes(events.filter((event) => event.type !== 'gift' || event.final))
}

/** How many of each type are in a batch that may hold parts of streaks: each streak in it counts once. */
export function countBatch(events: readonly LiveEventDraft[]): EventCounts {
  const streaks = new Set<string>()
  return countTypes(
    events.filter((event) => {
      if (event.type !== 'gift') return true
      const isFirst = !streaks.has(event.streakId)
      streaks.add(event.streakId)
      return isFirst
    }),
  )
}

export function totalCount(counts: EventCounts): number {
  return Object.values(counts).reduce((all, count) => all + count, 0)
}

export function sum(one: EventCounts, other: EventCounts): EventCounts {
  const all = { ...one }
  for (const [type, count] of Object.entries(other) as [LiveEventType, number][]) all[type] = (all[type] ?? 0) + count
  return all
}

function countTypes(events: readonly LiveEventDraft[]): EventCounts {
  const counts: EventCounts = {}
  for (const { type } of events) if (isCounted(type)) counts[type] = (counts[type] ?? 0) + 1
  return counts
}

/** Of the other kinds there are too few in a LIVE for a rate. */
function isCounted(type: LiveEventType): type is CountedType {
  return COUNTED_TYPES.some((counted) => counted === type)
}

function connectedMs({ upSince, earlierMs }: RateLog, now: number): number {
  return earlierMs + (upSince === null ? 0 : Math.max(0, now - upSince))
}
