import { beforeEach, describe, expect, test } from 'vitest'
import { ownPage, pageUrl, swappedUrl } from '@standby/bridge/obs/pages/own-page.ts'
import type { Setup } from '@standby/bridge/obs/setup/setup.ts'
import { texts } from '../../../support/fixtures/words.ts'
import type { SceneCollection } from './scene-collection.ts'
import { ASKED, PORT, setupRig, type SetupRig } from './rig.ts'

const CARD = pageUrl('standby', PORT, 'Standby card')
const OVERLAY = pageUrl('overlay', PORT, 'Standby overlay')

let rig: SetupRig
let obs: SceneCollection
let setup: Setup

beforeEach(() => {
  rig = setupRig()
  ;({ obs, setup } = rig)
})

const itemsOf = (scene: string): string[] => rig.itemsOf(scene)

describe('Setup in OBS, and our own pages there', () => {
  describe('an address', () => {
    test.each([
      ['http://127.0.0.1:4747/overlay', { page: 'overlay', source: null }],
      ['http://localhost:4747/standby?lang=fr&source=Mine', { page: 'standby', source: 'Mine' }],
      [' http://127.0.0.1:4747/overlay?show=chat#x ', { page: 'overlay', source: null }],
      [CARD, { page: 'standby', source: 'Standby card' }],
      [swappedUrl(CARD), { page: 'standby', source: 'Standby card' }],
      [swappedUrl('http://127.0.0.1:4747/overlay#top'), { page: 'overlay', source: null }],
      ['http://127.0.0.1:4748/overlay', null],
      ['http://127.0.0.1/overlay', null],
      ['https://127.0.0.1:4747/overlay', null],
      ['http://192.168.0.2:4747/overlay', null],
      ['http://127.0.0.1.example.org:4747/overlay', null],
      ['http://127.0.0.1:4747/overlays', null],
      ['http://127.0.0.1:4747/', null],
      ['about:blank', null],
      ['', null],
    ])('[OS10] %s is recognised for what it is', (url, expected) => {
      expect(ownPage(url, PORT)).toEqual(expected)
    })
  })

  describe('a setup', () => {
    test('[OS1][OS18] the standby scene with its card and the overlay are made at the size of the canvas', async () => {
      const { made, problem } = await setup.make({ ...ASKED, overlayScene: 'Chat' })
      expect(problem).toBeNull()
      expect(texts(made)).toEqual([
        'The scene “Standby”.',
        'The source “Standby card” in the scene “Standby”.',
        'The source “Standby overlay” in the scene “Chat”.',
      ])
      const flags = { width: 1920, height: 1080, fps: 30, css: '', shutdown: false, restart_when_active: false, reroute_audio: true }
      expect(obs.inputs.get('Standby card')).toMatchObject({ kind: 'browser_source', settings: { url: CARD, ...flags } })
      expect(obs.inputs.get('Standby overlay')).toMatchObject({ kind: 'browser_source', settings: { url: OVERLAY, ...flags } })
      expect(itemsOf('Standby')).toEqual(['Standby card'])
      expect(itemsOf('Chat')).toEqual(['Standby overlay'])
      const bounds = { positionX: 0, positionY: 0, boundsWidth: 1920, boundsHeight: 1080, boundsType: 'OBS_BOUNDS_SCALE_INNER' }
      expect(obs.scenes.get('Chat')?.[0]?.transform).toMatchObject(bounds)
    })

    test('[OS1] a vertical canvas gets vertical sources', async () => {
      obs.canvas = { width: 1080, height: 1920 }
      await setup.make(ASKED)
      for (const name of ['Standby card', 'Standby overlay'])
        expect(obs.inputs.get(name)?.settings).toMatchObject({ width: 1080, height: 1920 })
      expect(obs.scenes.get('Standby')?.[0]?.transform).toMatchObject({ boundsWidth: 1080, boundsHeight: 1920 })
    })

    test('[OS1] the scene on program is the overlay’s unless another is chosen', async () => {
      obs.program = 'Chat'
      expect((await setup.look({ ...ASKED, overlayScene: null })).overlayScene).toBe('Chat')
      await setup.make(ASKED)
      obs.program = 'Standby'
      expect((await setup.look({ ...ASKED, overlayScene: null })).overlayScene).toBe('Gameplay')
    })

    test('[OS2] done twice it makes nothing twice, one after the other or at once', async () => {
      await Promise.all([setup.make(ASKED), setup.make(ASKED)])
      const before = obs.picture()
      const { made, setup: view } = await setup.make(ASKED)
      expect(made).toEqual([])
      expect(view).toMatchObject({ will: [], refused: [] })
      expect(view?.there).toHaveLength(2)
      expect(obs.picture()).toEqual(before)
      expect(obs.changes.filter((change) => change.startsWith('Create'))).toHaveLength(3)
    })

    test('[OS2] it goes on from the point at which another was cut short', async () => {
      obs.refuseNext('CreateInput', 601)
      const first = await setup.make(ASKED)
      expect(first).toMatchObject({ made: [{ text: 'The scene “Standby”.' }] })
      expect(first.problem?.text).toContain('Try again')
      expect((await setup.make(ASKED)).made).toHaveLength(2)
      await setup.remove()
      expect([...obs.scenes.keys()]).toEqual(['Gameplay', 'Chat'])
    })

    test('[OS3] a foreign source of the same name is left, and another name is used', async () => {
      obs.add('Gameplay', 'Standby overlay', 'color_source_v3', { color: 7 })
      obs.add('Chat', 'Standby card', 'browser_source', { url: 'https://example.org/standby' })
      await setup.make(ASKED)
      expect(obs.inputs.get('Standby overlay')).toEqual({ kind: 'color_source_v3', settings: { color: 7 } })
      expect(obs.inputs.get('Standby card')?.settings).toEqual({ url: 'https://example.org/standby' })
      expect(itemsOf('Gameplay')).toEqual(['Standby overlay', 'Standby overlay 2'])
      expect(itemsOf('Standby')).toEqual(['Standby card 2'])
    })

    test('[OS3] a standby scene of the creator’s own is used as it is', async () => {
      obs.scenes.set('Standby', [])
      obs.add('Standby', 'My clip', 'ffmpeg_source')
      const { setup: view } = await setup.make(ASKED)
      expect(itemsOf('Standby')).toEqual(['My clip'])
      expect(view?.there[0]?.text).toContain('your own sources')
    })

    test('[OS3] an empty standby scene is filled, and stays when the setup is taken back', async () => {
      obs.scenes.set('Standby', [])
      await setup.make(ASKED)
      expect(itemsOf('Standby')).toEqual(['Standby card'])
      await setup.remove()
      expect(obs.scenes.get('Standby')).toEqual([])
    })

    test('[OS19] a standby scene whose name a source or a group has is refused, with another name', async () => {
      obs.add('Gameplay', 'Standby', 'image_source')
      const { refused } = await setup.look(ASKED)
      expect(refused).toMatchObject([
        { about: 'standby', sentence: { text: expect.stringContaining('for example “Standby 2”') as string } },
      ])
      expect(texts((await setup.make(ASKED)).made)).toEqual(['The source “Standby overlay” in the scene “Gameplay”.'])
    })

    test.each([
      ['Nowhere', 'Choose one of these: “Gameplay”, “Chat”.'],
      ['gameplay', 'Choose one of these: “Gameplay”, “Chat”.'],
      ['Standby', 'is the standby scene'],
    ])('[OS19] the overlay is not put into "%s"', async (overlayScene, message) => {
      const { made, setup: view } = await setup.make({ ...ASKED, overlayScene })
      expect(view?.refused).toMatchObject([{ about: 'overlay', sentence: { text: expect.stringContaining(message) as string } }])
      expect(texts(made).join()).not.toContain('overlay')
    })

    test('[OS4] a source of ours is recognised by its address, also inside a group or a nested scene', async () => {
      obs.add('Chat', 'My alerts', 'browser_source', { url: 'http://localhost:4747/overlay?show=alerts' })
      expect(texts((await setup.look({ ...ASKED, overlayScene: 'Chat' })).there)).toEqual([
        'The overlay (“My alerts”) in the scene “Chat”.',
      ])
      obs.groups.set('Extras', [])
      obs.nest('Gameplay', 'Extras')
      obs.nest('Extras', 'Chat')
      expect(texts((await setup.look(ASKED)).there)).toEqual(['The overlay (“My alerts”) in the scene “Gameplay”.'])
      obs.nest('Chat', 'Gameplay')
      expect((await setup.look({ ...ASKED, overlayScene: 'Gameplay' })).there).toHaveLength(1)
    })

    test('[OS4] one that is elsewhere is shown in the chosen scene too, and only there taken away again', async () => {
      obs.add('Chat', 'My alerts', 'browser_source', { url: 'http://localhost:4747/overlay' })
      const before = obs.picture()
      expect((await setup.make(ASKED)).made[2]?.text).toBe('The source “My alerts”, which OBS has already, also in the scene “Gameplay”.')
      expect(itemsOf('Gameplay')).toEqual(['My alerts'])
      expect((await setup.remove()).kept).toEqual([])
      expect(obs.picture()).toEqual(before)
    })

    test('[OS4] a local file is no page of ours, whatever address it had before', async () => {
      obs.add('Gameplay', 'File', 'browser_source', { url: OVERLAY, is_local_file: true })
      expect(texts((await setup.look(ASKED)).will)).toContain('The source “Standby overlay” in the scene “Gameplay”.')
    })

    test('[OS7] without browser sources it says so, and makes a text or a colour for the scene if asked', async () => {
      obs.kinds = ['color_source_v2', 'color_source_v3', 'text_gdiplus_v2', 'text_gdiplus_v10']
      const none = await setup.look(ASKED)
      expect(none).toMatchObject({ browserSource: false, will: [], fallbacks: ['text', 'colour'] })
      expect(none.refused.map(({ about }) => about)).toEqual(['standby', 'overlay'])
      expect(none.refused[0]?.sentence.text).toContain('a text or a colour')
      expect(none.refused[1]?.sentence.text).toContain('obsproject.com')

      const { made } = await setup.make({ ...ASKED, fallback: 'text' })
      expect(texts(made)).toEqual(['The scene “Standby”.', 'The source “Standby text” in the scene “Standby”.'])
      expect(obs.inputs.get('Standby text')).toMatchObject({
        kind: 'text_gdiplus_v10',
        settings: { text: expect.stringContaining('Back in a moment') as string },
      })
      expect(obs.changes).toContain('CreateSourceFilter Standby text')
      expect((await setup.make({ ...ASKED, fallback: 'text' })).made).toEqual([])
      await setup.remove()
      expect((await setup.make({ ...ASKED, fallback: 'colour' })).made[1]?.text).toContain('Standby colour')
      expect(obs.inputs.get('Standby colour')).toMatchObject({ kind: 'color_source_v3', settings: { width: 1920, height: 1080 } })
    })

    test('[OS7] no fallback is offered if OBS lacks it, and none is used if OBS has browser sources', async () => {
      expect((await setup.look({ ...ASKED, fallback: 'text' })).will[1]?.text).toContain('Standby card')
      obs.kinds = ['image_source']
      expect(await setup.look({ ...ASKED, fallback: 'text' })).toMatchObject({ will: [], fallbacks: [] })
    })

    test('[OS8] looking changes nothing and says what making does', async () => {
      const { will } = await setup.look(ASKED)
      expect(obs.changes).toEqual([])
      expect((await setup.make(ASKED)).made).toEqual(will)
    })

    test('[OS9] without OBS, and while it loads, it refuses with a sentence', async () => {
      obs.refuseNext('GetSceneList', 207)
      await expect(setup.make(ASKED)).rejects.toMatchObject({
        name: 'SetupRefused',
        message: expect.stringContaining('still loading') as string,
      })
      setup.attach(null)
      await expect(setup.remove()).rejects.toMatchObject({ name: 'SetupRefused', message: expect.stringContaining('Start OBS') as string })
      expect(obs.changes).toEqual([])
    })
  })
})
