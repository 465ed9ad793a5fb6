import type { Matrix, Placed } from '@standby/shared/obs-picture.ts'

/** What obs-websocket says of where a scene item is. Pixels and degrees. */
export interface ItemTransform {
  sourceWidth: number
  sourceHeight: number
  positionX: number
  positionY: number
  scaleX: number
  scaleY: number
  rotation: number
  /** Which point of the item is at its position: 1 left, 2 right, 4 top, 8 bottom, in any sum; what is not named is the middle. */
  alignment: number
  boundsType: string
  boundsAlignment: number
  boundsWidth: number
  boundsHeight: number
  cropLeft: number
  cropRight: number
  cropTop: number
  cropBottom: number
}

interface Size {
  width: number
  height: number
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** What `inner` does first and `outer` after it. */
export function after(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer
  const [g, h, i, j, k, l] = inner
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}

/** Where OBS draws an item of this transform: cropped, scaled or fitted into its bounds, turned about its point, and put in its place. */
export function placedAt(transform: ItemTransform): Placed {
  const { sourceWidth: width, sourceHeight: height } = transform
  const crop = { left: transform.cropLeft, top: transform.cropTop, right: transform.cropRight, bottom: transform.cropBottom }
  const cropped = { width: Math.max(2, width - crop.left - crop.right), height: Math.max(2, height - crop.top - crop.bottom) }
  const [scaleX, scaleY] = scaleOf(transform, cropped)
  const drawn = { width: cropped.width * scaleX, height: cropped.height * scaleY }
  const box = hasBounds(transform) ? { width: transform.boundsWidth, height: transform.boundsHeight } : drawn
  const origin = pointOf(transform.alignment, box)
  // Within its bounds the item is moved by what is left of them.
  const room = pointOf(transform.boundsAlignment, { width: box.width - drawn.width, height: box.height - drawn.height })
  const toItem: Matrix = [scaleX, 0, 0, scaleY, room.x - origin.x, room.y - origin.y]
  const fromCrop: Matrix = [1, 0, 0, 1, -crop.left, -crop.top]
  const turn = (transform.rotation * Math.PI) / 180
  const turned: Matrix = [Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn), transform.positionX, transform.positionY]
  return { width, height, crop, matrix: after(turned, after(toItem, fromCrop)) }
}

const hasBounds = ({ boundsType }: ItemTransform): boolean => boundsType !== 'OBS_BOUNDS_NONE'

function scaleOf({ scaleX, scaleY, boundsType, boundsWidth, boundsHeight }: ItemTransform, { width, height }: Size): [number, number] {
  const drawn = { width: width * Math.abs(scaleX), height: height * Math.abs(scaleY) }
  const [across, down] = [boundsWidth / drawn.width, boundsHeight / drawn.height]
  const by = (factor: number): [number, number] => [scaleX * factor, scaleY * factor]
  switch (boundsType) {
    case 'OBS_BOUNDS_STRETCH':
      return [scaleX * across, scaleY * down]
    case 'OBS_BOUNDS_SCALE_INNER':
      return by(Math.min(across, down))
    case 'OBS_BOUNDS_SCALE_OUTER':
      return by(Math.max(across, down))
    case 'OBS_BOUNDS_SCALE_TO_WIDTH':
      return by(across)
    case 'OBS_BOUNDS_SCALE_TO_HEIGHT':
      return by(down)
    case 'OBS_BOUNDS_MAX_ONLY':
      return by(Math.min(1, across, down))
    default:
      return [scaleX, scaleY]
  }
}

function pointOf(alignment: number, { width, height }: Size): { x: number; y: number } {
  const along = (size: number, first: number, last: number): number => {
    if ((alignment & first) !== 0) return 0
    return (alignment & last) === 0 ? size / 2 : size
  }
  return { x: along(width, 1, 2), y: along(height, 4, 8) }
}
