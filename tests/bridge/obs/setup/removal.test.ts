import { beforeEach, describe, expect, test } from 'vitest'
import type { Setup } from '@standby/bridge/obs/setup/setup.ts'
import type { ObsRemovalResult } from '@standby/shared/obs-setup.ts'
import { texts } from '../../../support/fixtures/words.ts'
import type { SceneCollection } from './scene-collection.ts'
import { ASKED, setupRig, type SetupRig } from './rig.ts'

let rig: SetupRig
let obs: SceneCollection
let setup: Setup

beforeEach(() => {
  rig = setupRig()
  ;({ obs, setup } = rig)
})

const itemsOf = (scene: string): string[] => rig.itemsOf(scene)

const said = ({ removed, kept }: ObsRemovalResult): { removed: string[]; kept: string[] } => ({
  removed: texts(removed),
  kept: texts(kept),
})

describe('Setup in OBS, and our own pages there', () => {
  describe('taking it away', () => {
    test('[OS5] takes exactly what was made, also after the bridge was started again', async () => {
      obs.add('Gameplay', 'Camera', 'v4l2_input')
      const before = obs.picture()
      await setup.make(ASKED)
      setup = rig.restart()
      expect((await setup.look(ASKED)).made).toHaveLength(3)
      expect(said(await setup.remove())).toEqual({
        removed: ['The source “Standby card”.', 'The source “Standby overlay”.', 'The scene “Standby”.'],
        kept: [],
      })
      expect(obs.picture()).toEqual(before)
      expect(await setup.remove()).toEqual({ removed: [], kept: [], problem: null })
    })

    test('[OS5] what was made in another scene collection is left until that is open', async () => {
      await setup.make(ASKED)
      obs.name = 'Other'
      const before = obs.picture()
      const { removed, kept } = await setup.remove()
      expect(removed).toEqual([])
      expect(kept[0]?.text).toContain('scene collection “Untitled”')
      expect(obs.picture()).toEqual(before)
      obs.name = 'Untitled'
      expect((await setup.remove()).removed).toHaveLength(3)
    })

    test('[OS5] what is gone already is forgotten, and a memory that makes no sense takes nothing away', async () => {
      await setup.make(ASKED)
      obs.inputs.delete('Standby overlay')
      obs.scenes.set('Gameplay', [])
      expect(texts((await setup.remove()).removed)).toEqual(['The source “Standby card”.', 'The scene “Standby”.'])
      await setup.make(ASKED)
      rig.saved = [{ what: 'scene', name: 'Gameplay' }]
      expect(await rig.restart().remove()).toEqual({ removed: [], kept: [], problem: null })
    })

    test('[OS6] a place in a scene that another source has by now is left', async () => {
      obs.add('Chat', 'My alerts', 'browser_source', { url: 'http://localhost:4747/overlay' })
      await setup.make(ASKED)
      const [item] = obs.scenes.get('Gameplay') ?? []
      Object.assign(item ?? {}, { sourceName: 'Camera' })
      expect(texts((await setup.remove()).removed)).toEqual(['The source “Standby card”.', 'The scene “Standby”.'])
      expect(itemsOf('Gameplay')).toEqual(['Camera'])
    })

    test('[OS6] a source that shows another address by now is left, one that was only adjusted is not', async () => {
      await setup.make(ASKED)
      Object.assign(obs.inputs.get('Standby card')?.settings ?? {}, { url: 'https://example.org' })
      Object.assign(obs.inputs.get('Standby overlay')?.settings ?? {}, { url: 'http://localhost:4747/overlay?show=chat', width: 400 })
      const { removed, kept } = await setup.remove()
      expect(texts(removed)).toEqual(['The source “Standby overlay”.'])
      expect(texts(kept)).toEqual([
        'The source “Standby card” has been changed since, so it stays. Remove it by hand if you like.',
        'The scene “Standby” has other sources in it, so it stays.',
      ])
      expect(itemsOf('Standby')).toEqual(['Standby card'])
    })

    test('[OS6] a fallback with other words in it is left', async () => {
      obs.kinds = ['text_ft2_source_v2']
      await setup.make({ ...ASKED, fallback: 'text' })
      Object.assign(obs.inputs.get('Standby text')?.settings ?? {}, { text: 'Brb!' })
      expect((await setup.remove()).removed).toEqual([])
    })

    test('[OS6] a scene with other sources in it, on program, or within another scene is left', async () => {
      await setup.make(ASKED)
      obs.program = 'Standby'
      expect(texts((await setup.remove()).kept)).toEqual([
        'The scene “Standby” is on program now. Switch to another scene, then try again.',
      ])
      obs.program = 'Gameplay'
      obs.nest('Chat', 'Standby')
      expect(texts((await setup.remove()).kept)).toEqual(['The scene “Standby” is used in another scene, so it stays.'])
      obs.scenes.set('Chat', [])
      obs.add('Standby', 'My clip', 'ffmpeg_source')
      expect(texts((await setup.remove()).kept)).toEqual(['The scene “Standby” has other sources in it, so it stays.'])
      expect(itemsOf('Standby')).toEqual(['My clip'])
    })

    test('[OS6] a source the creator uses in other scenes too stays in those', async () => {
      await setup.make(ASKED)
      obs.nest('Chat', 'Standby overlay')
      const { removed, kept } = await setup.remove()
      expect(removed[1]?.text).toBe('The source “Standby overlay” in the scene “Gameplay”.')
      expect(texts(kept)).toEqual(['The source “Standby overlay” is also used in “Chat”, so it stays there.'])
      expect([itemsOf('Gameplay'), itemsOf('Chat')]).toEqual([[], ['Standby overlay']])
      expect(await setup.remove()).toEqual({ removed: [], kept: [], problem: null })
    })
  })
})
