import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import { showPage } from '../parts/creator-page.ts'
import { followSystem } from '../parts/scheme.ts'
import Channels from './channels.svelte'

followSystem(document.documentElement, matchMedia('(prefers-color-scheme: light)'))
await showPage('channels', Channels, {})
