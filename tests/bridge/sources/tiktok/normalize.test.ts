import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endOfStream, eventTypeOf, followersOf, normalize, type DecodedMessage } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'
import { liveEventDraft, type ViewerEventDraft, type LiveInput } from '@standby/shared/live/event.ts'

const NOW = 1_700_000_000_000
const common = { msgId: '7284841808474540805', createTime: '1696134423045' }
const user = {
  id: '6800000000000306254',
  displayId: 'bob',
  nickname: 'Bob',
  avatarThumb: { urlList: ['https://p16.example/a.webp', 'https://p16.example/b.webp'] },
}
const bob = { id: '6800000000000306254', uniqueId: 'bob', nickname: 'Bob', avatarUrl: 'https://p16.example/a.webp' }
const NO_EMOTE = { id: '', pictureUrl: null, at: 0, length: 0 }
const moment = { id: '7284841808474540805', at: 1696134423045, user: bob, missed: false }

const message = (method: string, data: unknown): DecodedMessage => ({ method, msgId: '1', data })
const of = (method: string, data: object): LiveInput[] => normalize(message(method, { common, user, ...data }), NOW)
const eventOf = (method: string, data: object): ViewerEventDraft => {
  const input = of(method, data)[0]
  if (input?.type !== 'event' || !('user' in input.event)) throw new Error('no event of a viewer')
  return input.event
}

describe('One attempt at TikTok', () => {
  describe('[TK22] each TikTok message becomes what it means', () => {
    test.each<[string, string, object, object]>([
      ['[TK22] a chat', 'WebcastChatMessage', { content: 'hello' }, { type: 'chat', text: 'hello' }],
      [
        '[TK22] an emote chat',
        'WebcastEmoteChatMessage',
        { emoteList: [{}, {}] },
        { type: 'chat', text: '', emotes: [NO_EMOTE, NO_EMOTE] },
      ],
      [
        '[TK22] a chat of nothing but emotes',
        'WebcastChatMessage',
        { content: ' ', emotes: [{}] },
        { type: 'chat', text: '', emotes: [NO_EMOTE] },
      ],
      ['[TK22] likes', 'WebcastLikeMessage', { count: 15, total: '1200' }, { type: 'like', count: 15, total: 1200 }],
      ['[TK22] a join', 'WebcastMemberMessage', { action: 1 }, { type: 'join' }],
      ['[TK22] a subscription told as a member', 'WebcastMemberMessage', { action: 3 }, { type: 'subscribe' }],
      ['[TK22] a subscription', 'WebcastSubNotifyMessage', {}, { type: 'subscribe' }],
    ])('%s', (_, method, data, expected) => {
      expect(of(method, data)[0]).toEqual({ type: 'event', event: { ...moment, ...expected } })
    })

    const social = (key: string | undefined, action: string): string | undefined => {
      const input = of('WebcastSocialMessage', { common: { ...common, ...(key !== undefined && { displayText: { key } }) }, action })[0]
      return input?.type === 'event' ? input.event.type : undefined
    }
    test.each([
      ['pm_main_follow_message_viewer_2', '1', 'follow'],
      ['pm_mt_guidance_share', '3', 'share'],
      ['pm_mt_guidance_viewer_10_share', '3', 'share'],
      ['pm_something_else', '1', undefined],
      [undefined, '1', 'follow'],
      ['', '3', 'share'],
      [undefined, '7', undefined],
    ])('[TK22] a social message with key %s and action %s', (key, action, expected) => {
      expect(social(key, action)).toBe(expected)
    })

    test('[TK28] a deletion says which messages and which users, whatever else is in it', () => {
      const deletion = { deleteMsgIds: ['7286185077563116293', '0', '', 12], deleteUserIds: ['6800000000000306254'] }
      expect(of('WebcastImDeleteMessage', deletion)).toEqual([
        { type: 'room', report: { type: 'deleted', messageIds: ['7286185077563116293', '12'], userIds: ['6800000000000306254'] } },
      ])
      expect(of('WebcastImDeleteMessage', { deleteMsgIds: 'nonsense' })).toEqual([])
      const many = of('WebcastImDeleteMessage', { deleteUserIds: Array.from({ length: 5_000 }, (_, index) => String(index + 1)) })[0]
      expect(many?.type === 'room' && many.report.type === 'deleted' && many.report.userIds.length).toBe(1_000)
    })

    test('[TK22] room figures and moments are reports, not events', () => {
      expect(of('WebcastRoomUserSeqMessage', { total: '42', totalUser: '900' })).toEqual([
        { type: 'room', report: { type: 'viewers', viewers: 42, totalViewers: 900 } },
      ])
      expect(of('WebcastRoomUserSeqMessage', { total: '42', totalUser: '0' })).toEqual([
        { type: 'room', report: { type: 'viewers', viewers: 42, totalViewers: null } },
      ])
      expect(of('WebcastControlMessage', { action: 1 })).toEqual([{ type: 'room', report: { type: 'paused' } }])
      expect(of('WebcastControlMessage', { action: 2 })).toEqual([{ type: 'room', report: { type: 'resumed' } }])
      expect(of('WebcastControlMessage', { action: 12 })).toEqual([])
      expect(of('WebcastLikeMessage', { count: 1, total: '5' })[1]).toEqual({ type: 'room', report: { type: 'likes', likes: 5 } })
      expect(of('WebcastLikeMessage', { count: 0, total: '5' })).toEqual([{ type: 'room', report: { type: 'likes', likes: 5 } }])
      expect(of('WebcastLikeMessage', { count: 0, total: '0' })).toEqual([])
    })

    test('[TK22] what is not used gives nothing', () => {
      expect(of('WebcastRankUpdateMessage', {})).toEqual([])
      expect(of('toString', {})).toEqual([])
      expect(of('WebcastMemberMessage', { action: 2 })).toEqual([])
      expect(of('WebcastImDeleteMessage', { deleteMsgIds: ['7'], deleteUserIds: ['8'] })).toHaveLength(1)
    })

    test('[TK22] a message that could not be decoded counts as what its kind most often is', () => {
      const kinds = ['Chat', 'EmoteChat', 'Gift', 'Like', 'Social', 'Member', 'SubNotify', 'Control'].map((kind) => `Webcast${kind}Message`)
      expect(kinds.map(eventTypeOf)).toEqual(['chat', 'chat', 'gift', 'like', 'follow', 'join', 'subscribe', null])
    })
  })

  describe('[TK29] followers', () => {
    const AT = 1_696_134_423_045
    const follow = (followCount: unknown) => eventOf('WebcastSocialMessage', { action: '1', followCount })

    test('[TK29] a follow says how many there are after it, if its message does', () => {
      expect(follow('95010')).toEqual({ ...moment, type: 'follow', followers: 95_010 })
      for (const none of ['0', '', undefined, null, '-4', 'many', {}, '9007199254740993']) {
        expect(follow(none)).toEqual({ ...moment, type: 'follow' })
      }
      expect(eventOf('WebcastSocialMessage', { action: '3', followCount: '7' })).toEqual({ ...moment, type: 'share' })
    })

    const answer = (follower_count: unknown, now: unknown = AT) => ({
      data: { status: 2, owner: { follow_info: { follower_count } } },
      extra: { now },
    })

    test('[TK29] the room’s answer on connecting gives them with its time, or nothing', () => {
      const told = { type: 'room', report: { type: 'followers', followers: 5_200, at: AT } }
      expect(followersOf(answer(5_200), NOW)).toEqual(told)
      expect(followersOf(answer('5200', String(AT)), NOW)).toEqual(told)
      for (const none of [0, '0', -1, 1.0e300, undefined, null, 'x']) expect(followersOf(answer(none), NOW)).toBeNull()
      for (const noTime of [0, 1, 'soon', null, NOW + 2 * 86_400_000]) expect(followersOf(answer(5_200, noTime), NOW)).toBeNull()
      for (const odd of [undefined, null, 7, '', {}, { data: null }, { data: { owner: 'x' }, extra: [] }])
        expect(followersOf(odd, NOW)).toBeNull()
    })
  })

  describe('[TK23] gifts', () => {
    const rose = {
      giftId: '5655',
      gift: { id: '5655', name: 'Rose', diamondCount: 1, type: 1 },
      repeatCount: 3,
      repeatEnd: 0,
      groupId: '17',
    }

    test('[TK23] a gift in a streak counts its pieces under one streak id and is final at repeatEnd', () => {
      const streakId = '6800000000000306254-5655-17'
      const of = { giftId: '5655', name: 'Rose', diamondCount: 1, repeatable: true }
      const expected = { ...moment, ...of, type: 'gift', count: 3, streakId, final: false }
      expect(eventOf('WebcastGiftMessage', rose)).toEqual(expected)
      expect(eventOf('WebcastGiftMessage', { ...rose, repeatCount: 4, repeatEnd: 1 })).toEqual({ ...expected, count: 4, final: true })
    })

    test('[TK23] a gift that comes once is final and a streak of its own', () => {
      const lion = { ...rose, gift: { ...rose.gift, type: 2 }, groupId: '0', repeatCount: 1 }
      const first = eventOf('WebcastGiftMessage', lion)
      const second = eventOf('WebcastGiftMessage', { ...lion, common: { ...common, msgId: '7284841808474540806' } })
      expect(first).toMatchObject({ final: true, repeatable: false, streakId: '6800000000000306254-5655-7284841808474540805' })
      expect(second).not.toMatchObject({ streakId: (first as { streakId: string }).streakId })
    })

    test('[TK23] a gift without its details still counts one piece', () => {
      const bare = eventOf('WebcastGiftMessage', { giftId: '9', repeatCount: 0 })
      expect(bare).toMatchObject({ giftId: '9', name: '', diamondCount: 0, count: 1 })
      expect(eventOf('WebcastGiftMessage', { ...rose, giftId: '0' })).toMatchObject({ giftId: '5655' })
    })
  })

  describe('[TK24] nothing in a message is trusted', () => {
    test.each([
      ['9007199254740993', Number.MAX_SAFE_INTEGER],
      ['-5', 0],
      ['abc', 0],
      ['1e400', Number.MAX_SAFE_INTEGER],
      ['12.9', 12],
      [null, 0],
    ])('[TK24] the number %s is read as %s', (written, read) => {
      expect(of('WebcastRoomUserSeqMessage', { total: written })[0]).toMatchObject({ report: { viewers: read } })
    })

    test('[TK24][TK31] control characters, marks and broken characters go; no character is cut in half', () => {
      const chat = (content: unknown): string => (eventOf('WebcastChatMessage', { content }) as { text: string }).text
      expect(chat('  a\u0000b\u202Ec\nd\u0007  ')).toBe('abc d')
      expect(chat('x\ud800y')).toBe('x\ufffdy')
      expect(chat('👩‍👩‍👧 مرحبا')).toBe('👩‍👩‍👧 مرحبا')
      expect(chat('a'.repeat(5000))).toHaveLength(MAX_TEXT_LENGTH)
      expect(chat('a' + '😀'.repeat(5000))).toBe('a' + '😀'.repeat((MAX_TEXT_LENGTH - 2) / 2))
      expect(chat(undefined)).toBe('')
      const { user: who } = eventOf('WebcastChatMessage', { user: { ...user, nickname: 'n'.repeat(999) } })
      expect(who.nickname).toHaveLength(MAX_NAME_LENGTH)
    })

    test.each(['javascript:alert(1)', 'data:image/png;base64,xx', 'file:///etc/passwd', 'nonsense', '', undefined])(
      '[TK24][TK32] %s is no address of a picture',
      (address) => {
        const event = eventOf('WebcastChatMessage', { user: { ...user, avatarThumb: { urlList: [address] } } })
        expect(event.user.avatarUrl).toBeNull()
      },
    )

    test('[TK24] a message without a user, a time or an envelope is still safe', () => {
      const input = normalize({ method: 'WebcastChatMessage', msgId: '77', data: { content: 'x' } }, NOW)
      const nobody = { id: '', uniqueId: '', nickname: '', avatarUrl: null }
      expect(input).toEqual([{ type: 'event', event: { id: '77', at: NOW, user: nobody, missed: false, type: 'chat', text: 'x' } }])
      // None, a time before TikTok or behind tomorrow, and one that no calendar has.
      for (const createTime of ['0', '-5', '1000', String(NOW + 2 * 86_400_000), '9007199254740993', '9223372036854775807']) {
        expect(eventOf('WebcastChatMessage', { common: { ...common, createTime } }).at).toBe(NOW)
      }
      for (const at of [Date.UTC(2016), NOW + 86_400_000]) {
        expect(eventOf('WebcastChatMessage', { common: { ...common, createTime: String(at) } }).at).toBe(at)
      }
      expect(eventOf('WebcastChatMessage', { user: { ...user, id: '0', idStr: '77' } }).user.id).toBe('77')
    })

    test('[TK24][TK33] an event without any message id is dropped: its repetition could not be recognised', () => {
      expect(normalize({ method: 'WebcastChatMessage', msgId: '0', data: { common: { msgId: '' }, content: 'x' } }, NOW)).toEqual([])
    })

    test('[TK24] whatever arrives, the result fits the event schema and nothing is thrown', () => {
      const method = fc.constantFrom(
        'WebcastChatMessage',
        'WebcastEmoteChatMessage',
        'WebcastGiftMessage',
        'WebcastLikeMessage',
        'WebcastSocialMessage',
        'WebcastMemberMessage',
        'WebcastSubNotifyMessage',
        'WebcastRoomUserSeqMessage',
        'WebcastControlMessage',
        'Other',
      )
      const address = fc.constantFrom('https://p16.example/a.webp', 'http://x', 'https://[', 'javascript:1')
      const leaf = fc.oneof(fc.anything({ maxDepth: 1 }), fc.string({ unit: 'binary' }), fc.bigInt(), address)
      const data = fc.oneof(
        leaf,
        fc.record(
          {
            common: fc.oneof(leaf, fc.record({ msgId: leaf, createTime: leaf, displayText: fc.record({ key: leaf }) })),
            user: fc.oneof(leaf, fc.record({ id: leaf, displayId: leaf, nickname: leaf, avatarThumb: fc.record({ urlList: leaf }) })),
            content: leaf,
            count: leaf,
            total: leaf,
            totalUser: leaf,
            action: leaf,
            emoteList: leaf,
            gift: fc.oneof(leaf, fc.record({ type: leaf, name: leaf, diamondCount: leaf })),
            giftId: leaf,
            repeatCount: leaf,
            repeatEnd: leaf,
            groupId: leaf,
          },
          { requiredKeys: [] },
        ),
      )
      fc.assert(
        fc.property(method, fc.string(), data, (name, msgId, body) => {
          endOfStream({ method: name, msgId, data: body })
          for (const input of normalize({ method: name, msgId, data: body }, NOW)) {
            if (input.type === 'event') liveEventDraft.parse(input.event)
            const numbers = Object.values(input.type === 'event' ? input.event : input.report).filter((value) => typeof value === 'number')
            expect(numbers.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true)
          }
        }),
      )
    })
  })

  test('[TK12] control 3 and 4 are the end of the LIVE, nothing else is', () => {
    const end = (action: unknown): string | null => endOfStream(message('WebcastControlMessage', { action }))
    expect([1, 2, 3, 4, 12, undefined].map(end)).toEqual([null, null, 'ended', 'suspended', null, null])
    expect(endOfStream(message('WebcastChatMessage', { action: 3 }))).toBeNull()
  })
})
