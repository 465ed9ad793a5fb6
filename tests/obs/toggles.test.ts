import type { OBSWebSocket } from 'obs-websocket-js/json'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { openObs, type ObsSession } from '@standby/bridge/obs/link/adapter.ts'
import { createToggles } from '@standby/bridge/obs/toggles.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { waitFor } from '../support/wait.ts'
import { reset } from './reset.ts'

const SCENES = ['Gameplay', 'Chat'] as const

describe('Actions', () => {
  describe.skipIf(!obsAvailable())('sources and filters in a real OBS', () => {
    let obs: TestObs
    let hand: OBSWebSocket
    let close = (): void => undefined
    const toggles = createToggles()

    beforeAll(async () => void (obs = await startObs({ scenes: [...SCENES] })))
    afterAll(() => obs.stop())
    beforeEach(async () => {
      hand = await obs.client()
      await reset(hand, SCENES)
      let session: ObsSession | null = null
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
      close = () => link.close()
      toggles.attach(await waitFor(() => session, { what: 'the connection' }))
    })
    afterEach(() => {
      toggles.attach(null)
      close()
    })

    test('[AN17] a source is shown and hidden, a filter switched, and both are in the list', async () => {
      const { sceneItemId } = await hand.call('CreateInput', {
        sceneName: 'Gameplay',
        inputName: 'Café ☕',
        inputKind: 'color_source_v3',
        sceneItemEnabled: false,
      })
      await hand.call('CreateSourceFilter', { sourceName: 'Café ☕', filterName: 'Tint', filterKind: 'color_filter_v2' })
      const isShown = async (): Promise<boolean> =>
        (await hand.call('GetSceneItemEnabled', { sceneName: 'Gameplay', sceneItemId })).sceneItemEnabled
      const isOn = async (): Promise<boolean> =>
        (await hand.call('GetSourceFilter', { sourceName: 'Café ☕', filterName: 'Tint' })).filterEnabled

      const list = await toggles.list()
      if (list.how !== 'done') throw new Error(list.how)
      expect(list.scenes.find(({ name }) => name === 'Gameplay')?.sources).toContain('Café ☕')
      expect(list.filters).toContainEqual({ source: 'Café ☕', filters: ['Tint'] })

      for (const show of [true, true, false]) {
        expect(await toggles.source('Gameplay', 'Café ☕', show)).toEqual({ how: 'done' })
        expect(await isShown()).toBe(show)
      }
      for (const on of [false, true]) {
        expect(await toggles.filter('Café ☕', 'Tint', on)).toEqual({ how: 'done' })
        expect(await isOn()).toBe(on)
      }
    })

    test('[AN17] what OBS does not have is told from an OBS that is away', async () => {
      expect(await toggles.source('Gameplay', 'nobody', true)).toEqual({ how: 'lacks' })
      expect(await toggles.source('nowhere', 'nobody', true)).toEqual({ how: 'lacks' })
      expect(await toggles.filter('nobody', 'x', true)).toEqual({ how: 'lacks' })
      toggles.attach(null)
      expect(await toggles.source('Gameplay', 'nobody', true)).toEqual({ how: 'away' })
      expect(await toggles.list()).toEqual({ how: 'away' })
    })
  })
})
