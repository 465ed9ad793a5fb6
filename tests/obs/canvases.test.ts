import type { OBSWebSocket } from 'obs-websocket-js/json'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { waitFor } from '../support/wait.ts'
import { rig, type Rig } from './rig.ts'

interface Place {
  sceneName?: string
  sceneUuid?: string
}

describe('OBS and its scenes', () => {
  // OBS 32 knows canvases and tells of them; an older one has nothing but the scene on program.
  describe.skipIf(!obsAvailable())('a real OBS with a second canvas, where it knows any', () => {
    let obs: TestObs
    let client: OBSWebSocket
    let bridge: Rig
    let upright: Place | null = null

    beforeAll(async () => {
      obs = await startObs({ scenes: ['Gameplay', 'Standby'], canvas: { name: 'Vertical', scene: 'Upright' } })
      client = await obs.client()
      upright = await uprightScene()
    })
    afterAll(() => obs.stop())
    afterEach(() => bridge.close())

    async function uprightScene(): Promise<Place | null> {
      const { availableRequests } = await client.call('GetVersion')
      if (!availableRequests.includes('GetCanvasList')) return null
      const { canvases } = await client.call('GetCanvasList')
      const canvasUuid = canvases.find(({ canvasName }) => canvasName === 'Vertical')?.['canvasUuid'] as string
      const { scenes } = await client.call('GetSceneList', { canvasUuid })
      return { sceneUuid: scenes[0]?.['sceneUuid'] as string }
    }

    async function start(settings: Partial<Rig['settings']>): Promise<void> {
      bridge = rig({ url: obs.url, password: obs.password, ...settings })
      bridge.setHealth('live')
      await bridge.connected()
    }

    test('[OB37] it is named, and said that its scenes cannot be switched', async () => {
      await start({})
      expect(bridge.obs.status().canvases).toEqual(upright === null ? [] : ['Vertical'])
      expect(bridge.obs.status().hints.map(({ code }) => code)).toEqual(upright === null ? [] : ['canvases-not-switched'])
    })

    test('[OB26] mode source shows the source in its scenes too, and hides it again', async () => {
      const places: Place[] = [{ sceneName: 'Gameplay' }, ...(upright === null ? [] : [upright])]
      const [first, ...others] = places
      const made = await client.call('CreateInput', {
        ...(first as { sceneName: string }),
        inputName: 'Card',
        inputKind: 'color_source_v3',
        sceneItemEnabled: false,
      })
      const items = [{ ...first, sceneItemId: made.sceneItemId }]
      for (const place of others) {
        const { sceneItemId } = await client.call('CreateSceneItem', {
          ...(place as { sceneUuid: string }),
          sourceName: 'Card',
          sceneItemEnabled: false,
        })
        items.push({ ...place, sceneItemId })
      }
      const shown = (): Promise<boolean[]> =>
        Promise.all(items.map(async (item) => (await client.call('GetSceneItemEnabled', item as never)).sceneItemEnabled))

      await start({ mode: 'source', sourceName: 'Card' })
      await waitFor(() => bridge.obs.status().sourceExists, { what: 'the source to be found' })
      bridge.setHealth('degraded')
      await waitFor(async () => (await shown()).every(Boolean), { what: 'it to be shown everywhere' })
      await waitFor(() => bridge.obs.status().automation.standbySince, { what: 'it to be acknowledged' })
      bridge.setHealth('live')
      await bridge.passUntil('it to be hidden everywhere', async () => !(await shown()).some(Boolean))
      await waitFor(() => bridge.obs.status().automation.state === 'idle', { what: 'the end of it' })
    })
  })
})
