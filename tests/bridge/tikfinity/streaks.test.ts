import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBegun, noteSentGift, type SentStreak } from '@standby/bridge/tikfinity/streaks.pure.ts'
import type { GiftEvent } from '@standby/shared/live/event.ts'
import { gift } from '../../support/fixtures/events.ts'

let lastOffset = 0
function piece(streakId: string, count: number, fields: Partial<GiftEvent> = {}): GiftEvent {
  lastOffset += 1
  return { ...gift(String(lastOffset), { streakId, count, final: false }), offset: lastOffset, ...fields }
}

/** What clients count, by the numbers of pieces at each end. */
function play(gifts: readonly GiftEvent[], sendsMissed = false): { ends: number[]; progress: number[] } {
  const streaks = new Map<string, SentStreak>()
  const sent = gifts.flatMap((one) => noteSentGift(streaks, one, sendsMissed) ?? [])
  const counts = (repeatEnd: boolean): number[] => sent.filter((one) => one.repeatEnd === repeatEnd).map(({ repeatCount }) => repeatCount)
  return { ends: counts(true), progress: counts(false) }
}

describe('TikFinity’s socket', () => {
  test('[TF8] a streak grows, and ends once with all of its pieces', () => {
    const growing = [piece('a', 1), piece('a', 3), piece('a', 2), piece('a', 3), piece('a', 4, { final: true })]
    expect(play(growing)).toEqual({ progress: [1, 3], ends: [4] })
    expect(play([piece('b', 1, { final: true }), piece('b', 1, { final: true })])).toEqual({ progress: [], ends: [1] })
    // The end came with fewer pieces than had been sent.
    expect(play([piece('c', 7), piece('c', 6, { final: true })]).ends).toEqual([7])
  })

  test('[TF9] a streak that goes on after its end adds its new pieces as a short streak of its own', () => {
    const streaks = new Map<string, SentStreak>()
    const sent = [piece('a', 5), piece('a', 5, { final: true, endedBy: 'drop' }), piece('a', 8), piece('a', 8, { final: true })].map(
      (one) => noteSentGift(streaks, one, false),
    )
    expect(sent).toMatchObject([
      { repeatCount: 5, repeatEnd: false, upTo: null },
      { repeatCount: 5, repeatEnd: true, upTo: null },
      { repeatCount: 3, repeatEnd: true, upTo: 8 },
      null,
    ])
  })

  test('[TF10] of what was caught up, only the ends of streaks that clients saw begin are sent', () => {
    const missed = { missed: true }
    const began = [piece('a', 2), piece('a', 5, missed), piece('a', 6, { ...missed, final: true })]
    expect(play(began)).toEqual({ progress: [2], ends: [6] })
    const whole = [piece('b', 1, missed), piece('b', 2, { ...missed, final: true }), piece('b', 2, { final: true })]
    expect(play(whole)).toEqual({ progress: [], ends: [] })
    expect(play(whole, true)).toEqual({ progress: [1], ends: [2] })
    // What was caught up counts, though it is not sent: later pieces are not sent before they are more.
    expect(play([piece('d', 2), piece('d', 5, missed), piece('d', 4), piece('d', 6)])).toEqual({ progress: [2, 6], ends: [] })
    // It began in the gap and goes on: the clients see it from here on.
    expect(play([piece('c', 2, missed), piece('c', 3), piece('c', 4, { final: true })])).toEqual({ progress: [3], ends: [4] })
  })

  test('[TF8] [TF9] over any messages in any order, each piece counts once and each streak ends once', () => {
    const message = fc.record({ streak: fc.constantFrom('a', 'b', 'c'), count: fc.integer({ min: 1, max: 9 }), final: fc.boolean() })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
        const streaks = new Map<string, SentStreak>()
        const gifts = messages.map(({ streak, count, final }) => piece(streak, count, { final }))
        const sent = gifts.flatMap((one) => noteSentGift(streaks, one, false) ?? [])
        for (const id of ['a', 'b', 'c']) {
          const ofStreak = gifts.filter(({ streakId }) => streakId === id)
          const ends = sent.filter(({ gift: { streakId }, repeatEnd }) => streakId === id && repeatEnd)
          expect(new Set(ends.map(({ upTo }) => upTo)).size).toBe(ends.length)
          if (!ofStreak.some(({ final }) => final)) expect(ends).toEqual([])
          else expect(ends.reduce((sum, { repeatCount }) => sum + repeatCount, 0)).toBe(Math.max(...ofStreak.map(({ count }) => count)))
        }
      }),
    )
  })

  test('[TF8] a streak has begun for the clients from its first piece until its end', () => {
    const streaks = new Map<string, SentStreak>()
    expect(isBegun(streaks, 'a')).toBe(false)
    noteSentGift(streaks, piece('a', 1), false)
    expect(isBegun(streaks, 'a')).toBe(true)
    noteSentGift(streaks, piece('a', 2, { final: true }), false)
    expect(isBegun(streaks, 'a')).toBe(false)
  })

  test('[TF8] the last thousand are remembered, those heard of last for longest', () => {
    const streaks = new Map<string, SentStreak>()
    for (let n = 0; n < 1_000; n += 1) noteSentGift(streaks, piece(`s${n}`, 1, { final: true }), false)
    expect(streaks.size).toBe(1_000)
    noteSentGift(streaks, piece('s0', 2), false)
    noteSentGift(streaks, piece('new', 1, { final: true }), false)
    expect([streaks.size, streaks.has('s0'), streaks.has('s1'), streaks.has('s2')]).toEqual([1_000, true, false, true])
    // One that goes on is never given up, even if there are more than a thousand of them.
    for (let n = 0; n < 1_001; n += 1) noteSentGift(streaks, piece(`open${n}`, 1), false)
    expect([streaks.size, streaks.has('open0')]).toEqual([1_001, true])
  })

  test('[TF8] a streak that goes on is remembered, however many others end meanwhile', () => {
    const streaks = new Map<string, SentStreak>()
    noteSentGift(streaks, piece('long', 3), false)
    for (let n = 0; n < 3_000; n += 1) noteSentGift(streaks, piece(`s${n}`, 1, { final: true }), false)
    expect(streaks.size).toBeLessThanOrEqual(1_000)
    expect(noteSentGift(streaks, piece('long', 3), false)).toBeNull()
    expect(noteSentGift(streaks, piece('long', 4, { final: true }), false)).toMatchObject({ repeatCount: 4, repeatEnd: true })
  })
})
