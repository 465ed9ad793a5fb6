import type { LookFont } from '@standby/shared/settings/look-settings.ts'
import bricolage from '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2?url'
import bricolageMore from '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-ext-wght-normal.woff2?url'
import exo from '@fontsource-variable/exo-2/files/exo-2-latin-wght-normal.woff2?url'
import exoMore from '@fontsource-variable/exo-2/files/exo-2-latin-ext-wght-normal.woff2?url'
import fraunces from '@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2?url'
import frauncesMore from '@fontsource-variable/fraunces/files/fraunces-latin-ext-wght-normal.woff2?url'
import fredoka from '@fontsource-variable/fredoka/files/fredoka-latin-wght-normal.woff2?url'
import fredokaMore from '@fontsource-variable/fredoka/files/fredoka-latin-ext-wght-normal.woff2?url'
import jetbrains from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url'
import jetbrainsMore from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2?url'
import nunito from '@fontsource-variable/nunito/files/nunito-latin-wght-normal.woff2?url'
import nunitoMore from '@fontsource-variable/nunito/files/nunito-latin-ext-wght-normal.woff2?url'
import oswald from '@fontsource-variable/oswald/files/oswald-latin-wght-normal.woff2?url'
import oswaldMore from '@fontsource-variable/oswald/files/oswald-latin-ext-wght-normal.woff2?url'
import pixelify from '@fontsource-variable/pixelify-sans/files/pixelify-sans-latin-wght-normal.woff2?url'
import pixelifyMore from '@fontsource-variable/pixelify-sans/files/pixelify-sans-latin-ext-wght-normal.woff2?url'
import shantell from '@fontsource-variable/shantell-sans/files/shantell-sans-latin-wght-normal.woff2?url'
import shantellMore from '@fontsource-variable/shantell-sans/files/shantell-sans-latin-ext-wght-normal.woff2?url'
import grotesk from '@fontsource-variable/space-grotesk/files/space-grotesk-latin-wght-normal.woff2?url'
import groteskMore from '@fontsource-variable/space-grotesk/files/space-grotesk-latin-ext-wght-normal.woff2?url'

/** The addresses of the fonts that come with Standby: the letters of the West, and those with rarer marks. */
export const FONT_FILES: Readonly<Record<Exclude<LookFont, 'inter' | 'own'>, readonly [string, string]>> = {
  nunito: [nunito, nunitoMore],
  fredoka: [fredoka, fredokaMore],
  'space-grotesk': [grotesk, groteskMore],
  'bricolage-grotesque': [bricolage, bricolageMore],
  'exo-2': [exo, exoMore],
  oswald: [oswald, oswaldMore],
  fraunces: [fraunces, frauncesMore],
  'shantell-sans': [shantell, shantellMore],
  'jetbrains-mono': [jetbrains, jetbrainsMore],
  'pixelify-sans': [pixelify, pixelifyMore],
}
