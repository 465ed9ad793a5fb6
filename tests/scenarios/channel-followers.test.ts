import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { tiktokDown } from '@standby/bridge/simulator/failures.ts'
import { follow, viewer } from '@standby/bridge/simulator/messages.ts'
import { killable, memoryJournal } from '../support/peers/channel.ts'
import { watchedRooms } from '../support/peers/watched-rooms.ts'
import { waitFor } from '../support/wait.ts'

let rooms: Awaited<ReturnType<typeof watchedRooms>>
beforeAll(async () => void (rooms = await watchedRooms()))
afterEach(() => rooms.clear())
afterAll(() => rooms.close())

type Watched = ReturnType<(typeof rooms)['watch']>

let fans = 0
/** Each a follow of another person that tells `followCount`. */
function follows(one: Watched, ...followCounts: number[]): void {
  one.room.send(followCounts.map((followCount) => follow(one.room.heading(), { who: viewer(`fan${String((fans += 1))}`), followCount })))
}

const shown = (one: Watched, followers: number | null): Promise<unknown> =>
  waitFor(() => one.slices.counters?.followers === followers, { what: `${followers} followers` })

/** Drops the connection, keeps TikTok away while `meanwhile` happens in the room, and waits until it is back. */
async function dropped(one: Watched, meanwhile: () => void): Promise<void> {
  const undo = rooms.sim.fail(tiktokDown(503), { uniqueId: one.username })
  const lostBefore = one.announcements.length
  one.room.terminateSockets()
  await waitFor(() => one.announcements.length > lostBefore, { what: 'the drop' })
  rooms.clock.skip(10_000)
  meanwhile()
  rooms.clock.skip(10_000)
  undo()
  await waitFor(() => one.announcements.at(-1)?.type === 'tiktok:reconnection:success', { what: 'the recovery', timeoutMs: 20_000 })
}

describe('Gaps', () => {
  test('[GP22] the followers come with the connection, from the room’s answer, without another request', async () => {
    const one = rooms.watch('told')
    one.room.followers = 5_200
    const before = { ...rooms.sim.requests.counts }
    await one.join()
    expect(one.slices.counters).toMatchObject({ followers: 5_200, follows: 0 })
    const { page, roomInfo, sign } = rooms.sim.requests.counts
    expect([page - before.page, roomInfo - before.roomInfo, sign - before.sign]).toEqual([1, 1, 1])
    follows(one, 5_201)
    await shown(one, 5_201)
    follows(one, 5_199)
    await shown(one, 5_199)
    expect(one.events).toMatchObject([{ followers: 5_201 }, { followers: 5_199 }])
  })

  test('[GP23] a gap says at once how the followers changed, from the room’s answer at its end', async () => {
    const one = rooms.watch('at-once')
    one.room.followers = 5_200
    await one.join()
    follows(one, 5_201)
    await shown(one, 5_201)
    await dropped(one, () => {
      // Three follow, one of them is told as the last; afterwards two more come that no follow of this LIVE told of.
      follows(one, 5_202, 5_204, 5_203)
      one.room.followers = 5_206
    })
    expect(one.gaps()).toMatchObject([{ followersAdded: 5, caughtUp: { follow: 3 } }])
    expect(one.slices.gaps).toMatchObject([{ followersAdded: 5 }])
    expect(one.slices.counters).toMatchObject({ followers: 5_206, follows: 4 })
    await dropped(one, () => void (one.room.followers = 5_190))
    expect(one.slices.gaps).toMatchObject([{ followersAdded: 5 }, { followersAdded: -16 }])
  })

  test('[GP25][GP26] without that answer the first follow adds it, and no gap is charged with another’s', async () => {
    const one = rooms.watch('later')
    await one.join()
    expect(one.slices.counters).toMatchObject({ followers: null })
    follows(one, 5_200)
    await shown(one, 5_200)
    // The first drop: follows come with the initial batch, out of order; the newest of them counts.
    rooms.sim.fault('sign', { kind: 'alter', initial: (history) => history.toReversed() }, { uniqueId: 'later', times: 1 })
    await dropped(one, () => {
      follows(one, 5_201)
      rooms.clock.skip(1_000)
      follows(one, 5_203)
    })
    expect(one.slices.counters).toMatchObject({ followers: 5_203, follows: 3 })
    expect(one.gaps()).toMatchObject([{ followersAdded: null, caughtUp: { follow: 2 } }])
    follows(one, 5_206)
    await waitFor(() => one.slices.gaps?.[0]?.followersAdded === 5, { what: 'what the gap added' })
    expect(one.gaps()).toMatchObject([{ followersAdded: null }])
    // Two drops without a word between them: whose the new ones are, nobody knows.
    await dropped(one, () => undefined)
    await dropped(one, () => undefined)
    follows(one, 5_250)
    await shown(one, 5_250)
    expect(one.slices.gaps?.map(({ followersAdded }) => followersAdded)).toEqual([5, null, null])
    await dropped(one, () => undefined)
    follows(one, 5_252)
    await waitFor(() => one.slices.gaps?.at(-1)?.followersAdded === 1, { what: 'the last gap' })
  })

  test('[GP26] a stop by hand is a gap like any other; another LIVE starts with the same followers', async () => {
    const one = rooms.watch('by-hand')
    one.room.followers = 300
    await one.join()
    one.channel.disconnect()
    rooms.clock.skip(90_000)
    one.room.followers = 304
    await one.join()
    expect(one.gaps()).toMatchObject([{ cause: 'stopped', followersAdded: 4 }])
    one.room.end()
    await one.reached('WAITING_FOR_LIVE')
    one.room.goLive()
    one.room.followers = 320
    await one.join()
    expect(one.slices.gaps).toEqual([])
    expect(one.gaps()).toHaveLength(1)
    expect(one.slices.counters).toMatchObject({ followers: 320 })
  })

  test.each(['restart', 'kill'])('[GP23] over the bridge’s own absence (%s) the followers are known, and how they changed', async (how) => {
    const journal = memoryJournal()
    const process = killable(journal)
    const first = rooms.watch(`own-${how}`, { journal: process.journal })
    first.room.followers = 300
    await first.join()
    // Less than a sign of life ago when the process dies.
    rooms.clock.skip(2_000)
    follows(first, 302)
    await shown(first, 302)
    if (how === 'kill') process.kill()
    first.channel.dispose()
    rooms.clock.skip(60_000)
    const second = rooms.watch(`own-${how}`, { journal })
    expect(second.slices.counters).toMatchObject({ followers: 302 })
    second.room.followers = 309
    await second.join()
    expect(second.gaps()).toMatchObject([{ cause: 'bridge-away', followersAdded: 7 }])
    second.channel.dispose()
    const third = rooms.watch(`own-${how}`, { journal })
    expect(third.slices).toMatchObject({ gaps: [{ followersAdded: 7 }], counters: { followers: 309 } })
  })
})
