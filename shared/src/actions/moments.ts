import type { Millis } from '../clock.ts'
import type { CauseKind } from '../connection/cause.ts'
import type { TikTokStatus } from '../protocol.ts'
import type { Occasion } from './action.ts'

/** What of the LIVE has been seen so far. It outlives the process: a drop that was announced is followed by a return. */
export interface Watched {
  /** The creator that it is about. */
  username: string | null
  /** The LIVE that has begun and not ended. */
  roomId: string | null
  /** This run of Standby was connected to it. The end of a LIVE that only an earlier run saw may be days ago. */
  isSeen: boolean
  /** The outage that is on, or that TikTok is back from for less than `STEADY_MS`. */
  outage: { key: string; lostAt: Millis; isDegraded: boolean; cause: CauseKind | null } | null
}

export const NOTHING_WATCHED: Watched = { username: null, roomId: null, isSeen: false, outage: null }

/** `key` names it for good: no other moment of any LIVE has the same. */
export interface Moment {
  type: Extract<Occasion, 'drop' | 'degraded' | 'back' | 'live-begins' | 'live-ends'>
  key: string
  cause: CauseKind | null
  awayMs: number
}

/** TikTok counts as back when it has stayed so long, as for the scenes of OBS: a link that flaps is not back each time. */
export const STEADY_MS = 3_000

type Status = Pick<
  TikTokStatus,
  'username' | 'demo' | 'roomId' | 'reconnectionState' | 'health' | 'cause' | 'lostAt' | 'correlationId' | 'since'
>

/** What has happened by this status. `wakeAt`: when time alone will make a difference, or null. The demo has no moments. */
export function watch(before: Watched, status: Status, now: Millis): { watched: Watched; moments: Moment[]; wakeAt: Millis | null } {
  const { username } = status
  if (status.demo || username === null) return { watched: before, moments: [], wakeAt: null }
  const known = before.username === username ? before : { ...NOTHING_WATCHED, username }
  if (status.health === 'live') return connected(known, status, now)
  if (status.health === 'offline') return offline(known, status)
  return away(known, status, now)
}

type Step = ReturnType<typeof watch>

function connected(known: Watched, { roomId, since }: Status, now: Millis): Step {
  const moments: Moment[] = []
  let { outage } = known
  if (roomId !== null && roomId !== known.roomId) {
    moments.push({ type: 'live-begins', key: `begins ${roomId}`, cause: null, awayMs: 0 })
    // It was lost in another LIVE, which ended meanwhile.
    if (known.roomId !== null) outage = null
  }
  const steadyAt = since + STEADY_MS
  if (outage !== null && now >= steadyAt) {
    moments.push({ type: 'back', key: `back ${outage.key}`, cause: outage.cause, awayMs: Math.max(0, since - outage.lostAt) })
    outage = null
  }
  return { watched: { ...known, roomId: roomId ?? known.roomId, isSeen: true, outage }, moments, wakeAt: outage === null ? null : steadyAt }
}

/** Nothing was lost: no LIVE, or the creator stopped, or the first attempt after a start. */
function offline(known: Watched, { reconnectionState, cause }: Status): Step {
  const isOver = cause?.kind === 'ended' || cause?.kind === 'offline'
  if (isOver && known.roomId !== null) {
    const end: Moment = { type: 'live-ends', key: `ends ${known.roomId}`, cause: null, awayMs: 0 }
    return { watched: { ...known, roomId: null, isSeen: false, outage: null }, moments: known.isSeen ? [end] : [], wakeAt: null }
  }
  const isStopped = reconnectionState === 'STOPPED'
  return { watched: isStopped ? { ...known, outage: null } : known, moments: [], wakeAt: null }
}

function away(known: Watched, status: Status, now: Millis): Step {
  const { lostAt, correlationId, health } = status
  const cause = status.cause?.kind ?? null
  const moments: Moment[] = []
  let { outage } = known
  if (outage === null) {
    outage = { key: `${correlationId ?? ''} ${lostAt ?? now}`, lostAt: lostAt ?? now, isDegraded: false, cause }
    moments.push({ type: 'drop', key: `drop ${outage.key}`, cause, awayMs: 0 })
  }
  if (health === 'degraded' && !outage.isDegraded) {
    outage = { ...outage, isDegraded: true, cause: cause ?? outage.cause }
    moments.push({ type: 'degraded', key: `degraded ${outage.key}`, cause: outage.cause, awayMs: Math.max(0, now - outage.lostAt) })
  }
  return { watched: { ...known, outage }, moments, wakeAt: null }
}
