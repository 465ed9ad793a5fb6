import type { EventCounts, GapRecord } from './live/gap.ts'
import type { Supporter } from './protocol.ts'
import type { Retention } from './settings/history-settings.ts'

/** One LIVE in the journal. Times are ms since the epoch; null if it was not known. */
export interface LiveSession {
  roomId: string
  startedAt: number
  /** When its last event or figure came in. */
  endedAt: number
  /** It is the one that is on, or was last: it cannot be deleted. */
  current: boolean
  /** As the show counts them: pieces of gifts, each follower once. Types without any are left out. */
  counts: EventCounts
  diamonds: number
  likes: number
  peakViewers: number | null
  totalViewers: number | null
  gaps: number
  awayMs: number
  /** TikTok does not send gifts again: after a gap diamonds and supporters may be too low. */
  giftsMayBeIncomplete: boolean
}

/** `GET /api/history/sessions`: newest first. */
export interface HistoryView {
  sessions: LiveSession[]
  retention: Retention
  /** The size of the database on disk; 0 while events are in memory only. */
  bytes: number
}

/** `GET /api/history/sessions/:roomId`: what a LIVE was like, to look at and to export. */
export interface LiveReport extends LiveSession {
  /** Most first, at most 10. */
  supporters: Supporter[]
  gapRecords: GapRecord[]
  /** One a minute, oldest first. */
  samples: { at: number; viewers: number; likes: number }[]
  /** Chat messages a minute, from `startedAt` on. */
  chatsPerMinute: number[]
  /** Of the time from beginning to end, how much the connection was there. Null if no time has passed. */
  connectedPercent: number | null
}
