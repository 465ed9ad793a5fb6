import * as z from 'zod'
import type { Millis } from '@standby/shared/clock.ts'

/** More round trips than this within the window, and standby stays until the connection has held for longer. */
const ROUND_TRIPS = 4
const WINDOW_MS = 5 * 60_000
/** How long it has to hold, by level: each further round trip goes one up. */
const HOLDS_MS = [0, 15_000, 30_000, 60_000, 120_000] as const
/** One level is forgiven for so much time without another round trip. */
const FORGIVEN_AFTER_MS = 5 * 60_000

export const flapsSchema = z.object({
  /** When standby was gone to by itself, within the window, oldest first. */
  tripsAt: z.array(z.number()),
  level: z.number().int().min(0).max(4),
  levelAt: z.number(),
})

/** How often the show has gone to standby and back of late. */
export type Flaps = z.infer<typeof flapsSchema>

export const NO_FLAPS: Flaps = { tripsAt: [], level: 0, levelAt: 0 }

/** It goes to standby by itself. */
export function tripped(flaps: Flaps, now: Millis): Flaps {
  const recent = flaps.tripsAt.filter((at) => at <= now && now - at < WINDOW_MS)
  const before = levelOf(flaps, now)
  const level = recent.length >= ROUND_TRIPS || before > 0 ? Math.min(before + 1, HOLDS_MS.length - 1) : 0
  return { tripsAt: [...recent, now].slice(-ROUND_TRIPS), level, levelAt: now }
}

/** How long TikTok must have been back before it goes back; 0: no longer than usual. */
export function holdMs(flaps: Flaps, now: Millis): number {
  return HOLDS_MS[levelOf(flaps, now)] ?? 0
}

function levelOf({ level, levelAt }: Flaps, now: Millis): number {
  return Math.max(0, level - Math.floor(Math.max(0, now - levelAt) / FORGIVEN_AFTER_MS))
}
