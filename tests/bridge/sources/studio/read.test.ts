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
