import { mount } from 'svelte'
import '../theme.css'
import '../themes.css'
import '../viewer-fonts.ts'
import './standby.css'
import { connectBridge, followObsVisibility } from '../browser.ts'
import { viewerCatalogue } from '../language.ts'
import { wishesOf } from '../overlay/address.ts'
import { Stage } from '../stage.svelte.ts'
import { Ticks } from '../ticks.svelte.ts'
import Standby from './standby.svelte'

const catalogue = await viewerCatalogue()
document.title = catalogue.standby.page
followObsVisibility()
const bridge = connectBridge('standby')
const stage = new Stage({ bridge, ticks: new Ticks(bridge), wishes: wishesOf(location.search), catalogue, load: viewerCatalogue })
mount(Standby, { target: document.body, props: { stage } })
