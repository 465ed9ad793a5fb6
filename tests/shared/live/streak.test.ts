import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newShow, withEvents, type Show } from '@standby/shared/live/show.ts'
import { openStreaks, streakEnd, STREAKS_KEPT } from '@standby/shared/live/streak.ts'
import { gift } from '../../support/fixtures/events.ts'

const piece = (count: number, final = false, streakId = 's') =>
  gift(`${streakId}-${count}-${String(final)}`, { streakId, count, final, diamondCount: 5 })
const totals = ({ counters: { gifts, diamonds } }: Show) => ({ gifts, diamonds })

describe('Gift streaks', () => {
  test('[SK1] whatever the order, repeats and closings, each piece and its diamonds count once', () => {
    const message = fc.record({
      streak: fc.integer({ min: 0, max: 3 }),
      count: fc.integer({ min: 1, max: 30 }),
      final: fc.boolean(),
      closes: fc.constantFrom(null, null, 'timeout' as const, 'drop' as const),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 60, size: 'max' }), (messages) => {
        let show = newShow('1')
        const most = new Map<number, number>()
        for (const [index, { streak, count, final, closes }] of messages.entries()) {
          const sent = gift(`m${index}`, { streakId: `s${streak}`, count, final, diamondCount: streak + 1, from: `user ${streak}` })
          show = withEvents(show, [sent])
          most.set(streak, Math.max(most.get(streak) ?? 0, count))
          const open = closes === null ? [] : openStreaks(show.streaks).filter(({ streakId }) => streakId === `s${streak}`)
          show = withEvents(
            show,
            open.map((one) => streakEnd(one, closes ?? 'drop', index)),
          )
        }
        const sums = [...most].map(([streak, count]) => ({ gifts: count, diamonds: count * (streak + 1) }))
        const expected = sums.reduce((all, one) => ({ gifts: all.gifts + one.gifts, diamonds: all.diamonds + one.diamonds }), {
          gifts: 0,
          diamonds: 0,
        })
        expect(totals(show)).toEqual(expected)
        const ofSupporters = [...show.supporters.values()].reduce((all, { diamonds }) => all + diamonds, 0)
        expect(ofSupporters).toBe(expected.diamonds)
      }),
    )
  })

  test('[SK2] the end may come before the last count, and a late message never opens a streak again', () => {
    let show = withEvents(newShow('1'), [piece(3), piece(5, true), piece(4), piece(5)])
    expect(totals(show)).toEqual({ gifts: 5, diamonds: 25 })
    show = withEvents(show, [piece(7)])
    expect(totals(show)).toEqual({ gifts: 7, diamonds: 35 })
    expect(openStreaks(show.streaks)).toEqual([])
  })

  test('[SK3] a streak that we closed and that goes on adds only what is new in it', () => {
    let show = withEvents(newShow('1'), [piece(4)])
    const [open] = openStreaks(show.streaks)
    const end = streakEnd(open!, 'drop', 99)
    expect(end).toMatchObject({ id: 'end-s', count: 4, final: true, endedBy: 'drop', at: 99 })
    show = withEvents(show, [end, piece(6), piece(6, true)])
    expect(totals(show)).toEqual({ gifts: 6, diamonds: 30 })
  })

  test('[SK3] what a streak is closed with is the message with the most pieces, the last of equals', () => {
    const openAfter = (...pieces: ReturnType<typeof piece>[]) => openStreaks(withEvents(newShow('1'), pieces).streaks)
    expect(openAfter(piece(3), piece(5))).toEqual([piece(5)])
    expect(openAfter(piece(5), piece(3))).toEqual([piece(5)])
    const again = { ...piece(5), id: 'again' }
    expect(openAfter(piece(5), again)).toEqual([again])
  })

  test('[SK4] the streak that was heard of last is forgotten last', () => {
    const show = withEvents(newShow('1'), [piece(1, true, 'a'), piece(1, true, 'b'), piece(2, true, 'a')])
    expect([...show.streaks.keys()]).toEqual(['b', 'a'])
  })

  test('[SK4] streaks that are over are remembered to a bound, those that go on always', () => {
    let show = withEvents(newShow('1'), [piece(2, false, 'goes-on')])
    for (let n = 0; n < STREAKS_KEPT + 50; n += 1) show = withEvents(show, [piece(1, true, `n${n}`)])
    expect(show.streaks.size).toBe(STREAKS_KEPT)
    expect(openStreaks(show.streaks).map(({ streakId }) => streakId)).toEqual(['goes-on'])
  })
})
