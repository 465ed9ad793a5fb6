import { describe, expect, test } from 'vitest'
import { liveEventDraft } from '@standby/shared/live/event.ts'
import { liveUser } from '@standby/shared/live/user.ts'
import { chat, gapEvent, user } from '../../support/fixtures/events.ts'

describe('One attempt at TikTok', () => {
  test('[TK24] a user has an id, both names and a picture or none, and an event without one is no event', () => {
    expect(liveUser.parse(user('ada'))).toEqual(user('ada'))
    for (const left of ['id', 'uniqueId', 'nickname', 'avatarUrl']) {
      expect(liveUser.safeParse({ ...user('ada'), [left]: undefined }).success, left).toBe(false)
    }
    expect(liveEventDraft.parse(chat('1'))).toEqual(chat('1'))
    expect(liveEventDraft.safeParse({ ...chat('1'), user: {} }).success).toBe(false)
  })
})

describe('Gaps', () => {
  test('[GP7] a gap counts by type, and by nothing that is no type', () => {
    const caughtUp = { chat: 1, gift: 2, like: 3, follow: 4, share: 5, join: 6, subscribe: 7, gap: 8 }
    expect(liveEventDraft.parse({ ...gapEvent(0, 10), caughtUp })).toEqual({ ...gapEvent(0, 10), caughtUp })
    expect(liveEventDraft.safeParse({ ...gapEvent(0, 10), caughtUp: { song: 1 } }).success).toBe(false)
  })
})
