import type { OverlayTheme } from './overlay-settings.ts'

/** An sRGB colour: red, green, blue, each 0 to 255. */
type Rgb = readonly [number, number, number]

const BLACK: Rgb = [0, 0, 0]
const WHITE: Rgb = [255, 255, 255]

/** How much of a panel's colour is seen over video: 0 to 1. Bright panels let less through, because dark video takes more from them. */
export const PANEL_SHARE = { dark: 0.88, bright: 0.94 } as const

/** Relative luminances of a panel at its worst: every colour that words have stands out from it by 4.5 : 1. */
const MOST_OF_DARK = 0.055
const LEAST_OF_BRIGHT = 0.72
/** A colour that is darker than this becomes a dark panel. */
const DARK_BELOW = 0.3
const STEP = 0.04

export type Shade = 'dark' | 'bright'

export interface Ground {
  /** `#rrggbb` */
  colour: string
  shade: Shade
}

/** Made dark or bright enough for every word on it to be read, over any video. `colour` and what is returned: `#rrggbb`. */
export function readableGround(colour: string, theme: OverlayTheme): Ground {
  const wanted = parts(colour)
  const shade: Shade = luminance(wanted) < DARK_BELOW ? 'dark' : 'bright'
  const share = theme === 'glass' ? PANEL_SHARE[shade] : 1
  const isFine = (ground: Rgb): boolean =>
    shade === 'dark'
      ? luminance(mix(ground, WHITE, 1 - share)) <= MOST_OF_DARK
      : luminance(mix(ground, BLACK, 1 - share)) >= LEAST_OF_BRIGHT
  return { colour: hex(nudged(wanted, shade === 'dark' ? BLACK : WHITE, isFine)), shade }
}

/** Made bright or dark enough to stand out from the ground by 4.5 : 1. */
export function readableAccent(colour: string, ground: Ground): string {
  const behind = parts(ground.colour)
  // Over video a panel comes nearer to the accent.
  const worst = mix(behind, ground.shade === 'dark' ? WHITE : BLACK, 0.1)
  return hex(nudged(parts(colour), ground.shade === 'dark' ? WHITE : BLACK, (accent) => contrast(accent, worst) >= 4.5))
}

/** `share` of the way from one colour to the other. */
export function mixed(colour: string, other: string, share: number): string {
  return hex(mix(parts(colour), parts(other), share))
}

/** As CSS writes it; `share`: how opaque it is, 0 to 1. */
export function translucent(colour: string, share: number): string {
  return `rgb(${parts(colour).join(' ')} / ${Math.round(share * 100)}%)`
}

/** The colour so many degrees further round the colour wheel. */
export function turned(colour: string, degrees: number): string {
  const [red, green, blue] = parts(colour).map((value) => value / 255) as [number, number, number]
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const [range, lightness] = [most - least, (most + least) / 2]
  const sector =
    range === 0 ? 0 : most === red ? ((green - blue) / range) % 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4
  const hue = (((sector * 60 + degrees) % 360) + 360) % 360
  // The same saturation and lightness, at the other hue.
  const chroma = range / 2
  const at = (offset: number): number => {
    const place = (offset + hue / 30) % 12
    return (lightness - chroma * Math.max(-1, Math.min(place - 3, 9 - place, 1))) * 255
  }
  return hex([at(0), at(8), at(4)])
}

/** WCAG 2. */
export function contrastOf(colour: string, other: string): number {
  return contrast(parts(colour), parts(other))
}

function nudged(colour: Rgb, towards: Rgb, isFine: (colour: Rgb) => boolean): Rgb {
  for (let share = 0; share < 1; share += STEP) {
    const next = mix(colour, towards, share)
    if (isFine(next)) return next
  }
  return towards
}

function contrast(one: Rgb, other: Rgb): number {
  const [least, most] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (most + 0.05) / (least + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)
}

function light(value: number): number {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** In whole numbers, so that what is checked is what is written. */
function mix(colour: Rgb, other: Rgb, share: number): Rgb {
  const at = (channel: 0 | 1 | 2): number => Math.round(colour[channel] + (other[channel] - colour[channel]) * share)
  return [at(0), at(1), at(2)]
}

function parts(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function hex(colour: Rgb): string {
  return `#${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}
