import { describe, expect, test } from 'vitest'
import { gapId, originOf, streakEndId, testId } from '@standby/shared/live/event-id.ts'

describe('Test events', () => {
  test('[TE1] an id shows whose event it is: TikTok’s, one of Standby’s own, or a test', () => {
    const origins = (...ids: string[]) => ids.map((id) => originOf({ id }))
    expect(origins('7412345678901234567', '1')).toEqual(['tiktok', 'tiktok'])
    const away = { correlationId: null, lastHeardAt: 1_700_000_000_000 }
    expect(origins(gapId(away), gapId({ ...away, correlationId: 'm1-abc' }), streakEndId('7-5655-9'))).toEqual(Array(3).fill('standby'))
    expect(origins(testId(1_700_000_000_000, 1))).toEqual(['test'])
    expect([streakEndId('7-5655-9'), testId(5, 2)]).toEqual(['end-7-5655-9', 'test-5-2'])
  })
})

describe('Gaps', () => {
  test('[GP19] an outage has one id for its gap, the one under which an earlier version saved it', () => {
    expect(gapId({ correlationId: 'm1-abc', lastHeardAt: 5 })).toBe('gap-m1-abc')
    expect(gapId({ correlationId: null, lastHeardAt: 5 })).toBe('gap-5')
  })
})
