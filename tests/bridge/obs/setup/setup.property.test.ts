import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSetup, type SetupAsked } from '@standby/bridge/obs/setup/setup.ts'
import { silentLog } from '../../../support/fakes/silent-log.ts'
import { sceneCollection, type SceneCollection } from './scene-collection.ts'

const PORT = 4747
// Few names, so that they meet.
const NAMES = ['Gameplay', 'Chat', 'Standby', 'Standby card', 'Standby overlay', 'Standby 2', 'Camera']
const URLS = [
  'http://127.0.0.1:4747/overlay',
  'http://localhost:4747/standby',
  'https://example.org/overlay',
  'http://127.0.0.1:4748/overlay',
]

const source = fc.record({
  scene: fc.nat(),
  name: fc.constantFrom(...NAMES, 'Alerts', 'Card'),
  kind: fc.constantFrom('browser_source', 'image_source', 'text_ft2_source_v2'),
  url: fc.constantFrom(...URLS),
})
type Source = typeof source extends fc.Arbitrary<infer Value> ? Value : never
const collection = fc.record({
  scenes: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 }),
  sources: fc.array(source, { maxLength: 6 }),
  program: fc.nat(),
  browser: fc.boolean(),
})
const asked: fc.Arbitrary<SetupAsked> = fc.record({
  overlayScene: fc.option(fc.constantFrom(...NAMES), { nil: null }),
  standbyScene: fc.constantFrom('Standby', 'Standby 2', 'Camera'),
  fallback: fc.constantFrom('text' as const, 'colour' as const, null),
})

function build(wanted: typeof collection extends fc.Arbitrary<infer Value> ? Value : never): SceneCollection {
  const obs = sceneCollection(wanted.scenes)
  obs.program = at(wanted.scenes, wanted.program)
  if (!wanted.browser) obs.kinds = obs.kinds.filter((kind) => kind !== 'browser_source')
  for (const one of wanted.sources) addSource(obs, one)
  return obs
}

function addSource(obs: SceneCollection, { scene, name, kind, url }: Source): void {
  if (obs.scenes.has(name) || obs.inputs.has(name)) return
  obs.add(at([...obs.scenes.keys()], scene), name, kind, kind === 'browser_source' ? { url } : { text: 'mine' })
}

function at<Value>(values: readonly Value[], index: number): Value {
  return values[index % values.length] as Value
}

const setupOn = (obs: SceneCollection) => {
  const setup = createSetup({ port: () => PORT, log: silentLog, saved: { load: () => null, save: () => undefined } })
  setup.attach(obs.session)
  return setup
}

describe('Setup in OBS, and our own pages there', () => {
  test('[OS5] in any collection what a setup made is removed without a trace unless it is in use', async () => {
    await fc.assert(
      fc.asyncProperty(collection, asked, async (wanted, wish) => {
        const obs = build(wanted)
        const before = obs.picture()
        const setup = setupOn(obs)
        await setup.make(wish)
        const { kept } = await setup.remove()
        expect(kept).toEqual([])
        expect(obs.picture()).toEqual(before)
      }),
      { numRuns: 500 },
    )
  })

  test('[OS2] in any scene collection a second setup makes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(collection, asked, async (wanted, wish) => {
        const obs = build(wanted)
        const setup = setupOn(obs)
        await setup.make(wish)
        const before = obs.picture()
        expect(await setup.make(wish)).toMatchObject({ made: [], problem: null })
        expect(obs.picture()).toEqual(before)
      }),
      { numRuns: 500 },
    )
  })

  test('[OS3] setup and removal never touch what the creator made, whatever they did in between', async () => {
    await fc.assert(
      fc.asyncProperty(collection, asked, fc.array(source, { maxLength: 4 }), fc.nat(), async (wanted, wish, later, program) => {
        const obs = build(wanted)
        const setup = setupOn(obs)
        const theirs = new Map([...obs.inputs].map(([name, input]) => [name, structuredClone(input)]))
        const places = [...obs.scenes].map(([scene, items]) => ({ scene, ids: items.map(({ id }) => id) }))
        await setup.make(wish)
        for (const one of later) {
          const count = obs.inputs.size
          addSource(obs, one)
          const added = obs.inputs.get(one.name)
          if (obs.inputs.size > count && added !== undefined) {
            theirs.set(one.name, structuredClone(added))
            for (const [scene, items] of obs.scenes) {
              for (const { id, sourceName } of items) if (sourceName === one.name) places.push({ scene, ids: [id] })
            }
          }
        }
        obs.program = at([...obs.scenes.keys()], program)
        await setup.remove()
        for (const [name, input] of theirs) expect(obs.inputs.get(name)).toEqual(input)
        for (const { scene, ids } of places) {
          expect(obs.scenes.has(scene)).toBe(true)
          expect(obs.scenes.get(scene)?.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
        }
        expect(obs.scenes.has(obs.program)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
