import type { SourcePage } from '@standby/shared/obs-setup.ts'
import type { SetupFallback } from '@standby/shared/setup-fallbacks.ts'
import { BROWSER_KIND, pageUrl } from '../pages/own-page.ts'

/** OBS's base canvas, in pixels. */
export interface Canvas {
  width: number
  height: number
}

/** Fields of obs-websocket's scene item transform. */
export type Placing = Readonly<Record<string, string | number>>

/** All that `CreateInput` and `SetSceneItemTransform` need. */
export interface InputRecipe {
  name: string
  kind: string
  /** Null: no page of ours, but what stands in for one. */
  page: SourcePage | null
  settings: Readonly<Record<string, unknown>>
  placing: Placing
  /** A filter that comes with it; if OBS has none of this kind it is done without. */
  filter?: { name: string; kind: string; settings: Readonly<Record<string, unknown>> }
}

const TOP_LEFT = 5
const CENTRE = 0

/** Fills the canvas, and goes on doing so when the source's own size is another. */
export function fullCanvas({ width, height }: Canvas): Placing {
  return {
    positionX: 0,
    positionY: 0,
    alignment: TOP_LEFT,
    rotation: 0,
    boundsType: 'OBS_BOUNDS_SCALE_INNER',
    boundsAlignment: CENTRE,
    boundsWidth: width,
    boundsHeight: height,
  }
}

/** A browser source on one of our pages, at the size of the canvas. */
export function browserInput(page: SourcePage, name: string, port: number, canvas: Canvas): InputRecipe {
  return {
    name,
    kind: BROWSER_KIND,
    page,
    settings: {
      url: pageUrl(page, port, name),
      is_local_file: false,
      width: canvas.width,
      height: canvas.height,
      fps_custom: true,
      fps: 30,
      // OBS's default hides overflow and centres the page; ours bring their own style.
      css: '',
      // A page that is shut down while hidden, or reloaded when shown, knows nothing at the moment it is needed.
      shutdown: false,
      restart_when_active: false,
      // Through OBS's mixer, where the creator can mute it, and the recording hears it.
      reroute_audio: true,
    },
    placing: fullCanvas(canvas),
  }
}

const TEXT_KINDS = ['text_gdiplus', 'text_ft2_source']
const COLOUR_KINDS = ['color_source']
/** The space behind it is the gap between one round and the next. */
const TEXT = 'Back in a moment     '
/** A picture that stands still is taken for a fault by viewers, and by TikTok. Pixels per second. */
const MOVING = { name: 'Standby moves', kind: 'scroll_filter', settings: { speed_x: 60, loop: true } }
/** A dark violet; 0xAABBGGRR, as OBS stores colours. */
const GROUND = 0xff2a1620

/** What this OBS could show instead of the standby card. */
export function fallbacksOf(inputKinds: readonly string[]): SetupFallback[] {
  const found: SetupFallback[] = []
  if (newestKind(TEXT_KINDS, inputKinds) !== null) found.push('text')
  if (newestKind(COLOUR_KINDS, inputKinds) !== null) found.push('colour')
  return found
}

/** Null if this OBS has not even that. */
export function fallbackInput(fallback: SetupFallback, inputKinds: readonly string[], canvas: Canvas): InputRecipe | null {
  const kind = newestKind(fallback === 'text' ? TEXT_KINDS : COLOUR_KINDS, inputKinds)
  if (kind === null) return null
  if (fallback === 'colour') {
    const settings = { color: GROUND, width: canvas.width, height: canvas.height }
    return { name: 'Standby colour', kind, page: null, settings, placing: fullCanvas(canvas) }
  }
  const placing = {
    ...fullCanvas(canvas),
    positionX: canvas.width / 2,
    positionY: canvas.height / 2,
    alignment: CENTRE,
    boundsWidth: Math.round(canvas.width * 0.8),
    boundsHeight: Math.max(1, Math.round(canvas.height * 0.15)),
  }
  const font = { face: kind.startsWith('text_gdiplus') ? 'Segoe UI' : 'Sans Serif', size: 96, style: 'Bold', flags: 1 }
  return { name: 'Standby text', kind, page: null, settings: { text: TEXT, font }, placing, filter: MOVING }
}

/** `text_ft2_source_v2` for `text_ft2_source`: the newest version this OBS has. */
function newestKind(names: readonly string[], inputKinds: readonly string[]): string | null {
  for (const name of names) {
    const versions = inputKinds.filter((kind) => kind === name || new RegExp(`^${name}_v\\d+$`).test(kind))
    const newest = versions.sort((a, b) => versionOf(b) - versionOf(a))[0]
    if (newest !== undefined) return newest
  }
  return null
}

function versionOf(kind: string): number {
  return Number(/_v(\d+)$/.exec(kind)?.[1] ?? 1)
}
