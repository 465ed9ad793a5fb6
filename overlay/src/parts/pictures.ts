import { pictureKey } from '@standby/shared/picture-key.ts'

/** Decides which viewers' pictures to load. In a rush of messages most rows are gone before a picture could come. */
export interface PictureGate {
  /** The address to load, on the bridge; null: draw the initial. `now` in ms */
  admit(avatarUrl: string | null, now: number): string | null
  /** It could not be loaded. */
  failed(path: string, now: number): void
}

const BURST = 16
const PER_SECOND = 8
const MOST_KNOWN = 300
const AGAIN_AFTER_MS = 60_000

export function createPictureGate(): PictureGate {
  /** What was asked for before, by picture, the oldest first: these are in the browser's cache. */
  const known = new Map<string, string>()
  const failures = new Map<string, number>()
  let tokens = BURST
  let filledAt = 0
  return {
    admit(avatarUrl, now) {
      const path = picturePath(avatarUrl)
      if (avatarUrl === null || path === null) return null
      const key = pictureKey(avatarUrl)
      const before = known.get(key)
      if (before !== undefined) return before
      if (now - (failures.get(path) ?? -Infinity) < AGAIN_AFTER_MS) return null
      tokens = Math.min(BURST, tokens + ((now - filledAt) / 1000) * PER_SECOND)
      filledAt = now
      if (tokens < 1) return null
      tokens -= 1
      known.set(key, path)
      const [oldest] = known.keys()
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest)
      return path
    },
    failed(path, now) {
      for (const [key, asked] of known) if (asked === path) known.delete(key)
      failures.set(path, now)
      const [oldest] = failures.keys()
      if (failures.size > MOST_KNOWN && oldest !== undefined) failures.delete(oldest)
    },
  }
}

/** TikTok's are https; the demo's people live on this computer. */
const ADDRESS = /^(https:\/\/|http:\/\/127\.0\.0\.1:)/i

/** Only web addresses are passed on. The bridge decides which hosts it allows. */
function picturePath(avatarUrl: string | null): string | null {
  return avatarUrl !== null && avatarUrl.length <= 2_000 && ADDRESS.test(avatarUrl) ? `/avatar?u=${encodeURIComponent(avatarUrl)}` : null
}
