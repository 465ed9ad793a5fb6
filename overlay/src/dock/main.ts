import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import './dock.css'
import { showPage } from '../parts/creator-page.ts'
import Page from './page.svelte'

const asked = new URLSearchParams(location.search)
await showPage('dock', Page, { report: asked.get('report'), askedScheme: asked.get('theme') })
