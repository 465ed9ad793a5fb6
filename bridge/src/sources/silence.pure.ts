import type { Cause } from '@standby/shared/connection/cause.ts'
import type { FeedServer } from './link.ts'

/** What TikTok says of the room when it is asked over HTTP: its state, or why that is unknown. */
export type RoomAnswer = 'live' | 'paused' | Cause

/** What is known of a connection that has opened. */
export interface OpenedConnection {
  /** Whose server it leads to. */
  party: FeedServer['party']
  /** Another way stands ready, so that a wrong suspicion costs little. */
  hasOtherWay: boolean
  /** Silence is usual in a quiet room. */
  isSparse?: boolean
}

/** The least silence that is worth asking about, and the most that is waited for. */
const LEAST_MS = 90_000
const MOST_MS = 300_000
/** A room is silent when nothing came for so many times its usual gap. */
const USUAL_GAPS = 10
/** A server of the sign service that lets in more connections than the key allows sends nothing at all: then this is enough. */
const LEAST_FIRST_MS = 6_000
const MOST_FIRST_MS = 30_000
const USUAL_FIRST_MS = 15_000
/** A program on this computer is asked about sooner, because its own connection to TikTok cannot be seen. */
const LEAST_LOCAL_MS = 30_000

/** How long a room with this usual gap between messages (ms) may be silent. */
export function silenceLimitMs(usualGapMs: number, party: FeedServer['party'] = 'tiktok'): number {
  return Math.round(Math.min(Math.max(usualGapMs * USUAL_GAPS, party === 'local' ? LEAST_LOCAL_MS : LEAST_MS), MOST_MS))
}

/** How long a connection may send nothing from its beginning. `gapBeforeMs`: the usual gap in the connection before it, 0 if not known. */
export function firstLimitMs({ party, hasOtherWay, isSparse }: OpenedConnection, gapBeforeMs: number): number {
  if (isSparse === true) return MOST_MS
  if (party !== 'sign' || !hasOtherWay) return silenceLimitMs(0, party)
  const usualMs = gapBeforeMs === 0 ? USUAL_FIRST_MS : gapBeforeMs * USUAL_GAPS
  return Math.round(Math.min(Math.max(usualMs, LEAST_FIRST_MS), MOST_FIRST_MS))
}

export const DIRECT: OpenedConnection = { party: 'tiktok', hasOtherWay: false }

interface Silent {
  /** Nothing came since the connection opened. */
  isFirst: boolean
  party: FeedServer['party']
  silentMs: number
}

/** What a silence means by TikTok's answer about the room; null if it leaves that open. */
export function causeOf(answer: RoomAnswer, { isFirst, party, silentMs }: Silent): Cause | null {
  const nothing = `nothing came for ${Math.round(silentMs / 1_000)} s`
  if (answer === 'live') {
    if (isFirst && party === 'sign') return { kind: 'crowded', detail: `the sign service's server opened the socket, and ${nothing}` }
    return { kind: 'stalled', detail: `the room is live, but ${nothing}` }
  }
  if (answer === 'paused') return null
  if (answer.kind === 'offline') return { kind: 'ended', detail: 'the LIVE ended without a word' }
  // A socket that was tried although TikTok refused to tell the room's status.
  if ((answer.kind === 'blocked' || answer.kind === 'closed') && isFirst) return answer
  // A program on this computer answers also if the line behind it is gone.
  return answer.kind === 'network' && party === 'local' ? answer : null
}
