import { describe, expect, test } from 'vitest'
import { newShow, withEvents, withReport, type Show } from '@standby/shared/live/show.ts'
import { freshNews, withKnown } from '@standby/shared/live/room-events.ts'
import { afterAway, NO_ROOM_STATE, type RoomNews, type ToldBattle } from '@standby/shared/live/room-state.ts'
import type { LiveEventDraft, LiveInput } from '@standby/shared/live/event.ts'

const host = (name: string) => ({ id: `id-${name}`, uniqueId: name, nickname: name.toUpperCase(), avatarUrl: null })
const unnamed = (name: string) => ({ id: `id-${name}`, uniqueId: '', nickname: '', avatarUrl: null })
const side = (name: string, score: number | null, own = false) => ({ id: `id-${name}`, hosts: [host(name)], score, own })

const BEGAN = 1_000_000
const BATTLE: ToldBattle = { battleId: '7', startedAt: BEGAN, endsAt: BEGAN + 300_000, sides: [side('ada', null, true), side('bob', null)] }
const scores = (ada: number, bob: number, battleId = '7'): ToldBattle => ({
  battleId,
  startedAt: null,
  endsAt: null,
  sides: [
    { id: 'id-bob', hosts: [unnamed('bob')], score: bob, own: false },
    { id: 'id-ada', hosts: [unnamed('ada')], score: ada, own: false },
  ],
})
const told = (show: Show, battle: ToldBattle, at: number, over = false): Show =>
  withReport(show, { type: 'news', at, news: { type: 'battle', battle, over } })
const begun = told(newShow('room'), BATTLE, BEGAN)
const POLL = {
  pollId: '3',
  title: 'Tea?',
  startedAt: BEGAN,
  endsAt: BEGAN + 60_000,
  options: [
    { text: 'Yes', votes: 0 },
    { text: 'No', votes: 0 },
  ],
}

describe('Show', () => {
  test('[SH11] the last scores of a battle count, and keep the names and the order of its beginning', () => {
    const { battle } = told(begun, scores(120, 80), BEGAN + 1_000).room
    expect(battle).toEqual({
      battleId: '7',
      startedAt: BEGAN,
      endsAt: BEGAN + 300_000,
      at: BEGAN + 1_000,
      over: false,
      sides: [
        { id: 'id-ada', hosts: [host('ada')], score: 120, own: true },
        { id: 'id-bob', hosts: [host('bob')], score: 80, own: false },
      ],
    })
    // Older scores, and a message without any, change none.
    expect(told(told(begun, scores(120, 80), BEGAN + 2_000), scores(1, 1), BEGAN + 1_000).room.battle?.sides[0]?.score).toBe(120)
    expect(told(told(begun, scores(120, 80), BEGAN + 2_000), BATTLE, BEGAN + 3_000).room.battle?.sides[0]?.score).toBe(120)
  })

  test('[SH11] a battle that is over stays over, and another one takes its place', () => {
    const over = told(begun, scores(5, 9), BEGAN + 300_000, true)
    expect(over.room.battle).toMatchObject({ over: true, sides: [{ score: 5 }, { score: 9 }] })
    expect(told(over, scores(6, 9), BEGAN + 300_100).room.battle).toMatchObject({ over: true, sides: [{ score: 6 }, { score: 9 }] })
    expect(told(over, scores(0, 1, '8'), BEGAN + 400_000).room.battle).toMatchObject({ battleId: '8', over: false })
    // News of the battle before comes too late.
    const next = told(over, scores(0, 1, '8'), BEGAN + 400_000)
    expect(told(next, scores(7, 9), BEGAN + 300_200).room).toEqual(next.room)
  })

  test('[SH11] the votes of a poll take over from each other, with the words of its beginning', () => {
    const news = (show: Show, poll: typeof POLL, at: number, over = false): Show =>
      withReport(show, { type: 'news', at, news: { type: 'poll', poll, over } })
    const first = news(newShow('room'), POLL, BEGAN)
    const votes = {
      ...POLL,
      title: '',
      options: [
        { text: '', votes: 4 },
        { text: 'No', votes: 2 },
      ],
    }
    expect(news(first, votes, BEGAN + 1).room.poll).toEqual({
      ...POLL,
      options: [
        { text: 'Yes', votes: 4 },
        { text: 'No', votes: 2 },
      ],
      at: BEGAN + 1,
      over: false,
    })
    expect(news(news(first, votes, BEGAN + 5), POLL, BEGAN + 1).room.poll?.options[0]?.votes).toBe(4)
    expect(news(first, { ...votes, options: [] }, BEGAN + 2, true).room.poll).toMatchObject({ over: true, options: POLL.options })
  })

  test('[SH11] the event of an end has all that is known of the battle or poll by then', () => {
    const end: LiveEventDraft = {
      id: 'x',
      at: BEGAN + 1,
      missed: false,
      type: 'battle',
      phase: 'end',
      battleId: '7',
      startedAt: null,
      endsAt: null,
      sides: [],
    }
    const { room } = told(begun, scores(3, 4), BEGAN + 1, true)
    expect(withKnown(end, room)).toMatchObject({
      phase: 'end',
      startedAt: BEGAN,
      sides: [{ hosts: [host('ada')], score: 3 }, { score: 4 }],
    })
    expect(withKnown({ ...end, battleId: '8' }, room)).toMatchObject({ sides: [] })
  })

  test('[SH11] events alone, as a journal has them, give the battle, the poll, and that the LIVE is over', () => {
    const moment = { missed: false, at: BEGAN }
    const start: LiveEventDraft = {
      ...moment,
      id: 'battle-7-start',
      type: 'battle',
      phase: 'start',
      battleId: '7',
      startedAt: BEGAN,
      endsAt: BEGAN + 300_000,
      sides: [{ ...side('ada', 0, true), score: 0 }],
    }
    const poll: LiveEventDraft = { ...moment, id: 'poll-3-start', type: 'poll', phase: 'start', ...POLL }
    const both = withEvents(newShow('room'), [start, poll])
    expect(both.room).toMatchObject({ battle: { battleId: '7', over: false }, poll: { pollId: '3', over: false } })
    const ended = withEvents(both, [{ ...moment, id: '9', type: 'live-end', by: 'creator' }])
    expect(ended.room).toMatchObject({ battle: { over: true }, poll: { over: true }, caption: null })
    expect(withEvents(both, [{ ...start, id: 'battle-7-end', phase: 'end' }]).room.battle).toMatchObject({ over: true })
  })

  test('[SH12] after a drop a battle or poll stays only if it was told of since, or is still to end', () => {
    const { room } = told(begun, scores(3, 4), BEGAN + 1)
    expect(afterAway(room, room, BEGAN + 100_000).battle).toEqual(room.battle)
    expect(afterAway(room, room, BEGAN + 300_001).battle).toBeNull()
    expect(afterAway({ ...room, battle: { ...room.battle!, endsAt: null } }, room, BEGAN).battle).not.toBeNull()
    const since = told({ ...begun, room }, scores(5, 6), BEGAN + 350_000).room
    expect(afterAway(since, room, BEGAN + 360_000).battle).toEqual(since.battle)
    const endless = { ...room, battle: { ...room.battle!, endsAt: null } }
    expect(afterAway(endless, endless, BEGAN).battle).toBeNull()
    const over = { ...room, battle: { ...room.battle!, over: true } }
    expect(afterAway(over, over, BEGAN + 900_000).battle).toEqual(over.battle)
    const caption = { id: '1', at: BEGAN, texts: [{ language: 'en', text: 'hello' }], shownMs: 2_000, final: true }
    const talking = { ...NO_ROOM_STATE, caption }
    expect(afterAway(talking, talking, BEGAN).caption).toBeNull()
    expect(afterAway(talking, NO_ROOM_STATE, BEGAN).caption).toEqual(caption)
  })

  test('[SH13] what an initial batch repeats of the room from before the drop is left out', () => {
    const show = told(begun, scores(3, 4), BEGAN + 10)
    const input = (news: RoomNews, at: number): LiveInput => ({ type: 'room', report: { type: 'news', news, at } })
    const battle = (at: number): LiveInput => input({ type: 'battle', battle: scores(1, 1), over: false }, at)
    const pin = input({ type: 'pin', pin: null }, BEGAN)
    const about = input({ type: 'about', title: 'x', topic: '' }, 0)
    expect(freshNews([battle(BEGAN + 9), battle(BEGAN + 10), battle(BEGAN + 11), pin, about], show.newsAt)).toEqual([
      battle(BEGAN + 11),
      pin,
      about,
    ])
    // Each ranking by itself: one that was told later says nothing of the others.
    const ranks = (about_: number, at: number): LiveInput => input({ type: 'ranks', ranks: [], about: [about_] }, at)
    const ranked = withReport(show, { type: 'news', at: 50, news: { type: 'ranks', ranks: [], about: [1] } })
    expect(freshNews([ranks(1, 40), ranks(5, 40)], ranked.newsAt)).toEqual([ranks(5, 40)])
  })

  test('[SH10] the title, the topic and a pause are in the room’s state', () => {
    const about = withReport(newShow('room'), { type: 'news', at: 1, news: { type: 'about', title: 'Painting', topic: 'Art' } })
    expect(withReport(about, { type: 'paused' }).room).toMatchObject({ title: 'Painting', topic: 'Art', paused: true })
    expect(withReport(withReport(about, { type: 'paused' }), { type: 'resumed' }).room.paused).toBe(false)
  })
})
