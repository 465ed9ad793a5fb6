import { mount } from 'svelte'
import '../parts/theme.css'
import '../parts/themes.css'
import '../parts/viewer-fonts.ts'
import './overlay.css'
import { connectBridge, followObsVisibility } from '../parts/browser.ts'
import { viewerCatalogue } from '../i18n/language.ts'
import { Stage } from '../parts/stage.svelte.ts'
import { Ticks } from '../parts/ticks.svelte.ts'
import { wishesOf } from '../parts/address.ts'
import Overlay from './overlay.svelte'

const catalogue = await viewerCatalogue()
document.title = catalogue.overlay.page
followObsVisibility()
const real = connectBridge('overlay')
const isPreview = new URLSearchParams(location.search).has('preview')
const bridge = isPreview ? (await import('./preview.ts')).previewed(real, setTimeout) : real
const stage = new Stage({ bridge, ticks: new Ticks(real), wishes: wishesOf(location.search), catalogue, load: viewerCatalogue })
mount(Overlay, { target: document.body, props: { stage } })
