import { describe, expect, test } from 'vitest'
import { lastedMs } from '@standby/shared/live/outage.ts'

describe('Metrics', () => {
  test('[MT20] an outage lasts to its end, or to now while it is on, and never less than no time', () => {
    expect(lastedMs({ lostAt: 100, endedAt: 250 }, 900)).toBe(150)
    expect(lastedMs({ lostAt: 100, endedAt: null }, 900)).toBe(800)
    expect(lastedMs({ lostAt: 100, endedAt: null }, 50)).toBe(0)
  })
})
