import { render } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { vi } from 'vitest'
import { DEFAULT_OVERLAY, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import { enViewers, type ViewerCatalogue } from '../../../overlay/src/i18n/en-viewers.ts'
import { frViewers } from '../../../overlay/src/i18n/fr-viewers.ts'
import { wishesOf } from '../../../overlay/src/parts/address.ts'
import Overlay from '../../../overlay/src/overlay/overlay.svelte'
import { previewOf } from '../../../overlay/src/standby/scenario.ts'
import Standby from '../../../overlay/src/standby/standby.svelte'
import { Stage } from '../../../overlay/src/parts/stage.svelte.ts'
import { fakeFeed, type FakeFeed, type FakeFeedOptions } from '../fakes/fake-feed.ts'

export interface StagedFeed extends FakeFeed {
  stage: Stage
  /** Changes the creator's settings while the page is open. */
  set(settings: Partial<OverlaySettings>): void
}

/** Sizes are measured in the card, which jsdom cannot: there everything fits. */
class NoSizes {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

const TEXTS: Record<string, ViewerCatalogue> = { en: enViewers, fr: frViewers }

/** A page for viewers as the browser has it, with `search` as the query of its address; the other end of its feed is the test. */
export function staged(page: 'overlay' | 'standby', search = '', options: FakeFeedOptions = {}): StagedFeed {
  vi.stubGlobal('ResizeObserver', NoSizes)
  // jsdom loads no fonts.
  if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() })
  const feed = fakeFeed(page, options)
  const { bridge, ticks } = feed
  const load = (language: string | null): Promise<ViewerCatalogue> => Promise.resolve(TEXTS[language ?? 'en'] ?? enViewers)
  const stage = new Stage({ bridge, ticks, wishes: wishesOf(search), catalogue: enViewers, load })
  if (page === 'overlay') render(Overlay, { props: { stage } })
  else render(Standby, { props: { stage, preview: previewOf(search) } })
  let settings = DEFAULT_OVERLAY
  return {
    ...feed,
    stage,
    set(change) {
      settings = { ...settings, ...change }
      feed.update([], { overlay: settings })
      flushSync()
    },
  }
}
