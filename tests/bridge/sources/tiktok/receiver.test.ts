import { describe, expect, test } from 'vitest'
import { normalize, pictureLists } from '@standby/bridge/sources/tiktok/normalize.pure.ts'
import { creatorOf, type Creator } from '@standby/bridge/sources/tiktok/receiver.pure.ts'
import type { ViewerEventDraft } from '@standby/shared/live/event.ts'

const CREATOR: Creator = { id: '6800000000000000111', uniqueId: 'maya.live', nickname: 'Maya' }
const GUEST = '7000000000000000999'
const common = { msgId: '7284841808474540805', createTime: '1696134423045' }
const user = { id: '1001', displayId: 'bob', nickname: 'Bob' }

function eventsOf(method: string, data: object, creator?: Creator): ViewerEventDraft[] {
  const inputs = normalize({ method, msgId: '1', data: { common, user, ...data } }, 1_700_000_000_000, creator)
  return inputs.flatMap((input) => (input.type === 'event' && 'user' in input.event ? [input.event] : []))
}

const lion = { giftId: '6369', gift: { id: '6369', name: 'Lion', diamondCount: 29_999, type: 2 }, repeatCount: 1 }
const giftOf = (data: object, creator?: Creator) => {
  const [event] = eventsOf('WebcastGiftMessage', { ...lion, ...data }, creator)
  if (event?.type !== 'gift') throw new Error('no gift')
  return event
}
const receiverOf = (data: object, creator = CREATOR): string | undefined => {
  const { receiver } = giftOf(data, creator)
  return receiver && (receiver.id || receiver.uniqueId || receiver.nickname)
}
const ours = { anchorId: CREATOR.id }

describe('One attempt at TikTok', () => {
  test.each<[string, object, string]>([
    ['the whole user', { toUser: { id: GUEST, displayId: 'guest.two', nickname: 'Guest Two' } }, GUEST],
    ['the id as text', { toUser: { id: '0', idStr: GUEST } }, GUEST],
    ['a @name alone', { toUser: { id: '0', displayId: 'guest.two' } }, 'guest.two'],
    ['a nickname alone', { toUser: { nickname: 'Guest Two' } }, 'Guest Two'],
    ['another of the creator’s name', { toUser: { id: GUEST, displayId: 'guest.two', nickname: 'Maya' } }, GUEST],
    ['toMemberId', { toMemberId: GUEST }, GUEST],
    ['toMemberIdInt', { toMemberId: '', toMemberIdInt: GUEST }, GUEST],
    ['toMemberNickname', { toMemberId: '', toMemberIdInt: '0', toMemberNickname: 'Guest Two' }, 'Guest Two'],
    ['an empty user beside toMemberId', { toUser: { id: '0', displayId: '' }, toMemberId: GUEST }, GUEST],
    ['what TikTok measures of this LIVE', { monitorInfo: { ...ours, toUserId: GUEST } }, GUEST],
  ])('[TK34] a gift is for a guest by %s', (_, data, expected) => {
    expect(receiverOf(data)).toBe(expected)
  })

  test.each<[string, object]>([
    ['nothing', {}],
    ['empty fields', { toUser: { id: '0', displayId: '', nickname: '' }, toMemberId: '', toMemberIdInt: '0', toMemberNickname: '' }],
    ['the creator’s id', { toUser: { id: CREATOR.id, displayId: 'renamed' } }],
    ['the creator’s @name, however it is written', { toUser: { displayId: 'Maya.Live' } }],
    ['the creator as a member', { toMemberId: CREATOR.id }],
    ['the creator’s nickname', { toMemberNickname: 'Maya' }],
    ['what is measured of this LIVE', { monitorInfo: { ...ours, toUserId: CREATOR.id } }],
    ['what is measured of another LIVE', { monitorInfo: { anchorId: '5', toUserId: '6' } }],
    ['nonsense', { toUser: 'x', toMemberId: {}, monitorInfo: [] }],
  ])('[TK34] a gift is for the creator by %s', (_, data) => {
    expect(receiverOf(data)).toBeUndefined()
    expect('receiver' in giftOf(data, CREATOR)).toBe(false)
  })

  test('[TK34] without the room’s answer the @name and TikTok’s own figures still tell the creator', () => {
    const nameOnly = creatorOf(undefined, 'maya.live')
    expect(nameOnly).toEqual({ id: '', uniqueId: 'maya.live', nickname: '' })
    expect(receiverOf({ toUser: { id: CREATOR.id, displayId: 'maya.live' } }, nameOnly)).toBeUndefined()
    expect(receiverOf({ toUser: { id: CREATOR.id }, monitorInfo: ours }, nameOnly)).toBeUndefined()
    expect(receiverOf({ toUser: { id: GUEST, displayId: 'guest.two' } }, nameOnly)).toBe(GUEST)
    expect(giftOf({ toUser: { id: GUEST } }).receiver?.id).toBe(GUEST)
  })

  test('[TK34] the room tells the creator’s id, but not as a number that JSON has rounded', () => {
    const of = (data: object): string => creatorOf({ data }, 'maya').id
    expect(of({ owner: { id_str: '6800000000000000111', id: 6_800_000_000_000_000_000 } })).toBe('6800000000000000111')
    expect(of({ owner: { id: 6_800_000_000_000_000_000 } })).toBe('')
    expect(of({ owner: { id: 12_345 } })).toBe('12345')
    expect(of({ owner_user_id_str: '77' })).toBe('77')
    for (const odd of [undefined, null, 3, { data: 'x' }]) expect(creatorOf(odd, 'maya').id).toBe('')
  })

  test('[TK34] streaks to different receivers are different streaks, to the same receiver one', () => {
    const rose = { giftId: '5655', gift: { name: 'Rose', diamondCount: 1, type: 1 }, groupId: '17', repeatEnd: 0 }
    const streakTo = (data: object): string => giftOf({ ...rose, ...data }, CREATOR).streakId
    const guest = { toUser: { id: GUEST } }
    expect(streakTo(guest)).toBe(streakTo({ ...guest, repeatCount: 9, repeatEnd: 1 }))
    expect(new Set([streakTo({}), streakTo(guest), streakTo({ toUser: { id: '5' } }), streakTo({ toMemberId: '6' })]).size).toBe(4)
    expect(streakTo({ toUser: { id: CREATOR.id } })).toBe(streakTo({}))
  })

  test('[TK34] a follow of a guest and one taken back are no follow of the creator', () => {
    const follows = (data: object): number => eventsOf('WebcastSocialMessage', { action: '1', ...data }, CREATOR).length
    expect([follows({}), follows({ targetUserId: '0' }), follows({ targetUserId: CREATOR.id })]).toEqual([1, 1, 1])
    expect(follows({ targetUserId: GUEST })).toBe(0)
    expect(follows({ common: { ...common, displayText: { key: 'pm_main_unfollow_message' } } })).toBe(0)
  })

  test('[TK34][TK35] a subscription counts if it is new, and the creator’s', () => {
    const subscribes = (data: object): number => eventsOf('WebcastSubNotifyMessage', data, CREATOR).length
    for (const data of [{}, { messageType: 0, subscribingStatus: 1 }, { messageType: 0, subscribingStatus: 2, eventTracking: ours }])
      expect([data, subscribes(data)]).toEqual([data, 1])
    for (const messageType of [-1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 99])
      expect([messageType, subscribes({ messageType })]).toEqual([messageType, 0])
    for (const subscribingStatus of [3, 4]) expect(subscribes({ subscribingStatus })).toBe(0)
    expect(subscribes({ eventTracking: { anchorId: GUEST } })).toBe(0)
  })

  test('[TK23][TK36] without its details a gift is in a streak if it has a group, else it came once', () => {
    const bare = { giftId: '5655', gift: null, repeatCount: 5 }
    expect(giftOf({ ...bare, repeatEnd: 1 })).toMatchObject({ name: '', diamondCount: 0, count: 5, final: true })
    expect(giftOf({ ...bare, groupId: '17', repeatEnd: 0 })).toMatchObject({ count: 5, final: false })
    expect(giftOf({ ...bare, groupId: '0', repeatEnd: 0 })).toMatchObject({ count: 5, final: true })
  })

  test('[TK36] emotes are never written as text, and a text that shows nothing is empty', () => {
    const chatOf = (data: object) => eventsOf('WebcastChatMessage', data)[0]
    expect(chatOf({ content: 'look', emotes: [{}, {}] })).toMatchObject({ text: 'look', emotes: [{}, {}] })
    expect(chatOf({ content: '', emotes: Array.from({ length: 999 }) })).toMatchObject({ text: '', emotes: { length: 20 } })
    expect(chatOf({ content: '\u2800'.repeat(140) })).toMatchObject({ text: '' })
    expect('emotes' in (chatOf({ content: '\u200b\u200b', emotes: [] }) ?? {})).toBe(false)
    expect(eventsOf('WebcastEmoteChatMessage', { emoteList: [] })[0]).toMatchObject({ text: '', emotes: [{ pictureUrl: null }] })
  })
})

describe("Viewers' pictures", () => {
  const photo = (...urlList: unknown[]) => ({ avatarThumb: { urlList } })
  const [GONE, GOOD, SHRUNK] = [
    'https://p16-sign.tiktokcdn.com/gone.webp',
    'https://p19-sign.tiktokcdn.com/good.jpeg',
    'https://p16.tiktokcdn.com/x~shrink:72.webp',
  ]

  test('[AV16] of the addresses of a picture a stand-in is the last, and what is none is left out', () => {
    const of = (...list: unknown[]) => ({
      method: 'WebcastChatMessage',
      msgId: '1',
      data: { common, user: { id: '1', ...photo(...list) } },
    })
    expect(pictureLists(of(SHRUNK, 'nonsense', GONE, null, GOOD, GONE))).toEqual([[GONE, GOOD, SHRUNK]])
    expect(normalize(of(SHRUNK, GONE), 0)[0]).toMatchObject({ event: { user: { avatarUrl: GONE } } })
    expect(normalize(of(SHRUNK), 0)[0]).toMatchObject({ event: { user: { avatarUrl: SHRUNK } } })
    for (const none of [of(), of(GOOD), { method: 'toString', msgId: '1', data: {} }]) expect(pictureLists(none)).toEqual([])
  })
})
