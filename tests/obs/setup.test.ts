import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OBSWebSocket } from 'obs-websocket-js/json'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { openObs, type ObsSession } from '@standby/bridge/obs/link/adapter.ts'
import { systemClock } from '@standby/bridge/clock.ts'
import { pageUrl } from '@standby/bridge/obs/pages/own-page.ts'
import { createPageRegistry } from '@standby/bridge/feed/page-registry.ts'
import { createSetup, type Setup, type SetupAsked } from '@standby/bridge/obs/setup/setup.ts'
import { APPEAR_MS } from '@standby/bridge/obs/pages/revive.pure.ts'
import { createOwnPages, findOwnSources } from '@standby/bridge/obs/pages/pages.ts'
import { HEIGHT, WIDTH } from '../support/obs/obs-settings.ts'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { changedShare } from '../support/browser/pixels.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { skippingClock } from '../support/fakes/skipping-clock.ts'
import { waitFor } from '../support/wait.ts'
import { texts } from '../support/fixtures/words.ts'
import { reset } from './reset.ts'

const PORT = 4747
const SCENES = ['Gameplay', 'Chat'] as const
const ASKED: SetupAsked = { overlayScene: 'Gameplay', standbyScene: 'Away', fallback: null }
const OBS_BROWSER = 'Chrome/103.0.5060.134 Safari/537.36 OBS/29.0.2'

describe('Setup in OBS, and our own pages there', () => {
  describe.skipIf(!obsAvailable())('in a real OBS', () => {
    let obs: TestObs
    let hand: OBSWebSocket
    let session: ObsSession | null = null
    const ends: (() => unknown)[] = []
    /** By whether they have browser sources. */
    const started = new Map<boolean, TestObs>()

    async function start(browserSource: boolean): Promise<Setup> {
      obs = started.get(browserSource) ?? (await startObs({ scenes: [...SCENES], browserSource }))
      started.set(browserSource, obs)
      hand = await obs.client()
      await reset(hand, SCENES)
      await hand.call('SetVideoSettings', { baseWidth: WIDTH, baseHeight: HEIGHT, outputWidth: WIDTH, outputHeight: HEIGHT })
      await connect()
      const setup = createSetup({ port: () => PORT, log: silentLog, saved: { load: () => null, save: () => undefined } })
      setup.attach(session)
      return setup
    }

    async function connect(): Promise<ObsSession> {
      session = null
      const link = openObs({
        url: obs.url,
        password: obs.password,
        clock: systemClock,
        log: silentLog,
        callTimeoutMs: 5_000,
        onOpened: (opened) => (session = opened),
        onEvent: () => undefined,
        onSignOfLife: () => undefined,
        onClosed: () => undefined,
      })
      ends.unshift(() => link.close())
      return waitFor(() => session, { what: 'the connection' })
    }

    afterEach(async () => {
      for (const end of ends.splice(0)) await end()
    })
    afterAll(async () => {
      for (const one of started.values()) await one.stop()
    })

    /** Every scene with its sources, and every input with what has been set on it. */
    async function everything(): Promise<unknown> {
      const { scenes } = await hand.call('GetSceneList')
      const { inputs } = await hand.call('GetInputList')
      const items = scenes.map(async ({ sceneName: scene }) => {
        const sceneName = scene as string
        const { sceneItems } = await hand.call('GetSceneItemList', { sceneName })
        return [sceneName, sceneItems.map(({ sourceName }) => sourceName)]
      })
      const settings = inputs.map(async ({ inputName: input }) => {
        const inputName = input as string
        // OBS may have let go of it since it was listed.
        const answer = await hand.call('GetInputSettings', { inputName }).catch(() => null)
        return [inputName, answer?.inputKind, answer?.inputSettings]
      })
      return { scenes: await Promise.all(items), inputs: (await Promise.all(settings)).sort() }
    }

    test('[OS1][OS2][OS5] a setup makes scene, card and overlay once; its removal takes away just that', async () => {
      const setup = await start(true)
      const before = await everything()
      const { made, problem } = await setup.make(ASKED)
      expect(problem).toBeNull()
      expect(made).toHaveLength(3)
      const { inputSettings } = await hand.call('GetInputSettings', { inputName: 'Standby overlay' })
      expect(inputSettings).toMatchObject({
        url: pageUrl('overlay', PORT, 'Standby overlay'),
        width: 320,
        height: 180,
        reroute_audio: true,
      })
      const { sceneItems } = await hand.call('GetSceneItemList', { sceneName: 'Away' })
      expect(sceneItems).toMatchObject([
        {
          sourceName: 'Standby card',
          sceneItemTransform: { positionX: 0, positionY: 0, width: 320, height: 180, boundsType: 'OBS_BOUNDS_SCALE_INNER' },
        },
      ])

      const after = await everything()
      expect((await setup.make(ASKED)).made).toEqual([])
      expect(await everything()).toEqual(after)
      expect((await setup.remove()).kept).toEqual([])
      // OBS lets go of a source with its next frame.
      await waitFor(async () => JSON.stringify(await everything()) === JSON.stringify(before), { what: 'everything to be as before' })
    })

    test('[OS1] on a vertical canvas they are made upright', async () => {
      const setup = await start(true)
      await hand.call('SetVideoSettings', { baseWidth: 1080, baseHeight: 1920, outputWidth: 1080, outputHeight: 1920 })
      const { made, setup: view } = await setup.make(ASKED)
      expect(made).toHaveLength(3)
      expect(view?.canvas).toEqual({ width: 1080, height: 1920 })
      for (const inputName of ['Standby card', 'Standby overlay']) {
        expect((await hand.call('GetInputSettings', { inputName })).inputSettings).toMatchObject({ width: 1080, height: 1920 })
      }
      const { sceneItems } = await hand.call('GetSceneItemList', { sceneName: 'Away' })
      expect(sceneItems).toMatchObject([{ sceneItemTransform: { width: 1080, height: 1920, boundsWidth: 1080, boundsHeight: 1920 } }])
    })

    test('[OS3][OS6] what is not ours stays: a source of our name, one in the made scene, a scene on program', async () => {
      const setup = await start(true)
      const foreign = { url: 'https://example.org/overlay' }
      await hand.call('CreateInput', {
        sceneName: 'Chat',
        inputName: 'Standby overlay',
        inputKind: 'browser_source',
        inputSettings: foreign,
      })
      await hand.call('CreateInput', { sceneName: 'Chat', inputName: 'Standby card', inputKind: 'color_source_v3' })
      const { made } = await setup.make(ASKED)
      expect(made[1]?.text).toContain('“Standby card 2”')
      expect(made[2]?.text).toContain('“Standby overlay 2”')

      await hand.call('SetCurrentProgramScene', { sceneName: 'Away' })
      expect(texts((await setup.remove()).kept)).toEqual(['The scene “Away” is on program now. Switch to another scene, then try again.'])
      await hand.call('SetCurrentProgramScene', { sceneName: 'Gameplay' })
      await hand.call('CreateInput', { sceneName: 'Away', inputName: 'My clip', inputKind: 'color_source_v3' })
      expect(texts((await setup.remove()).kept)).toEqual(['The scene “Away” has other sources in it, so it stays.'])
      expect((await hand.call('GetInputSettings', { inputName: 'Standby overlay' })).inputSettings).toEqual(foreign)
      const left = ['Chat colour', 'Gameplay colour', 'My clip', 'Standby card', 'Standby overlay']
      const inputs = async (): Promise<unknown[]> => (await hand.call('GetInputList')).inputs.map(({ inputName }) => inputName).sort()
      // OBS lets go of a source with one of its next frames.
      await waitFor(async () => (await inputs()).length <= left.length, { what: 'what was made to be gone' })
      expect(await inputs()).toEqual(left)
    })

    test('[OS7] without browser sources it explains, and makes a visible text that can be removed again', async () => {
      const setup = await start(false)
      const before = await everything()
      const without = await setup.make(ASKED)
      expect(without).toMatchObject({ made: [], problem: null, setup: { browserSource: false, fallbacks: ['text', 'colour'] } })
      expect(without.setup?.refused[0]?.sentence.text).toContain('no browser sources')
      await expect(hand.call('CreateInput', { sceneName: 'Chat', inputName: 'x', inputKind: 'browser_source' })).rejects.toMatchObject({
        code: 605,
      })

      expect((await setup.make({ ...ASKED, fallback: 'text' })).made).toHaveLength(2)
      await hand.call('SetCurrentProgramScene', { sceneName: 'Away' })
      const picture = join(import.meta.dirname, '..', 'output', 'setup', 'fallback-text.png')
      // A black picture of this size packs into a few hundred bytes.
      await waitFor(async () => (await obs.screenshot(picture)).length > 1_500, { what: 'the text to be drawn' })
      // It moves: a picture that stands still looks like a fault.
      const first = readFileSync(picture)
      await waitFor(async () => changedShare(first, await obs.screenshot(picture)) > 0, { what: 'the text to move' })
      await hand.call('SetCurrentProgramScene', { sceneName: 'Gameplay' })
      expect((await setup.remove()).kept).toEqual([])
      await waitFor(async () => JSON.stringify(await everything()) === JSON.stringify(before), { what: 'everything to be as before' })
    })

    test('[OS11][OS15] a missing page gets a refresh, then a new browser; foreign sources are never touched', async () => {
      await start(true)
      const url = pageUrl('overlay', PORT, 'Mine')
      const add = (inputName: string, shown: string): Promise<unknown> =>
        hand.call('CreateInput', { sceneName: 'Gameplay', inputName, inputKind: 'browser_source', inputSettings: { url: shown } })
      await add('Mine', url)
      await add('Foreign', 'http://127.0.0.1:9999/overlay')
      expect(await findOwnSources(session as ObsSession, PORT)).toMatchObject([{ inputName: 'Mine', source: 'Mine', showing: true }])

      const loads = (): string[] => [...obs.output().matchAll(/\] ((?:loads|refreshed) .*)/g)].map(([, line]) => line ?? '')
      const clock = skippingClock()
      const registry = createPageRegistry(clock)
      registry.onChange(() => sources.wake())
      const sources = createOwnPages({
        clock,
        port: () => PORT,
        pages: () => registry.pages(),
        log: silentLog,
        saved: { load: () => null, save: () => undefined },
        onChange: () => undefined,
      })
      ends.unshift(() => sources.close())
      const already = loads().length
      sources.attach(session)
      await waitFor(() => sources.view().sources.length > 0, { what: 'the source to be found' })
      for (const calls of [1, 3]) {
        clock.skip(APPEAR_MS)
        await waitFor(() => loads().length >= already + calls, { what: `the page to be called ${calls} times` })
      }
      expect(loads().slice(already)).toEqual([`refreshed ${url}`, `loads ${url}#revived`, `loads ${url}`])
      registry.open({ page: 'overlay', source: 'Mine', userAgent: OBS_BROWSER })
      await waitFor(() => sources.view().sources[0]?.state === 'alive', { what: 'the page to be seen' })
      expect(await sources.reload('Mine')).toBe('ok')
      await waitFor(() => loads().length === already + 4, { what: 'the reload by hand' })
      const { inputSettings } = await hand.call('GetInputSettings', { inputName: 'Foreign' })
      expect(inputSettings).toEqual({ url: 'http://127.0.0.1:9999/overlay' })
      expect(loads().filter((line) => line.includes('9999'))).toHaveLength(1)
    })
  })
})
