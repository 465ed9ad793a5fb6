import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { tiktokDown } from '@standby/bridge/simulator/failures.ts'
import { SHOW_PARTS } from '@standby/shared/live/gap.ts'
import { memoryJournal } from '../support/peers/channel.ts'
import { say, watchedRooms } from '../support/peers/watched-rooms.ts'
import { waitFor } from '../support/wait.ts'

let rooms: Awaited<ReturnType<typeof watchedRooms>>
beforeAll(async () => void (rooms = await watchedRooms()))
afterEach(() => rooms.clear())
afterAll(() => rooms.close())

type Watched = ReturnType<(typeof rooms)['watch']>
const degraded = (one: Watched) => one.channel.status().degraded

async function away(one: Watched): Promise<() => void> {
  const undo = rooms.sim.fail(tiktokDown(503), { uniqueId: one.username })
  one.room.terminateSockets()
  await one.reached('RECONNECTING')
  return undo
}

describe('Degraded mode', () => {
  test('[DG5] degraded mode says what works and what not, how old the values are and what was missed', async () => {
    const one = rooms.watch('parts', { reconnection: { baseDelayMs: 60_000, maxDelayMs: 60_000 } })
    await one.join()
    await one.chatter(80)
    say(one.room, 'the last word')
    await waitFor(() => one.texts().includes('the last word'), { what: 'the last word' })
    const lastWordAt = rooms.clock.now()
    rooms.clock.skip(5_000)
    const undo = await away(one)
    expect(degraded(one)).toBeNull()
    const { lostAt } = one.channel.status()
    rooms.clock.skip(10_001)
    await waitFor(() => one.slices.tiktok?.health === 'degraded', { what: 'degraded mode' })
    const view = one.slices.tiktok!.degraded!
    expect(view).toMatchObject({ since: lostAt! + 10_000, cause: 'tiktok' })
    expect(view.parts).toEqual({
      chat: 'stale',
      alerts: 'paused',
      counters: 'stale',
      goals: 'cached',
      supporters: 'cached',
      history: 'works',
      obs: 'works',
      moderation: 'works',
      deletions: 'paused',
    })
    expect(Object.keys(view.parts)).toEqual([...SHOW_PARTS])
    expect(Math.abs(view.valuesAt - lastWordAt)).toBeLessThan(4_500)
    // A chat a second, ten seconds away and what the test itself takes; more with each time it is looked at.
    const awaySeconds = (): number => (rooms.clock.now() - lostAt!) / 1_000
    const aboutAsMany = (missed: number | undefined): void => expect(Math.abs(missed! - awaySeconds())).toBeLessThanOrEqual(4)
    aboutAsMany(view.missed!.chat)
    rooms.clock.skip(20_000)
    aboutAsMany(degraded(one)!.missed!.chat)
    undo()
    one.channel.connect(true)
    await one.reached('CONNECTED')
    expect(degraded(one)).toBeNull()
    expect(one.slices.tiktok?.degraded).toBeNull()
  })

  test('[DG9] the recovery is estimated from the next attempt, and a failed one makes it no later', async () => {
    const one = rooms.watch('attempts', { degradedAfterMs: 0, reconnection: { baseDelayMs: 8_000, maxDelayMs: 64_000 } })
    await one.join()
    await away(one)
    const first = one.slices.tiktok!
    expect(first.degraded?.recovery).toMatchObject({ basis: 'next-attempt', outages: 0, earliestAt: first.nextAttemptAt })
    expect(first.degraded!.recovery!.latestAt - first.degraded!.recovery!.earliestAt).toBe(16_000)
    expect(first.degraded?.missed).toBeNull()
    rooms.clock.skip(9_000)
    await waitFor(() => one.slices.tiktok!.attempt === 1 && one.slices.tiktok!.nextAttemptAt !== null, { what: 'a failed attempt' })
    const second = one.slices.tiktok!
    const { recovery } = second.degraded!
    if (second.nextAttemptAt! > first.degraded!.recovery!.latestAt) expect(recovery).toBeNull()
    else expect(recovery).toMatchObject({ earliestAt: second.nextAttemptAt, latestAt: first.degraded!.recovery!.latestAt })
  })

  test('[DG7] past outages of the same cause make the estimate, over restarts; none for a network', async () => {
    const journal = memoryJournal()
    const one = rooms.watch('past', { journal, degradedAfterMs: 0, reconnection: { baseDelayMs: 1_000, maxDelayMs: 2_000 } })
    await one.join()
    for (let n = 0; n < 3; n += 1) {
      const undo = await away(one)
      rooms.clock.skip(40_000)
      undo()
      await one.reached('CONNECTED')
    }
    one.channel.dispose()
    let reachable = true
    const probe = () => Promise.resolve({ verdict: reachable ? ('reachable' as const) : ('network' as const), evidence: [] })
    const next = rooms.watch('past', { journal, degradedAfterMs: 0, probe })
    await next.join()
    const undo = await away(next)
    const { lostAt } = next.channel.status()
    const recovery = degraded(next)?.recovery
    expect(recovery).toMatchObject({ basis: 'past-outages', outages: 3 })
    expect(recovery!.earliestAt - lostAt!).toBeGreaterThanOrEqual(40_000)
    expect(recovery!.latestAt - lostAt!).toBeLessThan(60_000)
    undo()
    await next.reached('CONNECTED')
    reachable = false
    next.room.terminateSockets()
    await waitFor(() => next.channel.status().cause?.kind === 'network', { what: 'the network as the cause' })
    expect(degraded(next)).toMatchObject({ cause: 'network', recovery: null })
  })
})
