import type { ReaderState } from '@standby/shared/feed/reader.ts'
import type { OverlayTheme } from '@standby/shared/settings/overlay-settings.ts'
import { lookProperties, sheetOf } from './look-css.ts'
import { FONT_FILES } from './look-fonts.ts'
import { createOwnSound, type OwnSound } from './own-sound.ts'

type Look = ReaderState['look']
type Fetch = typeof globalThis.fetch

// As the packages of the fonts part them: for what Western languages use all the time, and for the rest of their letters.
const LATIN =
  'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD'
const LATIN_EXT =
  'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20C0, U+2113'

const ANY_WEIGHT = '100 900'
const OWN_FAMILY = 'Standby Own'

const style = document.createElement('style')
/** Families that the document has. */
const known = new Set<string>()
let ownFont: { id: string; face: FontFace | null } | null = null
let sound: { id: string; player: OwnSound } | null = null

/**
 * Dresses the page in a look: colours, corners and font. Returns what plays its sound, or null if it has none. `fetch`: asks the bridge.
 * What cannot be loaded leaves the theme's font, and silence.
 */
export function dress(look: Look, theme: OverlayTheme, fetch: Fetch): OwnSound['play'] | null {
  const family = familyOf(look, fetch)
  const font: Record<string, string> = family === null ? {} : { '--standby-look-font': `'${family}', 'Inter Variable'` }
  // Those features are Inter's.
  const plain = family === null ? '' : 'html { font-feature-settings: normal; }'
  style.textContent = `${sheetOf({ ...lookProperties(look, theme), ...font })} ${plain}`
  // Behind the style sheets of the page, whose rules weigh as little.
  if (!style.isConnected) document.head.append(style)
  return soundOf(look, fetch)
}

function familyOf({ font, ownFont: file }: Look, fetch: Fetch): string | null {
  if (font === 'own') return file === null ? null : ownFamily(file.id, fetch)
  if (font === 'inter' || !Object.hasOwn(FONT_FILES, font)) return null
  const family = `Standby ${font}`
  if (!known.has(family)) {
    known.add(family)
    const [latin, more] = FONT_FILES[font]
    // The browser loads each when one of its letters is shown.
    addFace(family, latin, LATIN)
    addFace(family, more, LATIN_EXT)
  }
  return family
}

function addFace(family: string, address: string, unicodeRange: string): void {
  document.fonts.add(new FontFace(family, `url("${address}")`, { weight: ANY_WEIGHT, unicodeRange, display: 'swap' }))
}

function ownFamily(id: string, fetch: Fetch): string {
  if (ownFont?.id === id) return OWN_FAMILY
  const next: NonNullable<typeof ownFont> = { id, face: null }
  const before = ownFont?.face ?? null
  ownFont = next
  void fetch(`/look/font?v=${id}`)
    .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error('no font'))))
    .then((bytes) => new FontFace(OWN_FAMILY, bytes, { weight: ANY_WEIGHT }).load())
    .catch(() => null)
    .then((face) => {
      if (ownFont !== next) return
      next.face = face
      if (face !== null) document.fonts.add(face)
      if (before !== null) document.fonts.delete(before)
      // Browsers say so of files only. What measures words does it again after this event.
      document.fonts.dispatchEvent(new Event('loadingdone'))
    })
  return OWN_FAMILY
}

function soundOf({ sound: file }: Look, fetch: Fetch): OwnSound['play'] | null {
  if (file?.id !== sound?.id) {
    sound?.player.end()
    sound = file === null ? null : { id: file.id, player: createOwnSound(`/look/sound?v=${file.id}`, fetch) }
  }
  return sound?.player.play ?? null
}
