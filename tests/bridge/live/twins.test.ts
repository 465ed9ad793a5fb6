import { describe, expect, test } from 'vitest'
import { createTwins } from '@standby/bridge/live/twins.ts'
import type { Way } from '@standby/shared/connection/way.ts'
import type { LiveEventDraft, LiveInput } from '@standby/shared/live/event.ts'
import { chat, gift, like, user } from '../../support/fixtures/events.ts'

const AT = 1_700_000_000_000
const MINUTE_MS = 60_000

function twins() {
  const all = createTwins()
  const bring = (way: Way, events: readonly LiveEventDraft[], { isInitial = false, now = AT } = {}): LiveEventDraft[] => {
    const inputs = events.flatMap((event): LiveInput[] => (event.type === 'gap' ? [] : [{ type: 'event', event }]))
    return all.known(way, inputs, { now, isInitial }).flatMap((input) => (input.type === 'event' ? [input.event] : []))
  }
  return { all, bring, ids: (...args: Parameters<typeof bring>) => bring(...args).map(({ id }) => id) }
}

describe('Ladder', () => {
  test('[LD23] if LIVE Studio has ids of its own, the history of the room counts nothing twice', () => {
    const { bring, ids } = twins()
    const piece = (id: string, streakId: string, count: number) => gift(id, { streakId, count, final: false })
    bring('studio', [chat('s1', 'hello'), chat('s2', 'hello'), piece('s3', 'g', 3), like('s4', 5, 70)])
    const batch = [chat('1', 'before', AT - MINUTE_MS), chat('2', 'hello'), chat('3', 'hello'), chat('4', 'hello'), piece('5', 'h', 3)]
    expect(ids('connector', [...batch, like('6', 5, 70), chat('7', 'new')], { isInitial: true })).toEqual([
      ...['1', 's1', 's2', '4', 's3', 's4', '7'],
    ])
    expect(bring('connector', [piece('8', 'h', 4)])).toMatchObject([{ id: '8', streakId: 'g', count: 4 }])
    expect(ids('connector', batch, { isInitial: true })).toEqual(['1', 's1', 's2', '4', 's3'])
  })

  test('[LD23] it is the same with a clock that is an hour off', () => {
    const { bring, ids } = twins()
    const hourOff = AT + 60 * MINUTE_MS
    bring('connector', [chat('1', 'before', AT)], { now: hourOff })
    bring('studio', [chat('s1', 'hello', hourOff + 9_000)], { now: hourOff + 9_000 })
    expect(ids('connector', [chat('2', 'hello', AT + 9_000)], { isInitial: true, now: hourOff + MINUTE_MS })).toEqual(['s1'])
  })

  test('[LD24] as long as nothing proves other ids, two alike are two; one shared id proves the same ids', () => {
    const { bring, ids } = twins()
    bring('connector', [chat('1', 'again'), gift('2', { streakId: 'a', count: 1, final: true })])
    expect(ids('studio', [chat('3', 'again'), gift('4', { streakId: 'b', count: 1, final: true })])).toEqual(['3', '4'])
    expect(ids('connector', [chat('1', 'again'), chat('3', 'again'), chat('5', 'again')], { isInitial: true })).toEqual(['1', '3', '5'])
    expect(ids('studio', [chat('6', 'again')])).toEqual(['6'])
    expect(ids('connector', [chat('7', 'again')], { isInitial: true })).toEqual(['7'])
  })

  test('[LD24] the same words of another person, or at another time, are another event', () => {
    const { bring, ids } = twins()
    bring('studio', [chat('s1', 'hello')])
    const other = { ...chat('1', 'hello'), user: user('else') } as LiveEventDraft
    expect(ids('connector', [other, chat('2', 'hello', AT + MINUTE_MS)], { isInitial: true })).toEqual(['1', '2'])
  })

  test('[LD23] a streak goes on over the change though the other side names it otherwise', () => {
    const { bring } = twins()
    const piece = (id: string, streakId: string, count: number, final = false) => gift(id, { streakId, count, final })
    bring('connector', [piece('1', 'g', 1), piece('2', 'g', 2)])
    expect(bring('studio', [piece('s1', 'h', 4), piece('s2', 'h', 5, true)])).toMatchObject([{ streakId: 'g' }, { streakId: 'g' }])
    // Another one of the same person, from its beginning.
    expect(bring('studio', [piece('s3', 'i', 1)])).toMatchObject([{ streakId: 'i' }])
  })

  test('[LD23] what TikTok removes by its own id is removed under the id that it was kept by', () => {
    const { all, bring } = twins()
    bring('studio', [chat('s1', 'rude')])
    bring('connector', [chat('1', 'rude')], { isInitial: true })
    const removal: LiveInput = { type: 'room', report: { type: 'deleted', messageIds: ['1', '9'], userIds: [] } }
    const [renamed] = all.known('connector', [removal], { now: AT, isInitial: false })
    expect(renamed).toMatchObject({ report: { messageIds: ['s1', '9'] } })
  })

  test('[LD24] of a long LIVE the last hundreds of events are remembered', () => {
    const { bring, ids } = twins()
    bring(
      'studio',
      Array.from({ length: 2_000 }, (_, index) => chat(`s${index}`, `chat ${index}`)),
    )
    expect(ids('connector', [chat('1', 'chat 3'), chat('2', 'chat 1999')], { isInitial: true })).toEqual(['1', 's1999'])
  })
})
