import type { Way, WayProblem } from '@standby/shared/connection/way.ts'
import type { TikTokLink, TikTokLinkCallbacks } from './link.ts'

/** What the ways know of one attempt, and hear of it. */
export interface SourceAttempt {
  /** The room that a connection of this LIVE was lost in; null if none was. */
  roomId: () => string | null
  /** What is wrong with its program, so that it is not tried again at once. */
  onProblem: (problem: WayProblem) => void
}

/** One way into a LIVE. Each folder beside this file makes such sources, and nothing else knows how they get their events. */
export interface Source {
  way: Way
  /** Where its program may listen on this computer; empty if there is no program to look for. */
  urls: readonly string[]
  /** Its program is looked for even while it is switched off, so that it can be offered. */
  isOffered?: true
  /** Whether it has the key, or the credentials, that the creator has to give it; null: it needs none. */
  hasKey: (() => boolean) | null
  /** One attempt. It ends with exactly one `closed`, which never comes from within another callback or `close()`. */
  open(attempt: SourceAttempt, callbacks: TikTokLinkCallbacks): TikTokLink
}
