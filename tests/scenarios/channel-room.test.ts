import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { goalUpdate, rankUpdate, roomPin } from '@standby/bridge/simulator/messages.ts'
import { watchedRooms, who } from '../support/peers/watched-rooms.ts'
import { waitFor } from '../support/wait.ts'

let rooms: Awaited<ReturnType<typeof watchedRooms>>
beforeAll(async () => void (rooms = await watchedRooms()))
afterEach(() => rooms.clear())
afterAll(() => rooms.close())

describe('Channel', () => {
  test('[CH14] TikTok’s goal, the creator’s ranks and the pinned message reach the feed’s state', async () => {
    const one = rooms.watch('news')
    await one.join()
    const { room } = one
    room.send([
      goalUpdate(room.heading(), { id: '9', title: 'Help me', name: 'Rose', progress: 5, target: 100 }),
      rankUpdate(room.heading(), { ranking: 1, place: 45 }),
      roomPin(room.heading(), { who, text: 'look', messageId: '77' }),
    ])
    const state = await waitFor(() => (one.slices.room?.pin ? one.slices.room : null), { what: 'the pinned message' })
    expect(state).toMatchObject({
      goal: { id: '9', title: 'Help me', parts: [{ name: 'Rose', progress: 5, target: 100 }] },
      ranks: [{ ranking: 1, place: 45 }],
      pin: { messageId: '77', text: 'look', user: { uniqueId: who.uniqueId }, shownMs: 60_000 },
    })
    room.send([roomPin(room.heading(), { who, text: 'look', messageId: '77', isOn: false })])
    await waitFor(() => one.slices.room?.pin === null, { what: 'the pin to be taken off' })
  })
})
