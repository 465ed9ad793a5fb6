import { describe, expect, test } from 'vitest'
import { failuresIn } from './report.ts'
import { fileTimes, slowest, testTimes, timesReport, type TestTime } from './times.ts'

const report = JSON.stringify({
  success: false,
  testResults: [
    {
      name: '/p/a.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: '[AA1] quick', status: 'passed', duration: 20 },
        { fullName: '[AA1] slow', status: 'failed', duration: 3_500.4, failureMessages: ['expected 1 to be 2'] },
      ],
    },
    { name: '/p/b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
  ],
})

describe('Development', () => {
  test('[DV21] the time of each test is read from the report, and none from one that cannot be read', () => {
    const times = testTimes('unit', report)
    expect(times.map(({ title, seconds }) => [title, seconds])).toEqual([
      ['[AA1] quick', 0.02],
      ['[AA1] slow', 3.5004],
    ])
    expect(fileTimes(times)).toEqual({ '/p/a.test.ts': 3.5204 })
    expect([testTimes('unit', null), testTimes('unit', '{"a":'), testTimes('unit', '{}')]).toEqual([[], [], []])
  })

  test('[DV21] a run ends with its ten slowest tests and the time of each part beside its budget', () => {
    const tests = Array.from({ length: 12 }, (_, index): TestTime => ({ part: 'unit', title: `t${index}`, file: 'f', seconds: index }))
    expect(slowest(tests, 2).map(({ title }) => title)).toEqual(['t11', 't10'])
    const lines = timesReport(tests, [
      { part: 'unit', seconds: 59, budget: 60 },
      { part: 'new', seconds: 5, budget: undefined },
    ])
    expect(lines.filter((line) => /\bt\d/.test(line))).toHaveLength(10)
    expect(lines).toContain('  59.0 s  unit  of 60 s')
    expect(lines).toContain('   5.0 s  new')
    expect(lines.join('\n')).not.toContain('Over budget')
  })

  test('[DV21] a part over its budget is reported in one line, with the file of the budget', () => {
    const lines = timesReport([], [{ part: 'unit', seconds: 71, budget: 60 }])
    expect(lines.at(-1)).toBe('Over budget: unit took 71 s and may take 60 s (tests/run/budgets.json).')
  })

  test('[DV22] failures of parts that run side by side are shown with file, name and reason', () => {
    expect(failuresIn(report)).toEqual(['/p/a.test.ts: [AA1] slow\nexpected 1 to be 2', '/p/b.test.ts: Cannot find module'])
    expect([failuresIn(null), failuresIn('{')]).toEqual([[], []])
  })
})
