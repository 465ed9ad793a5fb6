import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { changedShare } from '../support/browser/pixels.ts'
import { waitFor } from '../support/wait.ts'
import { rig, type Rig } from './rig.ts'

const OUTPUT = join(import.meta.dirname, '../output/obs')

describe.skipIf(!obsAvailable())('a real OBS', () => {
  let obs: TestObs
  let bridge: Rig

  beforeAll(async () => {
    obs = await startObs({ scenes: ['Gameplay', 'Chat', 'Standby'] })
  })
  afterAll(() => obs.stop())

  beforeEach(async () => {
    const client = await obs.client()
    await client.call('SetStudioModeEnabled', { studioModeEnabled: false })
    await client.call('SetCurrentSceneTransition', { transitionName: 'Cut' })
    await client.call('SetCurrentProgramScene', { sceneName: 'Gameplay' })
    bridge = rig({ url: obs.url, password: obs.password })
    bridge.setHealth('live')
    await bridge.connected()
  })
  afterEach(() => bridge.close())

  const onProgram = (scene: string, timeoutMs = 12_000): Promise<boolean> =>
    waitFor(async () => (await obs.program()) === scene, { what: `"${scene}" on program`, timeoutMs, everyMs: 5 })

  async function toStandby(): Promise<void> {
    bridge.setHealth('degraded')
    await onProgram('Standby', 3_000)
    await waitFor(() => bridge.obs.status().automation.standbySince, { what: 'the switch to be acknowledged' })
  }

  /** Long enough for an event to be settled and looked into. */
  const settled = (): Promise<void> => pause(800)

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
        lastAction: { command: { text: 'to "Standby"' }, why: { text: 'TikTok has been away for 10 s' } },
      },
    })

    await pause(5_000)
    const liveAt = performance.now()
    bridge.setHealth('live')
    await onProgram('Gameplay')
    const backMs = performance.now() - liveAt
    expect(backMs).toBeGreaterThanOrEqual(2_950)
    console.log(`degraded to standby on program: ${toStandbyMs.toFixed(0)} ms; stable (3 s) to restored: ${(backMs - 3_000).toFixed(0)} ms`)
    expect(changedShare(before, await obs.screenshot(join(OUTPUT, 'restored.png')))).toBe(0)
    await waitFor(() => bridge.obs.status().automation.state === 'idle', { what: 'the automation to be idle' })
  })

  test('[OB38] a scene chosen by hand while live is the one that comes back', async () => {
    await (await obs.client()).call('SetCurrentProgramScene', { sceneName: 'Chat' })
    await waitFor(() => bridge.obs.status().programScene === 'Chat', { what: 'the change to be noticed' })
    await toStandby()
    bridge.setHealth('live')
    await onProgram('Chat')
  })

  test('[OB3] a switch by hand during standby is respected until TikTok has been live again', async () => {
    await toStandby()
    await (await obs.client()).call('SetCurrentProgramScene', { sceneName: 'Chat' })
    await waitFor(() => bridge.obs.status().automation.state === 'yielded', { what: 'hands off' })
    expect(bridge.obs.status().automation.lastAction).toMatchObject({
      command: { text: 'hands off' },
      why: { text: 'you switched to "Chat" by hand' },
    })
    bridge.setHealth('degraded')
    await settled()
    expect(await obs.program()).toBe('Chat')
    bridge.setHealth('live')
    await waitFor(() => bridge.obs.status().automation.state === 'idle', { what: 'the outage to be over' })
    await toStandby()
    bridge.setHealth('live')
    await onProgram('Chat')
  })

  test('[OB6] degraded in the middle of the creator’s own fade waits for its end', async () => {
    const client = await obs.client()
    await client.call('SetCurrentSceneTransition', { transitionName: 'Fade' })
    await client.call('SetCurrentSceneTransitionDuration', { transitionDuration: 1_500 })
    const ended: { scene: string; at: number }[] = []
    client.on('CurrentProgramSceneChanged', ({ sceneName }) => ended.push({ scene: sceneName, at: performance.now() }))
    await client.call('SetCurrentProgramScene', { sceneName: 'Chat' })
    bridge.setHealth('degraded')
    await pause(700)
    expect(await obs.program()).toBe('Chat')
    await onProgram('Standby', 4_000)
    // Had it cut the fade short, the fade to Chat would never have been reported.
    expect(ended.map(({ scene }) => scene)).toEqual(['Chat'])
  })

  test('[OB8] a bridge that crashes during standby finds the way back', async () => {
    await toStandby()
    await bridge.crash()
    await bridge.connected()
    expect(bridge.obs.status().automation).toMatchObject({ state: 'standby', returnTo: 'Gameplay' })
    await settled()
    expect(await obs.program()).toBe('Standby')
    bridge.setHealth('live')
    await onProgram('Gameplay')
  })

  test('[OB11] in studio mode the program changes and the creator’s preview is put back', async () => {
    const client = await obs.client()
    await client.call('SetStudioModeEnabled', { studioModeEnabled: true })
    await client.call('SetCurrentSceneTransition', { transitionName: 'Fade' })
    await client.call('SetCurrentSceneTransitionDuration', { transitionDuration: 600 })
    await client.call('SetCurrentPreviewScene', { sceneName: 'Chat' })
    // An override of one scene, whose progress OBS tells nobody.
    const override = { sceneName: 'Standby', transitionName: 'Fade', transitionDuration: 1_200 }
    await client.call('SetSceneSceneTransitionOverride', override)
    await settled()
    expect(bridge.obs.status().studioMode).toBe(true)

    const previews: string[] = []
    client.on('CurrentPreviewSceneChanged', ({ sceneName }) => previews.push(sceneName))
    const preview = async (): Promise<string> => (await client.call('GetCurrentPreviewScene')).currentPreviewSceneName
    await toStandby()
    await waitFor(() => previews.length >= 2, { what: 'the preview to be put back' })
    expect(previews).toEqual(['Gameplay', 'Chat'])
    expect(await preview()).toBe('Chat')

    bridge.setHealth('live')
    await onProgram('Gameplay')
    await waitFor(() => previews.length >= 4, { what: 'the preview to be put back again' })
    expect(previews).toEqual(['Gameplay', 'Chat', 'Standby', 'Chat'])
    await client.call('SetSceneSceneTransitionOverride', { ...override, transitionName: null as never, transitionDuration: null as never })
  })

  test('[OB11] leaving studio mode during standby is not a hand, though OBS says the program changed twice', async () => {
    const client = await obs.client()
    await client.call('SetStudioModeEnabled', { studioModeEnabled: true })
    await client.call('SetCurrentPreviewScene', { sceneName: 'Chat' })
    await toStandby()
    await settled()
    const reported: string[] = []
    client.on('CurrentProgramSceneChanged', ({ sceneName }) => reported.push(sceneName))
    await client.call('SetStudioModeEnabled', { studioModeEnabled: false })
    await settled()
    expect(reported).toEqual(['Chat', 'Standby'])
    expect(bridge.obs.status().automation.state).toBe('standby')
    bridge.setHealth('live')
    await onProgram('Gameplay')
  })

  test('[OB9] a standby scene that is missing is said, with what was probably meant, and never guessed at', async () => {
    bridge.obs.configure({ ...bridge.settings, standbyScene: 'standbye' })
    await waitFor(() => bridge.obs.status().standbySceneExists === false, { what: 'the scene to be looked for' })
    expect(bridge.obs.status().problem?.text).toContain('Did you mean "Standby"?')
    bridge.setHealth('degraded')
    await settled()
    expect(await obs.program()).toBe('Gameplay')

    const client = await obs.client()
    await client.call('CreateScene', { sceneName: 'standbye' })
    await onProgram('standbye', 3_000)
    await waitFor(() => bridge.obs.status().problem === null, { what: 'the problem to be gone' })
    bridge.setHealth('live')
    await onProgram('Gameplay')
    await client.call('RemoveScene', { sceneName: 'standbye' })
    await waitFor(() => bridge.obs.status().problem?.text.includes('standbye'), { what: 'the missing scene to be said' })
  })

  test('[OB10] the scene to return to is followed when it is renamed', async () => {
    const client = await obs.client()
    await client.call('CreateScene', { sceneName: 'Cooking' })
    await client.call('SetCurrentProgramScene', { sceneName: 'Cooking' })
    await settled()
    await toStandby()
    await client.call('SetSceneName', { sceneName: 'Cooking', newSceneName: 'Baking ⚡ ñ' })
    await waitFor(() => bridge.obs.status().automation.returnTo === 'Baking ⚡ ñ', { what: 'the new name' })
    bridge.setHealth('live')
    await onProgram('Baking ⚡ ñ')
    await client.call('RemoveScene', { sceneName: 'Baking ⚡ ñ' })
  })

  test('[OB10] when it was deleted OBS stays on standby, and the creator is told', async () => {
    const client = await obs.client()
    await client.call('CreateScene', { sceneName: 'Gone soon' })
    await client.call('SetCurrentProgramScene', { sceneName: 'Gone soon' })
    await settled()
    await toStandby()
    await client.call('RemoveScene', { sceneName: 'Gone soon' })
    await waitFor(() => bridge.obs.status().problem?.text.includes('"Gone soon"'), { what: 'the problem to be said' })
    bridge.setHealth('live')
    await pause(6_000)
    expect(await obs.program()).toBe('Standby')
    await client.call('SetCurrentProgramScene', { sceneName: 'Chat' })
    await waitFor(() => bridge.obs.status().problem === null, { what: 'the problem to be gone' })
    expect(bridge.obs.status().automation.state).toBe('idle')
  })

  test('[OB19] after a change of the scene collection its scenes are looked at anew', async () => {
    await elsewhere()
    expect(bridge.obs.status().problem?.text).toContain('OBS has no scene "Standby"')
    await (await obs.client()).call('SetCurrentSceneCollection', { sceneCollectionName: 'bridge-test' })
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
    await (await obs.client()).call('CreateSceneCollection', { sceneCollectionName: `other ${String(Date.now())}` })
    const isStuck = (): boolean => errors() > before
    await waitFor(() => isStuck() || bridge.obs.status().standbySceneExists === false, { what: 'the new collection to be looked at' })
    if (!isStuck()) return
    await waitFor(() => bridge.obs.status().problem?.code === 'obs-busy', { what: 'the stuck OBS to be said', timeoutMs: 25_000 })
    if (tries === 1) throw new Error('OBS got stuck each time it was told to change its scene collection.')
    await obs.restart()
    await waitFor(() => bridge.obs.status().standbySceneExists, { what: 'OBS to be back', timeoutMs: 30_000 })
    await elsewhere(tries - 1)
  }
})
