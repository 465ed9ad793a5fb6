import type { Cause } from '@standby/shared/connection/cause.ts'
import type { LiveInput } from '@standby/shared/live/event.ts'

/** The server that the events come from, and whose it is: TikTok's, the sign service's, or a program on this computer. */
export interface FeedServer {
  host: string
  party: 'tiktok' | 'sign' | 'local'
  /** It sends nothing of a room in which nobody says anything, not even its viewers. */
  isSparse?: true
}

/** What one attempt at a TikTok connection reports. Callbacks come in TikTok's order and never re-enter each other. */
export interface TikTokLinkCallbacks {
  /** The socket is open and the initial batch has been handed over. */
  opened(room: { roomId: string; server?: FeedServer }): void
  /** Any raw frame, heartbeat answers included: a sign of life. `messageCount`: messages of whatever kind that were decoded from it. */
  frame(messageCount: number): void
  /** The messages of one frame, decoded and normalised, in order. `initial` marks the batch that comes with connecting (recent history). */
  inputs(inputs: LiveInput[], initial: boolean): void
  /** Addresses of pictures, where TikTok lists several of one: each list in the order in which they are to be tried. */
  pictures?(lists: string[][]): void
  /** A message that could not be decoded, by TikTok's method name. */
  undecoded(method: string): void
  /** The attempt or the connection is over. Exactly once, always, also after `close()`; nothing is reported afterwards. */
  closed(cause: Cause): void
}

/** One attempt. `close()` cancels it at whatever stage it is; `closed` then follows with what was already under way discarded. */
export interface TikTokLink {
  close(): void
}
