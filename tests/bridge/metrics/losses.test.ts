import { describe, expect, test } from 'vitest'
import { NO_LOSSES, withGap, withStreakEnd } from '@standby/bridge/metrics/losses.pure.ts'

describe('Metrics', () => {
  test('[MT10] what outages cost is the sum of the gaps and of the streaks that they ended', () => {
    const gap = { cause: 'tiktok', caughtUp: { chat: 2 }, estimatedLost: { chat: 1 }, caughtUpWhole: true } as const
    const twice = withGap(withGap(NO_LOSSES, gap), { ...gap, caughtUpWhole: false, estimatedLost: null })
    expect(twice).toEqual({ ...NO_LOSSES, gaps: { tiktok: 2 }, caughtUp: { chat: 4 }, estimatedLost: { chat: 1 }, failedCatchUps: 1 })
    const ends = withStreakEnd(withStreakEnd(withStreakEnd(NO_LOSSES, 'drop'), 'timeout'), 'drop')
    expect(ends.streaksEnded).toEqual({ timeout: 1, drop: 2 })
    expect(NO_LOSSES.streaksEnded).toEqual({ timeout: 0, drop: 0 })
  })
})
