import type { OBSWebSocket } from 'obs-websocket-js/json'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { waitFor } from '../support/wait.ts'
import { reset, showScene } from './reset.ts'
import { rig, type Rig } from './rig.ts'

const SCENES = ['Gameplay', 'Chat', 'Privacy', 'Standby'] as const

describe('OBS and its scenes', () => {
  describe.skipIf(!obsAvailable())('what the creator chooses, in a real OBS', () => {
    let obs: TestObs
    let client: OBSWebSocket
    let bridge: Rig

    beforeAll(async () => {
      obs = await startObs({ scenes: [...SCENES] })
    })
    afterAll(() => obs.stop())
    beforeEach(async () => {
      client = await obs.client()
      await reset(client, SCENES)
    })
    afterEach(() => bridge.close())

    async function start(settings: Partial<Rig['settings']>): Promise<void> {
      bridge = rig({ url: obs.url, password: obs.password, ...settings })
      bridge.setHealth('live')
      await bridge.connected()
    }
    const onProgram = (scene: string, timeoutMs: number): Promise<boolean> =>
      waitFor(async () => (await obs.program()) === scene, { what: `"${scene}" on program`, timeoutMs, everyMs: 5 })
    const noticed = (scene: string): Promise<boolean> =>
      waitFor(() => bridge.obs.status().programScene === scene, { what: `"${scene}" to be noticed` })
    /** A second in which all that happened is settled and looked into: what is on program after it was left on. */
    async function leftOn(scene: string): Promise<void> {
      await bridge.pass(1_000)
      expect(await obs.program()).toBe(scene)
    }

    test('[OB26][OB3] a source shown by hand is hidden again after a crash, and left alone if hidden by hand', async () => {
      const { sceneItemId } = await client.call('CreateInput', {
        sceneName: 'Gameplay',
        inputName: 'Card',
        inputKind: 'color_source_v3',
        sceneItemEnabled: false,
      })
      const isShown = async (): Promise<boolean> =>
        (await client.call('GetSceneItemEnabled', { sceneName: 'Gameplay', sceneItemId })).sceneItemEnabled
      await start({ mode: 'source', sourceName: 'Card' })
      await waitFor(() => bridge.obs.status().sourceExists, { what: 'the source to be found' })

      bridge.setHealth('degraded')
      await waitFor(isShown, { what: 'the source to be shown', timeoutMs: 3_000 })
      await waitFor(() => bridge.obs.status().automation.standbySince, { what: 'it to be acknowledged' })
      expect(await obs.program()).toBe('Gameplay')
      await bridge.crash()
      await bridge.connected()
      bridge.setHealth('live')
      await bridge.passUntil('the source to be hidden', async () => !(await isShown()))
      await waitFor(() => bridge.obs.status().automation.state === 'idle', { what: 'the end of it' })

      bridge.setHealth('degraded')
      await waitFor(() => bridge.obs.status().automation.standbySince, { what: 'the source to be shown again' })
      await client.call('SetSceneItemEnabled', { sceneName: 'Gameplay', sceneItemId, sceneItemEnabled: false })
      await waitFor(() => bridge.obs.status().automation.state === 'yielded', { what: 'hands off' })
      await bridge.pass(1_000)
      expect(await isShown()).toBe(false)

      await showScene(client, 'Chat')
      await waitFor(() => bridge.obs.status().problem?.text.includes('has no source “Card”'), { what: 'the missing source to be said' })
    })

    test('[OB27] a dry run says what it would do, there and back, and sends OBS nothing', async () => {
      const events: string[] = []
      await start({ dryRun: true })
      client.on('CurrentProgramSceneChanged', ({ sceneName }) => events.push(sceneName))
      bridge.setHealth('degraded')
      await waitFor(() => bridge.obs.status().automation.lastAction?.command.text === 'to “Standby”', { what: 'it to be said' })
      expect(bridge.obs.status().automation).toMatchObject({ state: 'idle', holding: { code: 'dry-run' }, lastAction: { dryRun: true } })
      bridge.setHealth('live')
      await bridge.passUntil('the way back', () => bridge.obs.status().automation.lastAction?.command.text === 'back to “Gameplay”')
      await bridge.pass(1_000)
      expect(events).toEqual([])
      expect(await obs.program()).toBe('Gameplay')
    })

    test('[OB26] [OB27] a dry run in mode source says so too, and shows nothing', async () => {
      await showScene(client, 'Privacy')
      const toggled: boolean[] = []
      client.on('SceneItemEnableStateChanged', ({ sceneItemEnabled }) => toggled.push(sceneItemEnabled))
      const item = { sceneName: 'Privacy', inputName: 'Dry card', inputKind: 'color_source_v3', sceneItemEnabled: false }
      const { sceneItemId } = await client.call('CreateInput', item)
      // OBS tells of the new source's own hiding a little later.
      await waitFor(() => toggled.splice(0).length > 0, { what: 'the new source to be told of' })
      await start({ mode: 'source', sourceName: 'Dry card', dryRun: true })
      bridge.setHealth('degraded')
      await waitFor(() => bridge.obs.status().automation.lastAction?.command.code === 'show-source', { what: 'it to be said' })
      bridge.setHealth('live')
      await bridge.passUntil('the way back', () => bridge.obs.status().automation.lastAction?.command.code === 'hide-source')
      await bridge.pass(1_000)
      expect(bridge.obs.status().automation).toMatchObject({ state: 'idle', lastAction: { dryRun: true } })
      expect(toggled).toEqual([])
      const { sceneItemEnabled } = await client.call('GetSceneItemEnabled', { sceneName: 'Privacy', sceneItemId })
      expect(sceneItemEnabled).toBe(false)
    })

    test('[OB36] an override is put back also by a bridge that crashed before it could', async () => {
      await client.call('SetCurrentSceneTransition', { transitionName: 'Fade' })
      const mine = { sceneName: 'Standby', transitionName: 'Fade', transitionDuration: 1_200 }
      await client.call('SetSceneSceneTransitionOverride', mine)
      const override = async (): Promise<unknown> => client.call('GetSceneSceneTransitionOverride', { sceneName: 'Standby' })
      await start({ cutTransitions: true })
      bridge.setHealth('degraded')
      await onProgram('Standby', 3_000)
      const lent = bridge.saved().borrowed
      await bridge.crash()
      expect(lent).toEqual(mine)
      await waitFor(() => bridge.saved().borrowed === null, { what: 'it to be put back', timeoutMs: 10_000 })
      expect(await override()).toMatchObject({ transitionName: 'Fade', transitionDuration: 1_200 })
    })

    test('[OB36] a cut to standby and back through the creator’s fade, whose overrides are put back', async () => {
      await client.call('SetCurrentSceneTransition', { transitionName: 'Fade' })
      await client.call('SetCurrentSceneTransitionDuration', { transitionDuration: 1_000 })
      await client.call('SetSceneSceneTransitionOverride', { sceneName: 'Standby', transitionName: 'Fade', transitionDuration: 1_500 })
      const override = async (sceneName: string): Promise<unknown> => client.call('GetSceneSceneTransitionOverride', { sceneName })
      const before = [await override('Gameplay'), await override('Standby')]
      await start({ cutTransitions: true })
      const started: string[] = []
      const ended: string[] = []
      client.on('SceneTransitionStarted', ({ transitionName }) => started.push(transitionName))
      client.on('CurrentProgramSceneChanged', ({ sceneName }) => ended.push(sceneName))
      bridge.setHealth('degraded')
      await waitFor(() => ended.includes('Standby'), { what: 'the end of the cut' })
      await bridge.pass(1_000)
      bridge.setHealth('live')
      await bridge.passUntil('the end of the way back', () => ended.includes('Gameplay'))
      await bridge.pass(1_000)
      expect(started).toEqual(['Cut', 'Cut'])
      expect([await override('Gameplay'), await override('Standby')]).toEqual(before)
    })

    test('[OB29] [OB33] [OB34] a hands-off scene is not left, a pause holds, and by hand it goes at once', async () => {
      await start({ handsOffScenes: ['Privacy'] })
      await showScene(client, 'Privacy')
      await noticed('Privacy')
      bridge.setHealth('degraded')
      await leftOn('Privacy')
      bridge.setHealth('live')
      await showScene(client, 'Chat')
      await noticed('Chat')
      bridge.obs.pause(true)
      bridge.setHealth('degraded')
      await leftOn('Chat')
      expect(bridge.obs.manual('back')?.text).toContain('nothing to go back from')
      expect(bridge.obs.manual('standby')).toBeNull()
      await onProgram('Standby', 3_000)
      await waitFor(() => bridge.obs.status().automation.manual, { what: 'the hand to be known' })
      expect(bridge.obs.manual('back')).toBeNull()
      await onProgram('Chat', 3_000)
      await waitFor(() => bridge.obs.status().automation.state === 'yielded', { what: 'hands off' })
    })

    test('[OB28] a fifth round trip in 5 minutes keeps standby on, and says so', async () => {
      const now = Date.now()
      const flaps = { tripsAt: [4, 3, 2, 1].map((minutes) => now - minutes * 60_000), level: 0, levelAt: 0 }
      bridge = rig({ url: obs.url, password: obs.password }, { flaps })
      bridge.setHealth('live')
      await bridge.connected()
      bridge.setHealth('degraded')
      await onProgram('Standby', 3_000)
      await bridge.pass(2_000)
      bridge.setHealth('live')
      const liveAt = bridge.clock.now()
      await bridge.pass(6_000)
      expect(await obs.program()).toBe('Standby')
      expect(bridge.obs.status().automation.holding?.text).toContain('held for 15 s')
      await bridge.passUntil('the end of the hold', async () => (await obs.program()) === 'Gameplay')
      expect(bridge.clock.now() - liveAt).toBeGreaterThanOrEqual(15_000)
    })
  })
})
