import { describe, expect, test } from 'vitest'
import { newShow, withReport } from '@standby/shared/live/show.ts'
import { NO_ROOM_STATE, type Pin } from '@standby/shared/live/room-state.ts'
import { user } from '../../support/fixtures/events.ts'

const pin: Pin = { messageId: '7', user: user('bob'), text: 'look', gift: null, at: 1, shownMs: 60_000 }
const pinned = withReport(newShow('room'), { type: 'news', at: 1, news: { type: 'pin', pin } })

describe('Show', () => {
  test('[SH10] the last goal and pin count, and a new LIVE begins without them', () => {
    const goal = (progress: number) => ({ id: '1', title: '', parts: [{ name: 'Rose', progress, target: 10, pictureUrl: null }] })
    const first = withReport(pinned, { type: 'news', at: 2, news: { type: 'goal', goal: goal(1) } })
    const second = withReport(first, { type: 'news', at: 3, news: { type: 'goal', goal: goal(2) } })
    expect(second.room).toEqual({ ...NO_ROOM_STATE, goal: goal(2), pin })
    expect(withReport(second, { type: 'news', at: 4, news: { type: 'pin', pin: null } }).room.pin).toBeNull()
    expect(newShow('other').room).toEqual(NO_ROOM_STATE)
  })

  test('[SH10] a message of one ranking leaves the others as they are, and takes off what lost its place', () => {
    const ranks = (show: typeof pinned, list: { ranking: number; place: number }[], about: number[]) =>
      withReport(show, { type: 'news', at: 5, news: { type: 'ranks', ranks: list, about } })
    const both = ranks(ranks(pinned, [{ ranking: 5, place: 2 }], [5]), [{ ranking: 1, place: 45 }], [1])
    expect(both.room.ranks).toEqual([
      { ranking: 1, place: 45 },
      { ranking: 5, place: 2 },
    ])
    expect(ranks(both, [], [5]).room.ranks).toEqual([{ ranking: 1, place: 45 }])
  })

  test('[SH10] a pinned message that TikTok deletes, by itself or with its sender’s, is off', () => {
    const deleted = (messageIds: string[], userIds: string[]) => withReport(pinned, { type: 'deleted', messageIds, userIds }).room.pin
    expect(deleted(['7'], [])).toBeNull()
    expect(deleted([], ['id-bob'])).toBeNull()
    expect(deleted(['8'], ['id-eve'])).toEqual(pin)
  })
})
