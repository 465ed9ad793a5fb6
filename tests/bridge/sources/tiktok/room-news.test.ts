import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import type { RoomNews } from '@standby/shared/live/room-state.ts'

const NOW = 1_700_000_000_000
const newsOf = (method: string, data: object): RoomNews | null => {
  const [input] = normalize({ method, msgId: '7', data }, NOW)
  return input?.type === 'room' && input.report.type === 'news' ? input.report.news : null
}

describe('One attempt at TikTok', () => {
  test('[TK44] one of TikTok’s own goals has its title and how far each part is', () => {
    const subGoals = [{ progress: '5', target: '100', gift: { name: 'Rose', icon: { urlList: ['https://p16.example/rose.png'] } } }]
    expect(newsOf('WebcastGoalUpdateMessage', { goal: { idStr: '9', description: 'Help me', subGoals } })).toEqual({
      type: 'goal',
      goal: { id: '9', title: 'Help me', parts: [{ name: 'Rose', progress: 5, target: 100, pictureUrl: 'https://p16.example/rose.png' }] },
    })
    expect(newsOf('WebcastGoalUpdateMessage', {})).toBeNull()
  })

  test('[TK44] rankings tell the creator’s place, and which of them have none', () => {
    const updates = [{ rankType: 1, ownRank: '45' }, { rankType: 5 }, { ownRank: '3' }]
    expect(newsOf('WebcastRankUpdateMessage', { updates })).toEqual({ type: 'ranks', ranks: [{ ranking: 1, place: 45 }], about: [1, 5] })
  })

  test('[TK44] a pin tells the message, whose it is and for how long; taken off, there is none', () => {
    const user = { id: '1', displayId: 'bob', nickname: 'Bob' }
    const about = { action: 1, pinMsgId: '77', pinTime: '1696447081307', displayDuration: '60' }
    expect(newsOf('WebcastRoomPinMessage', { ...about, chatMessage: { user, content: 'look' } })).toEqual({
      type: 'pin',
      pin: {
        messageId: '77',
        user: { id: '1', uniqueId: 'bob', nickname: 'Bob', avatarUrl: null },
        text: 'look',
        gift: null,
        at: 1696447081307,
        shownMs: 60_000,
      },
    })
    const gift = newsOf('WebcastRoomPinMessage', { ...about, giftMessage: { user, repeatCount: 3, gift: { name: 'Rose' } } })
    expect(gift).toMatchObject({ pin: { text: '', gift: { name: 'Rose', count: 3 } } })
    expect(newsOf('WebcastRoomPinMessage', { ...about, action: 2 })).toEqual({ type: 'pin', pin: null })
  })

  test('[TK44] whatever is in such a message, nothing is thrown', () => {
    const methods = fc.constantFrom('WebcastGoalUpdateMessage', 'WebcastRankUpdateMessage', 'WebcastRoomPinMessage')
    const parts = fc.record({ goal: fc.anything(), updates: fc.anything(), chatMessage: fc.anything(), action: fc.constantFrom(1, 2, 'x') })
    fc.assert(fc.property(methods, parts, (method, data) => void newsOf(method, data)))
  })
})
