import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { INITIAL_STATE } from '@standby/bridge/obs/scenes/state.ts'
import { createObsLink, type ObsLink } from '@standby/bridge/obs/link/link.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { fakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts'
import { startFakeObs, type FakeObs } from '../../../support/fakes/fake-obs.ts'
import { waitFor } from '../../../support/wait.ts'

const MAIN = { canvasName: 'Main', canvasUuid: 'canvas-main', canvasFlags: { MAIN: true } }
const VERTICAL = { canvasName: 'Vertical', canvasUuid: 'canvas-vertical', canvasFlags: { MAIN: false } }

describe('OBS and its scenes', () => {
  describe('canvases and groups', () => {
    let fake: FakeObs
    let clock: FakeClock
    let obs: ObsLink
    let saved: unknown

    beforeEach(async () => {
      fake = await startFakeObs()
      saved = null
      clock = fakeClock()
      obs = makeObs()
      obs.setHealth('live', clock.now())
    })
    afterEach(async () => {
      await obs.close()
      await fake.close()
    })

    const makeObs = (): ObsLink =>
      createObsLink({
        clock,
        random: () => 0.5,
        log: pino({ level: 'silent' }),
        saved: { load: () => saved, save: () => undefined },
        onStatus: () => undefined,
      })

    async function connect(mode: 'scene' | 'source'): Promise<void> {
      obs.configure({
        ...DEFAULT_OBS_AUTOMATION,
        mode,
        sourceName: 'Card',
        url: fake.url,
        password: null,
        standbyScene: 'Standby',
        enabled: true,
      })
      await waitFor(() => obs.status().programScene !== null, { what: 'the connection' })
    }

    test('[OB37] a canvas of OBS 32 is named, and that only the main one is switched', async () => {
      fake.answer('GetVersion', { obsVersion: '32.2.2', availableRequests: ['GetCanvasList'] })
      fake.answer('GetCanvasList', { canvases: [MAIN, VERTICAL] })
      await connect('scene')
      expect(obs.status().canvases).toEqual(['Vertical'])
      expect(obs.status().hints[0]?.text).toContain('only the main canvas goes to standby')
      expect(obs.status().problem).toBeNull()
    })

    test('[OB37] so is the canvas of the Aitum Vertical plugin', async () => {
      fake.answer('CallVendorRequest', {
        vendorName: 'aitum-vertical-canvas',
        responseData: { scenes: [{ name: 'Upright' }], success: true },
      })
      await connect('scene')
      expect(obs.status().canvases).toEqual(['Aitum Vertical'])
    })

    test('[OB37] without another canvas nothing is said of it', async () => {
      await connect('scene')
      expect(obs.status()).toMatchObject({ canvases: [], hints: [] })
    })

    test('[OB26] [OB37] the source is shown in groups and in the scenes of other canvases too', async () => {
      fake.answer('CallVendorRequest', { responseData: { scenes: [{ name: 'Upright' }] } })
      const group = { sceneItemId: 4, sourceName: 'Extras', sceneItemEnabled: true, isGroup: true }
      fake.answer('GetSceneItemList', { sceneItems: [group] })
      fake.answer('GetGroupSceneItemList', {
        sceneItems: [{ sceneItemId: 9, sourceName: 'Card', sceneItemEnabled: false, isGroup: false }],
      })
      fake.answer('SetSceneItemEnabled', {})
      await connect('source')
      expect(obs.status()).toMatchObject({ sourceExists: true, hints: [], problem: null })
      obs.setHealth('degraded', clock.now())
      await waitFor(() => fake.requests.filter((type) => type === 'SetSceneItemEnabled').length >= 2, { what: 'both to be shown' })
      expect(fake.requests).not.toContain('SetCurrentProgramScene')
    })

    test('[OB17] an OBS that speaks another protocol is explained, and not tried again by itself', async () => {
      obs.configure({ ...DEFAULT_OBS_AUTOMATION, url: fake.url, password: null, standbyScene: 'Standby', enabled: true })
      await waitFor(() => obs.status().phase === 'connected', { what: 'the connection' })
      fake.closeAll(4010, 'Your requested RPC version is not supported by this server.')
      await waitFor(() => obs.status().phase === 'stopped', { what: 'the refusal' })
      expect(obs.status().problem?.text).toContain('Install a current OBS')
    })

    test('[OB33] what cannot be done by hand is said in a sentence', async () => {
      expect(obs.manual('standby')?.text).toContain('not connected')
      await connect('scene')
      expect(obs.manual('back')?.text).toContain('nothing to go back from')
      fake.scenes = ['Gameplay', 'Standbye']
      fake.emit('SceneListChanged', { scenes: [] })
      await waitFor(
        () => {
          clock.advanceBy(50)
          return obs.status().standbySceneExists === false
        },
        { what: 'the scenes to be looked at' },
      )
      expect(obs.manual('standby')?.text).toContain('Did you mean “Standbye”?')
    })

    test('[OB36] an override that a crash left behind is put back', async () => {
      await obs.close()
      saved = { ...INITIAL_STATE, borrowed: { sceneName: 'Chat', transitionName: 'Fade', transitionDuration: 700 } }
      fake.answer('SetSceneSceneTransitionOverride', {})
      obs = makeObs()
      await connect('scene')
      await waitFor(() => fake.requests.includes('SetSceneSceneTransitionOverride'), { what: 'it to be put back' })
    })

    test('[OB34] a pause ends with the show it was meant for', async () => {
      await connect('scene')
      obs.pause(true)
      expect(obs.status().automation.paused).toBe(true)
      obs.setHealth('reconnecting', clock.now())
      expect(obs.status().automation.paused).toBe(true)
      obs.setHealth('offline', clock.now())
      expect(obs.status().automation.paused).toBe(false)
    })
  })
})
