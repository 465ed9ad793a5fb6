import { screen, within } from '@testing-library/svelte'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import { visibilityFilter } from '../../../overlay/src/parts/moderation.ts'
import { chatRows, EMPTY_LIST, MOST_ROWS, nextList, type ChatList } from '../../../overlay/src/overlay/chat-rows.ts'
import { event } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'

const visibility = visibilityFilter(NO_MODERATION)
const talk = (count: number, from = 1): LiveEvent[] =>
  Array.from({ length: count }, (_, at) => event(from + at, { type: 'chat', text: `message ${from + at}` }))
const offsets = (list: ChatList): number[] => list.rows.map(({ event }) => event.offset)
const texts = (): string[] =>
  within(screen.getByRole('list', { name: 'Chat' }))
    .queryAllByRole('listitem')
    .map((row) => row.textContent)

/** The lists that a chat shows, each with its time, when so many messages come in at these times; the page keeps the last 40 of them. */
function shownWith(batches: readonly { at: number; count: number }[]): { at: number; list: ChatList }[] {
  let list = nextList(EMPTY_LIST, chatRows(talk(1), visibility), () => true, 0)
  let recent: LiveEvent[] = talk(1)
  return batches.map(({ at, count }) => {
    recent = [...recent, ...talk(count, (recent.at(-1)?.offset ?? 0) + 1)].slice(-40)
    list = nextList(list, chatRows(recent, visibility), () => true, at)
    return { at, list }
  })
}

describe('Overlay and standby card', () => {
  const says = (offset: number, name: string, text: string, emoteIds: string[] = []): LiveEvent => {
    const user = { id: name, uniqueId: name, nickname: name, avatarUrl: null }
    const emotes = emoteIds.map((id) => ({ id, pictureUrl: null, at: 0, length: 0 }))
    return event(offset, { type: 'chat', text, ...(emotes.length > 0 && { emotes }) }, { user })
  }

  test('[OV60] what one person repeats is one row with its count, and the others stay', () => {
    const others = ['bob', 'cleo', 'dan'].map((name, at) => says(at + 1, name, `I am ${name}`))
    const same = ['Follow me', 'follow  me', 'FOLLOW ME', 'Ｆollow me '].map((text, at) => says(10 + at, 'ada', text))
    const rows = chatRows([...others, ...same, says(20, 'eve', 'follow me')], visibility)
    expect(rows.map(({ event, times }) => [event.user.id, times])).toEqual([
      ['eve', 1],
      ['ada', 4],
      ['dan', 1],
      ['cleo', 1],
      ['bob', 1],
    ])
    const more = chatRows([...others, ...same, says(21, 'ada', 'follow me')], visibility)
    expect([more[0]?.key, more[0]?.times]).toEqual([rows[1]?.key, 5])
  })

  test('[OV60] the same emotes are one row, and others are another', () => {
    const rows = chatRows(
      [['a'], ['a'], ['b'], ['a', 'a']].map((ids, at) => says(at + 1, 'ada', '', ids)),
      visibility,
    )
    expect(rows.map(({ event, times }) => [event.offset, times])).toEqual([
      [4, 1],
      [3, 1],
      [2, 2],
    ])
  })

  test('[OV60] however one person talks, nobody else is pushed out, and each row is there once', () => {
    const message = fc.record({
      name: fc.constantFrom('loud', 'loud', 'loud', 'bob', 'cleo', 'dan'),
      text: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    })
    fc.assert(
      fc.property(fc.array(message, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (messages, size) => {
        const feed = messages.map(({ name, text }, at) => says(at + 1, name, text))
        let list = EMPTY_LIST
        for (let at = 0; at < feed.length; at += size)
          list = nextList(list, chatRows(feed.slice(0, at + size), visibility), () => true, at * 40)
        expect(new Set(list.rows.map(({ key }) => key)).size).toBe(list.rows.length)
        const rows = chatRows(feed, visibility)
        const quiet = new Set(feed.map((one) => ('user' in one ? one.user.id : '')).filter((name) => name !== 'loud'))
        for (const name of quiet) expect(rows.some((row) => row.event.user.id === name)).toBe(true)
      }),
    )
  })

  test('[OV59] what shows nothing is no row; an emote is one', () => {
    const feed = [says(1, 'ada', '\u200b\u200b'), says(2, 'bob', '\u2800'.repeat(140)), says(3, 'cleo', '', ['a']), says(4, 'dan', '')]
    expect(chatRows(feed, visibility).map(({ event }) => event.user.id)).toEqual(['cleo'])
  })

  test('[OV54] at ten messages a second every one is shown, in two or three steps a second', () => {
    const turns = Array.from({ length: 100 }, (_, turn) => ({ at: 1_000 + turn * 100, count: 1 }))
    const shown = shownWith([...turns, { at: 11_500, count: 0 }])
    expect(new Set(shown.flatMap(({ list }) => offsets(list))).size).toBe(101)
    expect(new Set(shown.map(({ list }) => list.rows)).size).toBeLessThanOrEqual(31)
  })

  test('[OV54] in a rush ten a second come in, each of them the newest there was, and stay to be read', () => {
    const shown = shownWith(Array.from({ length: 300 }, (_, turn) => ({ at: 1_000 + turn * 33, count: 10 })))
    const cameAt = new Map<number, number>()
    for (const { at, list } of shown) for (const offset of offsets(list)) cameAt.set(offset, cameAt.get(offset) ?? at)
    expect(cameAt.size).toBeLessThanOrEqual(10 * 10 + 2 * MOST_ROWS)
    expect(cameAt.size).toBeGreaterThan(70)
    for (const [offset, at] of cameAt) if (offset > 1) expect(at - (1_000 + Math.floor((offset - 2) / 10) * 33)).toBe(0)
  })

  test('[OV54] whatever comes in, the list is bounded, newest first, and ends with the last events', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ after: fc.integer({ min: 0, max: 400 }), count: fc.nat(60) }), { maxLength: 60 }), (turns) => {
        let at = 0
        const batches = turns.map(({ after, count }) => ({ at: (at += after), count }))
        const shown = shownWith([...batches, { at: at + 1_000, count: 0 }])
        for (const { list } of shown) {
          expect(list.rows.length).toBeLessThanOrEqual(MOST_ROWS)
          expect(offsets(list)).toEqual([...new Set(offsets(list))].sort((a, b) => b - a))
        }
        const total = 1 + turns.reduce((sum, { count }) => sum + count, 0)
        expect(shown.at(-1)?.list.behind).toBe(false)
        expect(offsets(shown.at(-1)?.list ?? EMPTY_LIST)[0]).toBe(total)
        expect(shown.at(-1)?.list.rows).toHaveLength(Math.min(MOST_ROWS, total))
      }),
    )
  })

  test('[OV54] a rush that ends leaves the last messages on the page by itself', () => {
    const feed = staged('overlay')
    feed.snapshot()
    for (let at = 0; at < 20; at += 1) feed.update(talk(30, 1 + at * 30))
    expect(texts()[0]).not.toMatch(/message 600 /)
    feed.advanceBy(1_500)
    const last = Array.from({ length: 10 }, (_, at) => `message ${600 - at}`)
    expect(texts().map((text) => /message \d+/.exec(text)?.[0])).toEqual(last)
  })

  test('[OV54] what is hidden in a rush leaves at once, and so does what is no part of the feed any more', () => {
    const feed = staged('overlay')
    feed.snapshot()
    for (let at = 0; at < 20; at += 1) feed.update(talk(30, 1 + at * 30))
    const first = /message \d+/.exec(texts()[0] ?? '')?.[0] ?? ''
    expect(texts()).toHaveLength(10)
    feed.update(talk(30, 601), { moderation: { ...NO_MODERATION, blockedWords: [first] } })
    expect(texts().filter((text) => text.includes(`${first} `))).toEqual([])
    expect(texts()).toHaveLength(9)
    feed.snapshot({ epoch: 'another', offset: 2_001, history: talk(1, 2_001) })
    expect(texts()).toHaveLength(1)
  })
})
