import { mount } from 'svelte'
import '../theme.css'
import './standby.css'
import { connectBridge, followObsVisibility } from '../browser.ts'
import { viewerCatalogue } from '../language.ts'
import { Ticks } from '../ticks.svelte.ts'
import Standby from './standby.svelte'

const catalogue = await viewerCatalogue()
document.title = catalogue.standby.page
followObsVisibility()
const bridge = connectBridge('standby')
mount(Standby, { target: document.body, props: { bridge, ticks: new Ticks(bridge), catalogue } })
