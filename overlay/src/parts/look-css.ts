import {
  mixed,
  PANEL_SHARE,
  readableAccent,
  readableGround,
  translucent,
  turned,
  type Ground,
} from '@standby/shared/settings/look-colours.ts'
import type { LookChoices } from '@standby/shared/settings/look-settings.ts'
import type { OverlayTheme } from '@standby/shared/settings/overlay-settings.ts'

/** What of a look the style sheets depend on. */
export type LookStyle = Pick<LookChoices, 'accent' | 'ground' | 'font' | 'radius'>

type Properties = Record<string, string>

/** The panels of `themes.css`, for an accent without a ground. */
const USUAL_GROUND: Ground = { colour: '#131826', shade: 'dark' }
const DARK_INK = '#12151d'

/** The words and marks on a bright panel; those on a dark one are in `theme.css`. */
const ON_BRIGHT: Properties = {
  '--standby-text': DARK_INK,
  '--standby-text-quiet': '#2f3748',
  '--standby-heart': '#b3123f',
  '--standby-gift': '#6b3f00',
  '--standby-gift-edge': 'rgb(150 90 0 / 55%)',
  '--standby-gift-grand': '#8a0f63',
  '--standby-gift-grand-edge': 'rgb(150 20 110 / 60%)',
  '--standby-warn': '#7a3d00',
  '--standby-bad': '#a3160c',
  '--standby-ok': '#0a5c33',
  '--standby-calm': '#3d4963',
  '--standby-track': 'rgb(18 21 29 / 20%)',
  '--standby-avatar-ink': '#fff',
  '--standby-card-track': 'rgb(18 21 29 / 18%)',
  '--standby-card-shade': 'rgb(250 250 252 / 84%)',
  '--standby-card-light-well': 'rgb(20 150 90 / 24%)',
  '--standby-tint-0': '#99271b',
  '--standby-tint-1': '#7c4700',
  '--standby-tint-2': '#565800',
  '--standby-tint-3': '#0b5f2b',
  '--standby-tint-4': '#005c66',
  '--standby-tint-5': '#134a9c',
  '--standby-tint-6': '#4a35a8',
  '--standby-tint-7': '#8c1d6c',
}

/** How much of the card's lights is seen: words stay readable where they are brightest. */
const LIGHTS = { dark: [0.3, 0.25, 0.2], bright: [0.3, 0.24, 0.2] } as const

/**
 * The custom properties of a look, by name; those of its font's family come with the font. None for what the creator left to the theme, so
 * that OBS's "Custom CSS" and the themes stay as they are.
 */
export function lookProperties({ accent, ground, radius }: LookStyle, theme: OverlayTheme): Properties {
  const panel = ground === null ? null : readableGround(ground, theme)
  const tone = accent === null ? null : readableAccent(accent, panel ?? USUAL_GROUND)
  return {
    ...(panel?.shade === 'bright' && ON_BRIGHT),
    ...(panel !== null && { ...panelOf(panel, theme), ...cardOf(panel, tone, theme) }),
    // A colour of the card's own comes first.
    ...(tone !== null && { '--standby-accent': `var(--standby-own-accent, ${tone})`, ...lightsOf(tone, panel ?? USUAL_GROUND) }),
    ...(radius !== null && theme !== 'minimal' && cornersOf(radius)),
  }
}

/** The properties as a style sheet. They weigh nothing: whatever OBS's "Custom CSS" box sets on `:root` wins. */
export function sheetOf(properties: Properties): string {
  const lines = Object.entries(properties).map(([name, value]) => `${name}: ${value};`)
  return lines.length === 0 ? '' : `:where(:root) { ${lines.join(' ')} }`
}

function panelOf({ colour, shade }: Ground, theme: OverlayTheme): Properties {
  const isDark = shade === 'dark'
  if (theme === 'minimal') return outlineOf(colour)
  const gift = isDark ? '#ffb83d' : '#ffc24a'
  const grand = isDark ? ['#ff4fc0', '#7a5cff'] : ['#ff8fd6', '#b9a8ff']
  const [first = gift, second = gift] = grand
  const edge = isDark ? 'rgb(255 255 255 / 17%)' : 'rgb(18 21 29 / 14%)'
  if (theme === 'solid') {
    return {
      '--standby-panel': colour,
      '--standby-panel-strong': colour,
      '--standby-panel-edge': isDark ? 'transparent' : edge,
      '--standby-gift-ground': `linear-gradient(100deg, ${mixed(colour, gift, 0.26)}, ${colour} 62%)`,
      '--standby-gift-grand-ground': `linear-gradient(100deg, ${mixed(colour, first, 0.3)}, ${mixed(colour, second, 0.3)} 60%, ${colour})`,
    }
  }
  return {
    '--standby-panel': translucent(colour, PANEL_SHARE[shade]),
    '--standby-panel-strong': translucent(colour, 0.94),
    '--standby-panel-edge': edge,
    '--standby-panel-sheen': `linear-gradient(rgb(255 255 255 / ${isDark ? 5 : 40}%), transparent) 0 0 / 100% 50% no-repeat`,
    '--standby-gift-ground': `radial-gradient(120% 160% at 0% 0%, ${translucent(gift, 0.28)}, transparent 60%)`,
    '--standby-gift-grand-ground': `radial-gradient(130% 170% at 0% 0%, ${translucent(first, 0.34)}, ${translucent(second, 0.2)} 55%, transparent 85%)`,
  }
}

/** Words without a panel: an outline in the colour of the ground keeps them readable over anything. */
function outlineOf(colour: string): Properties {
  const line = translucent(colour, 0.94)
  const [far, near] = ['0.055em', '0.04em']
  const around = [
    ...[`${far} 0`, `-${far} 0`, `0 ${far}`, `0 -${far}`],
    ...[`${near} ${near}`, `-${near} ${near}`, `${near} -${near}`, `-${near} -${near}`],
  ]
  return {
    '--standby-text-shadow': [...around.map((place) => `${place} 0 ${line}`), `0 0.06em 0.34em ${translucent(colour, 0.78)}`].join(', '),
    '--standby-icon-halo': translucent(colour, 0.92),
    '--standby-track': translucent(colour, 0.7),
  }
}

function cardOf(ground: Ground, accent: string | null, theme: OverlayTheme): Properties {
  const { colour, shade } = ground
  const isDark = shade === 'dark'
  const second = mixed(colour, turned(accent ?? colour, 40), isDark ? 0.1 : 0.14)
  return {
    '--standby-card-ground': `linear-gradient(160deg, ${mixed(colour, '#ffffff', isDark ? 0.05 : 0.4)}, ${colour} 55%, ${second})`,
    '--standby-card-base': colour,
    '--standby-card-panel': theme === 'minimal' ? 'transparent' : isDark ? 'rgb(255 255 255 / 8%)' : 'rgb(255 255 255 / 62%)',
    '--standby-card-edge': theme === 'glass' ? (isDark ? 'rgb(255 255 255 / 16%)' : 'rgb(18 21 29 / 12%)') : 'transparent',
    ...(isDark && { '--standby-card-shade': translucent(mixed(colour, '#000000', 0.4), 0.72) }),
    ...(accent === null && lightsOf(mixed(colour, isDark ? '#ffffff' : '#000000', 0.3), ground)),
  }
}

function lightsOf(accent: string, { shade }: Ground): Properties {
  const [one, two, three] = LIGHTS[shade]
  return {
    '--standby-card-light-1': translucent(accent, one),
    '--standby-card-light-2': translucent(turned(accent, 50), two),
    '--standby-card-light-3': translucent(turned(accent, -50), three),
  }
}

/** `radius` in rem. What is round by itself becomes square only if nothing is to be round. */
function cornersOf(radius: number): Properties {
  const pill = radius >= 1 ? '99rem' : `${radius}rem`
  return {
    '--standby-radius': `${radius}rem`,
    '--standby-pill': pill,
    '--standby-card-radius': pill,
    ...(radius < 0.1 && { '--standby-round': '0' }),
  }
}
