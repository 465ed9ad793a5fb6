import type { Policy } from './policies.ts'
import { createWorld, nothingSpent, type OutageKind, type Spent, type Trace } from './world.ts'

export interface Scenario {
  kind: OutageKind
  /** As named in the tables; each trace's own length lies within ±20 % of it. */
  outageMs: number
  /** Dropping at the same instant. */
  bridgeCount: number
  /** How many such outages are played. */
  traceCount: number
}

/** What a policy did in a scenario. Times in seconds, from the service's return; counts per bridge, except at the peak. */
export interface Figures {
  p50: number
  p95: number
  requests: number
  signRequests: number
  /** The largest number of requests in one second, over all bridges of a trace. */
  peakRequests: number
  peakSignRequests: number
  /** The same, counted from the service's return: the herd that meets it. */
  returnSignRequests: number
  probes: number
}

/** Small and fast, and the same everywhere: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Plays the scenario's outages; every policy that is given the same seed meets the same ones. */
export function measure({ kind, outageMs, bridgeCount, traceCount }: Scenario, policy: Policy, seed: number): Figures {
  const drawLength = seeded(seed)
  const random = seeded(seed + 1)
  const lateMs: number[] = []
  const sums = { tiktok: 0, sign: 0, probes: 0 }
  const peaks = { all: 0, sign: 0, back: 0 }
  for (let played = 0; played < traceCount; played++) {
    // Lengths spread evenly, each drawn from its own slice: few traces cover the range as well as many.
    const length = 0.8 + (0.4 * (played + drawLength())) / traceCount
    const trace: Trace = { kind, backAt: Math.round(outageMs * length), swallows: played % 2 === 0 }
    const spent = nothingSpent(trace)
    for (let bridge = 0; bridge < bridgeCount; bridge++) {
      lateMs.push(policy(createWorld(trace, spent, random), random) - trace.backAt)
    }
    sums.tiktok += sum(spent.tiktok)
    sums.sign += sum(spent.sign)
    sums.probes += spent.probeCount
    peaks.all = Math.max(peaks.all, peakOf(spent))
    peaks.sign = Math.max(peaks.sign, largest(spent.sign))
    peaks.back = Math.max(peaks.back, largest(spent.sign.subarray(Math.floor(trace.backAt / 1_000))))
  }
  lateMs.sort((a, b) => a - b)
  const each = bridgeCount * traceCount
  return {
    p50: percentile(lateMs, 0.5) / 1_000,
    p95: percentile(lateMs, 0.95) / 1_000,
    requests: (sums.tiktok + sums.sign) / each,
    signRequests: sums.sign / each,
    peakRequests: peaks.all,
    peakSignRequests: peaks.sign,
    returnSignRequests: peaks.back,
    probes: sums.probes / each,
  }
}

/** The nearest-rank percentile of sorted values. */
export function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('no values')
  return value
}

function largest(counts: Uint32Array): number {
  return counts.reduce((peak, count) => Math.max(peak, count), 0)
}

function peakOf({ tiktok, sign }: Spent): number {
  return tiktok.reduce((peak, count, second) => Math.max(peak, count + (sign[second] ?? 0)), 0)
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0)
}
