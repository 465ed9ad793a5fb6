import type { ViewerCatalogue } from './en-viewers.ts'
import type { Catalogue } from './en.ts'
import { languageFor, type Language } from './languages.ts'

// Loaded when needed: a page loads one language, however many there are.
const CATALOGUES: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
}

// The overlay and the card do not load the creator's texts, which are most of them.
const VIEWER_CATALOGUES: Record<Language, () => Promise<ViewerCatalogue>> = {
  en: async () => (await import('./en-viewers.ts')).enViewers,
  fr: async () => (await import('./fr-viewers.ts')).frViewers,
}

/** All texts, for the creator's pages. */
export function pageCatalogue(): Promise<Catalogue> {
  return CATALOGUES[pageLanguage()]()
}

/** What viewers read: in the language of `?lang=` in the page's address, else of the creator's setting, else of the browser. */
export function viewerCatalogue(setting: string | null = null): Promise<ViewerCatalogue> {
  return VIEWER_CATALOGUES[pageLanguage(setting)]()
}

/** Also sets the document's language, for screen readers and hyphenation. */
function pageLanguage(setting: string | null = null): Language {
  const language = languageFor([new URLSearchParams(location.search).get('lang'), setting, ...navigator.languages])
  document.documentElement.lang = language
  return language
}
