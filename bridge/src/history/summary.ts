import type { EventCounts } from '@standby/shared/live/gap.ts'
import * as z from 'zod'

/** What a list says of one LIVE, as folded from its events up to `offset`. */
export interface Summary {
  offset: number
  counts: EventCounts
  diamonds: number
  likes: number
  gaps: number
  awayMs: number
  giftsMayBeIncomplete: boolean
}

/** Raised when folding changes its meaning: what was written down before is then folded again. */
const VERSION = 2

const schema = z.object({
  version: z.literal(VERSION),
  offset: z.number(),
  counts: z.record(z.string(), z.number()),
  diamonds: z.number(),
  likes: z.number(),
  gaps: z.number(),
  awayMs: z.number(),
  giftsMayBeIncomplete: z.boolean(),
})

export function summaryText(summary: Summary): string {
  return JSON.stringify({ version: VERSION, ...summary })
}

/** Null for none, and for one of another version. */
export function summaryOf(text: string | null): Summary | null {
  if (text === null) return null
  try {
    const { version: _, ...summary } = schema.parse(JSON.parse(text))
    return summary
  } catch {
    return null
  }
}
