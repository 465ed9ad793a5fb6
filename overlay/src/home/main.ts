import { mount } from 'svelte'
import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import './home.css'
import { createGet, createPost, createSend } from '../parts/api.ts'
import { connectBridge, pageFetch } from '../parts/browser.ts'
import { pageCatalogue } from '../i18n/language.ts'
import { Ticks } from '../parts/ticks.svelte.ts'
import { tokenIn } from '../parts/token.ts'
import Home from './home.svelte'

const catalogue = await pageCatalogue()
document.title = catalogue.home.page
const bridge = connectBridge('home')
const now = (): number => bridge.now()
const props = {
  bridge,
  post: createPost(pageFetch, now),
  send: createSend(pageFetch, now),
  get: createGet(pageFetch, now),
  ticks: new Ticks(bridge),
  catalogue,
  origin: location.origin,
  hash: tokenIn(location.hash) === null ? '' : location.hash,
}
mount(Home, { target: document.body, props })
