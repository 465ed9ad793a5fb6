import type { Clock } from '@standby/shared/clock.ts'

/** A signed address is good for one socket and this long; TikTokLive (ws_connect.py) names 30 seconds. */
const GOOD_FOR_MS = 30_000

export interface Signatures {
  issue(roomId: string, token: string): string
  /** The room a signature was given for, once; null when it is unknown, used or too old. */
  roomOf(token: string): string | null
}

export function signatureBook(clock: Clock): Signatures {
  const open = new Map<string, { roomId: string; until: number }>()
  return {
    issue(roomId, token) {
      for (const [old, { until }] of open) if (until < clock.now()) open.delete(old)
      open.set(token, { roomId, until: clock.now() + GOOD_FOR_MS })
      return token
    },
    roomOf(token) {
      const entry = open.get(token)
      open.delete(token)
      return entry !== undefined && entry.until >= clock.now() ? entry.roomId : null
    },
  }
}
