import { mount, type Component } from 'svelte'
import { pageCatalogue } from '../i18n/language.ts'
import { createGet, createPost, createSend } from './api.ts'
import { channelIn } from './channel.ts'
import { connectBridge, pageFetch } from './browser.ts'
import type { PageContext } from './page-context.ts'
import { browserPreferences } from './preferences.ts'
import { Ticks } from './ticks.svelte.ts'
import { tokenIn } from './token.ts'
import WithinPage from './within-page.svelte'

/** Fills this document with one of the creator's pages, connected to the bridge it came from. */
export async function showPage<Props extends Record<string, unknown>>(
  page: 'dock' | 'home' | 'reports' | 'channels',
  component: Component<Props>,
  props: Props,
): Promise<void> {
  const catalogue = await pageCatalogue()
  document.title = catalogue[page].page
  const bridge = connectBridge(page)
  const now = (): number => bridge.now()
  const context: PageContext = {
    catalogue,
    bridge,
    ticks: new Ticks(bridge),
    post: createPost(pageFetch, now),
    send: createSend(pageFetch, now),
    get: createGet(pageFetch, now),
    fetch: pageFetch,
    channel: channelIn(location),
    preferences: browserPreferences(() => localStorage),
    hash: tokenIn(location.hash) === null ? '' : location.hash,
    origin: location.origin,
    // OBS's browser names itself after Chrome's own version.
    inObs: /\bOBS\/\d/.test(navigator.userAgent),
  }
  mount(WithinPage<Props>, { target: document.body, props: { component, props, context } })
}
