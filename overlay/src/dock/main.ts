import { mount } from 'svelte'
import '../theme.css'
import '../panel.css'
import './dock.css'
import { createPost } from '../api.ts'
import { connectBridge } from '../browser.ts'
import { pageCatalogue } from '../language.ts'
import { Ticks } from '../ticks.svelte.ts'
import Dock from './dock.svelte'

const catalogue = await pageCatalogue()
document.title = catalogue.dock.page
const bridge = connectBridge('dock')
const post = createPost(fetch.bind(window), () => bridge.now())
mount(Dock, { target: document.body, props: { bridge, post, ticks: new Ticks(bridge), catalogue } })
