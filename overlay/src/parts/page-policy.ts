import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'

/** Why a page is not connected to its bridge. */
export type LinkCause = 'away' | 'silent'

const AGAIN = { type: 'backoff', movesBreaker: false } as const

/** A page's link to the bridge. It is mostly on the same computer, so retries are fast, and the page never gives up. */
export const pagePolicy: ConnectionPolicy<LinkCause> = {
  backoff: { baseDelayMs: 500, maxDelayMs: 5_000, multiplier: 1.6, jitter: 0.2 },
  maxAttempts: Infinity,
  breaker: { failureThreshold: Infinity, cooldownMs: 5_000, maxCooldownMs: 5_000 },
  retry: { away: AGAIN, silent: AGAIN },
  stableAfterMs: 10_000,
  connectTimeoutMs: 10_000,
  timeoutKind: 'silent',
  // The bridge sends a message at least every 15 s.
  staleAfterMs: 35_000,
  staleKind: 'silent',
}
