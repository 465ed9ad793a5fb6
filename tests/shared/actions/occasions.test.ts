import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Action, When } from '@standby/shared/actions/action.ts'
import { afterBeginning, noteMoment, NOTHING_BEGUN, runsFor, type Begun } from '@standby/shared/actions/occasions.ts'
import { MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'
import type { LiveEvent, LiveEventDraft } from '@standby/shared/live/event.ts'
import { chat, follow, gift, user } from '../../support/fixtures/events.ts'

const about = { creator: 'creator', hides: () => false }
const action = (when: When, more: Partial<Action> = {}): Action => ({
  id: `${when.type}-1`,
  on: true,
  when,
  deed: { type: 'streamerbot-trigger', name: 'x' },
  caughtUp: false,
  ...more,
})
const at = (offset: number, draft: LiveEventDraft, more: object = {}): LiveEvent => ({ ...draft, ...more, offset })
const streak = (offset: number, count: number, final: boolean, more: object = {}): LiveEvent =>
  at(offset, gift(`g${offset}`, { streakId: 's', count, final, diamondCount: 10 }), more)
const run = (actions: Action[], events: LiveEvent[], begun: Begun = NOTHING_BEGUN, also: Partial<typeof about> = {}) =>
  runsFor(actions, events, begun, { ...about, ...also })

describe('Actions', () => {
  test('[AN3] a streak of gifts counts once, when it ends, by what all of it is worth', () => {
    const all = [action({ type: 'gift', diamonds: 30 })]
    const { runs, begun } = run(all, [streak(1, 1, false), streak(2, 3, false), streak(3, 3, true)])
    expect(runs.map(({ values }) => values)).toMatchObject([{ event: 'gift', user: 'ADA', gift: 'Rose', count: 3, diamonds: 30 }])
    expect(begun.upTo).toBe(3)
    expect(run(all, [streak(4, 2, true)]).runs).toEqual([])
  })

  test('[AN3] a streak that goes on runs only what it was not worth enough for before', () => {
    const both = [action({ type: 'gift', diamonds: 30 }), action({ type: 'gift', diamonds: 50 }, { id: 'more' })]
    const first = run(both, [streak(1, 3, true, { endedBy: 'drop' })])
    expect(first.runs.map(({ action: { id } }) => id)).toEqual(['gift-1'])
    const again = run(both, [streak(2, 5, true)], first.begun)
    expect(again.runs.map(({ action: { id } }) => id)).toEqual(['more'])
    expect(run(both, [streak(3, 9, true)], again.begun).runs).toEqual([])
  })

  test('[AN4] what is for a guest, hidden, caught up or switched off sets off nothing', () => {
    const wants = (more: Partial<Action> = {}): Action[] => [
      action({ type: 'gift', diamonds: 1 }, more),
      action({ type: 'follow' }, more),
      action({ type: 'chat', text: '!go' }, more),
    ]
    const events = (more: object = {}): LiveEvent[] => [
      streak(1, 1, true, more),
      at(2, follow('f'), more),
      at(3, chat('c', '!go on'), more),
    ]
    expect(run(wants(), events()).runs.map(({ values }) => values.event)).toEqual(['gift', 'follow', 'chat'])
    expect(run(wants(), [streak(1, 1, true, { receiver: user('guest') })]).runs).toEqual([])
    expect(run(wants(), events(), NOTHING_BEGUN, { hides: () => true }).runs).toEqual([])
    expect(run(wants(), events({ missed: true })).runs).toEqual([])
    expect(run(wants({ caughtUp: true }), events({ missed: true })).runs).toHaveLength(3)
    expect(run(wants({ on: false }), events()).runs).toEqual([])
  })

  test('[AN5] no event, streak or moment runs an action twice, whatever comes again', () => {
    const list = [action({ type: 'gift', diamonds: 1 }), action({ type: 'follow' }), action({ type: 'chat', text: '!' })]
    const kinds = fc.array(fc.constantFrom('gift', 'follow', 'chat'), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(kinds, fc.array(fc.nat(30), { maxLength: 10 }), (types, crashes) => {
        const events = types.map((type, index) => {
          if (type === 'gift')
            return at(index + 1, gift(`g${index}`, { streakId: `s${index % 3}`, count: 1 + index, final: index % 2 === 0 }))
          return at(index + 1, type === 'follow' ? follow(`f${index}`) : chat(`c${index}`, '! x'))
        })
        let begun = NOTHING_BEGUN
        const ran: string[] = []
        // After a crash everything from before is handed over once more.
        for (const from of [0, ...crashes, 0]) {
          const { runs, begun: next } = run(list, events.slice(0, Math.max(from, 1)).concat(from === 0 ? events : []), begun)
          begun = JSON.parse(JSON.stringify(next)) as Begun
          ran.push(...runs.map(({ action: { id }, values: { userid, text, count } }) => `${id} ${userid} ${text} ${count}`))
        }
        const gifts = ran.filter((one) => one.startsWith('gift'))
        expect(gifts.length).toBeLessThanOrEqual(3)
        expect(ran.filter((one) => !one.startsWith('gift'))).toHaveLength(types.filter((type) => type !== 'gift').length)
      }),
    )
    const noted = noteMoment(NOTHING_BEGUN, 'drop 1')
    expect(noteMoment(noted!, 'drop 1')).toBeNull()
    expect(noteMoment(noted!, 'back 1')).not.toBeNull()
  })

  test('[AN6] a chat begins with a text in any case, and a word of it is a whole one', () => {
    expect(afterBeginning('!GO on now', '!go')).toBe('on now')
    expect(afterBeginning('!go', '!go')).toBe('')
    expect(afterBeginning('!gone', '!go')).toBeNull()
    expect(afterBeginning('go !go', '!go')).toBeNull()
    expect(afterBeginning('!x', '!')).toBe('x')
    expect(afterBeginning('anything', '  ')).toBeNull()
  })

  test('[AN7] what a viewer wrote is given without control characters and at most 1000 long', () => {
    const [first] = run([action({ type: 'chat', text: '!go' })], [at(1, chat('c', `!go a\u0000\u202eb\nc${'x'.repeat(9_000)}`))]).runs
    expect(first!.values.text).toMatch(/^!go ab cx+$/)
    expect(first!.values.text.length).toBe(MAX_TEXT_LENGTH)
  })
})
