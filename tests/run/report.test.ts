import { describe, expect, test } from 'vitest'
import { failuresIn, judge } from './report.ts'

const file = (status: string, ...tests: string[]): object => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((outcome) => ({ status: outcome })),
})
const report = (success: boolean, ...testResults: object[]): string => JSON.stringify({ success, testResults })

describe('Development', () => {
  test('[DV1] passed, failed and skipped tests are counted over all files', () => {
    const text = report(false, file('passed', 'passed', 'skipped', 'todo', 'pending'), file('failed', 'passed', 'failed'))
    expect(judge(1, text)).toEqual({ totals: { passed: 2, failed: 1, skipped: 3 }, remarks: [] })
  })

  test('[DV1] a good run has no remark', () => {
    expect(judge(0, report(true, file('passed', 'passed')))).toEqual({ totals: { passed: 1, failed: 0, skipped: 0 }, remarks: [] })
  })

  test('[DV1] a failure is told with what the test said, and without the tools that ran it', () => {
    const said =
      'AssertionError: expected [ 1 ] to deeply equal []\n    at /project/tests/a.test.ts:3:1\n    at run (/project/node_modules/a.js:1:1)\n    at node:internal/process:4:2'
    const results = [{ status: 'failed', fullName: 'A [X1] test', failureMessages: [said] }]
    const text = report(false, { name: 'a.test.ts', status: 'failed', assertionResults: results })
    expect(failuresIn(text)).toEqual([
      'a.test.ts: A [X1] test\nAssertionError: expected [ 1 ] to deeply equal []\n    at /project/tests/a.test.ts:3:1',
    ])
  })

  test.for([
    ['no report, although it says all is well', 0, null],
    ['no report and an exit code', 1, null],
    ['killed', null, null],
    ['a report cut off', 0, '{"success":true,"testRes'],
    ['a report of another form', 0, '{"success":true}'],
    ['no test file', 0, report(true)],
    ['files without tests', 0, report(true, file('passed'))],
    ['a file that does not load', 1, report(false, file('failed'))],
    ['a file whose clean-up fails after good tests', 1, report(false, file('failed', 'passed'))],
    ['an error between the tests', 1, report(true, file('passed', 'passed'))],
    ['killed after good tests', null, report(true, file('passed', 'passed'))],
    ['a report that says it failed, but not where', 0, report(false, file('passed', 'passed'))],
    ['a test in a state nobody knows', 0, report(true, file('passed', 'interrupted'))],
  ] as const)('[DV2] not fooled by: %s', ([, code, text]) => {
    expect(judge(code, text).totals.failed).toBe(1)
  })
})
