import { describe, expect, test } from 'vitest'
import { neverBack } from '../../../overlay/src/parts/page-clock.ts'

describe("A page's link to the bridge", () => {
  test('[PL11] what a page waits for goes on if the clock is set back, and moves forward with it', () => {
    let time = 1_000
    const now = neverBack(() => time)
    const reads = (...times: number[]): number[] => times.map((at) => ((time = at), now()))
    expect(reads(1_000, 1_250, 1_250)).toEqual([1_000, 1_250, 1_250])
    // Set back by 900, and by 300 more.
    expect(reads(350, 400, 100, 150)).toEqual([1_250, 1_300, 1_300, 1_350])
    // Put right again, it is later than anybody waits for; from then on it goes at the same pace.
    expect(reads(1_500, 1_600)).toEqual([2_700, 2_800])
  })
})
