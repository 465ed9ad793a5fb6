import { describe, expect, test } from 'vitest'
import { gapOf, lastedMs, type Outage } from '@standby/shared/live/outage.ts'

describe('Metrics', () => {
  test('[MT20] an outage lasts to its end, or to now while it is on, and never less than no time', () => {
    expect(lastedMs({ lostAt: 100, endedAt: 250 }, 900)).toBe(150)
    expect(lastedMs({ lostAt: 100, endedAt: null }, 900)).toBe(800)
    expect(lastedMs({ lostAt: 100, endedAt: null }, 50)).toBe(0)
  })
})

describe('Gaps', () => {
  test('[GP7] [GP16] a gap goes from the last sign of life to the end, or to now', () => {
    const outage = { lastHeardAt: 100, lostAt: 120, endedAt: 250, cause: 'tiktok', correlationId: 'c', attempts: 2 } as Outage
    const gap = { from: 100, to: 250, cause: 'tiktok', correlationId: 'c', attempts: 2 }
    expect(gapOf(outage, 900)).toEqual(gap)
    expect(gapOf({ ...outage, endedAt: null }, 900)).toEqual({ ...gap, to: 900 })
    expect(gapOf({ ...outage, endedAt: null }, 50)).toEqual({ ...gap, to: 100 })
  })
})
