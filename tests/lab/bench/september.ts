import { createLadder } from '@standby/bridge/live/ladder.ts'
import type { Ways } from '@standby/bridge/sources/ways.ts'
import { watchSilence } from '@standby/bridge/sources/silence.ts'
import type { Cause } from '@standby/shared/connection/cause.ts'
import type { ConnectionEffect } from '@standby/shared/connection/connection.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import { createRunner, type Runner } from '@standby/shared/connection/runner.ts'
import { DEFAULT_WAYS } from '@standby/shared/connection/way.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { percentile, seeded } from './measure.ts'
import { SEED } from './scenarios.ts'

// The outages of 2026 that no waiting helps against: what they cost with one way into a LIVE, and with two.

const HOUR_MS = 3_600_000

export const SEPTEMBER = {
  /** 2026-09-09: the sign service answers, and its server refuses every socket. */
  'sign service fails': { hours: 48, traceCount: 20 },
  /** Since 2026-09-15: the thirtieth socket of a key is let in and hears nothing. */
  'proxy is silent': { hours: 48, traceCount: 20 },
  /** 2026-05-27: TikTok denies accounts that are live. */
  'account denied': { hours: 12, traceCount: 20 },
} as const
export type SeptemberKind = keyof typeof SEPTEMBER
export const SEPTEMBER_KINDS = Object.keys(SEPTEMBER) as SeptemberKind[]

export const SEPTEMBER_POLICIES = ['fixed 5 s', 'exponential', 'ours', 'ours, two ways'] as const
export type SeptemberPolicy = (typeof SEPTEMBER_POLICIES)[number]

/** Seconds without events, and requests of one bridge. */
export interface SeptemberFigures {
  p50: number
  p95: number
  requests: number
  signRequests: number
}

export type SeptemberRow = { kind: SeptemberKind; figures: Record<SeptemberPolicy, SeptemberFigures> }

/** One bridge that lost its connection at 0. `took` draws a latency around the typical one. */
interface Trace {
  kind: SeptemberKind
  backAt: number
  took: (typicalMs: number) => number
  spent: { tiktok: number; sign: number }
}

/** How an attempt ends: refused, open and silent, or open with events. */
type Ended = { until: number; cause: Cause } | { until: number; cause: null; silent: boolean }

/** The same latencies as in the other tables. */
const LATENCY_MS = { page: 300, roomInfo: 150, sign: 400, upgrade: 250, local: 40 }
/** A room sends this often, its viewers at least; a client without a watch of its own notices silence after so long. */
const GAP_MS = 500
const NOTICED_MS = 35_000
const BEFORE_MS = 60_000
const POLICY = tiktokPolicy(DEFAULT_RECONNECTION)

function attempt({ kind, backAt, took, spent }: Trace, at: number): Ended {
  const isBack = at >= backAt
  spent.tiktok += 1
  const pageAt = at + took(LATENCY_MS.page)
  if (kind === 'account denied' && !isBack) {
    // The page has no room in it, so the API is asked as well.
    spent.tiktok += 1
    return { until: pageAt + took(LATENCY_MS.roomInfo), cause: { kind: 'vanished', detail: 'user_not_found' } }
  }
  spent.tiktok += 1
  spent.sign += 1
  const signedAt = pageAt + took(LATENCY_MS.roomInfo) + took(LATENCY_MS.sign)
  const until = signedAt + took(LATENCY_MS.upgrade)
  if (kind === 'sign service fails' && !isBack)
    return { until, cause: { kind: 'sign', detail: 'refused the socket: 417', reason: 'answered' } }
  spent.tiktok += isBack ? 1 : 0
  return { until, cause: null, silent: kind === 'proxy is silent' && !isBack }
}

function waiting(delayMs: (failures: number) => number) {
  return (trace: Trace): number => {
    let at = 0
    for (let failures = 0; ; failures++) {
      const ended = attempt(trace, at + delayMs(failures))
      if (ended.cause === null && !ended.silent) return ended.until
      at = ended.until + (ended.cause === null ? NOTICED_MS : 0)
    }
  }
}

/** The machine that ships, its ladder and its watch on silence. */
async function ours(trace: Trace, random: () => number, hasSecond: boolean): Promise<number> {
  const startAt = 1_700_000_000_000
  const clock = fakeClock(startAt - BEFORE_MS)
  const now = (): number => clock.now() - startAt
  const at = (ms: number, callback: () => void): void => void clock.after(ms - now(), callback)
  let upAt: number | null = null
  let heartbeat = (): void => undefined

  const ways: Pick<Ways, 'order' | 'isReady'> = {
    order: () => DEFAULT_WAYS,
    isReady: (way) => way === 'connector' || hasSecond,
  }
  const runner: Runner = createRunner({ policy: POLICY, clock, random, onEffect, onChange: () => undefined })
  const ladder = createLadder({ ways, runner: () => runner, saved: null, policy: POLICY, clock, log: silentLog })
  const silence = watchSilence({
    clock,
    askRoom() {
      trace.spent.tiktok += 2
      return Promise.resolve('live')
    },
    onSilent: (cause) => lose(runner.state().generation, cause),
  })

  function lose(generation: number, cause: Cause): void {
    heartbeat()
    silence.stop()
    runner.send({ type: 'closed', generation, cause })
    ladder.consider()
  }

  function beat(generation: number): void {
    heartbeat = clock.after(10_000, () => {
      runner.send({ type: 'frame', generation })
      beat(generation)
    })
  }

  function onEffect({ type, generation }: ConnectionEffect): void {
    if (type !== 'open') return
    if (now() < 0) return runner.send({ type: 'opened', generation })
    const local = ladder.way() === 'tikfinity'
    const ended: Ended = local
      ? { until: now() + trace.took(LATENCY_MS.local) + trace.took(GAP_MS), cause: null, silent: false }
      : attempt(trace, now())
    at(ended.until, () => {
      if (ended.cause !== null) return lose(generation, ended.cause)
      runner.send({ type: 'opened', generation })
      if (!ended.silent) return void (upAt = ended.until)
      silence.start({ party: 'sign', hasOtherWay: ladder.hasOther() })
      beat(generation)
    })
  }

  runner.send({ type: 'connect' })
  silence.start({ party: 'sign', hasOtherWay: hasSecond })
  for (let ms = -BEFORE_MS; ms <= 0; ms += GAP_MS) {
    clock.advanceTo(startAt + ms)
    silence.heard()
    runner.send({ type: 'frame', generation: 1 })
  }
  lose(1, { kind: 'sign', detail: 'closed', reason: 'closed' })
  while (upAt === null) {
    const dueAt = clock.nextDueAt()
    if (dueAt === null) throw new Error(`nothing is due: ${JSON.stringify(runner.state())}`)
    clock.advanceTo(dueAt)
    // The answer about the room.
    await Promise.resolve()
    await Promise.resolve()
  }
  runner.dispose()
  return upAt
}

const fixed = waiting(() => 5_000)
const exponential = waiting((failures) => Math.min(1_000 * 2 ** failures, DEFAULT_RECONNECTION.maxDelayMs))

function run(policy: SeptemberPolicy, trace: Trace, random: () => number): number | Promise<number> {
  switch (policy) {
    case 'fixed 5 s':
      return fixed(trace)
    case 'exponential':
      return exponential(trace)
    case 'ours':
      return ours(trace, random, false)
    case 'ours, two ways':
      return ours(trace, random, true)
  }
}

async function figuresOf(kind: SeptemberKind, policy: SeptemberPolicy): Promise<SeptemberFigures> {
  const { hours, traceCount } = SEPTEMBER[kind]
  const random = seeded(SEED)
  const away: number[] = []
  const sums = { tiktok: 0, sign: 0 }
  for (let played = 0; played < traceCount; played++) {
    const spent = { tiktok: 0, sign: 0 }
    const took = (typicalMs: number): number => Math.round(typicalMs * (0.5 + random()))
    const backAt = Math.round(hours * HOUR_MS * (0.8 + (0.4 * played) / traceCount))
    away.push((await run(policy, { kind, backAt, took, spent }, random)) / 1_000)
    sums.tiktok += spent.tiktok
    sums.sign += spent.sign
  }
  away.sort((a, b) => a - b)
  const requests = (sums.tiktok + sums.sign) / traceCount
  return { p50: percentile(away, 0.5), p95: percentile(away, 0.95), requests, signRequests: sums.sign / traceCount }
}

export async function september(): Promise<SeptemberRow[]> {
  const rows: SeptemberRow[] = []
  for (const kind of SEPTEMBER_KINDS) {
    const figures: Partial<Record<SeptemberPolicy, SeptemberFigures>> = {}
    for (const policy of SEPTEMBER_POLICIES) figures[policy] = await figuresOf(kind, policy)
    rows.push({ kind, figures: figures as Record<SeptemberPolicy, SeptemberFigures> })
  }
  return rows
}

/** What a second way must bring: events again within 15 s in 95 of 100 drops, for no more requests than without it. */
export function behindInSeptember(rows: readonly SeptemberRow[]): string[] {
  return rows.flatMap(({ kind, figures }) => {
    const [one, two] = [figures.ours, figures['ours, two ways']]
    const isLate = two.p95 > 15
    const isDear = two.requests > one.requests || two.signRequests > one.signRequests
    return isLate || isDear ? [`With two ways ours is ${isLate ? 'late' : 'dear'}: ${kind}, ${JSON.stringify(two)}`] : []
  })
}
