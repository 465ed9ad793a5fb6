import { describe, expect, test } from 'vitest'
import { startFakeObs } from '../../../support/fakes/fake-obs.ts'
import { waitFor } from '../../../support/wait.ts'
import { ALLOWED, obsWorld } from '../obs-world.ts'

const world = obsWorld()

describe('OBS and its scenes', () => {
  test('[OB13] a missing OBS is tried after 1 s, then slower up to 10 s without end, and reported once', async () => {
    await world.fake.close()
    world.obs.configure(world.settings)
    const delays: number[] = []
    for (let attempt = 0; attempt < 20; attempt++) {
      await waitFor(() => world.obs.status().phase === 'waiting', { what: 'the attempt to fail', everyMs: 1 })
      delays.push((world.obs.status().nextAttemptAt ?? 0) - world.clock.now())
      world.clock.advanceTo(world.obs.status().nextAttemptAt ?? 0)
    }
    expect(delays.slice(0, 4)).toEqual([1_000, 1_500, 2_250, 3_375])
    expect(new Set(delays.slice(8))).toEqual(new Set([10_000]))
    expect(world.lines.filter(({ level }) => level >= 30)).toHaveLength(1)
    expect(world.obs.status().problem?.text).toContain('Start OBS')
  })

  test('[OB23] trying again by hand waits for nothing', async () => {
    await world.fake.close()
    world.obs.configure(world.settings)
    await world.until('a long wait', () => (world.obs.status().nextAttemptAt ?? 0) - world.clock.now() > 5_000)
    world.fake = await startFakeObs({ password: 'hunter2-secret', port: Number(new URL(world.settings.url).port) })
    world.obs.retry()
    const at = world.clock.now()
    await waitFor(() => world.obs.status().phase === 'connected', { what: 'the connection' })
    expect(world.clock.now()).toBe(at)
    world.obs.retry()
    await world.run(1_000)
    expect(world.fake.connectionCount()).toBe(1)
  })

  test('[OB14] a wrong password is not tried twice, a changed one at once', async () => {
    world.obs.configure({ ...world.settings, password: 'wrong-one' })
    await world.until('the refusal', () => world.obs.status().phase === 'wrong-password')
    await world.run(60_000, 1_000)
    world.obs.configure({ ...world.settings, password: 'wrong-one', standbyScene: 'Chat' })
    await world.run(60_000, 1_000)
    expect(world.fake.connectionCount()).toBe(1)
    expect(world.obs.status().nextAttemptAt).toBeNull()
    world.obs.configure(world.settings)
    await waitFor(() => world.obs.status().phase === 'connected', { what: 'the connection' })
  })

  test('[OB18] the password is in no status and no line of the log', async () => {
    await world.connect()
    world.setHealth('degraded')
    await world.run(6_000)
    world.obs.configure({ ...world.settings, url: 'ws://:hunter2-secret@127.0.0.1:1' })
    await world.until('the address to be refused', () => world.obs.status().phase === 'stopped')
    expect(world.obs.status()).toMatchObject({ url: 'ws://127.0.0.1:1', hasPassword: true })
    expect(world.text + JSON.stringify(world.statuses)).not.toContain('hunter2-secret')
  })

  test('[OB17] a kick ends it until a person tries again', async () => {
    await world.connect()
    world.fake.closeAll(4011, 'Your session has been invalidated.')
    await world.until('the kick', () => world.obs.status().phase === 'stopped')
    await world.run(60_000, 1_000)
    expect(world.fake.connectionCount()).toBe(1)
    expect(world.obs.status().problem?.text).toContain('Try again')
    world.obs.retry()
    await waitFor(() => world.obs.status().phase === 'connected', { what: 'the connection' })
  })

  test('[OB16] an OBS that hangs is left after 8 s without a sign of life', async () => {
    await world.connect()
    for (const type of ALLOWED) world.fake.answer(type, 'silence')
    world.fake.greet(false)
    world.isMute = true
    const from = world.clock.now()
    await world.until('the hang to be noticed', () => world.obs.status().phase === 'waiting')
    expect(world.clock.now() - from).toBeGreaterThan(5_900)
    expect(world.clock.now() - from).toBeLessThan(8_200)
    await world.until('an attempt that gets no hello', () => world.obs.status().phase === 'connecting')
    await world.until('its end', () => world.obs.status().phase === 'waiting')
    expect(world.obs.status().problem?.text).toContain('OBS does not respond')
  })

  test('[OB16] one that is merely quiet is kept, as it answers when asked', async () => {
    await world.connect()
    await world.run(60_000, 500)
    expect(world.obs.status().phase).toBe('connected')
    expect(world.fake.connectionCount()).toBe(1)
  })

  test('[OB25] switched off it connects to nothing, and hangs up when it was connected', async () => {
    world.obs.configure({ ...world.settings, enabled: false })
    world.obs.retry()
    await world.run(10_000, 1_000)
    expect(world.fake.connectionCount()).toBe(0)
    expect(world.obs.status()).toMatchObject({ phase: 'off', problem: null })
    await world.connect()
    world.obs.configure({ ...world.settings, enabled: false })
    world.setHealth('degraded')
    await world.run(5_000)
    expect(world.obs.status()).toMatchObject({ phase: 'off', programScene: null })
    expect(world.switchCount()).toBe(0)
  })
})
