import * as fc from 'fast-check'
import * as proto from 'tiktok-live-proto/v3'
import { describe, expect, test } from 'vitest'
import { idSource } from '@standby/bridge/simulator/ids.ts'
import * as messages from '@standby/bridge/simulator/messages.ts'
import { readClientFrame, replyFrame } from '@standby/bridge/simulator/wire.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'

const heading = { msgId: '7286185077563116293', roomId: '7286185077563110000', createTime: '1700000000123' }
const who = messages.viewer('mila.paints', 'Mila 🎨')
const rose = { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }

describe('Simulator', () => {
  test('[SM1] every message carries its id, room, time and method in its common part', () => {
    const made = [
      messages.chat(heading, { who, text: 'hi' }),
      messages.gift(heading, { who, gift: rose }),
      messages.like(heading, { who, count: 1, total: 2 }),
      messages.member(heading, { who }),
      messages.follow(heading, { who }),
      messages.share(heading, { who }),
      messages.subscribe(heading, { who }),
      messages.roomUser(heading, { viewers: 3 }),
      messages.control(heading, { action: 1 }),
      messages.imDelete(heading, { msgIds: ['7'] }),
    ]
    const codecs = proto as unknown as Record<string, { decode(input: Uint8Array): { common?: proto.CommonMessageData } }>
    for (const { method, msgId, createTime, payload } of made) {
      expect(codecs[method]?.decode(payload).common).toMatchObject({ ...heading, method, msgId, createTime })
    }
  })

  test('[SM1] a streak keeps its group while its count grows, and only its last message ends it', () => {
    const read = (fields: Omit<messages.GiftFields, 'who' | 'gift'>, gift = rose) =>
      proto.WebcastGiftMessage.decode(messages.gift(heading, { who, gift, groupId: '1700000000000', ...fields }).payload)
    const four = { giftId: '5655', repeatCount: 4, comboCount: 4, groupId: '1700000000000' }
    expect(read({ repeatCount: 4 })).toMatchObject({ ...four, repeatEnd: 0 })
    expect(read({ repeatCount: 4, repeatEnd: true })).toMatchObject({ ...four, repeatEnd: 1 })
    const galaxy = { id: '11046', name: 'Galaxy', diamondCount: 1000, type: 2 }
    const single = { repeatCount: 1, repeatEnd: 0, groupId: '0', gift: { type: 2, diamondCount: 1000 } }
    expect(read({ repeatEnd: true }, galaxy)).toMatchObject(single)
  })

  test('[SM30] a name is always the same person, and another name another', () => {
    expect(messages.viewer('mila.paints')).toEqual(messages.viewer('mila.paints'))
    const name = fc.stringMatching(/^[a-z._]{3,12}$/)
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 2 }), ([one, other]) => {
        expect(messages.viewer(one ?? '').id).not.toBe(messages.viewer(other ?? '').id)
      }),
    )
  })

  test('[SM2] ids are positive int64 numbers that grow with time and never repeat', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5000), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (waits, start) => {
          const clock = fakeClock()
          const nextId = idSource(clock, () => start / 100)
          const ids = waits.map((wait) => {
            clock.advanceBy(wait)
            return BigInt(nextId())
          })
          expect(new Set(ids).size).toBe(ids.length)
          for (const id of ids) expect(id > 0n && id < 2n ** 63n).toBe(true)
          expect(Number((ids.at(-1) ?? 0n) >> 32n)).toBe(Math.floor(clock.now() / 1000))
        },
      ),
    )
  })

  test('[SM3] whatever bytes a client sends, reading them never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => readClientFrame(bytes)).not.toThrow()
      }),
    )
    expect(readClientFrame(new Uint8Array(0))).toBeNull()
    expect(readClientFrame(replyFrame('im_enter_room_resp', '1'))).toBeNull()
  })
})
