import type { EventCounts } from './gap.ts'
import type { LiveEventType } from './event.ts'
import type { Rate } from './rates.ts'

export interface GapFacts {
  awayMs: number
  /** The room's rate before the drop, and after the recovery once that is known. */
  before: Rate | null
  after: Rate | null
  caughtUp: EventCounts
  /** Types of which nothing is missing. */
  complete: readonly LiveEventType[]
  /** Seen, and lost all the same: in the initial batch, but not to be decoded or kept. */
  seenLost: EventCounts
}

/** What would have come in `ms` at this rate, whole; types without any are left out. */
export function expectedAt(rate: Rate, ms: number): EventCounts {
  return whole(typesOf(rate.counts), (type) => perMs(rate, type) * ms)
}

/**
 * What is missing for good: what would have come, less what was caught up, and never less than what was seen to be lost.
 * Null if there is nothing to go by.
 */
export function estimateLost({ awayMs, before, after, caughtUp, complete, seenLost }: GapFacts): EventCounts | null {
  const seen = typesOf(seenLost)
  if (before === null) return seen.length === 0 ? null : whole(seen, (type) => seenLost[type] ?? 0)
  const types = new Set([...typesOf(before.counts), ...typesOf(after?.counts ?? {}), ...seen])
  return whole([...types], (type) => {
    const rate = after === null ? perMs(before, type) : (perMs(before, type) + perMs(after, type)) / 2
    const missing = complete.includes(type) ? 0 : rate * awayMs - (caughtUp[type] ?? 0)
    return Math.max(missing, seenLost[type] ?? 0)
  })
}

function perMs({ counts, ms }: Rate, type: LiveEventType): number {
  return ms > 0 ? (counts[type] ?? 0) / ms : 0
}

function whole(types: readonly LiveEventType[], value: (type: LiveEventType) => number): EventCounts {
  return Object.fromEntries(
    types.flatMap((type) => {
      const count = Math.round(value(type))
      return count > 0 ? [[type, count]] : []
    }),
  )
}

function typesOf(counts: EventCounts): LiveEventType[] {
  return Object.keys(counts) as LiveEventType[]
}
