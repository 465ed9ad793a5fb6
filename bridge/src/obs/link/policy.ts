import type { Cause } from '@standby/shared/connection/cause.ts'
import type { ConnectionPolicy } from '@standby/shared/connection/policy.ts'

/** Why there is no link to OBS. The sentence for each is in `problems.ts`. */
export type ObsCauseKind =
  | 'not-running' // nobody listens there
  | 'unreachable' // no such host, or no way to it
  | 'closed' // OBS quit, crashed, or its server was switched off
  | 'timeout' // it accepts, but does not answer
  | 'hung' // connected, and no longer answering
  | 'not-obs' // something else listens there
  | 'wrong-password'
  | 'kicked' // the creator ended our session in OBS
  | 'unsupported' // an OBS whose protocol we do not speak
  | 'bad-address'

export type ObsCause = Cause<ObsCauseKind>

const AGAIN = { type: 'backoff', movesBreaker: false } as const
const NEVER = { type: 'never' } as const

/** A connected OBS is asked for a sign of life this often, ms. */
export const HEARTBEAT_MS = 2_000

/** OBS is on this computer and comes and goes with the creator's day: quick attempts, for ever. */
export const OBS_POLICY: ConnectionPolicy<ObsCauseKind> = {
  backoff: { baseDelayMs: 1_000, maxDelayMs: 10_000, multiplier: 1.5, jitter: 0.1 },
  maxAttempts: Infinity,
  breaker: { failureThreshold: Infinity, cooldownMs: 0, maxCooldownMs: 0 },
  retry: {
    'not-running': AGAIN,
    unreachable: AGAIN,
    closed: AGAIN,
    timeout: AGAIN,
    hung: AGAIN,
    'not-obs': { type: 'steady', minMs: 25_000, maxMs: 35_000, outage: false },
    'wrong-password': NEVER,
    // OBS's documentation asks clients not to come back after a kick.
    kicked: NEVER,
    unsupported: NEVER,
    'bad-address': NEVER,
  },
  stableAfterMs: 10_000,
  connectTimeoutMs: 5_000,
  timeoutKind: 'timeout',
  // Four heartbeats without an answer. OBS answers them also while its window is busy.
  staleAfterMs: 4 * HEARTBEAT_MS,
  staleKind: 'hung',
}
