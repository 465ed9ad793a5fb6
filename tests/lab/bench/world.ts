import type { Verdict } from '@standby/bridge/network/verdict.pure.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'

export type OutageKind = 'network' | 'tiktok' | 'sign'

/** One outage: it begins at 0, when every connection drops, and ends at `backAt` (ms). */
export interface Trace {
  kind: OutageKind
  backAt: number
  /** A line that is away either refuses at once or swallows whatever is sent. */
  swallows: boolean
}

/** What reached the services, by second since the drop. A probe is a round of TCP handshakes and counted apart. */
export interface Spent {
  tiktok: Uint32Array
  sign: Uint32Array
  probeCount: number
}

/** The outside as one bridge meets it. Times in ms since the drop. */
export interface World {
  trace: Trace
  /** An attempt begun at `at`: when it is over, and why it failed, or null when the connection is up. */
  attempt(at: number): { until: number; cause: Cause | null }
  probe(at: number): { until: number; verdict: Verdict }
}

/** Typical latencies, each drawn from half to one and a half of it. Those of a home line; the same for every policy. */
const LATENCY_MS = { refusal: 20, handshake: 60, page: 300, roomInfo: 150, sign: 400, upgrade: 250 }
/** What is sent into a line that swallows is sent again after so long; then the connector gives up after 10 s, a probe after 1.5 s. */
const SENT_AGAIN_MS = [0, 1_000, 3_000, 7_000]
const CONNECT_TIMEOUT_MS = 10_000
const PROBE_TIMEOUT_MS = 1_500
/** Neutral hosts come in after so long, so that no probe of a line that is away is over sooner. */
const PROBE_LEAST_MS = 300

/** Enough seconds for the outage and the longest wait after it. */
export function nothingSpent(trace: Trace): Spent {
  const seconds = Math.ceil(trace.backAt / 1_000) + 1_200
  return { tiktok: new Uint32Array(seconds), sign: new Uint32Array(seconds), probeCount: 0 }
}

export function createWorld(trace: Trace, spent: Spent, random: () => number): World {
  const took = (typicalMs: number): number => Math.round(typicalMs * (0.5 + random()))
  const count = (seconds: Uint32Array, at: number): void => {
    const second = Math.floor(at / 1_000)
    seconds[second] = (seconds[second] ?? 0) + 1
  }
  const isBack = (at: number): boolean => at >= trace.backAt

  /** When something sent at `at` gets through a line that may be away; null when it does not within `timeoutMs`. */
  function through(at: number, timeoutMs: number): number | null {
    if (trace.kind !== 'network' || isBack(at)) return at
    if (!trace.swallows) return null
    const again = SENT_AGAIN_MS.find((ms) => ms < timeoutMs && isBack(at + ms))
    return again === undefined ? null : at + again
  }

  return {
    trace,
    attempt(at) {
      const sentAt = through(at, CONNECT_TIMEOUT_MS)
      if (sentAt === null) {
        const until = at + (trace.swallows ? CONNECT_TIMEOUT_MS : took(LATENCY_MS.refusal))
        return { until, cause: { kind: 'network', detail: trace.swallows ? 'page: ETIMEDOUT' : 'page: ENETUNREACH' } }
      }
      count(spent.tiktok, sentAt)
      const roomInfoAt = sentAt + took(LATENCY_MS.page)
      count(spent.tiktok, roomInfoAt)
      const signAt = roomInfoAt + took(LATENCY_MS.roomInfo)
      count(spent.sign, signAt)
      const upgradeAt = signAt + took(LATENCY_MS.sign)
      if (trace.kind === 'sign' && !isBack(signAt))
        return { until: upgradeAt, cause: { kind: 'sign', detail: 'sign service answered 503' } }
      count(spent.tiktok, upgradeAt)
      const until = upgradeAt + took(LATENCY_MS.upgrade)
      const isRefused = trace.kind === 'tiktok' && !isBack(upgradeAt)
      return { until, cause: isRefused ? { kind: 'tiktok', detail: 'TikTok refused the socket: 503' } : null }
    },
    probe(at) {
      spent.probeCount++
      const sentAt = through(at, PROBE_TIMEOUT_MS)
      if (sentAt !== null) return { until: sentAt + took(LATENCY_MS.handshake), verdict: 'reachable' }
      return { until: at + (trace.swallows ? PROBE_TIMEOUT_MS : PROBE_LEAST_MS), verdict: 'network' }
    },
  }
}
