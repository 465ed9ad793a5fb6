import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { waitFor } from '../support/wait.ts'
import { reset, showScene } from './reset.ts'
import { rig, type Rig } from './rig.ts'

const SCENES = ['Intro', 'Gameplay', 'Standby'] as const

describe('OBS and its scenes', () => {
  describe.skipIf(!obsAvailable())('the link to a real OBS', () => {
    let obs: TestObs
    let bridge: Rig | null = null

    beforeAll(async () => {
      obs = await startObs({ scenes: [...SCENES] })
    })
    afterAll(() => obs.stop())
    beforeEach(async () => reset(await obs.client(), SCENES))
    afterEach(async () => {
      await bridge?.close()
      bridge = null
    })

    async function onStandby(): Promise<Rig> {
      const started = rig({ url: obs.url, password: obs.password })
      bridge = started
      started.setHealth('live')
      await started.connected()
      await showScene(await obs.client(), 'Gameplay')
      await waitFor(() => started.obs.status().programScene === 'Gameplay', { what: 'the change to be noticed' })
      started.setHealth('degraded')
      await waitFor(() => started.obs.status().automation.standbySince, { what: 'standby' })
      return started
    }

    test('[OB7] OBS killed and restarted in standby returns to standby, then to the scene from before', async () => {
      const started = await onStandby()
      // A heartbeat, by which the restart of OBS is told.
      await started.pass(2_500)
      await obs.kill()
      await waitFor(() => started.obs.status().phase === 'waiting', { what: 'the loss to be noticed', timeoutMs: 3_000 })
      expect(started.obs.status()).toMatchObject({ programScene: null, automation: { state: 'standby', returnTo: 'Gameplay' } })
      await obs.restart()
      expect(await obs.program()).not.toBe('Gameplay')
      await started.connected()
      await waitFor(async () => (await obs.program()) === 'Standby', { what: 'standby again', timeoutMs: 15_000 })
      started.setHealth('live')
      await started.passUntil('the scene from before', async () => (await obs.program()) === 'Gameplay')
    })

    test('[OB13] OBS that quits is waited for, and found again', async () => {
      const started = rig({ url: obs.url, password: obs.password })
      bridge = started
      await started.connected()
      await obs.quit()
      await waitFor(() => started.obs.status().phase === 'waiting', { what: 'the loss to be noticed', timeoutMs: 3_000 })
      for (let attempt = 0; attempt < 5; attempt++) {
        const { nextAttemptAt } = started.obs.status()
        started.clock.skip((nextAttemptAt ?? 0) - started.clock.now())
        const isPlanned = (): boolean => started.obs.status().phase === 'waiting' && started.obs.status().nextAttemptAt !== nextAttemptAt
        await waitFor(isPlanned, { what: 'an attempt in vain' })
      }
      expect(started.obs.status().problem?.text).toContain('Start OBS')
      expect(started.log().match(/OBS cannot be reached/g)).toHaveLength(1)
      await obs.restart()
      await started.connected()
      expect(started.obs.status()).toMatchObject({ phase: 'connected', problem: null })
    })

    test('[OB14] a wrong password stops and says so, the right one is tried at once', async () => {
      const started = rig({ url: obs.url, password: 'not this one' })
      bridge = started
      await waitFor(() => started.obs.status().phase === 'wrong-password', { what: 'the refusal' })
      expect(started.obs.status()).toMatchObject({ nextAttemptAt: null, hasPassword: true })
      expect(started.obs.status().problem?.text).toContain('refuses the password')
      await started.pass(60_000)
      expect(started.statuses.filter(({ phase }) => phase === 'connecting')).toHaveLength(1)

      started.obs.configure({ ...started.settings, password: null })
      await waitFor(() => started.obs.status().problem?.text.includes('none is set'), { what: 'the refusal without a password' })
      started.obs.configure({ ...started.settings, password: obs.password })
      await waitFor(() => started.obs.status().phase === 'connected', { what: 'the connection', timeoutMs: 3_000 })
      expect(JSON.stringify(started.statuses) + started.log()).not.toContain(obs.password)
    })

    test('[OB16] an OBS that hangs is noticed, and found again when it goes on', async () => {
      const started = await onStandby()
      const frozenAt = performance.now()
      obs.freeze()
      await waitFor(() => started.obs.status().phase !== 'connected', { what: 'the hang to be noticed', timeoutMs: 12_000 })
      console.log(`hang noticed after ${(performance.now() - frozenAt).toFixed(0)} ms`)
      expect(started.obs.status().problem?.text).toContain('OBS does not respond')
      obs.thaw()
      await started.connected()
      expect(started.obs.status().automation).toMatchObject({ state: 'standby', returnTo: 'Gameplay' })
      started.setHealth('live')
      await started.passUntil('the scene from before', async () => (await obs.program()) === 'Gameplay')
    })
  })
})
