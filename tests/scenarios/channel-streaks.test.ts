import * as proto from 'tiktok-live-proto/v3'
import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { tiktokDown } from '@standby/bridge/simulator/failures.ts'
import { endsTheLive, playRecording } from '@standby/bridge/simulator/playback.ts'
import { STREAK_TIMEOUT_MS } from '@standby/shared/live/streak.ts'
import { replays } from '../support/fixtures/messages/replays.ts'
import { memoryJournal } from '../support/peers/channel.ts'
import { pieces, say, watchedRooms } from '../support/peers/watched-rooms.ts'
import { waitFor } from '../support/wait.ts'

let rooms: Awaited<ReturnType<typeof watchedRooms>>
beforeAll(async () => void (rooms = await watchedRooms()))
afterEach(() => rooms.clear())
afterAll(() => rooms.close())

type Watched = ReturnType<(typeof rooms)['watch']>

const counts = (one: Watched) => one.gifts().map(({ count, final, endedBy }) => [count, final, endedBy ?? 'tiktok'])
const heard = (one: Watched, giftCount: number) => waitFor(() => one.gifts().length === giftCount, { what: `${giftCount} gift messages` })

/** Something was said and heard: everything before it has been dealt with. */
async function settled(one: Watched, text: string): Promise<void> {
  say(one.room, text)
  await waitFor(() => one.texts().includes(text), { what: text })
}

describe('Gift streaks', () => {
  test('[SK5] a streak without an end is closed once after 20 s of silence, also over restarts', async () => {
    const journal = memoryJournal()
    const one = rooms.watch('no-end', { journal })
    await one.join()
    pieces(one.room, '1', 1)
    pieces(one.room, '1', 4)
    await heard(one, 2)
    rooms.clock.skip(STREAK_TIMEOUT_MS - 5_000)
    pieces(one.room, '1', 5)
    await heard(one, 3)
    rooms.clock.skip(STREAK_TIMEOUT_MS - 5_000)
    await settled(one, 'still going on')
    expect(counts(one).at(-1)).toEqual([5, false, 'tiktok'])
    rooms.clock.skip(6_000)
    await heard(one, 4)
    expect(counts(one).at(-1)).toEqual([5, true, 'timeout'])
    expect(one.gifts().at(-1)).toMatchObject({ id: `end-${one.gifts()[0]!.streakId}`, streakId: one.gifts()[0]!.streakId, missed: false })
    rooms.clock.skip(STREAK_TIMEOUT_MS + 1_000)
    await settled(one, 'later')
    expect(one.gifts()).toHaveLength(4)
    expect(one.slices.counters).toMatchObject({ gifts: 5, diamonds: 10 })
    expect(one.channel.losses().streaksEnded).toEqual({ timeout: 1, drop: 0 })
    one.channel.dispose()
    const next = rooms.watch('no-end', { journal })
    rooms.clock.skip(STREAK_TIMEOUT_MS + 1_000)
    await next.join()
    await settled(next, 'after the restart')
    expect(next.gifts()).toEqual([])
    expect(next.slices.counters).toMatchObject({ gifts: 5, diamonds: 10 })
  })

  test('[SK6] a streak over a short drop is one streak, and its end in the initial batch is its end', async () => {
    const one = rooms.watch('over-drop')
    await one.join()
    pieces(one.room, '1', 2)
    await heard(one, 1)
    one.room.terminateSockets()
    await one.reached('RECONNECTING')
    pieces(one.room, '1', 5)
    pieces(one.room, '1', 6, true)
    await one.reached('CONNECTED')
    await heard(one, 3)
    expect(counts(one)).toEqual([
      [2, false, 'tiktok'],
      [5, false, 'tiktok'],
      [6, true, 'tiktok'],
    ])
    expect(new Set(one.gifts().map(({ streakId }) => streakId)).size).toBe(1)
    expect(one.gaps()).toMatchObject([{ caughtUp: { gift: 1 } }])
    rooms.clock.skip(STREAK_TIMEOUT_MS + 1_000)
    await settled(one, 'later')
    expect(one.gifts()).toHaveLength(3)
    expect(one.slices.counters).toMatchObject({ gifts: 6, diamonds: 12 })
  })

  test('[SK7] a lasting drop closes its streaks; one that continued adds only what is new', async () => {
    const one = rooms.watch('long-drop')
    await one.join()
    pieces(one.room, '1', 3)
    await heard(one, 1)
    const undo = rooms.sim.fail(tiktokDown(503), { uniqueId: 'long-drop' })
    one.room.terminateSockets()
    await one.reached('RECONNECTING')
    rooms.clock.skip(STREAK_TIMEOUT_MS + 1_000)
    await heard(one, 2)
    expect(counts(one)).toEqual([
      [3, false, 'tiktok'],
      [3, true, 'drop'],
    ])
    pieces(one.room, '1', 8)
    undo()
    await one.reached('CONNECTED')
    await heard(one, 3)
    pieces(one.room, '1', 9)
    await heard(one, 4)
    rooms.clock.skip(STREAK_TIMEOUT_MS + 1_000)
    await settled(one, 'later')
    expect(counts(one).slice(2)).toEqual([
      [8, false, 'tiktok'],
      [9, false, 'tiktok'],
    ])
    expect(one.slices.counters).toMatchObject({ gifts: 9, diamonds: 18 })
    expect(one.slices.supporters).toMatchObject([{ diamonds: 18 }])
    expect(one.channel.losses().streaksEnded).toEqual({ timeout: 0, drop: 1 })
  })

  test.each(['ends', 'is followed by another without a word'])(
    '[SK8] when the LIVE %s, its streaks are closed with it, in it',
    async (how) => {
      const username = how === 'ends' ? 'ending' : 'followed'
      const one = rooms.watch(username)
      await one.join()
      const { roomId } = one.room
      pieces(one.room, '1', 3)
      await heard(one, 1)
      if (how === 'ends') {
        one.room.end()
        await one.reached('WAITING_FOR_LIVE')
      } else {
        one.room.goLive()
        one.room.terminateSockets()
        await waitFor(() => one.channel.roomId() !== roomId, { what: 'the next LIVE' })
      }
      expect(counts(one)).toEqual([
        [3, false, 'tiktok'],
        [3, true, 'drop'],
      ])
      expect(one.journal.latest(username, roomId, 10).filter(({ type }) => type === 'gift')).toHaveLength(2)
      if (how !== 'ends') expect(one.slices.counters).toMatchObject({ gifts: 0, diamonds: 0 })
    },
  )

  test('[SK9] a streak that the bridge’s own restart fell into goes on after it, or is closed once', async () => {
    const journal = memoryJournal()
    const first = rooms.watch('restarted', { journal })
    await first.join()
    pieces(first.room, '1', 3)
    pieces(first.room, '2', 1)
    await heard(first, 2)
    first.channel.dispose()
    const second = rooms.watch('restarted', { journal })
    expect(second.slices.counters).toMatchObject({ gifts: 4 })
    await second.join()
    pieces(second.room, '1', 5)
    await heard(second, 1)
    pieces(second.room, '1', 5, true)
    await heard(second, 2)
    rooms.clock.skip(STREAK_TIMEOUT_MS + 1_000)
    await heard(second, 3)
    expect(counts(second).slice(-2)).toEqual([
      [5, true, 'tiktok'],
      [1, true, 'timeout'],
    ])
    expect(second.slices.counters).toMatchObject({ gifts: 6, diamonds: 12 })
  })

  test('[SK10] replayed gift streaks give the totals of their raw messages, and each ends once', async () => {
    for (const { name, messages } of replays()) {
      const playable = messages.filter((message) => !endsTheLive(message))
      const most = new Map<string, { count: number; diamonds: number }>()
      for (const { method, msgId, payload } of playable) {
        if (method !== 'WebcastGiftMessage') continue
        const { user, giftId, groupId, repeatCount, gift } = proto.WebcastGiftMessage.decode(payload)
        const key = groupId === '0' ? msgId : `${user!.id}-${giftId}-${groupId}`
        const count = Math.max(most.get(key)?.count ?? 0, repeatCount)
        most.set(key, { count, diamonds: count * gift!.diamondCount })
      }
      const total = (key: 'count' | 'diamonds') => [...most.values()].reduce((all, one) => all + one[key], 0)

      const one = rooms.watch(name)
      await one.join()
      await playRecording(one.room, playable, { perFrame: 7 })
      await waitFor(() => one.slices.counters?.gifts === total('count'), { what: `all ${name} gifts`, timeoutMs: 15_000 })
      rooms.clock.skip(STREAK_TIMEOUT_MS + 1_000)
      await settled(one, 'later')
      expect(one.slices.counters).toMatchObject({ gifts: total('count'), diamonds: total('diamonds') })
      const ends = one.gifts().filter(({ final }) => final)
      expect(new Set(ends.map(({ streakId }) => streakId)).size).toBe(ends.length)
      expect(ends.length).toBe(most.size)
      expect(most.size).toBeGreaterThan(30)
      one.channel.dispose()
    }
  })
})
