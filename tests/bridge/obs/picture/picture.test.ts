import type * as z from 'zod'
import { describe, expect, test } from 'vitest'
import { ObsRequestError, type ObsSession } from '@standby/bridge/obs/link/adapter.ts'
import { createScenePictures, type PictureOptions, type ScenePictures } from '@standby/bridge/obs/picture/picture.ts'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/settings/obs-settings.ts'
import { fakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts'

interface Item {
  name: string
  at?: [x: number, y: number]
  scale?: number
  hidden?: boolean
  is?: 'scene' | 'group'
  blend?: string
  size?: [width: number, height: number]
}

interface World {
  pictures: ScenePictures
  clock: FakeClock
  asked: string[]
  /** From the front to the back, as OBS shows them. */
  scenes: Record<string, Item[]>
  /** Addresses of browser sources. */
  urls: Record<string, string>
  /** Sources that OBS draws no picture of, and why. */
  fails: Record<string, ObsRequestError>
  status: ReturnType<PictureOptions['status']>
}

/** As much of an OBS as a picture asks of. */
function world(scenes: Record<string, Item[]>): World {
  const clock = fakeClock()
  const self: World = {
    clock,
    asked: [],
    scenes,
    urls: {},
    fails: {},
    status: {
      programScene: 'Game',
      standbyScene: 'Standby',
      settings: DEFAULT_OBS_AUTOMATION,
      automation: { returnTo: null } as World['status']['automation'],
    },
    pictures: createScenePictures({ clock, port: () => 4747, status: () => self.status }),
  }
  const session: ObsSession = {
    async request<Answer>(type: string, answer: z.ZodType<Answer>, data: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
      await Promise.resolve()
      return answer.parse(reply(type, data))
    },
  }
  function reply(type: string, data: Readonly<Record<string, unknown>>): unknown {
    const name = [data['sceneName'], data['sourceName'], data['inputName']].find((one) => typeof one === 'string') ?? ''
    self.asked.push(`${type} ${name}`.trim())
    switch (type) {
      case 'GetVideoSettings':
        return { baseWidth: 1080, baseHeight: 1920 }
      case 'GetInputList':
        return { inputs: Object.keys(self.urls).map((inputName) => ({ inputName, unversionedInputKind: 'browser_source' })) }
      case 'GetInputSettings':
        return { inputSettings: { url: self.urls[name] } }
      case 'GetSceneItemList':
      case 'GetGroupSceneItemList':
        return { sceneItems: (self.scenes[name] ?? []).map(itemOf) }
      case 'GetSourceScreenshot':
        if (self.fails[name] !== undefined) throw self.fails[name]
        return { imageData: `data:image/png;base64,${name}@${String(data['imageWidth'])}` }
      default:
        throw new Error(`${type} is not asked of OBS for a picture`)
    }
  }
  self.pictures.attach(session)
  return self
}

function itemOf({ name, at = [0, 0], scale = 1, hidden = false, is, blend, size = [100, 100] }: Item, index: number, all: Item[]) {
  return {
    sourceName: name,
    sourceType: is === 'scene' ? 'OBS_SOURCE_TYPE_SCENE' : 'OBS_SOURCE_TYPE_INPUT',
    isGroup: is === 'group' ? true : null,
    sceneItemEnabled: !hidden,
    sceneItemIndex: all.length - 1 - index,
    sceneItemBlendMode: blend ?? 'OBS_BLEND_NORMAL',
    sceneItemTransform: {
      sourceWidth: size[0],
      sourceHeight: size[1],
      positionX: at[0],
      positionY: at[1],
      scaleX: scale,
      scaleY: scale,
      rotation: 0,
      alignment: 5,
      boundsType: 'OBS_BOUNDS_NONE',
      boundsAlignment: 0,
      boundsWidth: 0,
      boundsHeight: 0,
      cropLeft: 0,
      cropRight: 0,
      cropTop: 0,
      cropBottom: 0,
    },
  }
}

const OVERLAY = 'http://127.0.0.1:4747/overlay?source=Chat'
const drawn = async (one: World): Promise<string[]> =>
  ((await one.pictures.take())?.layers ?? []).map(({ image, above, blend }) => `${image.slice(22)}${above ? ' above' : ''} ${blend}`)

describe('Setup in OBS, and our own pages there', () => {
  test('[OS21] the scene comes from back to front without what is ours, and with the overlay’s place', async () => {
    const one = world({
      Game: [
        { name: 'Frame', blend: 'OBS_BLEND_SCREEN' },
        { name: 'Overlay', at: [40, 50], scale: 2 },
        { name: 'Old camera', hidden: true },
        { name: 'Microphone', size: [0, 0] },
        { name: 'Camera', size: [1920, 1080] },
        { name: 'Dot', size: [3, 3], blend: 'OBS_BLEND_SUBTRACT' },
      ],
    })
    one.urls = { Overlay: OVERLAY, Frame: 'http://127.0.0.1:4748/overlay' }
    expect(await drawn(one)).toEqual(['Dot@8 normal', 'Camera@540 normal', 'Frame@100 above screen'])
    const picture = await one.pictures.take()
    expect(picture).toMatchObject({ scene: 'Game', width: 1080, height: 1920, missing: 0 })
    expect(picture?.overlay).toMatchObject({ width: 100, height: 100, matrix: [2, 0, 0, 2, 40, 50] })
  })

  test('[OS21] it is the scene that Standby goes back to, and none if there is none', async () => {
    const one = world({ Game: [{ name: 'Camera' }], Chat: [{ name: 'Window' }], Standby: [{ name: 'Card' }] })
    one.status = { ...one.status, programScene: 'Standby' }
    expect(await one.pictures.take()).toBeNull()
    one.status = { ...one.status, automation: { ...one.status.automation, returnTo: 'Chat' } }
    expect(await drawn(one)).toEqual(['Window@100 normal'])
    one.status = { ...one.status, programScene: null }
    expect(await one.pictures.take()).toBeNull()
    one.status = { ...one.status, programScene: 'Game' }
    one.pictures.attach(null)
    expect(await one.pictures.take()).toBeNull()
  })

  test('[OS21] the source that stands for the card in the mode “source” is no part of the show', async () => {
    const one = world({ Game: [{ name: 'Be right back' }, { name: 'Camera' }] })
    expect(await drawn(one)).toHaveLength(2)
    one.status = { ...one.status, settings: { ...one.status.settings, mode: 'source', sourceName: 'Be right back' } }
    expect(await drawn(one)).toEqual(['Camera@100 normal'])
  })

  test('[OS22] a scene or group that holds one of ours is taken apart, and no other', async () => {
    const one = world({
      Game: [
        { name: 'Stage', is: 'scene', at: [100, 0], scale: 2 },
        { name: 'Lights', is: 'group' },
      ],
      Lights: [{ name: 'Lamp' }],
      Stage: [
        { name: 'Widgets', is: 'group', at: [10, 10], scale: 3 },
        { name: 'Camera', at: [1, 2] },
      ],
      Widgets: [{ name: 'Overlay', at: [5, 5] }, { name: 'Clock' }],
    })
    one.urls = { Overlay: OVERLAY }
    const picture = await one.pictures.take()
    expect(picture?.layers.map(({ image, matrix }) => [image.slice(22), matrix])).toEqual([
      ['Lights@100', [1, 0, 0, 1, 0, 0]],
      ['Camera@100', [2, 0, 0, 2, 102, 4]],
      ['Clock@100', [6, 0, 0, 6, 120, 20]],
    ])
    expect(picture?.overlay?.matrix).toEqual([6, 0, 0, 6, 150, 50])
  })

  test('[OS22] a source that OBS cannot draw is counted and leaves the others', async () => {
    const one = world({ Game: [{ name: 'Camera' }, { name: 'Broken' }, { name: 'Slow' }] })
    one.fails = { Broken: new ObsRequestError('refused', 'no', 702), Slow: new ObsRequestError('timeout', 'late') }
    expect(await one.pictures.take()).toMatchObject({ layers: [{ image: expect.stringContaining('Camera') as string }], missing: 2 })
    one.fails = { Broken: new ObsRequestError('closed', 'gone') }
    await expect(one.pictures.take()).rejects.toThrow('gone')
    one.fails = {}
    expect((await one.pictures.take())?.layers).toHaveLength(3)
  })

  test('[OS23] OBS is only asked, for at most 60 sources and 6 s, and once for all who ask together', async () => {
    const many = Array.from({ length: 70 }, (_, at) => ({ name: `Source ${at}` }))
    const one = world({ Game: many })
    const [first, second] = await Promise.all([one.pictures.take(), one.pictures.take()])
    expect(second).toBe(first)
    expect(first).toMatchObject({ missing: 10 })
    expect(one.asked.filter((what) => what.startsWith('GetSourceScreenshot'))).toHaveLength(60)
    expect(one.asked.filter((what) => !what.startsWith('Get'))).toEqual([])
    const late = world({ Game: [{ name: 'Camera' }] })
    const taken = late.pictures.take()
    late.clock.advanceBy(6_001)
    expect(await taken).toMatchObject({ layers: [], missing: 1 })
  })
})
