import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import { NO_ROOM_STATE } from '@standby/shared/live/room-state.ts'
import { newShow, topSupporters, withEvents, withReport } from '@standby/shared/live/show.ts'
import { chat, follow, gapEvent, gift, like } from '../../support/fixtures/events.ts'

describe('Show', () => {
  test('[SH1] a growing streak counts each piece and its diamonds once', () => {
    const show = withEvents(newShow('1'), [
      gift('1', { streakId: 's', count: 1, final: false, diamondCount: 5 }),
      gift('2', { streakId: 's', count: 4, final: false, diamondCount: 5 }),
      gift('3', { streakId: 's', count: 3, final: false, diamondCount: 5 }),
      gift('4', { streakId: 's', count: 7, final: true, diamondCount: 5 }),
    ])
    expect(show.counters).toMatchObject({ gifts: 7, diamonds: 35 })
    expect(show.streaks.get('s')).toEqual({ count: 7, open: null })
  })

  test('[SH2] two real identical gifts are two gifts', () => {
    const show = withEvents(newShow('1'), [
      gift('1', { streakId: 'a', count: 1, final: true }),
      gift('2', { streakId: 'b', count: 1, final: true }),
    ])
    expect(show.counters).toMatchObject({ gifts: 2, diamonds: 2 })
  })

  test('[SH3] likes follow the room’s own total, which never goes back', () => {
    let show = withEvents(newShow('1'), [like('1', 15, 100), like('2', 5, 90), like('3', 7, 0)])
    expect(show.counters.likes).toBe(107)
    show = withReport(show, { type: 'likes', likes: 500 })
    show = withReport(show, { type: 'likes', likes: 400 })
    expect(show.counters.likes).toBe(500)
  })

  test('[SH4] supporters are those with the most diamonds, most first', () => {
    const show = withEvents(newShow('1'), [
      gift('1', { streakId: 'a', count: 3, final: true, from: 'bo' }),
      gift('2', { streakId: 'b', count: 1, final: true, diamondCount: 100, from: 'cy' }),
      gift('3', { streakId: 'c', count: 2, final: true, from: 'bo' }),
      gift('4', { streakId: 'd', count: 1, final: true, from: 'di' }),
    ])
    expect(topSupporters(show, 2).map(({ user, diamonds }) => [user.uniqueId, diamonds])).toEqual([
      ['cy', 100],
      ['bo', 5],
    ])
  })

  test('[SH4] a gift without a sender counts, and is nobody’s', () => {
    const ofNobody = {
      ...gift('1', { streakId: 'a', count: 3, final: true }),
      user: { id: '', uniqueId: '', nickname: '', avatarUrl: null },
    }
    const show = withEvents(newShow('1'), [ofNobody, gift('2', { streakId: 'b', count: 1, final: true, from: 'bo' })])
    expect(show.counters).toMatchObject({ gifts: 4, diamonds: 4 })
    expect(topSupporters(show, 3).map(({ user }) => user.uniqueId)).toEqual(['bo'])
  })

  test('[SH4] who sent nothing of worth is no supporter', () => {
    const show = withEvents(newShow('1'), [gift('1', { streakId: 'a', count: 3, final: true, diamondCount: 0 })])
    expect(show.counters).toMatchObject({ gifts: 3, diamonds: 0 })
    expect(topSupporters(show, 5)).toEqual([])
  })

  test('[SH5] a show begins with nothing, and without events it stays the same value', () => {
    const show = newShow('1')
    const counters = {
      viewers: 0,
      likes: 0,
      followers: null,
      diamonds: 0,
      chats: 0,
      gifts: 0,
      follows: 0,
      shares: 0,
      joins: 0,
      subscribes: 0,
    }
    const coverage = { gaps: 0, awayMs: 0, giftsMayBeIncomplete: false }
    const nobody = { followers: null, supporters: new Map(), streaks: new Map(), giftKinds: new Map() }
    const people = { follow: [], subscribe: [], join: [] }
    const room = NO_ROOM_STATE
    expect(show).toEqual({ roomId: '1', counters, ...nobody, people, gaps: [], coverage, paused: false, room, newsAt: new Map() })
    expect(withEvents(show, [])).toBe(show)
  })

  test('[SH5] each thing a viewer did counts as what it is', () => {
    const did = (type: 'share' | 'join' | 'subscribe', id: string): LiveEventDraft => ({ ...follow(id), type })
    const events = [chat('1'), follow('2'), did('share', '3'), did('join', '4'), did('join', '5'), did('subscribe', '6')]
    expect(withEvents(newShow('1'), events).counters).toMatchObject({ chats: 1, follows: 1, shares: 1, joins: 2, subscribes: 1 })
  })

  test('[SH5] what is said of the room changes what it is about: viewers, a pause; a deletion nothing', () => {
    const show = withReport(newShow('1'), { type: 'viewers', viewers: 12, totalViewers: null })
    expect(show.counters.viewers).toBe(12)
    const paused = withReport(show, { type: 'paused' })
    expect(paused).toEqual({ ...show, paused: true, room: { ...show.room, paused: true } })
    expect(withReport(paused, { type: 'resumed' })).toEqual(show)
    expect(withReport(paused, { type: 'deleted', messageIds: ['1'], userIds: ['2'] })).toBe(paused)
  })

  test('[SH5] folding in parts gives the same show as folding at once, and changes no input', () => {
    const event: fc.Arbitrary<LiveEventDraft> = fc.oneof(
      fc.record({ id: fc.uuid(), n: fc.nat(50) }).map(({ id, n }) => like(id, n, n * 3)),
      fc.uuid().map((id) => chat(id)),
      fc
        .record({ id: fc.uuid(), streakId: fc.constantFrom('a', 'b', 'c'), count: fc.integer({ min: 1, max: 20 }), final: fc.boolean() })
        .map(({ id, ...rest }) => gift(id, rest)),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60, size: 'max' }), fc.nat(60), (events, at) => {
        const cut = Math.min(at, events.length)
        const first = withEvents(newShow('1'), events.slice(0, cut))
        const frozen = structuredClone(first)
        const parts = withEvents(first, events.slice(cut))
        expect(first).toEqual(frozen)
        expect(parts).toEqual(withEvents(newShow('1'), events))
      }),
    )
  })
})

describe('Gaps', () => {
  test('[GP22] the followers are the newest by TikTok’s clock, null before that, and can become fewer', () => {
    let show = withEvents(newShow('1'), [follow('1'), chat('2')])
    expect(show.counters).toMatchObject({ follows: 1, followers: null })
    show = withEvents(show, [follow('3', 95_004, 3_000), follow('4', 94_999, 1_000), follow('5'), follow('6', 95_003, 3_000)])
    expect(show.counters).toMatchObject({ follows: 5, followers: 95_003 })
    show = withReport(show, { type: 'followers', followers: 95_100, at: 2_999 })
    expect(show.counters.followers).toBe(95_003)
    show = withReport(show, { type: 'followers', followers: 94_000, at: 3_001 })
    expect(show.counters.followers).toBe(94_000)
    expect(newShow('2').counters.followers).toBeNull()
  })

  test('[GP22] what changes nothing of the followers leaves the counters the same value', () => {
    const show = withEvents(newShow('1'), [follow('1', 50, 2_000)])
    expect(withReport(show, { type: 'followers', followers: 50, at: 3_000 }).counters).toBe(show.counters)
    expect(withReport(show, { type: 'followers', followers: 49, at: 1_000 })).toBe(show)
  })

  test('[GP26] a total from before a gap does not count for the next one; one from its end or later does', () => {
    const told = withEvents(newShow('1'), [follow('1', 50, 1_000)])
    expect(told.followers?.sinceGap).toBe(true)
    const gone = withEvents(told, [gapEvent(2_000, 3_000)])
    expect(gone).toMatchObject({ counters: { followers: 50 }, followers: { sinceGap: false } })
    expect(withEvents(gone, [follow('2', 51, 4_000)]).followers?.sinceGap).toBe(true)
    // An older one that comes late tells nothing of now.
    expect(withEvents(gone, [follow('2', 49, 500)]).followers?.sinceGap).toBe(false)
    expect(withEvents(told, [{ ...gapEvent(2_000, 3_000), followersAdded: 0 }]).followers?.sinceGap).toBe(true)
  })
})
