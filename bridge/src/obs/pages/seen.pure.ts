import * as z from 'zod'

// What of a scene viewers can see, from what OBS tells of its items.

/** An item as `GetSceneItemList` tells it. What an OBS does not tell counts as seen. */
export const sceneItem = z.object({
  sourceName: z.string(),
  sceneItemEnabled: z.boolean().nullish(),
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

/** Whether any of an item is in the picture: it is switched on, has a size, and does not lie outside. What is behind it is not looked at. */
export function isSeen({ sceneItemEnabled, sceneItemTransform: transform }: SceneItem, canvas: Canvas): boolean {
  if (sceneItemEnabled === false) return false
  if (transform === null || transform === undefined) return true
  const { alignment = LEFT | TOP, positionX, positionY, rotation = 0 } = transform
  const hasBounds = (transform.boundsType ?? 'OBS_BOUNDS_NONE') !== 'OBS_BOUNDS_NONE'
  const width = hasBounds ? transform.boundsWidth : transform.width
  const height = hasBounds ? transform.boundsHeight : transform.height
  if (transform.width === 0 || transform.height === 0) return false
  // Turned or flipped, it lies elsewhere than its numbers say.
  if (positionX === undefined || positionY === undefined || width === undefined || height === undefined) return true
  if (rotation !== 0 || width < 0 || height < 0) return true
  const left = positionX - (alignment & LEFT ? 0 : alignment & RIGHT ? width : width / 2)
  const top = positionY - (alignment & TOP ? 0 : alignment & BOTTOM ? height : height / 2)
  return left < canvas.width && top < canvas.height && left + width > 0 && top + height > 0
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
