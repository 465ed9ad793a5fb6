import { choice, defaultsOf, fields, own, quantity, quantityOrNone, type ValuesOf } from './field.ts'
import type { OverlayTheme } from './overlay-settings.ts'

/** Fonts that come with Standby, and `own`: the creator's file. If there is none, `inter` takes its place. */
export const LOOK_FONTS = [
  'inter',
  'nunito',
  'fredoka',
  'space-grotesk',
  'bricolage-grotesque',
  'exo-2',
  'oswald',
  'fraunces',
  'shantell-sans',
  'jetbrains-mono',
  'pixelify-sans',
  'own',
] as const
export type LookFont = (typeof LOOK_FONTS)[number]

/** A colour as `#rrggbb`. Null: that of the theme. */
type Colour = string | null

const diamonds = { min: 0, max: 1_000_000, isWhole: true, outside: 'default' } as const

/** How overlay and card look and sound. The schemas of `own` fields are in `look-changes.ts`. */
export const LOOK = fields({
  /** Of bars, marks and the card's lights. */
  accent: own<Colour>(null),
  /** Behind words. It is made dark or bright enough for every word to be read (`look-colours.ts`). */
  ground: own<Colour>(null),
  font: choice(LOOK_FONTS, 'inter'),
  /** Of corners, in rem. Null: that of the theme. */
  radius: quantityOrNone({ min: 0, max: 2, isWhole: false, outside: 'default' }),
  /** Gifts that are worth fewer diamonds have no gift alert. */
  alertFrom: quantity(diamonds, 0),
  /** Gift alerts that are worth fewer diamonds are silent. */
  soundFrom: quantity(diamonds, 0),
})

export type LookChoices = ValuesOf<typeof LOOK>

export const LOOK_SLOTS = ['font', 'sound'] as const
export type LookSlot = (typeof LOOK_SLOTS)[number]

/** A file of the creator's own, which the bridge keeps and serves at `/look/SLOT`. */
export interface LookFile {
  /** Another one for each file, so that a page knows that it has changed. */
  id: string
  /** As it was called on the creator's computer. */
  name: string
  /** By its first bytes. */
  type: string
  bytes: number
}

/** `GET /api/look/settings`, and the `look` slice of the feed: the look in force. Its theme is in `OverlaySettings`. */
export interface LookSettings extends LookChoices {
  /** In place of a bundled font, if `font` is `own`. */
  ownFont: LookFile | null
  /** In place of the bell. */
  sound: LookFile | null
}

/** A look that the bridge keeps. No other one has its title. */
export interface SavedLook extends LookSettings {
  title: string
  theme: OverlayTheme
}

export const DEFAULT_LOOK: LookSettings = { ...defaultsOf(LOOK), ownFont: null, sound: null }

/** Bytes. */
export const LOOK_FILE_LIMITS = { font: 2_000_000, sound: 2_000_000 } as const
export const MAX_LOOKS = 30
export const MAX_LOOK_TITLE_LENGTH = 40

/** The field of a look that has the slot's file. */
export const FIELD_OF_SLOT = { font: 'ownFont', sound: 'sound' } as const satisfies Record<LookSlot, keyof LookSettings>

/** `GET /api/look/export`, and what `POST /api/look/import` takes: a look as one file. Nothing in it says whose it was. */
export interface LookExport {
  standby: 'look'
  version: 1
  title: string
  look: LookChoices & { theme: OverlayTheme }
  /** In base64. */
  files: { font?: string | undefined; sound?: string | undefined }
}
