import * as z from 'zod'

// What of a scene viewers can see, from what OBS tells of its items.

/** An item as `GetSceneItemList` tells it. What an OBS does not tell counts as seen. */
export const sceneItem = z.object({
  sourceName: z.string(),
  sceneItemEnabled: z.boolean().nullish(),
  /** 0 is the farthest back. */
  sceneItemIndex: z.number().nullish(),
  sceneItemBlendMode: z.string().nullish(),
  /** None for a scene or a group. */
  inputKind: z.string().nullish(),
  sceneItemTransform: z
    .object({
      alignment: z.number(),
      positionX: z.number(),
      positionY: z.number(),
      rotation: z.number(),
      width: z.number(),
      height: z.number(),
      boundsType: z.string(),
      boundsWidth: z.number(),
      boundsHeight: z.number(),
    })
    .partial()
    .nullish(),
})
export type SceneItem = z.infer<typeof sceneItem>

export interface Canvas {
  width: number
  height: number
}

const [LEFT, RIGHT, TOP, BOTTOM] = [1, 2, 4, 8]

/** In pixels of the canvas. */
interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Where an item is. `unknown`: OBS does not tell, or it is turned or flipped, so it is elsewhere than its numbers say. */
function boxOf({ sceneItemTransform: transform }: SceneItem): Box | 'unknown' {
  if (transform === null || transform === undefined) return 'unknown'
  const { alignment = LEFT | TOP, positionX, positionY, rotation = 0 } = transform
  const hasBounds = (transform.boundsType ?? 'OBS_BOUNDS_NONE') !== 'OBS_BOUNDS_NONE'
  const width = hasBounds ? transform.boundsWidth : transform.width
  const height = hasBounds ? transform.boundsHeight : transform.height
  if (positionX === undefined || positionY === undefined || width === undefined || height === undefined) return 'unknown'
  if (rotation !== 0 || width < 0 || height < 0) return 'unknown'
  const left = positionX - (alignment & LEFT ? 0 : alignment & RIGHT ? width : width / 2)
  const top = positionY - (alignment & TOP ? 0 : alignment & BOTTOM ? height : height / 2)
  return { left, top, right: left + width, bottom: top + height }
}

/** Whether any of an item is in the picture: it is switched on, has a size, and is not outside. What is in front of it is not looked at. */
export function isSeen(item: SceneItem, canvas: Canvas): boolean {
  if (item.sceneItemEnabled === false) return false
  if (item.sceneItemTransform?.width === 0 || item.sceneItemTransform?.height === 0) return false
  const box = boxOf(item)
  return box === 'unknown' || (box.left < canvas.width && box.top < canvas.height && box.right > 0 && box.bottom > 0)
}

/** Whether a scene shows nothing at all. */
export function isBlank(items: readonly SceneItem[], canvas: Canvas): boolean {
  return !items.some((item) => isSeen(item, canvas))
}

/** The first of these sources that a scene has and nobody can see there; null if there is none. */
export function hiddenOf(sources: readonly string[], items: readonly SceneItem[], canvas: Canvas): string | null {
  return (
    sources.find((source) => {
      const places = items.filter(({ sourceName }) => sourceName === source)
      return places.length > 0 && isBlank(places, canvas)
    }) ?? null
  )
}

// What a camera, a screen or a game gives fills its whole rectangle. A window, a picture or a video may have holes in it.
const CAPTURES = new Set([
  'dshow_input',
  'game_capture',
  'monitor_capture',
  'av_capture_input',
  'macos-avcapture',
  'display_capture',
  'v4l2_input',
  'xshm_input',
  'pipewire-desktop-capture-source',
])
// OBS draws the frame of bounds empty where the picture does not reach: only these fill it.
const FILLING_BOUNDS = ['OBS_BOUNDS_NONE', 'OBS_BOUNDS_STRETCH', 'OBS_BOUNDS_SCALE_OUTER']

/** The captures in front of a source that hide all of it, if no filter or setting makes them see-through; none if it is in front somewhere. */
export function capturesOver(source: string, items: readonly SceneItem[], canvas: Canvas): string[] {
  const places = items.filter((item) => item.sourceName === source && isSeen(item, canvas))
  const over = places.map((place) => items.filter((item) => isCaptureOver(item, place, canvas)).map(({ sourceName }) => sourceName))
  return over.length > 0 && over.every((names) => names.length > 0) ? [...new Set(over.flat())] : []
}

function isCaptureOver(item: SceneItem, place: SceneItem, canvas: Canvas): boolean {
  const [box, hidden] = [boxOf(item), boxOf(place)]
  if (box === 'unknown' || hidden === 'unknown' || !isSeen(item, canvas)) return false
  const isInFront = (item.sceneItemIndex ?? -1) > (place.sceneItemIndex ?? Infinity)
  const isCapture = CAPTURES.has((item.inputKind ?? '').replace(/_v\d+$/, ''))
  const isPlain = (item.sceneItemBlendMode ?? 'OBS_BLEND_NORMAL') === 'OBS_BLEND_NORMAL'
  if (!isInFront || !isCapture || !isPlain || !FILLING_BOUNDS.includes(item.sceneItemTransform?.boundsType ?? 'OBS_BOUNDS_NONE'))
    return false
  return (
    box.left <= Math.max(0, hidden.left) &&
    box.top <= Math.max(0, hidden.top) &&
    box.right >= Math.min(canvas.width, hidden.right) &&
    box.bottom >= Math.min(canvas.height, hidden.bottom)
  )
}
