import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import type { Cause } from '@standby/shared/connection/cause.ts'
import { causeOf, DIRECT, firstLimitMs, silenceLimitMs, type RoomAnswer } from '@standby/bridge/sources/silence.pure.ts'
import { watchSilence, type SilenceWatch } from '@standby/bridge/sources/silence.ts'
import { fakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts'

let clock: FakeClock
let watch: SilenceWatch
let answer: RoomAnswer
let askedCount: number
let silent: Cause[]

beforeEach(() => {
  clock = fakeClock()
  answer = 'live'
  askedCount = 0
  silent = []
  watch = watchSilence({
    clock,
    askRoom: () => ((askedCount += 1), Promise.resolve(answer)),
    onSilent: (cause) => void silent.push(cause),
  })
})
afterEach(() => watch.stop())

/** Lets time pass, and answers come in. */
async function pass(ms: number, heardEveryMs = Infinity): Promise<void> {
  for (let at = 0; at < ms; at += 1_000) {
    clock.advanceBy(1_000)
    if ((at + 1_000) % heardEveryMs === 0) watch.heard()
    await Promise.resolve()
    await Promise.resolve()
  }
}

describe('Silence', () => {
  test('[SI1] a live room that says nothing for 90 s is stalled, after TikTok was asked', async () => {
    watch.start()
    await pass(89_000)
    expect(askedCount).toBe(0)
    await pass(2_000)
    expect(askedCount).toBe(1)
    expect(silent).toMatchObject([{ kind: 'stalled' }])
  })

  test('[SI2] any decoded message keeps it, however quiet the room', async () => {
    watch.start()
    await pass(3_600_000, 60_000)
    expect(askedCount).toBe(0)
    expect(silent).toEqual([])
  })

  test('[SI3] the limit goes by the room’s own rate, from 90 s to 5 min', async () => {
    expect([0, 1_000, 9_000, 20_000, 60_000].map((gapMs) => silenceLimitMs(gapMs))).toEqual([90_000, 90_000, 90_000, 200_000, 300_000])
    watch.start()
    await pass(1_200_000, 20_000)
    await pass(150_000)
    expect(silent).toEqual([])
    await pass(60_000)
    expect(silent).toHaveLength(1)
  })

  test('[SI4] a room that ended without a word is ended, not stalled', async () => {
    answer = { kind: 'offline', detail: '' }
    watch.start()
    await pass(92_000)
    expect(silent).toMatchObject([{ kind: 'ended' }])
  })

  test.each<[string, RoomAnswer]>([
    ['a paused room', 'paused'],
    ['an answer that leaves it open', { kind: 'tiktok', detail: '' }],
    ['no way to ask', { kind: 'network', detail: '' }],
  ])('[SI5] %s is no reason to drop a healthy socket: it is asked again later', async (_what, given) => {
    answer = given
    watch.start()
    await pass(300_000)
    expect(silent).toEqual([])
    expect(askedCount).toBeGreaterThan(3)
    expect(askedCount).toBeLessThan(10)
    answer = 'live'
    await pass(40_000)
    expect(silent).toMatchObject([{ kind: 'stalled' }])
  })

  test('[SI6] nothing is asked or said after a stop, nor on an answer that comes too late', async () => {
    watch.start()
    await pass(50_000)
    watch.stop()
    await pass(600_000)
    expect(askedCount).toBe(0)
    watch.start()
    clock.advanceBy(90_000)
    expect(askedCount).toBe(1)
    watch.stop()
    await pass(1_000)
    expect(silent).toEqual([])
  })

  test('[SI7] a message that comes while the room is asked counts', async () => {
    watch.start()
    clock.advanceBy(90_000)
    clock.advanceBy(1)
    watch.heard()
    await pass(60_000)
    expect(silent).toEqual([])
  })

  test('[SI8] the sign service’s server that sent nothing at all is crowded, else stalled', async () => {
    watch.start({ party: 'sign', hasOtherWay: false })
    await pass(89_000)
    expect(silent).toEqual([])
    await pass(2_000)
    expect(silent).toMatchObject([{ kind: 'crowded' }])
    watch.start({ party: 'sign', hasOtherWay: true })
    await pass(5_000, 1_000)
    await pass(91_000)
    expect(silent.slice(1)).toMatchObject([{ kind: 'stalled' }])
    expect(causeOf('live', { isFirst: true, party: 'tiktok', silentMs: 90_000 })).toMatchObject({ kind: 'stalled' })
  })

  test('[SI9] it is suspected sooner if another way is ready, by the gap of the connection before', async () => {
    const sign = { party: 'sign', hasOtherWay: true } as const
    expect([0, 100, 1_000, 9_000].map((gapMs) => firstLimitMs(sign, gapMs))).toEqual([15_000, 6_000, 10_000, 30_000])
    expect(firstLimitMs({ ...sign, hasOtherWay: false }, 100)).toBe(90_000)
    expect(firstLimitMs({ ...sign, party: 'tiktok' }, 100)).toBe(90_000)
    watch.start()
    await pass(60_000, 1_000)
    watch.start(sign)
    await pass(8_000)
    expect(silent).toEqual([])
    await pass(3_000)
    expect(silent).toMatchObject([{ kind: 'crowded' }])
  })

  test('[SI5] of a way on which silence is usual nothing is asked for five minutes', () => {
    for (const party of ['sign', 'local', 'tiktok'] as const) {
      expect(firstLimitMs({ party, hasOtherWay: true, isSparse: true }, 100)).toBe(300_000)
      expect(firstLimitMs({ party, hasOtherWay: false, isSparse: false }, 0)).toBe(party === 'local' ? 30_000 : 90_000)
    }
    expect([0, 2_999, 3_001, 40_000].map((gapMs) => silenceLimitMs(gapMs, 'local'))).toEqual([30_000, 30_000, 30_010, 300_000])
    expect(DIRECT).toEqual({ party: 'tiktok', hasOtherWay: false })
    expect([firstLimitMs({ party: 'sign', hasOtherWay: true }, 700.04), silenceLimitMs(12_345.67)]).toEqual([7_000, 123_457])
  })

  test.each<[RoomAnswer, boolean, 'sign' | 'tiktok' | 'local', Cause | null]>([
    ['live', true, 'sign', { kind: 'crowded', detail: "the sign service's server opened the socket, and nothing came for 91 s" }],
    ['live', false, 'sign', { kind: 'stalled', detail: 'the room is live, but nothing came for 91 s' }],
    ['live', true, 'local', { kind: 'stalled', detail: 'the room is live, but nothing came for 91 s' }],
    ['paused', true, 'sign', null],
    [{ kind: 'offline', detail: 'x' }, true, 'tiktok', { kind: 'ended', detail: 'the LIVE ended without a word' }],
    [{ kind: 'blocked', detail: 'x' }, true, 'tiktok', { kind: 'blocked', detail: 'x' }],
    [{ kind: 'blocked', detail: 'x' }, false, 'tiktok', null],
    [{ kind: 'tiktok', detail: 'x' }, true, 'tiktok', null],
    [{ kind: 'network', detail: 'x' }, false, 'local', { kind: 'network', detail: 'x' }],
    [{ kind: 'network', detail: 'x' }, false, 'sign', null],
    [{ kind: 'tiktok', detail: 'x' }, false, 'local', null],
  ])('[SI1] [SI8] the answer %j (nothing came at all: %s, party %s) gives %j', (given, isFirst, party, cause) => {
    expect(causeOf(given, { isFirst, party, silentMs: 90_600 })).toEqual(cause)
  })

  test('[SI10] a local program is asked about after 30 s, and given up without a line', async () => {
    answer = { kind: 'network', detail: '' }
    watch.start({ party: 'local', hasOtherWay: true })
    await pass(31_000)
    expect(silent).toMatchObject([{ kind: 'network' }])
    expect(causeOf(answer, { isFirst: true, party: 'tiktok', silentMs: 90_000 })).toBeNull()
  })
})
