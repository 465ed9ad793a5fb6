import {
  OVERLAY_CORNERS,
  OVERLAY_PARTS,
  OVERLAY_THEMES,
  type OverlayCorner,
  type OverlayPart,
  type OverlaySettings,
} from '@standby/shared/settings/overlay-settings.ts'

/** Settings that are on or off, by their name in the address. */
const SWITCHES = {
  safe: 'safeZones',
  mirror: 'mirrored',
  calls: 'callsToAction',
  links: 'links',
  figures: 'outageFigures',
  avatars: 'avatars',
  gifts: 'giftPictures',
  guests: 'guestGifts',
} as const

/** What the page's address asks for; null, or left out, if it does not say. It overrides the settings. */
export interface Wishes {
  show: ReadonlySet<OverlayPart> | null
  corners: ReadonlyMap<OverlayPart, OverlayCorner>
  settings: Partial<OverlaySettings>
  sound: boolean | null
  volume: number | null
}

/** Reads `?show=chat,alerts&at=chat:bottom-right&theme=solid…` (docs/overlay.md). Values that make no sense are ignored. */
export function wishesOf(search: string): Wishes {
  const query = new URLSearchParams(search)
  const list = (name: string): string[] => (query.get(name) ?? '').split(',').map((item) => item.trim().toLowerCase())
  const named = list('show')
  const show = OVERLAY_PARTS.filter((part) => named.includes(part))
  const corners = list('at').flatMap((item): [OverlayPart, OverlayCorner][] => {
    const [name, where] = item.split(':')
    const part = oneOf(OVERLAY_PARTS, name)
    const corner = oneOf(OVERLAY_CORNERS, where)
    return part === null || corner === null ? [] : [[part, corner]]
  })
  const switches = Object.entries(SWITCHES).map(([name, field]) => [field, yesOrNo(query.get(name))])
  const others = [
    ['theme', oneOf(OVERLAY_THEMES, query.get('theme')?.toLowerCase())],
    ['scale', within(query.get('scale'), 0.5, 2)],
  ]
  return {
    show: show.length === 0 ? null : new Set(show),
    corners: new Map(corners),
    settings: Object.fromEntries([...switches, ...others].filter(([, wish]) => wish !== null)) as Partial<OverlaySettings>,
    sound: yesOrNo(query.get('sound')),
    volume: within(query.get('volume'), 0, 1),
  }
}

/** The settings as this page has them. */
export function settingsWith(settings: OverlaySettings, wishes: Wishes): OverlaySettings {
  const parts = { ...settings.parts }
  for (const part of OVERLAY_PARTS) {
    const { on, corner } = settings.parts[part]
    parts[part] = { on: wishes.show?.has(part) ?? on, corner: wishes.corners.get(part) ?? corner }
  }
  return {
    ...settings,
    ...wishes.settings,
    parts,
    sound: { on: wishes.sound ?? settings.sound.on, volume: wishes.volume ?? settings.sound.volume },
  }
}

function oneOf<Name extends string>(names: readonly Name[], name: string | undefined): Name | null {
  return names.find((known) => known === name) ?? null
}

function within(value: string | null, least: number, most: number): number | null {
  const number = value === null || value.trim() === '' ? NaN : Number(value)
  return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : null
}

function yesOrNo(value: string | null): boolean | null {
  if (value === null) return null
  if (['1', 'on', 'yes', 'true', ''].includes(value.toLowerCase())) return true
  return ['0', 'off', 'no', 'false'].includes(value.toLowerCase()) ? false : null
}
