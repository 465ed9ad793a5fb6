import { join } from 'node:path'
import type { OBSWebSocket } from 'obs-websocket-js/json'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { changedShare } from '../support/browser/pixels.ts'
import { stays, waitFor } from '../support/wait.ts'
import { reset, showScene } from './reset.ts'
import { rig, type Rig } from './rig.ts'

const SCENES = ['Gameplay', 'Chat', 'Standby'] as const
const OUTPUT = join(import.meta.dirname, '../output/obs')

describe('OBS and its scenes', () => {
  describe.skipIf(!obsAvailable())('a real OBS', () => {
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
      bridge = rig({ url: obs.url, password: obs.password })
      bridge.setHealth('live')
      await bridge.connected()
    })
    afterEach(() => bridge.close())

    const isOn = async (scene: string): Promise<boolean> => (await obs.program()) === scene
    const onProgram = (scene: string, timeoutMs: number): Promise<boolean> =>
      waitFor(() => isOn(scene), { what: `"${scene}" on program`, timeoutMs, everyMs: 5 })
    /** TikTok is back, and so, in its own time, is the scene. */
    async function backOn(scene: string): Promise<void> {
      bridge.setHealth('live')
      await bridge.passUntil(`"${scene}" to be back on program`, () => isOn(scene))
    }

    async function toStandby(): Promise<void> {
      bridge.setHealth('degraded')
      await onProgram('Standby', 3_000)
      await waitFor(() => bridge.obs.status().automation.standbySince, { what: 'the switch to be acknowledged' })
    }

    /** A second in which all that happened is settled and looked into: what is on program after it was left on. */
    async function leftOn(scene: string): Promise<void> {
      await bridge.pass(1_000)
      expect(await obs.program()).toBe(scene)
    }

    test('[OB1] [OB2] degraded puts the standby scene on program, and live the scene that was on', async () => {
      const before = await obs.screenshot(join(OUTPUT, 'gameplay.png'))
      const degradedAt = performance.now()
      bridge.setHealth('degraded')
      await onProgram('Standby', 3_000)
      const toStandbyMs = performance.now() - degradedAt
      const during = await obs.screenshot(join(OUTPUT, 'standby.png'))
      expect(changedShare(before, during)).toBe(1)
      await waitFor(() => bridge.obs.status().automation.standbySince, { what: 'the switch to be acknowledged' })
      expect(bridge.obs.status()).toMatchObject({
        programScene: 'Standby',
        problem: null,
        automation: {
          state: 'standby',
          returnTo: 'Gameplay',
          lastAction: { command: { text: 'to “Standby”' }, why: { text: 'TikTok had been away for 10 s' } },
        },
      })

      await stays(() => isOn('Standby'), { that: 'standby is on program', forMs: 5_000 })
      const liveAt = performance.now()
      bridge.setHealth('live')
      await onProgram('Gameplay', 12_000)
      const backMs = performance.now() - liveAt
      expect(backMs).toBeGreaterThanOrEqual(2_950)
      console.log(
        `degraded to standby on program: ${toStandbyMs.toFixed(0)} ms; stable (3 s) to restored: ${(backMs - 3_000).toFixed(0)} ms`,
      )
      expect(changedShare(before, await obs.screenshot(join(OUTPUT, 'restored.png')))).toBe(0)
      await waitFor(() => bridge.obs.status().automation.state === 'idle', { what: 'the automation to be idle' })
    })

    test('[OB38] a scene chosen by hand while live is the one that comes back', async () => {
      await showScene(client, 'Chat')
      await waitFor(() => bridge.obs.status().programScene === 'Chat', { what: 'the change to be noticed' })
      await toStandby()
      await backOn('Chat')
    })

    test('[OB3] a switch by hand during standby is respected until TikTok has been live again', async () => {
      await toStandby()
      await showScene(client, 'Chat')
      await waitFor(() => bridge.obs.status().automation.state === 'yielded', { what: 'hands off' })
      expect(bridge.obs.status().automation.lastAction).toMatchObject({
        command: { text: 'leave OBS alone' },
        why: { text: 'you switched to “Chat” by hand' },
      })
      bridge.setHealth('degraded')
      await leftOn('Chat')
      bridge.setHealth('live')
      await waitFor(() => bridge.obs.status().automation.state === 'idle', { what: 'the outage to be over' })
      await toStandby()
      await backOn('Chat')
    })

    test('[OB6] degraded in the middle of the creator’s own fade waits for its end', async () => {
      await client.call('SetCurrentSceneTransition', { transitionName: 'Fade' })
      await client.call('SetCurrentSceneTransitionDuration', { transitionDuration: 1_500 })
      const ended: { scene: string; at: number }[] = []
      client.on('CurrentProgramSceneChanged', ({ sceneName }) => ended.push({ scene: sceneName, at: performance.now() }))
      await client.call('SetCurrentProgramScene', { sceneName: 'Chat' })
      bridge.setHealth('degraded')
      await leftOn('Chat')
      // The fade still runs: that it is asked for again and again did not cut it short.
      expect((await client.call('GetCurrentSceneTransitionCursor')).transitionCursor).toBeLessThan(1)
      await onProgram('Standby', 4_000)
      // Had it cut the fade short, the fade to Chat would never have been reported.
      expect(ended.map(({ scene }) => scene)).toEqual(['Chat'])
    })

    test('[OB8] a bridge that crashes during standby finds the way back', async () => {
      await toStandby()
      await bridge.crash()
      await bridge.connected()
      expect(bridge.obs.status().automation).toMatchObject({ state: 'standby', returnTo: 'Gameplay' })
      await leftOn('Standby')
      await backOn('Gameplay')
    })

    test('[OB11] in studio mode the program changes and the creator’s preview is put back', async () => {
      await client.call('SetStudioModeEnabled', { studioModeEnabled: true })
      await client.call('SetCurrentSceneTransition', { transitionName: 'Fade' })
      await client.call('SetCurrentSceneTransitionDuration', { transitionDuration: 600 })
      const previews: string[] = []
      client.on('CurrentPreviewSceneChanged', ({ sceneName }) => previews.push(sceneName))
      await client.call('SetCurrentPreviewScene', { sceneName: 'Chat' })
      // OBS sends its events beside its answers: this one may come after several of those.
      await waitFor(() => previews.at(-1) === 'Chat', { what: 'the preview that the creator chose' })
      previews.length = 0
      // An override of one scene, whose progress OBS tells nobody.
      const override = { sceneName: 'Standby', transitionName: 'Fade', transitionDuration: 1_200 }
      await client.call('SetSceneSceneTransitionOverride', override)
      await waitFor(() => bridge.obs.status().studioMode, { what: 'studio mode to be noticed' })

      const preview = async (): Promise<string> => (await client.call('GetCurrentPreviewScene')).currentPreviewSceneName
      await toStandby()
      await waitFor(() => previews.length >= 2, { what: 'the preview to be put back' })
      expect(previews).toEqual(['Gameplay', 'Chat'])
      expect(await preview()).toBe('Chat')

      await backOn('Gameplay')
      await waitFor(() => previews.length >= 4, { what: 'the preview to be put back again' })
      expect(previews).toEqual(['Gameplay', 'Chat', 'Standby', 'Chat'])
    })

    test('[OB11] leaving studio mode in standby is no manual switch, though OBS reports two changes', async () => {
      await client.call('SetStudioModeEnabled', { studioModeEnabled: true })
      await client.call('SetCurrentPreviewScene', { sceneName: 'Chat' })
      const previews: string[] = []
      client.on('CurrentPreviewSceneChanged', ({ sceneName }) => previews.push(sceneName))
      await toStandby()
      // Before OBS swaps the two, the preview is Chat as well: only the way back shows that the swap is over.
      await waitFor(() => previews.at(-2) === 'Gameplay' && previews.at(-1) === 'Chat', { what: 'the preview to be put back' })
      await bridge.pass(1_000)
      const reported: string[] = []
      client.on('CurrentProgramSceneChanged', ({ sceneName }) => reported.push(sceneName))
      await client.call('SetStudioModeEnabled', { studioModeEnabled: false })
      await waitFor(() => reported.length >= 2, { what: 'the two changes that OBS tells of' })
      await leftOn('Standby')
      expect(reported).toEqual(['Chat', 'Standby'])
      expect(bridge.obs.status().automation.state).toBe('standby')
      await backOn('Gameplay')
    })

    test('[OB9] a missing standby scene is reported with the likely name, and never guessed', async () => {
      bridge.obs.configure({ ...bridge.settings, standbyScene: 'standbye' })
      await waitFor(() => bridge.obs.status().standbySceneExists === false, { what: 'the scene to be looked for' })
      expect(bridge.obs.status().problem?.text).toContain('Did you mean “Standby”?')
      bridge.setHealth('degraded')
      await leftOn('Gameplay')

      await client.call('CreateScene', { sceneName: 'standbye' })
      await onProgram('standbye', 3_000)
      await waitFor(() => bridge.obs.status().problem === null, { what: 'the problem to be gone' })
      await backOn('Gameplay')
      await client.call('RemoveScene', { sceneName: 'standbye' })
      await waitFor(() => bridge.obs.status().problem?.text.includes('standbye'), { what: 'the missing scene to be said' })
    })

    test('[OB10] the scene to return to is followed when it is renamed', async () => {
      await client.call('CreateScene', { sceneName: 'Cooking' })
      await showScene(client, 'Cooking')
      await waitFor(() => bridge.obs.status().programScene === 'Cooking', { what: 'the change to be noticed' })
      await toStandby()
      await client.call('SetSceneName', { sceneName: 'Cooking', newSceneName: 'Baking ⚡ ñ' })
      await waitFor(() => bridge.obs.status().automation.returnTo === 'Baking ⚡ ñ', { what: 'the new name' })
      await backOn('Baking ⚡ ñ')
    })

    test('[OB10] if it was deleted, OBS stays on standby, and the creator hears of it', async () => {
      await client.call('CreateScene', { sceneName: 'Gone soon' })
      await showScene(client, 'Gone soon')
      await waitFor(() => bridge.obs.status().programScene === 'Gone soon', { what: 'the change to be noticed' })
      await toStandby()
      await client.call('RemoveScene', { sceneName: 'Gone soon' })
      await waitFor(() => bridge.obs.status().problem?.text.includes('“Gone soon”'), { what: 'the problem to be said' })
      bridge.setHealth('live')
      await bridge.pass(6_000)
      expect(await obs.program()).toBe('Standby')
      await client.call('SetCurrentProgramScene', { sceneName: 'Chat' })
      await waitFor(() => bridge.obs.status().problem === null, { what: 'the problem to be gone' })
      expect(bridge.obs.status().automation.state).toBe('idle')
    })

    test('[OB19] after a change of the scene collection, its scenes are read again', async () => {
      await elsewhere()
      expect(bridge.obs.status().problem?.text).toContain('OBS has no scene “Standby”')
      await client.call('SetCurrentSceneCollection', { sceneCollectionName: 'bridge-test' })
      await waitFor(() => bridge.obs.status().standbySceneExists, { what: 'the first collection to be back' })
      expect(bridge.obs.status().problem).toBeNull()
    })

    /**
     * Changes to another collection. OBS 32 now and then does not get rid of its scenes, also without any bridge: it then shows an error,
     * and is "not ready" until it is started again. That is to be said; and it is tried once more.
     */
    async function elsewhere(tries = 4): Promise<void> {
      const errors = (): number => obs.output().split('Not all sources were cleared').length
      const before = errors()
      await client.call('CreateSceneCollection', { sceneCollectionName: `other ${String(Date.now())}` })
      const isStuck = (): boolean => errors() > before
      await waitFor(() => isStuck() || bridge.obs.status().standbySceneExists === false, { what: 'the new collection to be looked at' })
      if (!isStuck()) return
      await waitFor(() => bridge.obs.status().problem?.code === 'obs-busy', { what: 'the stuck OBS to be said', timeoutMs: 25_000 })
      if (tries === 1) throw new Error('OBS got stuck each time it was told to change its scene collection.')
      await obs.restart()
      client = await obs.client()
      await waitFor(() => bridge.obs.status().standbySceneExists, { what: 'OBS to be back', timeoutMs: 30_000 })
      await elsewhere(tries - 1)
    }
  })
})
