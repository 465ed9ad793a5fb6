import { describe, expect, test } from 'vitest'
import { lessIsBetter, moreIsBetter } from '../lab/bench/support/result.ts'
import { releaseParts } from './parts.ts'
import { compare, comparisonText, lastRelease, releaseSection, RELEASE_BENCHES } from './release.ts'

const last = { release: '1.0.0', machine: 'a machine', figures: [lessIsBetter('time', 100, 'ms'), moreIsBetter('speed', 50, '')] }

describe('Benchmarks', () => {
  test('[BF5] a figure that is worse by more than a fifth fell behind, whichever way is better', () => {
    const behind = (time: number, speed: number): string[] =>
      compare(last.figures, [lessIsBetter('time', time, 'ms'), moreIsBetter('speed', speed, '')]).behind
    expect(behind(119, 41)).toEqual([])
    expect(behind(121, 50)).toEqual(['time'])
    expect(behind(50, 39)).toEqual(['speed'])
    expect(behind(10, 500)).toEqual([])
  })

  test('[BF5] one that is no longer measured fell behind, and a new one is shown', () => {
    const { rows, behind } = compare(last.figures, [lessIsBetter('time', 100, 'ms'), lessIsBetter('more', 1, 's')])
    expect(behind).toEqual(['speed'])
    expect(rows).toEqual([
      ['time', '100 ms', '100 ms', '0 %'],
      ['speed', '50.0', '–', 'not measured'],
      ['more', '–', '1.00 s', 'new'],
    ])
  })

  test('[BF5] what fell behind is named with both values, and that nothing did is said', () => {
    const now = [lessIsBetter('time', 150, 'ms'), moreIsBetter('speed', 50, '')]
    expect(comparisonText(last, compare(last.figures, now))).toBe(
      'Against 1.0.0 (on a machine), 1 fell behind:\ntime: 100 ms → 150 ms (+50 %, behind)',
    )
    expect(comparisonText(last, compare(last.figures, last.figures))).toBe('Against 1.0.0 (on a machine) nothing fell behind.')
  })

  test('[BF5] the page has each part with its result and each figure', () => {
    const parts = [
      { name: 'unit', totals: { passed: 3, failed: 0, skipped: 0 }, seconds: 12.4 },
      { name: 'soak', totals: { passed: 0, failed: 1, skipped: 0 }, seconds: 600 },
    ]
    const text = releaseSection(parts, last, compare(last.figures, last.figures), 'this machine')
    expect(text).toContain('| unit | 3 passed, 0 failed | 12 s |')
    expect(text).toContain('| soak | **0 passed, 1 failed** | 600 s |')
    expect(text).toContain('| time | 100 ms | 100 ms | 0 % |')
  })

  test('[BF5] the figures of the last release are there', () => {
    expect(lastRelease().figures.length).toBeGreaterThan(10)
  })
})

describe('Development', () => {
  test('[DV33] a release runs both browsers of OBS, all versions of OBS, chaos, a soak and the benches', () => {
    const names = releaseParts().map(({ part }) => part)
    expect(names).toEqual(expect.arrayContaining(['browser-103', 'browser-127', 'obs', 'obs-matrix', 'chaos', 'soak', 'bench']))
    expect(RELEASE_BENCHES.length).toBeGreaterThan(2)
  })
})
