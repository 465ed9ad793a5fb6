import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { measure, percentile, seeded, type Figures } from '../../lab/bench/measure.ts'
import { exponential, fixed, ours } from '../../lab/bench/policies.ts'
import { rowLines, septemberLines } from '../../lab/bench/report.ts'
import { behindInSeptember, september } from '../../lab/bench/september.ts'
import { compare, play, scenarios, unexplained, type Row } from '../../lab/bench/scenarios.ts'
import { createWorld, nothingSpent, type Trace, type World } from '../../lab/bench/world.ts'

const PAGE = join(import.meta.dirname, '../../../docs/bench-policy.md')
/** Every latency as it typically is. */
const typical = (): number => 0.5

function worldOf(trace: Trace) {
  const spent = nothingSpent(trace)
  return { world: createWorld(trace, spent, typical), spent }
}

/** When a policy makes its attempts, in a world that answers as told. */
function attemptsOf(policy: typeof ours, trace: Trace): { attempts: number[]; probes: number[]; backAt: number } {
  const { world } = worldOf(trace)
  const [attempts, probes]: [number[], number[]] = [[], []]
  const watched: World = {
    trace,
    attempt: (at) => (attempts.push(at), world.attempt(at)),
    probe: (at) => (probes.push(at), world.probe(at)),
  }
  return { backAt: policy(watched, typical), attempts, probes }
}

describe('Policy bench', () => {
  describe('the bench', () => {
    test('[BP1] counts each request in its second, at the service it reaches', () => {
      const { world, spent } = worldOf({ kind: 'tiktok', backAt: 60_000, swallows: false })
      const refused = world.attempt(1_500)
      expect(refused).toMatchObject({ until: 1_500 + 300 + 150 + 400 + 250, cause: { kind: 'tiktok' } })
      expect([...spent.tiktok.slice(0, 4)]).toEqual([0, 2, 1, 0])
      expect([...spent.sign.slice(0, 4)]).toEqual([0, 1, 0, 0])
      expect(world.attempt(60_000)).toEqual({ until: 61_100, cause: null })
    })

    test('[BP1] a sign service that is out is asked and answers; the socket is not opened', () => {
      const { world, spent } = worldOf({ kind: 'sign', backAt: 60_000, swallows: false })
      expect(world.attempt(0)).toMatchObject({ until: 850, cause: { kind: 'sign' } })
      expect([spent.tiktok[0], spent.sign[0]]).toEqual([2, 1])
      expect(world.attempt(59_600).cause).toBe(null)
    })

    test.each([
      [0, { until: 10_000, cause: { kind: 'network' } }, 'network', 1_500],
      [50_500, { until: 60_500, cause: { kind: 'network' } }, 'network', 52_000],
      [53_500, { until: 61_600, cause: null }, 'network', 55_000],
      [59_500, { until: 61_600, cause: null }, 'reachable', 60_560],
      [60_000, { until: 61_100, cause: null }, 'reachable', 60_060],
    ])('[BP1] what is sent into a line that swallows at %d ms is sent again', (at, attempt, verdict, probedAt) => {
      const { world } = worldOf({ kind: 'network', backAt: 60_000, swallows: true })
      expect(world.attempt(at)).toMatchObject(attempt)
      expect(world.probe(at)).toEqual({ until: probedAt, verdict })
    })

    test('[BP1] nothing reaches anybody while the line is away', () => {
      const { world, spent } = worldOf({ kind: 'network', backAt: 60_000, swallows: false })
      expect(world.attempt(5_000)).toMatchObject({ until: 5_020, cause: { kind: 'network' } })
      expect(world.probe(5_000)).toEqual({ until: 5_300, verdict: 'network' })
      expect([...spent.tiktok, ...spent.sign].every((count) => count === 0)).toBe(true)
      expect(spent.probeCount).toBe(1)
    })

    test('[BP2] the others try as they are said to', () => {
      const trace: Trace = { kind: 'tiktok', backAt: 20_000, swallows: false }
      expect(attemptsOf(fixed(5_000), trace).attempts).toEqual([5_000, 11_100, 17_200, 23_300])
      expect(attemptsOf(exponential, trace).attempts).toEqual([1_000, 4_100, 9_200, 18_300, 35_400])
    })

    test('[BP2] ours is the machine that ships, by its own deadlines', () => {
      const { attempts, probes, backAt } = attemptsOf(ours, { kind: 'tiktok', backAt: 60_000, swallows: false })
      expect(attempts).toEqual([5_000, 16_100, 37_200, 78_300])
      // The socket went without a close frame: the network was looked at, once.
      expect(probes).toEqual([0])
      expect(backAt).toBe(79_400)
    })

    test('[BP2] ours leaves an absent line alone but for one attempt in five minutes, and returns with it', () => {
      const { attempts, probes, backAt } = attemptsOf(ours, { kind: 'network', backAt: 600_000, swallows: false })
      expect(attempts).toHaveLength(2)
      expect(attempts[0]).toBeGreaterThan(300_000)
      expect(attempts[1]).toBeGreaterThan(600_000)
      expect(probes.length).toBeGreaterThan(200)
      expect(backAt).toBe(attempts[1]! + 1_100)
    })

    test('[BP3] the same seed gives the same numbers, another one others', () => {
      const scenario = { kind: 'sign', outageMs: 60_000, bridgeCount: 10, traceCount: 5 } as const
      expect(measure(scenario, ours, 7)).toEqual(measure(scenario, ours, 7))
      expect(measure(scenario, ours, 7)).not.toEqual(measure(scenario, ours, 8))
      const random = seeded(1)
      const drawn = Array.from({ length: 10_000 }, random).sort((a, b) => a - b)
      expect(drawn[0]).toBeGreaterThanOrEqual(0)
      expect(drawn.at(-1)).toBeLessThan(1)
      expect(percentile(drawn, 0.5)).toBeCloseTo(0.5, 1)
      expect([percentile([1, 2, 3, 4], 0.5), percentile([1, 2, 3, 4], 0.95), percentile([5], 0.5)]).toEqual([2, 4, 5])
    })

    test('[BP3] the sums and the peaks are those of all bridges', () => {
      const scenario = { kind: 'tiktok', outageMs: 10_000, bridgeCount: 100, traceCount: 3 } as const
      const figures = measure(scenario, fixed(60_000), 1)
      expect(figures).toMatchObject({ requests: 4, signRequests: 1, probes: 0, peakSignRequests: 100, returnSignRequests: 100 })
      expect(figures.peakRequests).toBeLessThanOrEqual(400)
      const before = measure(scenario, fixed(5_000), 1)
      expect(before.requests).toBeGreaterThanOrEqual(8)
    })

    const same: Figures = {
      p50: 10,
      p95: 20,
      requests: 40,
      signRequests: 10,
      peakRequests: 4,
      peakSignRequests: 1,
      returnSignRequests: 1,
      probes: 0,
    }
    const rowOf = (mine: Partial<Figures>, outageMs = 60_000, bridgeCount = 1): Row => ({
      scenario: { kind: 'tiktok', outageMs, bridgeCount, traceCount: 1 },
      figures: { 'fixed 5 s': same, exponential: same, ours: { ...same, ...mine } },
    })

    test.each<[string, Row, number]>([
      ['level', rowOf({}), 0],
      ['a hair later', rowOf({ p95: 20.3 }), 0],
      ['later and cheaper', rowOf({ p50: 30, requests: 20 }), 0],
      ['sooner and dearer', rowOf({ p95: 10, peakSignRequests: 3 }), 0],
      ['later at the same price', rowOf({ p95: 25 }), 2],
      ['dearer and no sooner', rowOf({ requests: 50 }), 2],
      ['a larger herd and no sooner', rowOf({ returnSignRequests: 900 }, 60_000, 1_000), 2],
      ['later after 10 s, which the page explains for fixed 5 s', rowOf({ p95: 25 }, 10_000), 1],
      ['later in a few outages of a thousand bridges', rowOf({ p95: 25 }, 60_000, 1_000), 0],
    ])('[BP4] %s', (_, row, count) => {
      expect(unexplained([row])).toHaveLength(count)
    })

    let [one, herd]: [Row[], Row[]] = [[], []]
    beforeAll(() => {
      one = scenarios(1).map(play)
      herd = scenarios(1_000)
        .filter(({ outageMs }) => outageMs <= 60_000)
        .map(play)
    }, 120_000)

    test('[BP4] ours is never behind for nothing', () => {
      expect(unexplained([...one, ...herd])).toEqual([])
    })

    test('[BP5] after an outage of the local network ours is back before the others, for one attempt', () => {
      for (const row of one.filter(({ scenario }) => scenario.kind === 'network')) {
        expect(row.figures.ours).toMatchObject({ requests: 4, signRequests: 1 })
        expect(row.figures.ours.p95).toBeLessThan(4)
        for (const comparison of compare(row)) expect(comparison).toMatchObject({ slower: false, quicker: true, dearer: false })
      }
    })

    test('[BP6] the herd that meets a service on its return is smaller than that of the others', () => {
      for (const { scenario, figures } of herd.filter(({ scenario }) => scenario.kind !== 'network')) {
        for (const rival of ['fixed 5 s', 'exponential'] as const) {
          expect.soft(figures.ours.returnSignRequests, JSON.stringify(scenario)).toBeLessThan(0.75 * figures[rival].returnSignRequests)
        }
      }
    })

    test('[BP8] a second way brings events back within 15 s in each outage of 2026', async () => {
      const rows = await september()
      expect(behindInSeptember(rows)).toEqual([])
      for (const { figures } of rows) {
        expect(figures.ours.requests).toBeLessThan(figures.exponential.requests)
        expect(figures['ours, two ways'].requests).toBeLessThan(0.2 * figures.ours.requests)
      }
      const page = readFileSync(PAGE, 'utf8').split(/\r?\n/)
      for (const row of rows) expect(page).toEqual(expect.arrayContaining(septemberLines(row)))
      const [first] = rows
      const late = { ...first!.figures['ours, two ways'], p95: 15.1 }
      const dear = { ...first!.figures['ours, two ways'], requests: first!.figures.ours.requests + 1 }
      for (const two of [late, dear]) {
        expect(behindInSeptember([{ ...first!, figures: { ...first!.figures, 'ours, two ways': two } }])).toHaveLength(1)
      }
    }, 60_000)

    test('[BP7] docs/bench-policy.md is current: else run `pnpm bench policy` and look at what changed', () => {
      const page = readFileSync(PAGE, 'utf8').split(/\r?\n/)
      for (const row of [...one, ...herd]) expect(page).toEqual(expect.arrayContaining(rowLines(row)))
    })
  })
})
