import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFrame } from '@standby/bridge/sources/studio/read.pure.ts'
import { normalize } from '@standby/bridge/sources/tiktok/normalize.pure.ts'

const NOW = Date.UTC(2026, 8, 1)
const user = { id: '6800000000000000042', nickname: 'Bob', display_id: 'bob', avatar_url: 'https://p16.tiktokcdn.com/bob.jpg' }
const frame = (event: string, payload: object, timestamp: unknown = NOW - 5_000): string =>
  JSON.stringify({ type: 'EVENT', event, timestamp, payload: { message_id: '7400000000000000001', room_id: '77', user, ...payload } })
const eventsOf = (text: string) => {
  const read = readFrame(text)
  return read.type === 'event' ? normalize(read.message, NOW) : []
}

describe('LIVE Studio', () => {
  test.each<[string, string, object, object]>([
    ['chat', 'live.chat', { content: 'hello' }, { type: 'chat', text: 'hello' }],
    ['like', 'live.like', { count: 7, total: 900 }, { type: 'like', count: 7, total: 900 }],
    [
      'gift, with its counts as strings',
      'live.gift',
      { gift: { id: '5655', name: 'Rose', type: 1, diamond_count: 1 }, group_id: '1700', repeat_count: '9', repeat_end: true },
      { type: 'gift', giftId: '5655', name: 'Rose', count: 9, final: true, streakId: '6800000000000000042-5655-1700' },
    ],
  ])('[LS1] %s becomes the event that TikTok’s own message would be', (_, event, payload, expected) => {
    expect(eventsOf(frame(event, payload))[0]).toMatchObject({
      type: 'event',
      event: { ...expected, id: '7400000000000000001', at: NOW - 5_000, user: { id: user.id, uniqueId: 'bob', nickname: 'Bob' } },
    })
    expect(readFrame(frame(event, payload))).toMatchObject({ roomId: '77' })
  })

  test('[LS1] a person may be left out, a time may be in seconds, and what is unknown is counted', () => {
    expect(eventsOf(frame('live.chat', { content: 'x', user: undefined }, (NOW - 5_000) / 1_000))[0]).toMatchObject({
      event: { at: NOW - 5_000, user: { id: '', nickname: '' } },
    })
    expect(readFrame(frame('live.chat', { content: 'x', message_id: '' }))).toEqual({ type: 'undecoded', name: 'studio:live.chat' })
    for (const name of ['live.battle', 'constructor'])
      expect(readFrame(frame(name, {}))).toEqual({ type: 'undecoded', name: 'studio:event' })
  })

  test('[LS1] each event is TikTok’s own message to the letter, with ids as text', () => {
    const read = (event: string, payload: object, timestamp?: unknown) => readFrame(frame(event, payload, timestamp))
    const common = { msgId: '7400000000000000001', createTime: NOW - 5_000 }
    const by = { id: user.id, displayId: 'bob', nickname: 'Bob', avatarThumb: { urlList: [user.avatar_url] } }
    expect(read('live.chat', { content: 'hello', room_id: 77 })).toEqual({
      type: 'event',
      roomId: '77',
      message: { method: 'WebcastChatMessage', msgId: common.msgId, data: { common, user: by, content: 'hello' } },
    })
    expect(read('live.like', { count: 7, total: 900, room_id: '' })).toMatchObject({
      roomId: null,
      message: { method: 'WebcastLikeMessage', data: { count: 7, total: 900 } },
    })
    const rose = { id: 5655, name: 'Rose', type: 1, diamond_count: 1, image_url: 'https://p16.example/rose' }
    expect(read('live.gift', { gift: rose, group_id: 1700, repeat_count: 9, repeat_end: 0 })).toMatchObject({
      message: {
        method: 'WebcastGiftMessage',
        data: {
          giftId: '5655',
          groupId: '1700',
          repeatCount: 9,
          repeatEnd: 0,
          gift: { id: '5655', name: 'Rose', type: 1, diamondCount: 1, image: { urlList: ['https://p16.example/rose'] } },
        },
      },
    })
    const endOf = (repeat_end: unknown) => (read('live.gift', { repeat_end }) as unknown as { message: { data: object } }).message.data
    for (const end of [true, 1, '1']) expect(endOf(end)).toMatchObject({ repeatEnd: 1, giftId: '', groupId: '' })
    for (const end of [false, 0, '0', 'yes', undefined]) expect(endOf(end)).toMatchObject({ repeatEnd: 0 })
  })

  test('[LS1] an id is a whole number of at most 40 digits, as text or as a number that kept its digits', () => {
    const idOf = (message_id: unknown) => {
      const read = readFrame(frame('live.chat', { message_id }))
      return read.type === 'event' ? read.message.msgId : null
    }
    expect([idOf('1'), idOf('7'.repeat(40)), idOf(12)]).toEqual(['1', '7'.repeat(40), '12'])
    for (const wrong of ['', 'x1', '1x', '7'.repeat(41), 1.5, 1e21, null, true, [], {}]) expect(idOf(wrong)).toBeNull()
    for (const payload of ['x', 5, null, [], undefined])
      expect(readFrame(JSON.stringify({ type: 'EVENT', event: 'live.chat', payload }))).toEqual({
        type: 'undecoded',
        name: 'studio:live.chat',
      })
    for (const event of [5, null, undefined, ['live.chat']])
      expect(readFrame(frame(event as never, {}))).toEqual({ type: 'undecoded', name: 'studio:event' })
  })

  test('[LS1] a time below 100,000,000,000 is in seconds, and one that is none is 0', () => {
    const timeOf = (timestamp: unknown) => {
      const read = readFrame(frame('live.chat', {}, timestamp))
      return read.type === 'event' ? (read.message.data as { common: { createTime: number } }).common.createTime : null
    }
    expect([99_999_999_999, 100_000_000_000, '1700000000', 0].map(timeOf)).toEqual([
      99_999_999_999_000, 100_000_000_000, 1_700_000_000_000, 0,
    ])
    for (const none of ['soon', {}, [1, 2]]) expect(timeOf(none)).toBe(0)
  })

  test('[LS2] only LIVE Studio’s own greeting is one, and what is no frame cannot be used', () => {
    const hello = { type: 'SERVER_HELLO', product: 'tiktok_live_studio', channel: 'third-party-im' }
    expect(readFrame(JSON.stringify(hello))).toEqual({ type: 'hello', isStudio: true })
    for (const wrong of [{ product: 'x' }, { channel: 'x' }, { product: undefined }]) {
      expect(readFrame(JSON.stringify({ ...hello, ...wrong }))).toEqual({ type: 'hello', isStudio: false })
    }
    expect(readFrame('{"type":"AUTH_RESULT","success":true}')).toEqual({ type: 'auth', success: true })
    for (const text of ['', 'x', 'null', '5', '"EVENT"', '[]', '[{"type":"EVENT"}]', '{}', '{"type":"PING"}', '{"type":5}']) {
      expect(readFrame(text)).toEqual({ type: 'unusable' })
    }
  })

  test('[LS2] a code that is none of theirs is not repeated, and a reason that is no number is 0', () => {
    const refusal = (error_code: unknown) => readFrame(JSON.stringify({ type: 'AUTH_RESULT', success: 'true', error_code }))
    const unknown = { type: 'auth', success: false, code: 'unknown', refused: null }
    for (const code of [undefined, 5, '', 'invalid_format', 'A B', ' AB', 'AB1', 'A'.repeat(41), { toString: 'A' }])
      expect(refusal(code)).toEqual(unknown)
    expect(refusal('A'.repeat(40))).toMatchObject({ code: 'A'.repeat(40), refused: null })
    for (const reason_code of [undefined, '400', 400.5, null]) {
      expect(readFrame(JSON.stringify({ type: 'DISCONNECT', reason_code }))).toEqual({ type: 'disconnect', code: 0, refused: null })
    }
  })

  test.each([
    ['INVALID_FORMAT', 'credentials'],
    ['INVALID_CREDENTIALS', 'credentials'],
    ['ACCESS_DISABLED', 'access-disabled'],
    ['CONNECTION_LIMIT', 'connection-limit'],
    ['AUTH_TIMEOUT', null],
    ['SERVER_ERROR', null],
    ['A_NEW_ONE', null],
  ])('[LS2] the answer %s is refused as %s', (code, refused) => {
    expect(readFrame(JSON.stringify({ type: 'AUTH_RESULT', success: false, error_code: code }))).toEqual({
      type: 'auth',
      success: false,
      code,
      refused,
    })
  })

  test.each([
    [100, null],
    [200, null],
    [201, null],
    [300, null],
    [400, 'credentials'],
    [500, null],
    [510, 'access-disabled'],
    [999, null],
  ])('[LS2] the goodbye %d is refused as %s', (code, refused) => {
    expect(readFrame(JSON.stringify({ type: 'DISCONNECT', reason_code: code }))).toEqual({ type: 'disconnect', code, refused })
  })

  test('[LS3] whatever a frame holds, reading it never throws and makes no event without an id', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('EVENT', 'AUTH_RESULT', 'DISCONNECT', 'SERVER_HELLO', 'live.chat', 'live.gift', '7'),
    )
    const keys = fc.constantFrom('type', 'event', 'payload', 'message_id', 'gift', 'error_code', 'reason_code', 'timestamp', 'user')
    const shape = fc.dictionary(keys, fc.oneof(value, fc.dictionary(keys, value)))
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
  })
})
