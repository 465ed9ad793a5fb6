import { describe, expect, test } from 'vitest'
import { BROWSER_KIND } from '@standby/bridge/obs/pages/own-page.ts'
import {
  holds,
  ownPageOf,
  planSetup,
  type ObservedInput,
  type SetupObserved,
  type SetupWanted,
} from '@standby/bridge/obs/setup/plan.pure.ts'
import { byName } from '../scenes/show.ts'

const PORT = 4747
const WANTED: SetupWanted = { overlayScene: 'Gameplay', standbyScene: 'Standby', fallback: null, port: PORT }
const NOTHING = { steps: [], there: [], refused: [] }

const items = (contents: Record<string, string[]>): SetupObserved['items'] =>
  new Map(Object.entries(contents).map(([name, sources]) => [name, sources.map((sourceName, id) => ({ id, sourceName }))]))

function observed(change: Partial<SetupObserved> = {}): SetupObserved {
  return {
    canvas: { width: 1920, height: 1080 },
    collection: 'Untitled',
    inputKinds: [BROWSER_KIND, 'color_source_v3'],
    program: byName('Gameplay'),
    scenes: [byName('Gameplay')],
    inputs: [],
    items: items({ Gameplay: [] }),
    ...change,
  }
}

const ours = (name: string, page: 'overlay' | 'standby', kind = BROWSER_KIND): ObservedInput => {
  return { name, uuid: null, kind, settings: { url: `http://127.0.0.1:${PORT}/${page}` } }
}
const plain = (name: string): ObservedInput => ({ name, uuid: null, kind: 'image_source', settings: {} })
/** A name and the numbers that would take its place. */
const numbered = (name: string): string[] => [name, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${name} ${number}`)]

describe('Setup in OBS, and our own pages there', () => {
  describe('the plan of a setup', () => {
    test('[OS1] what is missing is made, and nothing else is said', () => {
      const plan = planSetup(observed(), WANTED)
      expect(plan).toMatchObject({ overlayScene: 'Gameplay', there: [], refused: [], fallbacks: [] })
      expect(plan.steps).toMatchObject([
        { make: 'scene', sceneName: 'Standby' },
        { make: 'input', sceneName: 'Standby', input: { name: 'Standby card' } },
        { make: 'input', sceneName: 'Gameplay', input: { name: 'Standby overlay' } },
      ])
    })

    test('[OS1] the overlay goes to the first scene that is not the standby scene, or nowhere', () => {
      const scenes = ['Standby', 'Chat', 'Gameplay'].map(byName)
      const wanted = { ...WANTED, overlayScene: null }
      expect(planSetup(observed({ program: byName('Standby'), scenes }), wanted).overlayScene).toBe('Chat')
      const plan = planSetup(observed({ program: byName('Standby'), scenes: [byName('Standby')] }), wanted)
      expect(plan.overlayScene).toBeNull()
      expect(plan.refused).toMatchObject([{ about: 'overlay', sentence: { code: 'no-scene-for-overlay' } }])
    })

    test('[OS2] what is there is found and named', () => {
      const seen = observed({
        scenes: ['Gameplay', 'Standby'].map(byName),
        inputs: [ours('Elsewhere', 'standby'), ours('Card', 'standby'), ours('Alerts', 'overlay')],
        items: items({ Gameplay: ['Alerts'], Standby: ['Card'] }),
      })
      const { there, ...rest } = planSetup(seen, WANTED)
      expect(rest).toEqual({ overlayScene: 'Gameplay', steps: [], refused: [], fallbacks: [] })
      expect(there).toMatchObject([
        { code: 'card-there', params: { scene: 'Standby', source: 'Card' } },
        { code: 'overlay-there', params: { scene: 'Gameplay', source: 'Alerts' } },
      ])
    })

    test('[OS3] a standby scene with other sources in it is named', () => {
      const seen = observed({ scenes: ['Gameplay', 'Standby'].map(byName), items: items({ Gameplay: [], Standby: ['Clip'] }) })
      expect(planSetup(seen, WANTED).there).toMatchObject([{ code: 'own-standby-scene', params: { scene: 'Standby' } }])
    })

    test('[OS3] a standby scene without items in OBS’s answer is an empty one', () => {
      const seen = observed({ scenes: ['Gameplay', 'Standby'].map(byName) })
      expect(planSetup(seen, WANTED).steps[0]).toMatchObject({ make: 'input', sceneName: 'Standby' })
    })

    test.each([
      ['and all its numbers', numbered('Standby'), { code: 'name-not-a-scene', params: { scene: 'Standby' } }],
      ['alone', ['Standby'], { code: 'name-not-a-scene-but', params: { scene: 'Standby', instead: 'Standby 2' } }],
    ])('[OS3] where sources have the name of the standby scene %s, it is refused', (_, names, sentence) => {
      const { refused, there } = planSetup(observed({ inputs: names.map(plain) }), WANTED)
      expect({ refused, there }).toMatchObject({ refused: [{ about: 'standby', sentence }], there: [] })
    })

    test('[OS3] if every name for a source is taken, it is refused and says which', () => {
      const inputs = [...numbered('Standby card'), ...numbered('Standby overlay')].map(plain)
      expect(planSetup(observed({ inputs }), WANTED)).toMatchObject({
        ...NOTHING,
        refused: [
          { about: 'standby', sentence: { code: 'names-taken', params: { source: 'Standby card' } } },
          { about: 'overlay', sentence: { code: 'names-taken', params: { source: 'Standby overlay' } } },
        ],
      })
      const colours = observed({ inputKinds: ['color_source_v3'], inputs: numbered('Standby colour').map(plain) })
      expect(planSetup(colours, { ...WANTED, fallback: 'colour' }).refused[0]).toMatchObject({ sentence: { code: 'names-taken' } })
    })

    test('[OS3] the name of a scene is taken too', () => {
      const { steps } = planSetup(observed({ scenes: ['Gameplay', 'Standby overlay'].map(byName) }), WANTED)
      expect(steps.at(-1)).toMatchObject({ input: { name: 'Standby overlay 2' } })
    })

    test('[OS3] an overlay in the standby scene is refused with the name of that scene', () => {
      const { refused } = planSetup(observed(), { ...WANTED, overlayScene: 'Standby' })
      expect(refused).toMatchObject([{ about: 'overlay', sentence: { code: 'overlay-in-standby-scene', params: { scene: 'Standby' } } }])
    })

    test('[OS7] without browser sources it says whether there is anything instead', () => {
      const codes = (inputKinds: string[]) => planSetup(observed({ inputKinds }), WANTED).refused.map(({ sentence }) => sentence.code)
      expect(codes(['color_source_v3'])).toEqual(['no-browser-for-card-but', 'no-browser-for-overlay'])
      expect(codes([])).toEqual(['no-browser-for-card', 'no-browser-for-overlay'])
    })
  })

  describe('what is ours', () => {
    test('[OS4] only a browser source with an address shows a page of ours', () => {
      const seen = observed({ inputs: [ours('Picture', 'overlay', 'image_source')], items: items({ Gameplay: ['Picture'] }) })
      expect(planSetup(seen, WANTED).there).toEqual([])
      expect([{}, { url: 5 }, { url: null }].map((settings) => ownPageOf(settings, PORT))).toEqual([null, null, null])
      expect(ownPageOf({ url: `http://127.0.0.1:${PORT}/overlay` }, PORT)?.page).toBe('overlay')
    })

    test('[OS4] scenes that contain each other are looked through once', () => {
      const seen = { items: items({ A: ['B'], B: ['C'], C: ['A', 'Clip'] }) }
      expect(holds(seen, 'A', 'Clip')).toBe(true)
      expect(holds(seen, 'A', 'Alerts')).toBe(false)
    })
  })
})
