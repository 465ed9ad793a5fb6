import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import './reports.css'
import { showPage } from '../parts/creator-page.ts'
import { followSystem } from '../parts/scheme.ts'
import Reports from './reports.svelte'

followSystem(document.documentElement, matchMedia('(prefers-color-scheme: light)'))
await showPage('reports', Reports, { asked: new URLSearchParams(location.search).get('report') })
