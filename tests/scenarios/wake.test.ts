import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { createClock, systemClock, systemTimes } from '@standby/bridge/clock.ts'
import { tiktokDown } from '@standby/bridge/simulator/failures.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { Clock } from '@standby/shared/clock.ts'
import { skippingClock } from '../support/fakes/skipping-clock.ts'
import { newDataDir, startBridge } from '../support/peers/bridge.ts'
import { watchChannel } from '../support/peers/channel.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
beforeAll(async () => {
  sim = await simulator()
})
afterAll(() => sim.close())

async function connected(username: string, { baseDelayMs = 300, clock = systemClock }: { baseDelayMs?: number; clock?: Clock } = {}) {
  const room = sim.room(username)
  const watched = watchChannel({ simulator: sim, username, clock, reconnection: { baseDelayMs, maxDelayMs: 100_000 } })
  watched.channel.connect(false)
  await waitFor(() => watched.channel.status().reconnectionState === 'CONNECTED' && room.socketCount === 1, {
    what: 'the connection',
    timeoutMs: 30_000,
  })
  return { ...watched, room }
}

describe('Sleep and clocks', () => {
  test('[WK5] a connection that is dead after a sleep is detected and replaced within seconds', async () => {
    const { channel, room, announcements } = await connected('sleeper')
    // The other side has forgotten it: the socket stays open, and nothing is answered.
    room.silence(true)
    const wokeAt = performance.now()
    channel.woke(3_600_000)
    await waitFor(() => announcements.some(({ type }) => type === 'tiktok:reconnection:started'), { what: 'the loss', timeoutMs: 10_000 })
    expect(performance.now() - wokeAt).toBeGreaterThan(3_500)
    expect(announcements[0]).toMatchObject({ cause: 'stalled' })
    expect(channel.status().cause?.detail).toContain('a sleep of 3600 s')
    room.silence(false)
    await waitFor(() => channel.status().reconnectionState === 'CONNECTED', { what: 'the new connection', timeoutMs: 10_000 })
    channel.dispose()
  })

  test('[WK5] a connection that shows that it lives is kept', async () => {
    const clock = skippingClock()
    const { channel, room, announcements, events } = await connected('napper', { clock })
    const attempts = channel.status().metrics.attempts
    channel.woke(40_000)
    await turn()
    room.send([chat(room.heading(), { who: viewer('bob'), text: 'still here' })])
    await waitFor(() => events.length === 1, { what: 'the sign of life' })
    // The time it was given, and more. What a dead one would do happens before the next word is heard.
    clock.skip(5_000)
    await waitFor(() => clock.nextDueAt() > clock.now(), { what: 'what was due' })
    room.send([chat(room.heading(), { who: viewer('bob'), text: 'and here' })])
    await waitFor(() => events.length === 2, { what: 'the next sign of life' })
    expect(announcements).toEqual([])
    expect(channel.status().metrics.attempts).toBe(attempts)
    channel.dispose()
  })

  test('[WK7] a wait that ended during the sleep ends at once', async () => {
    const clock = createClock(systemTimes)
    const { channel, room } = await connected('waiter', { baseDelayMs: 60_000, clock })
    const undo = sim.fail(tiktokDown(503), { uniqueId: 'waiter' })
    room.terminateSockets()
    await waitFor(() => channel.status().reconnectionState === 'RECONNECTING', { what: 'the loss' })
    undo()
    channel.woke(20_000)
    expect(channel.status().reconnectionState).toBe('RECONNECTING')
    expect(room.socketCount).toBe(0)
    // As the bridge does it when the monotonic clock stood still.
    clock.add(70_000)
    channel.woke(70_000)
    await waitFor(() => channel.status().reconnectionState === 'CONNECTED', { what: 'the connection', timeoutMs: 10_000 })
    channel.dispose()
  })
})

describe('Supply chain and files', () => {
  test('[SU6] a new data directory and all that is written into it are the owner’s alone', async (context) => {
    if (process.platform === 'win32') return context.skip('Windows keeps a user’s application data from others by itself')
    const dataDir = join(newDataDir(), 'a', 'b')
    const bridge = await startBridge({ dataDir })
    const body = JSON.stringify({ standbyScene: 'Pause' })
    const posted = await fetch(`${bridge.origin}/api/obs/connect`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(posted.status).toBe(200)
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true })
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['settings.json', 'standby.db', 'standby.db-wal', 'standby.log']))
    for (const entry of files) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777
      expect(mode.toString(8), entry.name).toBe(entry.isDirectory() ? '700' : '600')
    }
    expect((statSync(dataDir).mode & 0o777).toString(8)).toBe('700')
    await bridge.stop()
  })
})
