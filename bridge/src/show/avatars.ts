import type { Clock, Millis } from '@standby/shared/clock.ts'
import type { Fetched } from './picture-source.ts'
import { pictureKey } from '@standby/shared/picture-key.ts'
import { pictureType } from './picture-type.ts'

export interface Picture {
  type: string
  bytes: Uint8Array
}

/** missing: there is none, or none that may be shown. failed: not now. busy: too many are asked for at once. */
export type AvatarAnswer = { ok: true; picture: Picture } | { ok: false; why: 'missing' | 'failed' | 'busy' }

export interface Avatars {
  /** The picture at this address, or at the next that TikTok listed for it. Never rejects. */
  picture(address: string): Promise<AvatarAnswer>
  /** Addresses of one picture each, in the order in which they are to be tried. */
  learn(lists: readonly (readonly string[])[]): void
}

export interface AvatarsOptions {
  fetchPicture: (address: string) => Promise<Fetched>
  clock: Pick<Clock, 'now'>
  /** Pictures kept in memory; the one that was not asked for longest goes first. */
  maxCachedBytes?: number
}

const MAX_PARALLEL = 6
const MAX_WAITING = 300
const MAX_CACHED_BYTES = 16_000_000
/** What could not be had is not asked for again so soon: a page asks with every message. */
const REMEMBER_MISSING_MS = 600_000
const REMEMBER_FAILED_MS = 30_000
const MAX_REMEMBERED = 2_000

/** Pictures of viewers, through a cache in memory, a few at a time. */
export function createAvatars({ fetchPicture, clock, maxCachedBytes = MAX_CACHED_BYTES }: AvatarsOptions): Avatars {
  // A Map keeps the order in which its keys came in, so its first is the one to give up.
  const cached = new Map<string, Picture>()
  const missed = new Map<string, { why: 'missing' | 'failed'; until: Millis }>()
  /** Further addresses, by picture. */
  const listed = new Map<string, readonly string[]>()
  const underWay = new Map<string, Promise<AvatarAnswer>>()
  const waiting: (() => void)[] = []
  let cachedBytes = 0
  let running = 0

  function fromCache(address: string): AvatarAnswer | null {
    const key = pictureKey(address)
    const picture = cached.get(key)
    if (picture !== undefined) {
      cached.delete(key)
      cached.set(key, picture)
      return { ok: true, picture }
    }
    const miss = missed.get(address)
    return miss !== undefined && clock.now() < miss.until ? { ok: false, why: miss.why } : null
  }

  function keep(key: string, picture: Picture): void {
    cached.set(key, picture)
    cachedBytes += picture.bytes.length
    for (const [oldest, { bytes }] of cached) {
      if (cachedBytes <= maxCachedBytes) break
      cached.delete(oldest)
      cachedBytes -= bytes.length
    }
  }

  function miss(address: string, why: 'missing' | 'failed'): AvatarAnswer {
    missed.delete(address)
    missed.set(address, { why, until: clock.now() + (why === 'missing' ? REMEMBER_MISSING_MS : REMEMBER_FAILED_MS) })
    for (const oldest of missed.keys()) {
      if (missed.size <= MAX_REMEMBERED) break
      missed.delete(oldest)
    }
    return { ok: false, why }
  }

  async function fetchOne(address: string): Promise<AvatarAnswer> {
    if (running >= MAX_PARALLEL) await new Promise<void>((resolve) => waiting.push(resolve))
    running += 1
    try {
      const fetched = await fetchPicture(address)
      if (!fetched.ok) return miss(address, fetched.why === 'failed' ? 'failed' : 'missing')
      const type = pictureType(fetched.bytes)
      if (type === null) return miss(address, 'missing')
      const picture = { type, bytes: fetched.bytes }
      keep(pictureKey(address), picture)
      return { ok: true, picture }
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }

  async function one(address: string): Promise<AvatarAnswer> {
    const known = fromCache(address)
    if (known !== null) return known
    const key = pictureKey(address)
    const already = underWay.get(key)
    if (already !== undefined) {
      const answer = await already
      // Another signature of the same picture may be worth more.
      return answer.ok ? answer : (fromCache(address) ?? one(address))
    }
    if (waiting.length >= MAX_WAITING) return { ok: false, why: 'busy' }
    const answer = fetchOne(address).finally(() => underWay.delete(key))
    underWay.set(key, answer)
    return answer
  }

  return {
    async picture(address) {
      let answer = await one(address)
      for (const other of listed.get(pictureKey(address)) ?? []) {
        if (answer.ok || answer.why === 'busy') break
        if (other === address) continue
        const next = await one(other)
        // What may still come is asked for again sooner than what is not there.
        if (next.ok || next.why !== 'missing') answer = next
      }
      return answer
    },
    learn(lists) {
      for (const [first, ...others] of lists) {
        if (first === undefined) continue
        const key = pictureKey(first)
        listed.delete(key)
        listed.set(key, others)
        const [oldest] = listed.keys()
        if (listed.size > MAX_REMEMBERED && oldest !== undefined) listed.delete(oldest)
      }
    },
  }
}
