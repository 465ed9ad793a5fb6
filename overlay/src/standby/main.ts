import { mount } from 'svelte'
import '../parts/theme.css'
import '../parts/themes.css'
import '../parts/viewer-fonts.ts'
import './standby.css'
import { connectBridge, followObsVisibility } from '../parts/browser.ts'
import { viewerCatalogue } from '../i18n/language.ts'
import { wishesOf } from '../parts/address.ts'
import { Stage } from '../parts/stage.svelte.ts'
import { Ticks } from '../parts/ticks.svelte.ts'
import { previewOf } from './scenario.ts'
import Standby from './standby.svelte'

const catalogue = await viewerCatalogue()
document.title = catalogue.standby.page
followObsVisibility()
const bridge = connectBridge('standby')
const wishes = wishesOf(location.search)
const stage = new Stage({ bridge, ticks: new Ticks(bridge), wishes, catalogue, load: viewerCatalogue })
mount(Standby, { target: document.body, props: { stage, preview: previewOf(location.search), mute: wishes.sound === false } })
