import { mount } from 'svelte'
import '../theme.css'
import '../panel.css'
import '../viewer-fonts.ts'
import './home.css'
import { createGet, createPost, createSend } from '../api.ts'
import { connectBridge, pageFetch } from '../browser.ts'
import { pageCatalogue } from '../language.ts'
import { Ticks } from '../ticks.svelte.ts'
import { tokenIn } from '../token.ts'
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
