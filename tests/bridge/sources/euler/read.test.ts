import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closedBy, LIFETIME_OVER, readFrame, roomOf } from '@standby/bridge/sources/euler/read.pure.ts'

const NOW = Date.UTC(2026, 8, 1)
const chat = { content: 'hello', common: { roomId: '77' } }
const read = (body: unknown) => readFrame(JSON.stringify(body))
const inRoom = (roomId: unknown) => roomOf({ method: 'WebcastChatMessage', msgId: '', data: { common: { roomId } } })

describe('Managed socket', () => {
  test('[EU1] the messages of a frame are read in their order, with what each holds', () => {
    const messages = [
      { type: 'WebcastChatMessage', data: chat },
      { type: 'WebcastLikeMessage', data: { count: 3 } },
    ]
    expect(read({ messages })).toEqual([
      { method: 'WebcastChatMessage', msgId: '', data: chat },
      { method: 'WebcastLikeMessage', msgId: '', data: { count: 3 } },
    ])
    expect(read({ messages: [] })).toEqual([])
  })

  test.each(['', 'no JSON', 'null', '5', '"messages"', '[]', '[{"messages":[]}]', '{}', '{"messages":5}', '{"messages":{}}'])(
    '[EU1] %j is no frame',
    (text) => expect(readFrame(text)).toBeNull(),
  )

  test('[EU1] a message without a name or without an object is left out, and those around it come', () => {
    const odd = [
      null,
      5,
      [],
      {},
      { type: 5, data: chat },
      { data: chat },
      { type: 'a' },
      { type: 'a', data: null },
      { type: 'a', data: 'x' },
    ]
    expect(read({ messages: [...odd, { type: 'b', data: {} }] })).toEqual([{ method: 'b', msgId: '', data: {} }])
  })

  test('[EU1] the room of a message is a number of at most 40 digits, and not 0', () => {
    expect(inRoom('77')).toBe('77')
    expect(inRoom('7'.repeat(40))).toBe('7'.repeat(40))
    for (const wrong of ['0', '', 'x7', '7x', '-7', '7'.repeat(41), 77, null, undefined, ['77']]) expect(inRoom(wrong)).toBeNull()
    for (const data of [null, 5, [], {}, { common: null }, { common: 'x' }, { common: [] }])
      expect(roomOf({ method: 'a', msgId: '', data })).toBeNull()
  })

  test('[EU1] whatever a frame holds, reading it never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ messages: [value] })),
        ),
        (text) => {
          for (const message of readFrame(text) ?? []) roomOf(message)
        },
      ),
    )
  })

  test.each<[number, string, string, object]>([
    [4005, 'ended', 'the LIVE ended', {}],
    [4006, 'stalled', 'no messages', {}],
    [4400, 'protocol', 'it does not understand what it was asked', {}],
    [4401, 'auth', 'the key is not valid', {}],
    [4403, 'auth', 'the key does not allow it', {}],
    [4404, 'sign', 'it says that the creator is not live', {}],
    [4429, 'rate-limited', 'too many connections', { retryAt: NOW + 60_000 }],
    [4500, 'tiktok', 'TikTok closed its connection', {}],
    [4556, 'sign', 'it could not reach TikTok', {}],
    [4557, 'sign', 'it could not reach TikTok', {}],
    [1000, 'sign', 'without a reason that is known', {}],
    [1006, 'sign', 'without a reason that is known', { reason: 'cut' }],
  ])('[EU2] the close code %d is %s: %s', (code, kind, words, more) => {
    const problem = kind === 'auth' ? 'credentials' : null
    const cause = { kind, detail: `managed socket closed with ${code}: ${words}`, reason: 'closed', ...more }
    expect(closedBy(code, NOW)).toEqual({ cause, problem })
  })

  test('[EU3] the code of a lifetime that is over is none of these', () => {
    expect(LIFETIME_OVER).toBe(4555)
    expect(closedBy(LIFETIME_OVER, NOW).cause.detail).toContain('without a reason that is known')
  })
})
