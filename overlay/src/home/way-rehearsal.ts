import type { Way } from '@standby/shared/connection/way.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'

/** What was observed of a rehearsed change of way so far; ms since the cut, null: not yet. */
export interface WayRun {
  cutAt: number
  lostMs: number | null
  /** The events come again, by this way. */
  back: { way: Way; since: number; ms: number } | null
}

/** A change of way takes some seconds: after this, something is wrong. */
const LONGEST_MS = 60_000

export function beginWayRun(now: number): WayRun {
  return { cutAt: now, lostMs: null, back: null }
}

/** The run after one more observation. The connection counts as back only after it was seen to be lost. */
export function observeWayRun(run: WayRun, { via, health }: Pick<TikTokStatus, 'via' | 'health'>, now: number): WayRun {
  const ms = now - run.cutAt
  if (run.lostMs === null) return via === null ? { ...run, lostMs: ms } : run
  if (run.back !== null || via === null || health !== 'live') return run
  return { ...run, back: { way: via.way, since: via.since, ms } }
}

/** `same`: the connection came back by the way that it was on. */
export function wayRunState(run: WayRun, now: number): 'going' | 'changed' | 'same' | 'late' {
  if (run.back !== null) return run.back.way === 'connector' ? 'same' : 'changed'
  return now - run.cutAt > LONGEST_MS ? 'late' : 'going'
}
