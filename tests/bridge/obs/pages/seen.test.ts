import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { pageUrl } from '@standby/bridge/obs/pages/own-page.ts'
import { createSeen, type Seen } from '@standby/bridge/obs/pages/seen.ts'
import { capturesOver, isBlank, isSeen, type SceneItem } from '@standby/bridge/obs/pages/seen.pure.ts'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import { fakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts'
import { silentLog } from '../../../support/fakes/silent-log.ts'
import { OBS_OFF } from '../../../support/fixtures/show.ts'
import { sceneCollection, type SceneCollection } from '../setup/scene-collection.ts'

const CANVAS = { width: 1080, height: 1920 }
const WHOLE = { alignment: 5, positionX: 0, positionY: 0, rotation: 0, width: 1080, height: 1920, boundsType: 'OBS_BOUNDS_NONE' }
const item = (transform: object = WHOLE, sceneItemEnabled = true): SceneItem => ({
  sourceName: 'Card',
  sceneItemEnabled,
  sceneItemTransform: transform,
})

let clock: FakeClock
let obs: SceneCollection
let status: ObsStatus
let isLive: boolean
let seen: Seen

beforeEach(() => {
  clock = fakeClock()
  obs = sceneCollection(['Gameplay', 'Standby'])
  obs.add('Gameplay', 'Overlay', 'browser_source', { url: pageUrl('overlay', 4747, 'Overlay') })
  obs.add('Standby', 'Card', 'browser_source', { url: pageUrl('standby', 4747, 'Card') })
  status = { ...OBS_OFF, programScene: 'Gameplay', standbyScene: 'Standby', standbySceneExists: true }
  isLive = true
  seen = createSeen({
    clock,
    log: silentLog,
    port: () => 4747,
    status: () => status,
    isLive: () => isLive,
    hasSound: () => true,
    onChange: () => undefined,
  })
})

async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** What is said after the next look. */
async function said(): Promise<string[]> {
  seen.attach(obs.session)
  await settle()
  return [seen.problem(), ...seen.hints()].flatMap((one) => (one === null ? [] : [one.code]))
}

const only = (scene: string) => obs.scenes.get(scene)!.at(0)!

describe('OBS and its scenes', () => {
  test.each<[string, SceneItem, boolean]>([
    ['the whole picture', item(), true],
    ['switched off', item(WHOLE, false), false],
    ['without size, as a picture whose file is gone', item({ ...WHOLE, width: 0 }), false],
    ['to the left of the picture', item({ ...WHOLE, positionX: -1080 }), false],
    ['below the picture', item({ ...WHOLE, positionY: 1920 }), false],
    ['with a corner in the picture', item({ ...WHOLE, positionX: 1079, positionY: -1919 }), true],
    ['centred at a corner', item({ ...WHOLE, alignment: 0, positionX: 1080, positionY: 1920 }), true],
    ['aligned at its right, at the left edge', item({ ...WHOLE, alignment: 6 }), false],
    [
      'in bounds outside',
      item({ ...WHOLE, boundsType: 'OBS_BOUNDS_SCALE_INNER', boundsWidth: 10, boundsHeight: 10, positionX: 2_000 }),
      false,
    ],
    ['turned, so that nobody can tell', item({ ...WHOLE, rotation: 90, positionX: -1080 }), true],
    ['of an OBS that does not tell', { sourceName: 'Card' }, true],
  ])('[OB51] an item %s', (_, one, expected) => {
    expect(isSeen(one, CANVAS)).toBe(expected)
    expect(isBlank([one], CANVAS)).toBe(!expected)
  })

  test('[OB51] whatever numbers OBS gives, looking at them throws nothing', () => {
    const number = fc.oneof(fc.double(), fc.integer())
    fc.assert(
      fc.property(
        fc.record({ alignment: fc.integer(), positionX: number, positionY: number, width: number, height: number }),
        (transform) => {
          expect(typeof isSeen(item(transform), CANVAS)).toBe('boolean')
        },
      ),
    )
  })

  test('[OB51] a standby scene in which nothing can be seen is a problem before the drop', async () => {
    expect(await said()).toEqual([])
    only('Standby').enabled = false
    expect(await said()).toEqual(['standby-scene-empty'])
    obs.scenes.get('Standby')!.length = 0
    expect(await said()).toEqual(['standby-scene-empty'])
    status = { ...status, settings: { ...status.settings, mode: 'source' } }
    expect(await said()).toEqual([])
    status = { ...status, settings: { ...status.settings, mode: 'scene' }, standbySceneExists: false }
    expect(await said()).toEqual([])
  })

  test('[OB52] an overlay in the scene on program that nobody sees, or hears, is hinted at', async () => {
    only('Gameplay').transform = { ...WHOLE, positionX: 5_000 }
    expect(await said()).toEqual(['overlay-not-seen'])
    only('Gameplay').transform = {}
    obs.inputs.get('Overlay')!.settings['muted'] = true
    expect(await said()).toEqual(['overlay-muted'])
    // In another scene it need not be.
    status = { ...status, programScene: 'Standby' }
    obs.inputs.get('Overlay')!.settings['muted'] = false
    expect(await said()).toEqual([])
  })

  test('[OB52] an overlay behind a camera that hides all of it is hinted at', async () => {
    obs.add('Gameplay', 'Camera', 'dshow_input')
    const [overlay, camera] = obs.scenes.get('Gameplay')!
    overlay!.transform = { ...WHOLE, width: 500, height: 500 }
    camera!.transform = WHOLE
    seen.attach(obs.session)
    await settle()
    expect(seen.hints()).toMatchObject([{ code: 'overlay-behind', params: { source: 'Overlay', scene: 'Gameplay', front: 'Camera' } }])
    const { settings } = obs.inputs.get('Camera')!
    // A filter may make holes in it, and so may a setting of a game capture.
    settings['filters'] = [{ filterEnabled: true, filterKind: 'chroma_key_filter_v2' }]
    expect(await said()).toEqual([])
    settings['filters'] = [
      { filterEnabled: false, filterKind: 'chroma_key_filter_v2' },
      { filterEnabled: true, filterKind: 'sharpness_filter_v2' },
    ]
    expect(await said()).toEqual(['overlay-behind'])
    settings['allow_transparency'] = true
    expect(await said()).toEqual([])
  })

  const overlay = { ...item(), sourceName: 'Overlay', sceneItemIndex: 0 }
  const camera = { ...item(), sourceName: 'Camera', sceneItemIndex: 1, inputKind: 'v4l2_input' }
  const placed = (change: object): SceneItem => ({ ...camera, sceneItemTransform: { ...WHOLE, ...change } })
  test.each<[string, SceneItem[], string[]]>([
    ['a camera over all of it', [overlay, camera], ['Camera']],
    ['a newer version of a capture', [overlay, { ...camera, inputKind: 'xshm_input_v2' }], ['Camera']],
    ['a camera behind it', [{ ...overlay, sceneItemIndex: 2 }, camera], []],
    ['a camera that is hidden', [overlay, { ...camera, sceneItemEnabled: false }], []],
    ['a camera that gives no picture', [overlay, placed({ width: 0, height: 0 })], []],
    ['a camera that leaves a strip of it', [overlay, placed({ height: 1919 })], []],
    ['a camera that is larger than the picture', [overlay, placed({ positionX: -10, width: 1100 })], ['Camera']],
    [
      'a camera fitted into its bounds with bars',
      [overlay, placed({ boundsType: 'OBS_BOUNDS_SCALE_INNER', boundsWidth: 1080, boundsHeight: 1920 })],
      [],
    ],
    ['a camera that is turned', [overlay, placed({ rotation: 180 })], []],
    ['a camera that is added to the picture', [overlay, { ...camera, sceneItemBlendMode: 'OBS_BLEND_ADDITIVE' }], []],
    ['a picture, which may have holes', [overlay, { ...camera, inputKind: 'image_source' }], []],
    ['a scene in the scene', [overlay, { ...camera, inputKind: null }], []],
    ['the overlay once behind it and once in front', [overlay, camera, { ...overlay, sceneItemIndex: 2 }], []],
    ['an OBS that does not tell the order', [{ ...overlay, sceneItemIndex: null }, camera], []],
  ])('[OB52] %s', (_, items, expected) => {
    expect(capturesOver('Overlay', items, CANVAS)).toEqual(expected)
  })

  test('[OB53] a stream that has stopped for a minute while the LIVE goes on is a problem', async () => {
    const streaming = (on: boolean): void => void (status = { ...status, output: { ...status.output, streaming: on, active: on } })
    const after = async (ms: number): Promise<string[]> => {
      clock.advanceTo(clock.now() + ms)
      return said()
    }
    streaming(false)
    expect(await after(120_000)).toEqual([])
    streaming(true)
    expect(await said()).toEqual([])
    streaming(false)
    expect(await after(30_000)).toEqual([])
    expect(await after(31_000)).toEqual(['stream-stopped'])
    isLive = false
    expect(await said()).toEqual([])
    isLive = true
    expect(await after(120_000)).toEqual([])
  })
})
