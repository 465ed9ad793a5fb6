import '../parts/theme.css'
import '../parts/panel.css'
import '../parts/viewer-fonts.ts'
import './home.css'
import { showPage } from '../parts/creator-page.ts'
import Home from './home.svelte'

await showPage('home', Home, {})
