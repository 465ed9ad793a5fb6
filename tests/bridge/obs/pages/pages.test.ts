import { beforeEach, describe, expect, test } from 'vitest'
import { pageUrl } from '@standby/bridge/obs/pages/own-page.ts'
import { createPageRegistry, visibleIn, type PageRegistry } from '@standby/bridge/feed/page-registry.ts'
import { createOwnPages, type OwnPages } from '@standby/bridge/obs/pages/pages.ts'
import { fakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts'
import { silentLog } from '../../../support/fakes/silent-log.ts'
import { sceneCollection, type SceneCollection } from '../setup/scene-collection.ts'

const PORT = 4747
const OBS_BROWSER = 'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/103.0.5060.134 Safari/537.36 OBS/30.0.2'
const URL_OVERLAY = pageUrl('overlay', PORT, 'Overlay')

let clock: FakeClock
let obs: SceneCollection
let registry: PageRegistry
let sources: OwnPages
let saved: unknown

function begin(): OwnPages {
  return createOwnPages({
    clock,
    port: () => PORT,
    pages: () => registry.pages(),
    log: silentLog,
    saved: { load: () => saved, save: (history) => (saved = structuredClone(history)) },
    onChange: () => undefined,
  })
}

beforeEach(() => {
  clock = fakeClock()
  obs = sceneCollection()
  saved = null
  obs.add('Gameplay', 'Overlay', 'browser_source', { url: URL_OVERLAY })
  obs.add('Gameplay', 'Foreign', 'browser_source', { url: 'https://example.org/overlay' })
  registry = createPageRegistry(clock)
  registry.onChange(() => sources?.wake())
  sources = begin()
})

/** Lets everything that is under way over the model come to its end: it takes no time, only turns. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

async function pass(ms: number): Promise<void> {
  await settle()
  for (const end = clock.now() + ms; clock.now() < end; await settle()) {
    clock.advanceTo(Math.min(end, Math.max(clock.now(), clock.nextDueAt() ?? end)))
  }
}

async function attached(): Promise<void> {
  sources.attach(obs.session)
  await settle()
}

const openOverlay = () => registry.open({ page: 'overlay', source: 'Overlay', userAgent: OBS_BROWSER })

describe('Setup in OBS, and our own pages there', () => {
  describe('keeping our own pages alive', () => {
    test('[OS11] a source without its page is refreshed, then its address is swapped and restored, no more', async () => {
      await attached()
      await pass(6_900)
      expect(obs.pressed).toEqual([])
      await pass(1_800_000)
      expect(obs.pressed).toEqual(['Overlay refresh', `Overlay ${URL_OVERLAY}#revived`, `Overlay ${URL_OVERLAY}`])
      expect(obs.inputs.get('Overlay')?.settings).toEqual({ url: URL_OVERLAY })
      expect(sources.view().sources).toMatchObject([{ inputName: 'Overlay', page: 'overlay', state: 'dead', revived: { how: 'swap' } }])
    })

    test('[OS13] a page that comes in time keeps its source from being touched', async () => {
      await attached()
      await pass(5_000)
      const page = openOverlay()
      for (let beat = 0; beat < 20; beat += 1) {
        await pass(15_000)
        page?.signOfLife()
      }
      expect(obs.pressed).toEqual([])
      expect(sources.view().sources[0]?.state).toBe('alive')
      page?.close()
      await pass(7_000)
      expect(obs.pressed).toEqual(['Overlay refresh'])
    })

    test('[OS12] a bridge that is started again and again revives no oftener', async () => {
      for (let start = 0; start < 10; start += 1) {
        await attached()
        await pass(30_000)
        await sources.close()
        sources = begin()
      }
      expect(obs.pressed).toHaveLength(3)
    })

    test('[OS15] a source that is given another address in the middle keeps that', async () => {
      await attached()
      await pass(14_000)
      expect(obs.inputs.get('Overlay')?.settings).toEqual({ url: `${URL_OVERLAY}#revived` })
      Object.assign(obs.inputs.get('Overlay')?.settings ?? {}, { url: 'https://example.org/mine' })
      await pass(60_000)
      expect(obs.inputs.get('Overlay')?.settings).toEqual({ url: 'https://example.org/mine' })
      expect(sources.view().sources).toEqual([])
    })

    test('[OS11] while OBS loads it is asked again, and one that went away is not', async () => {
      obs.refuseNext('GetInputList', 207)
      await attached()
      expect(sources.view().sources).toEqual([])
      await pass(1_000)
      expect(sources.view().sources).toHaveLength(1)
      sources.attach(null)
      expect(sources.view().sources).toEqual([])
      expect(clock.nextDueAt()).toBeNull()
    })

    test('[OS11] a source that is added later is found', async () => {
      obs.inputs.delete('Overlay')
      await attached()
      expect(sources.view().sources).toEqual([])
      obs.add('Chat', 'Card', 'browser_source', { url: pageUrl('standby', PORT, 'Card') })
      await pass(60_000)
      expect(obs.pressed).toContain('Card refresh')
    })
  })

  describe('by hand', () => {
    test('[OS16] a source of ours is reloaded, any other is not', async () => {
      await attached()
      openOverlay()
      await settle()
      expect(await sources.reload('Overlay')).toBe('ok')
      expect(await sources.reload('Foreign')).toBe('unknown')
      expect(obs.pressed).toEqual(['Overlay refresh'])
      obs.refuseNext('PressInputPropertiesButton', 600)
      expect(await sources.reload('Overlay')).toBe('failed')
      sources.attach(null)
      expect(await sources.reload('Overlay')).toBe('not-connected')
    })

    test('[OS16] one that a refresh did not help gets its address swapped', async () => {
      await attached()
      await pass(60_000)
      obs.pressed.length = 0
      const done = sources.reload('Overlay')
      await pass(1_000)
      expect(await done).toBe('ok')
      expect(obs.pressed).toEqual([`Overlay ${URL_OVERLAY}#revived`, `Overlay ${URL_OVERLAY}`])
    })
  })

  describe('the connected pages', () => {
    test('[OS17] pages are listed with what they are, if they are in OBS and visible, and when last heard', () => {
      const startAt = clock.now()
      const inObs = openOverlay()
      registry.open({ page: 'home', source: null, userAgent: OBS_BROWSER.replace(/ OBS.*/, '') })
      clock.advanceBy(5_000)
      inObs?.signOfLife(false)
      clock.advanceBy(5_000)
      inObs?.signOfLife()
      expect(registry.pages()).toEqual([
        {
          id: 1,
          page: 'overlay',
          source: 'Overlay',
          inObs: true,
          visible: false,
          connectedAt: startAt,
          lastSignAt: startAt + 10_000,
        },
        { id: 2, page: 'home', source: null, inObs: false, visible: null, connectedAt: startAt, lastSignAt: startAt },
      ])
      inObs?.close()
      inObs?.signOfLife()
      expect(registry.pages()).toHaveLength(1)
    })

    test('[OS17] a page is reported when it comes, goes, hides or shows, not for a sign of life', () => {
      let changes = 0
      const counted = createPageRegistry(clock)
      counted.onChange(() => (changes += 1))
      expect(counted.open({ page: null, source: null, userAgent: 'a tool' })).toBeNull()
      expect(counted.open({ page: '<script>', source: null, userAgent: undefined })).toBeNull()
      expect(changes).toBe(0)
      const page = counted.open({ page: 'dock', source: null, userAgent: undefined })
      page?.signOfLife(true)
      page?.signOfLife(true)
      page?.signOfLife()
      page?.signOfLife(false)
      page?.close()
      page?.close()
      expect(changes).toBe(4)
    })

    test.each([
      ['{"type":"alive","visible":true}', true],
      ['{"type":"alive","visible":false}', false],
      ['{"type":"alive"}', null],
      ['{"type":"other","visible":true}', null],
      ['{"type":"alive","visible":"yes"}', null],
      ['[', null],
    ])('[OS17] %s says whether a page is visible', (text, visible) => {
      expect(visibleIn(text)).toBe(visible)
    })
  })
})
