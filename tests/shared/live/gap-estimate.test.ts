import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FULL_COVERAGE, gapRecord, withGap } from '@standby/shared/live/gap.ts'
import { estimateLost, expectedAt, type GapFacts } from '@standby/shared/live/gap-estimate.ts'
import { countBatch, countForRate, NO_RATES, rateAt, ratesDown, ratesUp, totalCount, withCounts } from '@standby/shared/live/rates.ts'
import { newShow, withBetterGap, withEvents } from '@standby/shared/live/show.ts'
import { chat, gapEvent, gift } from '../../support/fixtures/events.ts'

const minute = 60_000
const facts = (more: Partial<GapFacts>): GapFacts => ({
  awayMs: minute,
  before: { ms: minute, counts: { chat: 30, gift: 6 } },
  after: null,
  caughtUp: {},
  complete: [],
  seenLost: {},
  ...more,
})

describe('Gaps', () => {
  test('[GP1] the loss is estimated from the rate before, or the mean of both sides, less the catch-up', () => {
    expect(estimateLost(facts({}))).toEqual({ chat: 30, gift: 6 })
    expect(estimateLost(facts({ caughtUp: { chat: 12, gift: 9 } }))).toEqual({ chat: 18 })
    expect(estimateLost(facts({ after: { ms: minute, counts: { chat: 10, follow: 4 } } }))).toEqual({ chat: 20, gift: 3, follow: 2 })
    expect(estimateLost(facts({ complete: ['chat'] }))).toEqual({ gift: 6 })
    expect(estimateLost(facts({ before: null }))).toBeNull()
  })

  test('[GP2] what was seen to be lost counts, whatever the rate says, and is never negative', () => {
    expect(estimateLost(facts({ before: null, seenLost: { gift: 1 } }))).toEqual({ gift: 1 })
    expect(estimateLost(facts({ caughtUp: { chat: 30, gift: 6 }, seenLost: { gift: 2 } }))).toEqual({ gift: 2 })
    const count = fc.record({ chat: fc.nat(500), gift: fc.nat(500) })
    const rate = fc.record({ ms: fc.integer({ min: 30_000, max: 300_000 }), counts: count })
    fc.assert(
      fc.property(rate, fc.option(rate, { nil: null }), count, fc.nat(600_000), (before, after, caughtUp, awayMs) => {
        const lost = estimateLost(facts({ before, after, caughtUp, awayMs })) ?? {}
        for (const type of ['chat', 'gift'] as const) {
          const perMs = Math.max(before.counts[type] / before.ms, (after?.counts[type] ?? 0) / (after?.ms ?? 1))
          expect(lost[type] ?? 1).toBeGreaterThan(0)
          expect(lost[type] ?? 0).toBeLessThanOrEqual(Math.ceil(perMs * awayMs))
        }
      }),
    )
  })

  test('[GP3] rates count the last five minutes with a connection alone, and need half a minute of it', () => {
    let log = ratesUp(NO_RATES, 0)
    expect(rateAt(withCounts(log, { chat: 5 }, 29_000), 29_999)).toBeNull()
    for (let at = 0; at < 10 * minute; at += 1_000) log = withCounts(log, { chat: 1 }, at)
    const rate = rateAt(log, 10 * minute)
    expect(rate!.ms).toBeGreaterThanOrEqual(290_000)
    expect(rate!.ms).toBeLessThanOrEqual(300_000)
    expect(rate!.counts.chat).toBe(rate!.ms / 1_000)
    expect(log.slots.length).toBeLessThanOrEqual(30)
    // An hour away is no hour of silence.
    log = ratesUp(ratesDown(log, 10 * minute), 70 * minute)
    expect(rateAt(log, 70 * minute)).toEqual(rate)
    expect(expectedAt(rate!, minute)).toEqual({ chat: 60 })
  })

  test('[GP4] a streak counts as one gift: with its end in the rate, once in a batch', () => {
    const messages = [1, 2, 3].map((count) => gift(`m${count}`, { streakId: 's', count, final: count === 3 }))
    expect(countForRate([...messages, chat('c')])).toEqual({ gift: 1, chat: 1 })
    expect(countForRate(messages.slice(0, 2))).toEqual({})
    expect(countBatch([...messages.slice(0, 2), chat('c')])).toEqual({ gift: 1, chat: 1 })
    expect(countBatch([...messages, chat('c'), chat('d')])).toEqual({ gift: 1, chat: 2 })
    expect(countBatch(messages.slice(0, 1))).toEqual({ gift: 1 })
  })

  test('[GP4] a gap is nothing that anybody in the room did, and counts in no rate', () => {
    expect(countForRate([gapEvent(0, 10), chat('c')])).toEqual({ chat: 1 })
    expect([totalCount({}), totalCount({ chat: 2, gift: 3 })]).toEqual([0, 5])
  })

  test('[GP3] half a minute of connection is a rate, and only time with a connection counts', () => {
    expect(NO_RATES).toEqual({ upSince: null, earlierMs: 0, slots: [] })
    expect(expectedAt({ ms: 0, counts: { chat: 5 } }, minute)).toEqual({})
    const up = withCounts(ratesUp(NO_RATES, 1_000), { chat: 3 }, 2_000)
    expect(ratesUp(up, 20_000)).toBe(up)
    expect(rateAt(up, 31_000)).toEqual({ ms: 30_000, counts: { chat: 3 } })
    const down = ratesDown(up, 31_000)
    expect(rateAt(down, 900_000)).toEqual({ ms: 30_000, counts: { chat: 3 } })
  })

  test('[GP5] a show holds its last 20 gaps, and how much all of them cost it', () => {
    let show = newShow('1')
    for (let n = 0; n < 25; n += 1) show = withEvents(show, [gapEvent(n * 100, n * 100 + 10)])
    expect(show.gaps).toHaveLength(20)
    expect(show.gaps[0]?.from).toBe(500)
    expect(show.coverage).toEqual({ gaps: 25, awayMs: 250, giftsMayBeIncomplete: true })
    const better = { ...show.gaps[3]!, estimatedLost: { chat: 4 }, basis: 'before-and-after' as const }
    expect(withBetterGap(show, better).gaps[3]).toEqual(better)
    for (const other of [{ from: 1 }, { to: 1 }]) expect(withBetterGap(show, { ...better, ...other })).toEqual(show)
  })

  test('[GP5] a record of a gap says all that the gap says, and what its estimate rests on', () => {
    const { id: _id, type: _type, missed: _missed, ...told } = gapEvent(0, 10)
    expect(gapRecord(gapEvent(0, 10))).toStrictEqual({ ...told, basis: null })
    const more = { complete: ['chat' as const], estimatedLost: { chat: 1 } }
    expect(gapRecord({ ...gapEvent(0, 10), ...more })).toStrictEqual({ ...told, ...more, basis: 'before' })
    expect(gapRecord({ ...gapEvent(0, 10), estimatedLost: {} }).basis).toBe('before')
  })

  test('[GP6] gift totals are complete only if the initial batch held a gift from before each drop', () => {
    const gap = gapRecord(gapEvent(0, 10))
    expect(withGap(FULL_COVERAGE, { ...gap, complete: ['chat', 'gift'] }).giftsMayBeIncomplete).toBe(false)
    expect(withGap(FULL_COVERAGE, { ...gap, complete: ['chat'] }).giftsMayBeIncomplete).toBe(true)
    expect(withGap(FULL_COVERAGE, { ...gap, complete: ['gift'], caughtUpWhole: false }).giftsMayBeIncomplete).toBe(true)
    const earlier = { ...FULL_COVERAGE, giftsMayBeIncomplete: true }
    expect(withGap(earlier, { ...gap, complete: ['gift'] }).giftsMayBeIncomplete).toBe(true)
  })
})
