import { describe, expect, test } from 'vitest'
import { createTestEvents, TEST_EVENT_TYPES, testEventBody } from '@standby/bridge/show/test-events.ts'
import { liveEventDraft } from '@standby/shared/live/event.ts'

describe('Test events', () => {
  test.each(TEST_EVENT_TYPES)('[TE1] a test %s looks like TikTok’s own, and cannot be taken for one', (type) => {
    const testEvent = createTestEvents({ now: () => 1_000 })
    const events = [testEvent(testEventBody.parse({ type })), testEvent(testEventBody.parse({ type, text: ' a\u202Eb ', count: 70 }))]
    for (const event of events) {
      expect(liveEventDraft.safeParse(event).success).toBe(true)
      expect(event).toMatchObject({ type: type === 'recovery' ? 'gap' : type, offset: 0, at: 1_000, missed: false })
      expect(event.id).toMatch(/^test-/)
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(2)
    const [, second] = events
    if (second?.type === 'chat') expect(second.text).toBe('ab')
    if (second?.type === 'gift' || second?.type === 'like') expect(second.count).toBe(70)
  })

  test('[TE4] a made-up gift is worth enough to be shown and heard, unless a number is asked for', () => {
    const worth = (least: number, count?: number): number => {
      const event = createTestEvents({ now: () => 1_000 }, () => least)(testEventBody.parse({ type: 'gift', count }))
      return event.type === 'gift' ? event.diamondCount * event.count : 0
    }
    expect([worth(0), worth(5), worth(500), worth(500, 3)]).toEqual([5, 5, 500, 3])
  })
})
