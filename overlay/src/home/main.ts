import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import './home.css'
import { showPage } from '../parts/creator-page.ts'
import { followSystem } from '../parts/scheme.ts'
import Home from './home.svelte'

followSystem(document.documentElement, matchMedia('(prefers-color-scheme: light)'))
await showPage('home', Home, {})
