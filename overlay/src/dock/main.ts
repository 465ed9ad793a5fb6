import { mount } from 'svelte'
import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import './dock.css'
import { createGet, createPost } from '../parts/api.ts'
import { connectBridge, pageFetch } from '../parts/browser.ts'
import { pageCatalogue } from '../i18n/language.ts'
import { Ticks } from '../parts/ticks.svelte.ts'
import { browserMemory } from './preferences.ts'
import Page from './page.svelte'

const catalogue = await pageCatalogue()
document.title = catalogue.dock.page
const bridge = connectBridge('dock')
const asked = new URLSearchParams(location.search)
mount(Page, {
  target: document.body,
  props: {
    bridge,
    post: createPost(pageFetch, () => bridge.now()),
    get: createGet(pageFetch, () => bridge.now()),
    ticks: new Ticks(bridge),
    catalogue,
    memory: browserMemory(() => localStorage),
    // OBS's browser says so behind Chrome's own version.
    inObs: /\bOBS\/\d/.test(navigator.userAgent),
    report: asked.get('report'),
    hash: location.hash,
    fetch: pageFetch,
    askedScheme: asked.get('theme'),
  },
})
