import { mount } from 'svelte'
import '../theme.css'
import '../panel.css'
import './home.css'
import { createPost } from '../api.ts'
import { connectBridge } from '../browser.ts'
import { pageCatalogue } from '../language.ts'
import { Ticks } from '../ticks.svelte.ts'
import Home from './home.svelte'

const catalogue = await pageCatalogue()
document.title = catalogue.home.page
const bridge = connectBridge('home')
const post = createPost(fetch.bind(window), () => bridge.now())
const props = { bridge, post, ticks: new Ticks(bridge), catalogue, origin: location.origin }
mount(Home, { target: document.body, props })
