import { describe, expect, test } from 'vitest'
import { add, nothing, oneFailed, onePassed, totalsLine } from './totals.ts'

describe('Development', () => {
  test.for([
    [{ passed: 12, failed: 0, skipped: 0 }, '12 passed, 0 failed'],
    [{ passed: 0, failed: 1, skipped: 0 }, '0 passed, 1 failed'],
    [{ passed: 3, failed: 2, skipped: 7 }, '3 passed, 2 failed, 7 skipped'],
  ] as const)('[DV1] the last line of %o is %s', ([totals, line]) => {
    expect(totalsLine(totals)).toBe(line)
  })

  test('[DV1] totals add up over all parts', () => {
    const parts = [onePassed, oneFailed, { passed: 2, failed: 0, skipped: 4 }, onePassed]
    expect(parts.reduce(add, nothing)).toEqual({ passed: 4, failed: 1, skipped: 4 })
  })
})
