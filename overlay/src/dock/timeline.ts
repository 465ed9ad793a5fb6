import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { GapRecord } from '@standby/shared/live/gap.ts'
import type { GapCause } from '@standby/shared/live/event.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import type { StretchKind } from '../i18n/en-health.ts'

/** One time of one kind. Times are ms since the epoch. */
export interface Stretch {
  kind: StretchKind
  from: number
  to: number
}

export interface TimeRange {
  from: number
  to: number
}

type Seen = Pick<TikTokStatus, 'health' | 'since' | 'policy' | 'stability'>

/** Standby was not running, or was not supposed to be connected. */
const ASIDE: ReadonlySet<GapCause> = new Set<GapCause>(['stopped', 'bridge-away', 'ended', 'offline'] satisfies (
  CauseKind | 'stopped' | 'bridge-away'
)[])

/**
 * The times of one range, in order and without holes, from the status and the gaps of this show. If neither covers a time, it is `unknown`:
 * before the first connection, before the LIVE that is on, and before the oldest of more outages than the status lists.
 */
export function timeline(tiktok: Seen, gaps: readonly GapRecord[], { from, to }: TimeRange): Stretch[] {
  const { session, outages } = tiktok.stability
  const { degradedAfterMs } = tiktok.policy
  const losses: TimeRange[] = [
    ...outages.map((outage) => ({ from: outage.from, to: outage.to ?? to })),
    ...gaps.filter(({ cause }) => !ASIDE.has(cause)).map((gap) => ({ from: gap.from, to: gap.to })),
  ]
  const asides = gaps.filter(({ cause }) => ASIDE.has(cause))
  const knownFrom = knownSince(tiktok, gaps)
  const offlineFrom = offlineSince(tiktok, asides)

  function kindAt(at: number): StretchKind {
    if (at >= offlineFrom) return 'offline'
    const loss = losses.find((one) => at >= one.from && at < one.to)
    if (loss !== undefined) return at < loss.from + degradedAfterMs ? 'reconnecting' : 'degraded'
    if (asides.some((gap) => at >= gap.from && at < gap.to)) return 'offline'
    return session === null || at < knownFrom ? 'unknown' : 'up'
  }

  const edges = [from, to, knownFrom, offlineFrom]
  for (const loss of losses) edges.push(loss.from, loss.from + degradedAfterMs, loss.to)
  for (const gap of asides) edges.push(gap.from, gap.to)
  const inside = [...new Set(edges.filter((edge) => edge >= from && edge <= to))].sort((a, b) => a - b)
  const stretches: Stretch[] = []
  for (const [at, begin] of inside.slice(0, -1).entries()) {
    const end = inside[at + 1] ?? to
    const kind = kindAt(begin)
    const last = stretches.at(-1)
    if (last?.kind === kind) last.to = end
    else stretches.push({ kind, from: begin, to: end })
  }
  return stretches
}

/** The current or last LIVE, up to now or to its end; null before the first. */
export function rangeOfLive(tiktok: Seen, gaps: readonly GapRecord[], now: number): TimeRange | null {
  const { session } = tiktok.stability
  if (session === null) return null
  const from = Math.min(session.since, ...gaps.map((gap) => gap.from))
  const asides = gaps.filter(({ cause }) => ASIDE.has(cause))
  return { from, to: Math.max(from + 1, Math.min(now, offlineSince(tiktok, asides))) }
}

/** The total of each kind, ms. */
export function sums(stretches: readonly Stretch[]): Partial<Record<StretchKind, number>> {
  const total: Partial<Record<StretchKind, number>> = {}
  for (const { kind, from, to } of stretches) total[kind] = (total[kind] ?? 0) + to - from
  return total
}

function knownSince({ stability: { session, outages } }: Seen, gaps: readonly GapRecord[]): number {
  if (session === null) return Infinity
  const ofThis = outages.filter(({ roomId }) => roomId === session.roomId)
  const oldest = ofThis.at(-1)
  // The status lists only the last outages. The time before them is unknown, and is not drawn as connected.
  if (oldest !== undefined && session.drops > ofThis.length) return oldest.from
  // Between the gaps of one show it was connected, even before the bridge was restarted.
  return Math.min(session.since, ...gaps.map((gap) => gap.from))
}

function offlineSince({ health, since, stability: { session } }: Seen, asides: readonly GapRecord[]): number {
  if (health !== 'offline') return Infinity
  if (session === null) return since
  const asideMs = asides.filter((gap) => gap.from >= session.since).reduce((sum, gap) => sum + gap.to - gap.from, 0)
  // It may have ended before the present state began.
  return Math.min(since, session.since + session.wantedMs + asideMs)
}
