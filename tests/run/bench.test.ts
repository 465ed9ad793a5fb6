import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivals, spread } from '../lab/bench/support/latencies.ts'
import { withSection } from '../lab/bench/support/result.ts'
import { figure, table } from '../lab/bench/support/table.ts'
import { growth, type Sample } from '../lab/soak/samples.ts'

const message = (...numbers: number[]): Buffer =>
  Buffer.from(JSON.stringify({ events: numbers.map((number) => ({ text: `#${number} hello "#9"` })) }))

describe('Benchmarks', () => {
  test('[BF1] each event counts once per client with its time; repeats and overtaking are counted', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(50), { maxLength: 5 }), { maxLength: 20 }), (messages) => {
        const client = arrivals()
        messages.forEach((numbers, index) => client.take(message(...numbers), (index + 1) * 1e6))
        const all = messages.flat()
        const unique = new Set(all)
        expect(client.count()).toBe(unique.size)
        expect(client.twice()).toBe(all.length - unique.size)
        expect(client.highest()).toBe(Math.max(-1, ...all))
        const firsts = [...unique].sort((a, b) => a - b)
        const came = (number: number): number => messages.findIndex((numbers) => numbers.includes(number)) + 1
        const sent = Array.from({ length: 51 }, () => 0)
        expect(client.latenciesMs(sent, 0)).toEqual(firsts.map(came))
        expect(client.latenciesMs(sent, 25)).toEqual(firsts.filter((number) => number >= 25).map(came))
        const inOrder = [...unique]
        expect(client.outOfOrder()).toBe(
          inOrder.filter((number, index) => inOrder.slice(0, index).some((before) => before > number)).length,
        )
      }),
    )
  })

  test('[BF1] a spread is that of nearest ranks, and the input stays as it was', () => {
    const values = [5, 1, 3, 2, 4]
    expect(spread(values)).toEqual({ p50Ms: 3, p99Ms: 5, maxMs: 5 })
    expect(values).toEqual([5, 1, 3, 2, 4])
  })

  test('[BF2] a bench replaces its own section and nothing else', () => {
    const page = '# Load\n<!-- bench:a -->\nold\n<!-- /bench:a -->\nwords\n<!-- bench:b -->\nkept\n<!-- /bench:b -->\n'
    expect(withSection(page, 'bench:a', 'new')).toBe(page.replace('old', 'new'))
    expect(withSection(withSection(page, 'bench:a', 'new'), 'bench:a', 'old')).toBe(page)
    expect(() => withSection(page, 'bench:c', 'new')).toThrow('bench:c')
  })

  test('[BF3] figures have the digits that mean something', () => {
    expect([0.1234, 12.345, 123.45, 12_345.6, Number.NaN, -3.333].map(figure)).toEqual(['0.12', '12.3', '123', '12,346', '–', '-3.33'])
    expect(table(['a', 'b'], [['1', '2']])).toEqual(['| a | b |', '| --- | --: |', '| 1 | 2 |'])
  })

  test('[BF4] growth is distinguished from what was collected', () => {
    const sample = (minute: number, rssBytes: number) => ({ minute, rssBytes }) as Sample
    const of = ({ rssBytes }: Sample): number => rssBytes
    expect(
      growth(
        Array.from({ length: 20 }, (_, minute) => sample(minute, 100 + 5 * minute)),
        of,
      ),
    ).toBeCloseTo(5)
    // At the start it grows, then it does not: that is no leak.
    expect(
      growth(
        Array.from({ length: 20 }, (_, minute) => sample(minute, Math.min(150, 100 + 10 * minute))),
        of,
      ),
    ).toBeCloseTo(0)
    expect(growth([sample(1, 5)], of)).toBe(0)
  })
})
