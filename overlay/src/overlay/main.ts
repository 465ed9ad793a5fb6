import { mount } from 'svelte'
import '../theme.css'
import './overlay.css'
import { connectBridge, followObsVisibility } from '../browser.ts'
import { viewerCatalogue } from '../language.ts'
import { Ticks } from '../ticks.svelte.ts'
import Overlay from './overlay.svelte'
import { partsToShow } from './show.ts'

const catalogue = await viewerCatalogue()
document.title = catalogue.overlay.page
followObsVisibility()
const bridge = connectBridge('overlay')
mount(Overlay, { target: document.body, props: { bridge, ticks: new Ticks(bridge), catalogue, parts: partsToShow(location.search) } })
