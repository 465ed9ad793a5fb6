import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GiftEvent } from '@standby/shared/live/event.ts'
import {
  addGift,
  advance,
  emptyQueue,
  isEmpty,
  LONGEST_MS,
  MOST_SHOWING,
  MOST_WAITING,
  SILENCE_MS,
  withoutHidden,
  type GiftAlert,
} from '../../../overlay/src/overlay/alerts.ts'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import { visibilityFilter } from '../../../overlay/src/parts/moderation.ts'
import { gift, person } from '../../support/fixtures/show.ts'

const NOW = 1_000_000
let offset = 0

/** Of a user of its own for each streak, unless `from` says whose. */
function rose(streakId: string, count: number, final = false, diamondCount = 1, from = streakId): GiftEvent {
  offset += 1
  const user = { ...person(0, from), id: from }
  return gift(offset, streakId, 'Rose', diamondCount, count, final, { user }) as GiftEvent
}

const names = (alerts: GiftAlert[]): string[] => alerts.map((alert) => alert.user.id)

describe('Overlay and standby card', () => {
  test('[OV3] a streak grows in place and never shrinks', () => {
    let queue = addGift(emptyQueue(), rose('s', 1), NOW)
    for (const count of [2, 5, 9, 4]) queue = addGift(queue, rose('s', count), NOW + 100)
    expect(queue.showing).toHaveLength(1)
    expect(queue.showing[0]).toMatchObject({ count: 9, final: false })
  })

  test('[OV4] an alert leaves some seconds after the end of its streak, or after 8 s of silence', () => {
    const over = addGift(emptyQueue(), rose('s', 3, true), NOW)
    expect(advance(over, NOW + 3_900)).toBe(over)
    expect(isEmpty(advance(over, NOW + 4_000))).toBe(true)
    const growing = addGift(addGift(emptyQueue(), rose('t', 3), NOW), rose('t', 4), NOW + 7_000)
    expect(isEmpty(advance(growing, NOW + 7_000 + SILENCE_MS - 1))).toBe(false)
    expect(isEmpty(advance(growing, NOW + 7_000 + SILENCE_MS))).toBe(true)
  })

  test('[OV4] a late end does not bring a streak back, more pieces do', () => {
    const left = advance(addGift(emptyQueue(), rose('s', 3), NOW), NOW + SILENCE_MS)
    expect(addGift(left, rose('s', 3, true), NOW + 9_000)).toBe(left)
    expect(addGift(left, rose('s', 4), NOW + 9_000).showing[0]).toMatchObject({ count: 4 })
  })

  test('[OV5] those that find no room wait their turn, and have their time on screen when it comes', () => {
    let queue = emptyQueue()
    for (const streak of ['a', 'b', 'c', 'd']) queue = addGift(queue, rose(streak, 1, true), NOW)
    expect(names(queue.showing)).toEqual(['a', 'b'])
    queue = advance(queue, NOW + 1_800)
    expect(names(queue.showing)).toEqual(['c', 'd'])
    expect(advance(queue, NOW + 1_900)).toBe(queue)
    expect(isEmpty(advance(queue, NOW + 1_800 + 4_000))).toBe(true)
  })

  test('[OV5] in a rush the smallest gift gives way', () => {
    let queue = emptyQueue()
    for (let at = 0; at < MOST_SHOWING + MOST_WAITING; at += 1) queue = addGift(queue, rose(`s${at}`, 1, true, 10 + at), NOW)
    queue = addGift(queue, rose('big', 1, true, 5_000), NOW)
    expect(queue.waiting).toHaveLength(MOST_WAITING)
    expect(names(queue.waiting)).toContain('big')
    expect(names(queue.waiting)).not.toContain(`s${MOST_SHOWING}`)
  })

  test('[OV61] one person’s gifts push nobody else’s out, and wait for those of others', () => {
    let queue = emptyQueue()
    const from = (sender: string, at: number, diamonds: number): GiftEvent => ({
      ...rose(`${sender}${String(at)}`, 1, true, diamonds, sender),
      giftId: String(at),
    })
    for (let at = 0; at < 8; at += 1) queue = addGift(queue, from(`quiet${String(at)}`, at, 1), NOW)
    for (let at = 0; at < 60; at += 1) queue = addGift(queue, from('loud', at, 9_000), NOW)
    for (let at = 8; at < 14; at += 1) queue = addGift(queue, from(`quiet${String(at)}`, at, 1), NOW)
    expect(queue.waiting).toHaveLength(MOST_WAITING)
    const seen = new Set(names(queue.showing))
    for (let turn = 1; turn < 9; turn += 1) {
      queue = advance(queue, NOW + turn * 2_000)
      names(queue.showing).forEach((name) => seen.add(name))
      const others = names(queue.waiting).filter((name) => name !== 'loud').length
      if (others > 0) expect(names(queue.showing).filter((name) => name === 'loud').length).toBeLessThanOrEqual(1)
    }
    expect([...seen].filter((name) => name.startsWith('quiet'))).toHaveLength(14)
  })

  test('[OV58] gifts to different receivers never share an alert, and a hidden receiver takes it away', () => {
    const guest = person(9, 'Guest Two')
    const toGuest = { ...rose('s2', 4, true, 1, 'ada'), receiver: guest }
    const queue = addGift(addGift(emptyQueue(), rose('s1', 3, true, 1, 'ada'), NOW), toGuest, NOW)
    expect(queue.showing.map(({ count, receiver }) => [count, receiver?.nickname])).toEqual([
      [3, undefined],
      [4, 'Guest Two'],
    ])
    const hidden = visibilityFilter({ ...NO_MODERATION, hiddenUsers: [{ id: guest.id, name: '' }] })
    expect(withoutHidden(queue, hidden, []).showing.map(({ count }) => count)).toEqual([3])
  })

  test('[OV6] what was missed is never announced', () => {
    const queue = emptyQueue()
    expect(addGift(queue, { ...rose('s', 5), missed: true }, NOW)).toBe(queue)
  })

  test('[OV5] whatever comes, the queue stays bounded, shows no user’s gift twice, and empties itself', () => {
    const gifts = fc.array(
      fc.record({
        streak: fc.integer({ min: 0, max: 40 }),
        count: fc.integer({ min: 1, max: 99 }),
        final: fc.boolean(),
        afterMs: fc.nat(3_000),
      }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(gifts, (list) => {
        let queue = emptyQueue()
        let now = NOW
        for (const { streak, count, final, afterMs } of list) {
          now += afterMs
          queue = addGift(advance(queue, now), rose(`s${streak}`, count, final, 1, `u${streak % 9}`), now)
          const ids = [...queue.showing, ...queue.waiting].map((alert) => alert.key)
          expect(new Set(ids).size).toBe(ids.length)
          expect(queue.showing.length).toBeLessThanOrEqual(MOST_SHOWING)
          expect(queue.waiting.length).toBeLessThanOrEqual(MOST_WAITING)
        }
        for (let steps = 0; !isEmpty(queue) && steps < 200; steps += 1) queue = advance(queue, (now += 1_000))
        expect(isEmpty(queue)).toBe(true)
      }),
    )
  })

  test('[OV34] streaks of the same gift by the same user share one alert, and count together', () => {
    let queue = addGift(emptyQueue(), rose('a', 3, true, 1, 'maya'), NOW)
    queue = addGift(queue, rose('b', 2, false, 1, 'maya'), NOW + 500)
    queue = addGift(queue, rose('b', 5, true, 1, 'maya'), NOW + 900)
    queue = addGift(queue, rose('a', 3, true, 1, 'maya'), NOW + 950)
    expect(queue.showing).toHaveLength(1)
    expect(queue.showing[0]).toMatchObject({ count: 8, final: true })
    expect(addGift(queue, rose('c', 1, true, 1, 'tom'), NOW + 1_000).showing.map((alert) => alert.count)).toEqual([8, 1])
  })

  test('[OV34] one that goes on and on makes room for those that wait, after 12 s', () => {
    let queue = emptyQueue()
    for (const name of ['a', 'b']) queue = addGift(queue, rose(name, 1), NOW)
    queue = addGift(queue, rose('c', 1, true), NOW + 100)
    for (let at = 1; at <= 11; at += 1) {
      for (const name of ['a', 'b']) queue = addGift(advance(queue, NOW + at * 1_000), rose(name, 1 + at), NOW + at * 1_000)
    }
    expect(names(queue.showing)).toEqual(['a', 'b'])
    expect(names(advance(queue, NOW + LONGEST_MS).showing)).toEqual(['c'])
  })

  test('[OV37] a hidden gift leaves the queue, and more pieces of it do not bring it back', () => {
    const first = rose('a', 3, false, 1, 'maya')
    let queue = addGift(addGift(emptyQueue(), first, NOW), rose('b', 1, false, 1, 'tom'), NOW)
    const moderation = { ...NO_MODERATION, hiddenMessages: [first.id] }
    queue = withoutHidden(queue, visibilityFilter(moderation), moderation.hiddenMessages)
    expect(names(queue.showing)).toEqual(['tom'])
    expect(names(addGift(queue, rose('a', 9, false, 1, 'maya'), NOW + 100).showing)).toEqual(['tom'])
  })
})
