import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LiveEventDraft, LiveUser } from '@standby/shared/live/event.ts'
import { withDetails, withGiftKinds } from '@standby/shared/live/gift-kinds.ts'
import { hasPerson, NOBODY, personOf, withPeople } from '@standby/shared/live/people.ts'
import { firstTimes, newShow, topSupporters, withEvents } from '@standby/shared/live/show.ts'
import { chat, follow, gift, user } from '../../support/fixtures/events.ts'

type Did = 'follow' | 'subscribe' | 'join'
const did = (type: Did, id: string, who: LiveUser): LiveEventDraft => ({ ...follow(id), user: who, type })
const ada = user('ada')
const guest: LiveUser = { id: '7000000000000000999', uniqueId: 'guest.two', nickname: 'Guest Two', avatarUrl: null }

describe('Show', () => {
  test('[SH7] a person counts once as follower, subscriber and visitor, however often it is told', () => {
    const event = fc
      .record({ type: fc.constantFrom<Did>('follow', 'subscribe', 'join'), who: fc.nat(12) })
      .map(({ type, who }) => did(type, `${type}-${String(who)}-${String(Math.random())}`, user(`fan${String(who)}`)))
    fc.assert(
      fc.property(fc.array(event, { maxLength: 120 }), fc.integer({ min: 1, max: 30 }), (events, size) => {
        let show = newShow('1')
        for (let at = 0; at < events.length; at += size) show = withEvents(show, events.slice(at, at + size))
        const people = (type: Did): number => new Set(events.flatMap((one) => (one.type === type ? [personOf(one.user)] : []))).size
        const { follows, subscribes, joins } = show.counters
        expect({ follows, subscribes, joins }).toEqual({
          follows: people('follow'),
          subscribes: people('subscribe'),
          joins: people('join'),
        })
        expect(show).toEqual({ ...withEvents(newShow('1'), events), people: show.people })
        expect(firstTimes(show, events)).toEqual([])
      }),
    )
  })

  test('[SH7] without an id the @name tells people apart; without either each is another', () => {
    const named = { ...ada, id: '' }
    const nobody = { ...named, uniqueId: '' }
    const counted = (...who: LiveUser[]): number =>
      withEvents(
        newShow('1'),
        who.map((one, at) => did('follow', String(at), one)),
      ).counters.follows
    expect(counted(named, { ...named, uniqueId: 'ADA' }, named)).toBe(1)
    expect(counted(nobody, nobody)).toBe(2)
  })

  test('[SH7] a person is known by the id, else by the @name in small letters, and by no other name', () => {
    expect(personOf({ id: '7', uniqueId: 'Ada' })).toBe('7')
    expect(personOf({ id: '', uniqueId: 'Ada' })).toBe('@ada')
    expect(personOf({ id: '', uniqueId: '' })).toBeNull()
  })

  test('[SH7] half a million people are known, and no more', () => {
    const many = (size: number) => [{ size, has: () => false } as unknown as ReadonlySet<string>, new Set(['1'])]
    const [last, full] = [many(499_998), many(499_999)]
    expect(hasPerson(withPeople(last, ['2']), '2')).toBe(true)
    expect(withPeople(full, ['2'])).toBe(full)
  })

  test('[SH7] a hundred thousand people are known in few sets, and adding copies only small ones', () => {
    let people = NOBODY
    for (let at = 0; at < 20_000; at += 1) people = withPeople(people, [String(at)])
    expect(people.length).toBeLessThan(20)
    expect([hasPerson(people, '0'), hasPerson(people, '19999'), hasPerson(people, '20000')]).toEqual([true, true, false])
    expect(withPeople(people, ['7', '7'])).toBe(people)
  })

  test('[SH6] a gift to a guest changes nothing of the creator’s, whatever comes around it', () => {
    const ours = gift('1', { streakId: 'a', count: 3, final: true, diamondCount: 5 })
    const theirs = { ...gift('2', { streakId: 'b', count: 9, final: true, diamondCount: 29_999 }), receiver: guest }
    fc.assert(
      fc.property(fc.shuffledSubarray([ours, theirs, { ...theirs, id: '3', count: 12 }, chat('4')], { minLength: 4 }), (events) => {
        const show = withEvents(newShow('1'), events)
        expect(show.counters).toMatchObject({ gifts: 3, diamonds: 15 })
        expect(topSupporters(show, 5).map(({ diamonds }) => diamonds)).toEqual([15])
      }),
    )
  })

  test('[SH9] a gift without details gets those of an earlier one of its id, or none', () => {
    const rose = gift('1', { streakId: 'a', count: 1, final: true, diamondCount: 5 })
    const bare = { ...rose, id: '2', name: '', diamondCount: 0 }
    const known = withEvents(newShow('1'), [rose]).giftKinds
    expect(withDetails(known, [bare])).toEqual([{ ...bare, name: 'Rose', diamondCount: 5 }])
    expect(withDetails(new Map(), [bare, rose, bare]).map((one) => one.name)).toEqual(['', 'Rose', 'Rose'])
    expect(withDetails(known, [{ ...bare, giftId: '7' }])[0]?.diamondCount).toBe(0)
    expect(newShow('2', known).giftKinds).toBe(known)
    expect(withGiftKinds(known, [rose, chat('3')])).toBe(known)
  })
})
