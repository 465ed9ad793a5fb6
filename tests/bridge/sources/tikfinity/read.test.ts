import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFrame } from '@standby/bridge/sources/tikfinity/read.pure.ts'
import { normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'

const NOW = Date.UTC(2026, 8, 1)
const by = {
  userId: '6800000000000000042',
  uniqueId: 'bob',
  nickname: 'Bob',
  profilePictureUrl: 'https://p16.tiktokcdn.com/bob.jpg',
  msgId: '7400000000000000001',
  createTime: String(NOW - 5_000),
  tikfinityUsername: '@Ada',
}
const frame = (event: string, data: object): string => JSON.stringify({ event, data: { ...by, ...data } })

/** What Standby makes of one frame. */
function eventsOf(text: string) {
  const read = readFrame(text)
  return read.type === 'event' && read.message !== null ? normalize(read.message, NOW) : []
}

describe('TikFinity as a way', () => {
  test.each<[string, string, object, object]>([
    ['chat', 'chat', { comment: 'hello', emotes: [] }, { type: 'chat', text: 'hello' }],
    [
      'gift',
      'gift',
      { giftId: 5655, groupId: '1700', repeatCount: 3, repeatEnd: false, giftType: 1, diamondCount: 1, giftName: 'Rose' },
      { type: 'gift', giftId: '5655', name: 'Rose', diamondCount: 1, count: 3, final: false, streakId: '6800000000000000042-5655-1700' },
    ],
    [
      'the end of a streak',
      'gift',
      { giftId: 5655, groupId: '1700', repeatCount: 9, repeatEnd: true, giftType: 1, diamondCount: 1, giftName: 'Rose' },
      { type: 'gift', count: 9, final: true, streakId: '6800000000000000042-5655-1700' },
    ],
    ['like', 'like', { likeCount: 7, totalLikeCount: 900 }, { type: 'like', count: 7, total: 900 }],
    ['join', 'member', { actionId: 1 }, { type: 'join' }],
    ['follow', 'follow', { displayType: 'x', label: 'x' }, { type: 'follow' }],
    ['share', 'share', {}, { type: 'share' }],
    ['subscription', 'subscribe', { subMonth: 2 }, { type: 'subscribe' }],
  ])('[TI1] %s becomes the event that TikTok’s own message would be', (_, event, data, expected) => {
    const user = { id: by.userId, uniqueId: 'bob', nickname: 'Bob', avatarUrl: by.profilePictureUrl }
    expect(eventsOf(frame(event, data))[0]).toEqual({
      type: 'event',
      event: expect.objectContaining({ ...expected, id: by.msgId, at: NOW - 5_000, user, missed: false }) as unknown,
    })
  })

  test('[TI1] viewers and likes are reports of the room; anything else is no event', () => {
    expect(eventsOf(frame('roomUser', { viewerCount: 41, msgId: undefined }))).toEqual([
      { type: 'room', report: { type: 'viewers', viewers: 41, totalViewers: null } },
    ])
    expect(eventsOf(frame('like', { likeCount: 1, totalLikeCount: 55 }))[1]).toEqual({ type: 'room', report: { type: 'likes', likes: 55 } })
    for (const name of ['emote', 'envelope', 'superFan', 'constructor', '__proto__']) expect(eventsOf(frame(name, {}))).toEqual([])
    expect(eventsOf(frame('member', { actionId: 2 }))).toEqual([])
  })

  test('[TI1] each event is TikTok’s own message to the letter', () => {
    const common = { msgId: by.msgId, createTime: by.createTime }
    const user = { id: by.userId, displayId: 'bob', nickname: 'Bob', avatarThumb: { urlList: [by.profilePictureUrl] } }
    const messageOf = (event: string, data: object) => {
      const read = readFrame(frame(event, data))
      return read.type === 'event' ? read.message : null
    }
    const emotes = [{ emoteId: 'e', emoteImageUrl: 'https://p16.example/e', placeInComment: 2 }]
    expect(messageOf('chat', { comment: 'hello', emotes })).toEqual({
      method: 'WebcastChatMessage',
      msgId: by.msgId,
      data: {
        common,
        user,
        content: 'hello',
        emotes: [{ index: 2, emote: { emoteId: 'e', image: { urlList: ['https://p16.example/e'] } } }],
      },
    })
    expect(messageOf('chat', { emotes: Array(21).fill(null) })?.data).toHaveProperty('emotes.length', 20)
    for (const none of [undefined, 'x', {}]) expect(messageOf('chat', { emotes: none })?.data).toHaveProperty('emotes', [])
    const rose = {
      giftId: 5655,
      groupId: 1700,
      repeatCount: 3,
      giftName: 'Rose',
      giftType: 1,
      diamondCount: 1,
      giftPictureUrl: 'https://p16.example/r',
    }
    expect(messageOf('gift', { ...rose, repeatEnd: true })).toEqual({
      method: 'WebcastGiftMessage',
      msgId: by.msgId,
      data: {
        common,
        user,
        giftId: '5655',
        groupId: '1700',
        repeatCount: 3,
        repeatEnd: 1,
        gift: { id: '5655', name: 'Rose', type: 1, diamondCount: 1, image: { urlList: ['https://p16.example/r'] } },
      },
    })
    expect(messageOf('gift', { repeatEnd: 1 })?.data).toMatchObject({ repeatEnd: 1, giftId: '', groupId: '' })
    for (const end of [false, 0, 'true', undefined]) expect(messageOf('gift', { repeatEnd: end })?.data).toMatchObject({ repeatEnd: 0 })
    expect(messageOf('member', { actionId: 1 })).toEqual({
      method: 'WebcastMemberMessage',
      msgId: by.msgId,
      data: { common, user, action: 1 },
    })
    expect(messageOf('member', { actionId: 26 })).toBeNull()
    const social = (key: string, action: number) => ({ common: { ...common, displayText: { key } }, user, action })
    expect(messageOf('follow', {})).toEqual({ method: 'WebcastSocialMessage', msgId: by.msgId, data: social('follow', 1) })
    expect(messageOf('share', {})).toEqual({ method: 'WebcastSocialMessage', msgId: by.msgId, data: social('share', 3) })
    expect(messageOf('subscribe', { subMonth: 4 })?.data).toEqual({ common, user, subMonth: 4 })
    expect(messageOf('roomUser', { viewerCount: 41 })).toEqual({
      method: 'WebcastRoomUserSeqMessage',
      msgId: by.msgId,
      data: { common, user, total: 41 },
    })
  })

  test('[TI4] the host is in small letters and without its @, and the room is one of two numbers', () => {
    const told = (data: object) => readFrame(JSON.stringify({ event: 'roomInfo', data }))
    const none = { type: 'event', host: null, roomId: null, message: null }
    expect(told({})).toEqual(none)
    expect(told({ uniqueId: 5, roomId: 'x', id: {} })).toEqual(none)
    expect(told({ tikfinityUsername: 'Ada@x', uniqueId: 'bob', id: '78' })).toEqual({ ...none, host: 'ada@x', roomId: '78' })
    expect(told({ roomId: 77, id: '78' })).toEqual({ ...none, roomId: '77' })
    expect(told({ tikfinityUsername: '@Ada' })).toEqual({ ...none, host: 'ada' })
    expect(readFrame(frame('chat', { comment: 'x', roomId: '77' }))).toMatchObject({ roomId: null })
    expect(readFrame(frame('member', { actionId: 2 }))).toEqual({ ...none, host: 'ada' })
    expect(readFrame('{"event":"config","data":[]}')).toEqual({ type: 'config', isStandby: false })
  })

  test('[TI2] an id is a whole number of at most 40 digits, as text or as an exact number', () => {
    const idOf = (msgId: unknown) => {
      const read = readFrame(frame('chat', { msgId }))
      return read.type === 'event' ? (read.message?.msgId ?? null) : null
    }
    expect([idOf('1'), idOf('7'.repeat(40)), idOf(12)]).toEqual(['1', '7'.repeat(40), '12'])
    for (const wrong of ['x1', '1x', '7'.repeat(41), 1e21, true, [], {}]) expect(idOf(wrong)).toBeNull()
  })

  test('[TI2] an event without a message id, or with a number that lost its digits, is not used', () => {
    for (const msgId of [undefined, '', 'x', null, 7_400_000_000_000_000_123_456, -1.5]) {
      expect(readFrame(frame('chat', { comment: 'hello', msgId }))).toEqual({ type: 'undecoded', name: 'tikfinity:chat' })
    }
  })

  test('[TI3] a clock an hour off changes no id; a time that no LIVE can have is replaced', () => {
    for (const off of [-3_600_000, 3_600_000]) {
      expect(eventsOf(frame('chat', { comment: 'x', createTime: String(NOW + off) }))[0]).toMatchObject({
        event: { id: by.msgId, at: NOW + off },
      })
    }
    for (const createTime of ['0', 'soon', String(NOW * 1_000)]) {
      expect(eventsOf(frame('chat', { comment: 'x', createTime }))[0]).toMatchObject({ event: { at: NOW } })
    }
  })

  test('[TI4] the host of the feed is told by its events, a Standby by its first frame', () => {
    expect(readFrame(frame('chat', { comment: 'x' }))).toMatchObject({ host: 'ada' })
    expect(readFrame('{"event":"roomInfo","data":{"uniqueId":"Ada","roomId":"77"}}')).toMatchObject({ host: 'ada', roomId: '77' })
    expect(readFrame('{"event":"chat","data":{"uniqueId":"bob","msgId":"5"}}')).toMatchObject({ host: null })
    expect(readFrame('{"event":"config","data":{"events":[]}}')).toEqual({ type: 'config', isStandby: false })
    expect(readFrame('{"event":"config","data":{"events":[],"standby":"0.1.0"}}')).toEqual({ type: 'config', isStandby: true })
    expect(readFrame('{"event":"streamEnd","data":{}}')).toEqual({ type: 'end' })
  })

  test('[TI5] whatever a frame holds, reading it never throws and makes no event without an id', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('7', 'chat', 'gift', 'like', 'member', 'config', 'roomUser'))
    const shape = fc.record({
      event: value,
      data: fc.oneof(value, fc.dictionary(fc.constantFrom('msgId', 'userId', 'comment', 'giftId', 'createTime'), value)),
    })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          shape.map((one) => JSON.stringify(one)),
        ),
        (text) => {
          for (const input of eventsOf(text)) if (input.type === 'event' && input.event.id === '') throw new Error('an event without an id')
        },
      ),
      { numRuns: 500 },
    )
    for (const text of [
      '',
      'hello',
      '[]',
      'null',
      '{"event":"chat"}',
      '{"event":5,"data":{}}',
      '{"event":"streamEnd","data":null}',
      '{"event":"chat","data":7}',
    ]) {
      expect(readFrame(text)).toEqual({ type: 'unusable', problem: 'not-its-program' })
    }
  })
})
