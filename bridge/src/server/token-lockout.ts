import { createHash } from 'node:crypto'
import type { Clock } from '@standby/shared/clock.ts'
import { networkOf } from './network-of.ts'

/** Wrong tokens by the address they came from, so that nobody tries one after the other. */
export interface TokenLockout {
  /** Null, or until when this address is not listened to. */
  lockedUntil(address: string): number | null
  add(address: string, token: string): void
}

const WINDOW_MS = 10 * 60_000
const LIMIT = 10
/** Addresses that are remembered; beyond it the one that was quiet for longest is forgotten. */
const ADDRESS_COUNT = 1_000

/**
 * Ten different wrong tokens in ten minutes. The same one again counts once: a page that was left open with a replaced token knocks every
 * few seconds, and must not lock out the one beside it that has the new.
 */
export function createTokenLockout(clock: Pick<Clock, 'now'>): TokenLockout {
  const tried = new Map<string, Map<string, number>>()

  function recent(address: string): Map<string, number> {
    const known = tried.get(address) ?? new Map<string, number>()
    for (const [token, at] of known) if (clock.now() - at >= WINDOW_MS) known.delete(token)
    return known
  }

  return {
    lockedUntil(address) {
      const known = recent(networkOf(address))
      const first = Math.min(...known.values())
      return known.size < LIMIT ? null : first + WINDOW_MS
    },
    add(address, token) {
      const network = networkOf(address)
      const known = recent(network)
      // Only what tells one from another is kept, never a token: a mistyped one is nearly right.
      const mark = createHash('sha256').update(token).digest('base64')
      if (!known.has(mark)) known.set(mark, clock.now())
      tried.delete(network)
      tried.set(network, known)
      const [oldest] = tried.keys()
      if (tried.size > ADDRESS_COUNT && oldest !== undefined) tried.delete(oldest)
    },
  }
}
