import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { goalUpdate, rankUpdate, roomPin, viewer } from '@standby/bridge/simulator/messages.ts'
import { battle, battleScores, question } from '@standby/bridge/simulator/moments.ts'
import { watchedRooms, who } from '../support/peers/watched-rooms.ts'
import { waitFor } from '../support/wait.ts'

let rooms: Awaited<ReturnType<typeof watchedRooms>>
beforeAll(async () => void (rooms = await watchedRooms()))
afterEach(() => rooms.clear())
afterAll(() => rooms.close())

const sides = (own: string, ada: number, bob: number) => [
  { who: viewer(own), score: ada },
  { who: viewer('bob'), score: bob },
]

describe('Channel', () => {
  test('[CH15] a battle and a question are in the feed once each, over a drop that repeats them', async () => {
    const one = rooms.watch('battles')
    const { room } = one
    room.topic = 'Gaming'
    await one.join()
    const about = { battleId: '77', startedAt: rooms.clock.now() }
    room.send([
      battle(room.heading(), { ...about, sides: sides('battles', 0, 0) }, 'start'),
      battleScores(room.heading(), { ...about, sides: sides('battles', 40, 10) }),
      question(room.heading(), { who, text: 'why?', questionId: '5' }),
    ])
    await waitFor(() => one.slices.room?.battle?.sides[0]?.score === 40, { what: 'the scores' })
    expect(one.slices.room).toMatchObject({ title: 'battles is live', topic: 'Gaming', battle: { over: false } })
    expect(one.slices.room?.battle?.sides.map(({ hosts, own }) => [hosts[0]?.uniqueId, own])).toEqual([
      ['battles', true],
      ['bob', false],
    ])
    room.closeSockets(1011)
    await one.reached('RECONNECTING')
    // It ends while nobody is connected, and TikTok tells its beginning once more, in another message.
    room.send([battle(room.heading(), { ...about, sides: sides('battles', 40, 10) }, 'start')])
    room.send([battle(room.heading(), { ...about, sides: sides('battles', 90, 10) }, 'end')])
    await one.reached('CONNECTED')
    await waitFor(() => one.slices.room?.battle?.over === true, { what: 'the end' })
    expect(one.slices.room?.battle?.sides.map(({ score }) => score)).toEqual([90, 10])
    const told = one.events.filter(({ type }) => type === 'battle' || type === 'question')
    expect(told.map((event) => [event.type, 'phase' in event ? event.phase : '', event.missed])).toEqual([
      ['battle', 'start', false],
      ['question', '', false],
      ['battle', 'end', true],
    ])
    expect(told[2]).toMatchObject({ sides: [{ hosts: [{ uniqueId: 'battles' }], score: 90 }, { score: 10 }] })
    // The gap counts the first kinds alone.
    expect(one.gaps()[0]?.caughtUp).toEqual({})
  })

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

describe('Show', () => {
  test('[SH12] a battle whose end nobody heard is gone after the drop; one that goes on is right', async () => {
    const one = rooms.watch('unheard')
    const { room } = one
    await one.join()
    const about = { battleId: '78', startedAt: rooms.clock.now(), seconds: 300 }
    const start = (): void => room.send([battle(room.heading(), { ...about, sides: sides('unheard', 5, 1) }, 'start')])
    start()
    await waitFor(() => one.slices.room?.battle?.sides[0]?.score === 5, { what: 'the battle' })
    room.closeSockets(1011)
    await one.reached('RECONNECTING')
    await one.reached('CONNECTED')
    expect(one.slices.room?.battle).toMatchObject({ over: false, sides: [{ score: 5 }, { score: 1 }] })
    room.send([battleScores(room.heading(), { ...about, sides: sides('unheard', 70, 90) })])
    await waitFor(() => one.slices.room?.battle?.sides[1]?.score === 90, { what: 'the scores' })
    room.closeSockets(1011)
    await one.reached('RECONNECTING')
    rooms.clock.skip(400_000)
    await one.reached('CONNECTED')
    await waitFor(() => one.slices.room?.battle === null, { what: 'the battle to be gone' })
  })
})
