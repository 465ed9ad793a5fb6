import { mount } from 'svelte'
import '../theme.css'
import '../themes.css'
import '../viewer-fonts.ts'
import './overlay.css'
import { connectBridge, followObsVisibility } from '../browser.ts'
import { viewerCatalogue } from '../language.ts'
import { Stage } from '../stage.svelte.ts'
import { Ticks } from '../ticks.svelte.ts'
import { wishesOf } from './address.ts'
import Overlay from './overlay.svelte'

const catalogue = await viewerCatalogue()
document.title = catalogue.overlay.page
followObsVisibility()
const bridge = connectBridge('overlay')
const stage = new Stage({ bridge, ticks: new Ticks(bridge), wishes: wishesOf(location.search), catalogue, load: viewerCatalogue })
mount(Overlay, { target: document.body, props: { stage } })
