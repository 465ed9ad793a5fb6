import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import './home.css'
import { showPage } from '../parts/creator-page.ts'
import { painted } from '../parts/scheme.ts'
import Home from './home.svelte'

const light = matchMedia('(prefers-color-scheme: light)')
const followSystem = (): void => {
  document.documentElement.setAttribute('data-scheme', painted('auto', { inObs: false, systemIsLight: light.matches }))
}
followSystem()
light.addEventListener('change', followSystem)

await showPage('home', Home, {})
