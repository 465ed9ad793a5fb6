import { measure, type Figures, type Scenario } from './measure.ts'
import { exponential, fixed, ours, type Policy } from './policies.ts'

export const SEED = 20_261
export const OUTAGES_MS = [10_000, 60_000, 600_000, 3_600_000] as const

export const POLICIES = { 'fixed 5 s': fixed(5_000), exponential, ours } satisfies Record<string, Policy>
export type PolicyName = keyof typeof POLICIES
export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[]
const RIVALS = POLICY_NAMES.filter((name) => name !== 'ours')

export interface Row {
  scenario: Scenario
  figures: Record<PolicyName, Figures>
}

/** One bridge meets 300 outages of each kind and length, a thousand bridges together five; fewer where an outage takes an hour. */
export function scenarios(bridgeCount: 1 | 1_000): Scenario[] {
  const [many, few] = bridgeCount === 1 ? [300, 100] : [5, 2]
  return (['network', 'tiktok', 'sign'] as const).flatMap((kind) =>
    OUTAGES_MS.map((outageMs) => ({ kind, outageMs, bridgeCount, traceCount: outageMs > 600_000 ? few : many })),
  )
}

export function play(scenario: Scenario): Row {
  const entries = POLICY_NAMES.map((name): [PolicyName, Figures] => [name, measure(scenario, POLICIES[name], SEED)])
  return { scenario, figures: Object.fromEntries(entries) as Record<PolicyName, Figures> }
}

/** How ours stands to another policy in a row: a difference of a fiftieth is none. */
export interface Comparison {
  rival: PolicyName
  slower: boolean
  quicker: boolean
  /** In sum, or at a peak. */
  dearer: boolean
  cheaper: boolean
}

export function compare({ scenario, figures }: Row): Comparison[] {
  const mine = figures.ours
  const isMore = (a: number, b: number): boolean => a > b * 1.02 + 0.05
  return RIVALS.map((rival) => {
    const pairs = (axes: readonly (keyof Figures)[]): [number, number][] => axes.map((axis) => [mine[axis], figures[rival][axis]])
    // A thousand bridges that meet five outages tell little about times; those are in the rows of one bridge.
    const times = scenario.bridgeCount === 1 ? pairs(['p50', 'p95']) : []
    const costs = pairs(['requests', 'signRequests', 'peakRequests', 'peakSignRequests', 'returnSignRequests'])
    return {
      rival,
      slower: times.some(([a, b]) => isMore(a, b)),
      quicker: times.some(([a, b]) => isMore(b, a)),
      dearer: costs.some(([a, b]) => isMore(a, b)),
      cheaper: costs.some(([a, b]) => isMore(b, a)),
    }
  })
}

/** Rows in which ours is behind another policy and has nothing for it, beside those the page explains. In words; empty when all is well. */
export function unexplained(rows: readonly Row[]): string[] {
  return rows.flatMap((row) =>
    compare(row).flatMap(({ rival, slower, quicker, dearer, cheaper }) => {
      const isBehind = (slower && !cheaper) || (dearer && !quicker)
      if (!isBehind || isFirstStep(row, rival)) return []
      return [`Ours is behind ${rival}, and has nothing for it: ${JSON.stringify(row.scenario)}`]
    }),
  )
}

/** After 10 s a delay that grows has grown once, and has not yet saved anything over one that does not. */
function isFirstStep({ scenario }: Row, rival: PolicyName): boolean {
  return rival === 'fixed 5 s' && scenario.outageMs === 10_000
}

/** A fixed delay that is chosen knowing how long the outage will last: the longest whose p95 is no later than ours. */
export interface Tuned {
  outageMs: number
  delayMs: number
  /** By outage length, in the order of `OUTAGES_MS`. */
  figures: Figures[]
}

/** For outages of TikTok, one bridge. */
export function tunedDelays(ours: readonly Figures[]): Tuned[] {
  const tiktok = scenarios(1).filter(({ kind }) => kind === 'tiktok')
  return tiktok.map((scenario, index) => {
    const target = ours[index]?.p95 ?? 0
    let [least, most] = [1, 900]
    while (least < most) {
      const middle = Math.ceil((least + most) / 2)
      if (measure(scenario, fixed(middle * 1_000), SEED).p95 <= target) least = middle
      else most = middle - 1
    }
    const delayMs = least * 1_000
    return { outageMs: scenario.outageMs, delayMs, figures: tiktok.map((one) => measure(one, fixed(delayMs), SEED)) }
  })
}
