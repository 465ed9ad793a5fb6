import * as proto from 'tiktok-live-proto/v3'
import { describe, expect, test } from 'vitest'
import { startDemo, type Demo } from '@standby/bridge/simulator/demo.ts'
import { idSource } from '@standby/bridge/simulator/ids.ts'
import { createRoom } from '@standby/bridge/simulator/room.ts'
import type { RoomMessage } from '@standby/bridge/simulator/wire.ts'
import { fakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts'

/** A small generator with a seed, so that the script runs the same each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

function begin(seed = 1): { clock: FakeClock; demo: Demo; hear: (ms: number) => RoomMessage[] } {
  const clock = fakeClock()
  const random = seeded(seed)
  const room = createRoom('standby.demo', { clock, nextId: idSource(clock, random), opened: () => undefined })
  const demo = startDemo({ simulator: { room: () => room }, clock, random })
  const known = new Set<string>()
  // A frame never holds more than the history does, so nothing is missed between two looks.
  const look = (): RoomMessage[] => room.history().filter(({ msgId }) => !known.has(msgId) && known.add(msgId))
  return {
    clock,
    demo,
    hear(ms) {
      const heard: RoomMessage[] = look()
      for (let passed = 0; passed < ms; passed += 100) {
        clock.advanceBy(100)
        heard.push(...look())
      }
      return heard
    },
  }
}

const count = (heard: RoomMessage[], method: string): number => heard.filter((one) => one.method === method).length
const payloads = (heard: RoomMessage[], wanted: string) => heard.filter(({ method }) => method === wanted).map(({ payload }) => payload)
const chats = (heard: RoomMessage[]) => payloads(heard, 'WebcastChatMessage').map((one) => proto.WebcastChatMessage.decode(one))
const gifts = (heard: RoomMessage[]) => payloads(heard, 'WebcastGiftMessage').map((one) => proto.WebcastGiftMessage.decode(one))
const likes = (heard: RoomMessage[]) => payloads(heard, 'WebcastLikeMessage').map((one) => proto.WebcastLikeMessage.decode(one))

describe('Simulator', () => {
  test('[SM12] the demo chats one to three times a second, and likes, joins, gifts, follows and shares', () => {
    const heard = begin().hear(120_000)
    expect(count(heard, 'WebcastChatMessage') / 120).toBeGreaterThan(1)
    expect(count(heard, 'WebcastChatMessage') / 120).toBeLessThan(3)
    for (const [method, least] of [
      ['WebcastLikeMessage', 60],
      ['WebcastMemberMessage', 40],
      ['WebcastRoomUserSeqMessage', 30],
      ['WebcastGiftMessage', 60],
      ['WebcastSocialMessage', 12],
      ['WebcastSubNotifyMessage', 1],
    ] as const) {
      expect([method, count(heard, method) >= least]).toEqual([method, true])
    }
    expect(new Set(chats(heard).map(({ contentLanguage }) => contentLanguage))).toEqual(new Set(['en', 'fr', 'es', 'ar', 'ja']))
    expect(new Set(chats(heard).map(({ user }) => user?.displayId)).size).toBeGreaterThan(20)
  })

  test('[SM12] within two seconds there is something of several kinds', () => {
    const kinds = new Set(
      begin()
        .hear(2000)
        .map(({ method }) => method),
    )
    for (const kind of ['Chat', 'Gift', 'Like', 'Member', 'Social', 'RoomUserSeq']) expect(kinds).toContain(`Webcast${kind}Message`)
  })

  test('[SM13] streaks grow by one and end with their count; single and big gifts come; likes only grow', () => {
    const heard = begin(7).hear(300_000)
    const streaks = new Map<string, proto.WebcastGiftMessage[]>()
    for (const gift of gifts(heard)) {
      if (gift.gift?.type !== 1) continue
      const key = `${gift.user?.id}/${gift.groupId}`
      streaks.set(key, [...(streaks.get(key) ?? []), gift])
    }
    expect(streaks.size).toBeGreaterThan(20)
    expect([...streaks.values()].some((pieces) => pieces.length > 5)).toBe(true)
    // The last few may still be growing.
    for (const pieces of [...streaks.values()].slice(0, -5)) {
      const counts = pieces.map(({ repeatCount }) => repeatCount)
      const last = counts.length - 1
      expect(counts.slice(0, last)).toEqual(Array.from({ length: last }, (_, index) => index + 1))
      expect(counts[last]).toBe(counts[last - 1])
      expect(pieces.map(({ repeatEnd }) => repeatEnd)).toEqual([...Array.from({ length: last }, () => 0), 1])
    }
    expect(gifts(heard).some(({ gift }) => (gift?.diamondCount ?? 0) >= 199)).toBe(true)
    expect(gifts(heard).some(({ gift }) => gift?.type === 4)).toBe(true)
    const totals = likes(heard).map(({ total }) => Number(total))
    expect(totals).toEqual([...totals].sort((one, other) => one - other))
  })

  test('[SM29] the demo’s followers rise and fall, its follows lag at times, a new LIVE keeps them', () => {
    const { demo, hear } = begin()
    const { room } = demo
    const told: number[] = []
    const existing: number[] = []
    for (let minutes = 0; minutes < 10; minutes += 1) {
      const heard = hear(60_000).filter(({ method }) => method === 'WebcastSocialMessage')
      for (const { payload } of heard) {
        const { action, followCount } = proto.WebcastSocialMessage.decode(payload)
        if (action === '1') told.push(Number(followCount))
        else expect(followCount).toBe('0')
      }
      existing.push(room.followers)
    }
    const steps = told.slice(1).map((total, index) => total - told[index]!)
    expect(steps.some((step) => step > 0) && steps.some((step) => step <= 0)).toBe(true)
    expect(Math.min(...told)).toBeGreaterThan(5_100)
    expect(Math.abs(told.at(-1)! - room.followers)).toBeLessThan(20)
    // More follow than leave.
    expect(existing.at(-1)).toBeGreaterThan(existing[0]!)
    expect(room.followers - 5_200).toBeLessThan(told.length)
    room.end()
    const before = room.followers
    room.goLive()
    hear(1_000)
    expect(room.followers).toBeGreaterThanOrEqual(before - 1)
  })

  test('[SM14] the demo is silent while its LIVE is over, starts with the next one, and stops when asked', () => {
    const { clock, demo, hear } = begin()
    hear(5000)
    demo.room.end()
    hear(0)
    expect(hear(10_000)).toEqual([])
    demo.room.goLive()
    const heard = hear(10_000)
    expect(heard.length).toBeGreaterThan(20)
    expect(new Set(chats(heard).map(({ common }) => common?.roomId))).toEqual(new Set([demo.room.roomId]))
    demo.stop()
    expect(clock.nextDueAt()).toBeNull()
  })
})
