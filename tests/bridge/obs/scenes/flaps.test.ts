import { describe, expect, test } from 'vitest'
import { flapsSchema, NO_FLAPS, tripped } from '@standby/bridge/obs/scenes/flaps.pure.ts'

describe('OBS and its scenes', () => {
  test('[OB28] the last four round trips of 5 minutes are remembered, and none that lies in the future', () => {
    let flaps = NO_FLAPS
    for (let trip = 0; trip < 6; trip++) flaps = tripped(flaps, trip)
    expect(flaps.tripsAt).toEqual([2, 3, 4, 5])
    const from = (tripsAt: number[]) => tripped({ ...NO_FLAPS, tripsAt }, 300_000).tripsAt
    expect(from([0])).toEqual([300_000])
    expect(from([1, 300_000])).toEqual([1, 300_000, 300_000])
    expect(from([300_001])).toEqual([300_000])
    for (const level of [0, 4]) expect(flapsSchema.safeParse({ ...NO_FLAPS, level }).success).toBe(true)
    for (const level of [-1, 5, 1.5]) expect(flapsSchema.safeParse({ ...NO_FLAPS, level }).success).toBe(false)
  })
})
