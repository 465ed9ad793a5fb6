import type { LookChoices } from './look-settings.ts'
import type { OverlayTheme } from './overlay-settings.ts'

export const SHIPPED_LOOK_IDS = ['neon', 'paper', 'bubblegum', 'terminal', 'arcade', 'stadium', 'forest', 'sunset', 'sky', 'chalk'] as const
export type ShippedLookId = (typeof SHIPPED_LOOK_IDS)[number]

/** Without sound and minimums: those stay the creator's own when the look changes. */
export type ShippedLook = Pick<LookChoices, 'accent' | 'ground' | 'font' | 'radius'> & { theme: OverlayTheme }

/** The looks that come with Standby. The dock has their names. */
export const SHIPPED_LOOKS: Readonly<Record<ShippedLookId, ShippedLook>> = {
  neon: { theme: 'glass', accent: '#ff4fd8', ground: '#1b0838', font: 'exo-2', radius: 0.3 },
  paper: { theme: 'solid', accent: '#b0381b', ground: '#fbf6ea', font: 'fraunces', radius: 0.2 },
  bubblegum: { theme: 'glass', accent: '#b60063', ground: '#ffe9f4', font: 'fredoka', radius: 1.8 },
  terminal: { theme: 'solid', accent: '#3dff8b', ground: '#06130c', font: 'jetbrains-mono', radius: 0 },
  arcade: { theme: 'solid', accent: '#ffd23f', ground: '#2a1066', font: 'pixelify-sans', radius: 0 },
  stadium: { theme: 'solid', accent: '#ffe600', ground: '#0a2f7a', font: 'oswald', radius: 0.15 },
  forest: { theme: 'glass', accent: '#b9ea6a', ground: '#0b261b', font: 'nunito', radius: 1.2 },
  sunset: { theme: 'glass', accent: '#ff9a56', ground: '#3d0f1c', font: 'bricolage-grotesque', radius: 0.8 },
  sky: { theme: 'glass', accent: '#0856c3', ground: '#e9f3ff', font: 'space-grotesk', radius: 0.6 },
  chalk: { theme: 'minimal', accent: '#ffe9a3', ground: '#0d1512', font: 'shantell-sans', radius: null },
}
