import { describe, expect, test } from 'vitest'
import { after, IDENTITY, placedAt, type ItemTransform } from '@standby/bridge/obs/picture/placement.pure.ts'
import type { Matrix } from '@standby/shared/obs-picture.ts'

const item = (more: Partial<ItemTransform>): ItemTransform => ({
  sourceWidth: 200,
  sourceHeight: 100,
  positionX: 0,
  positionY: 0,
  scaleX: 1,
  scaleY: 1,
  rotation: 0,
  alignment: 5,
  boundsType: 'OBS_BOUNDS_NONE',
  boundsAlignment: 0,
  boundsWidth: 0,
  boundsHeight: 0,
  cropLeft: 0,
  cropRight: 0,
  cropTop: 0,
  cropBottom: 0,
  ...more,
})

/** Where two opposite corners of what is seen of the source are drawn: left, top, right, bottom. */
function corners(more: Partial<ItemTransform>): number[] {
  const { width, height, crop, matrix } = placedAt(item(more))
  const [a, b, c, d, e, f] = matrix
  const at = (x: number, y: number): number[] => [a * x + c * y + e, b * x + d * y + f].map((value) => Math.round(value * 100) / 100 + 0)
  return [...at(crop.left, crop.top), ...at(width - crop.right, height - crop.bottom)]
}

const BOUNDS = { positionX: 100, positionY: 50, boundsWidth: 400, boundsHeight: 400, boundsAlignment: 0 }

describe('Setup in OBS, and our own pages there', () => {
  test.each<[string, Partial<ItemTransform>, number[]]>([
    ['as it is', {}, [0, 0, 200, 100]],
    ['at a place', { positionX: 30, positionY: 40 }, [30, 40, 230, 140]],
    ['scaled', { scaleX: 0.5, scaleY: 2 }, [0, 0, 100, 200]],
    ['its middle at the place', { alignment: 0, positionX: 300, positionY: 300 }, [200, 250, 400, 350]],
    ['its lower right corner at the place', { alignment: 10, positionX: 300, positionY: 300 }, [100, 200, 300, 300]],
    ['the middle of its left side', { alignment: 1, positionX: 300, positionY: 300 }, [300, 250, 500, 350]],
    ['cropped, at the place of what is left', { cropLeft: 50, cropTop: 20, cropRight: 10, positionX: 5 }, [5, 0, 145, 80]],
    ['cropped and scaled', { cropLeft: 50, scaleX: 2, scaleY: 2 }, [0, 0, 300, 200]],
    ['mirrored about its middle', { scaleX: -1, alignment: 0, positionX: 300, positionY: 50 }, [400, 0, 200, 100]],
    ['turned by a quarter', { rotation: 90, positionX: 300 }, [300, 0, 200, 200]],
    ['turned about its middle', { rotation: 180, alignment: 0, positionX: 300, positionY: 50 }, [400, 100, 200, 0]],
    ['stretched into its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_STRETCH' }, [100, 50, 500, 450]],
    ['whole within its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_SCALE_INNER' }, [100, 150, 500, 350]],
    ['at the top of its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_SCALE_INNER', boundsAlignment: 4 }, [100, 50, 500, 250]],
    ['over its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_SCALE_OUTER' }, [-100, 50, 700, 450]],
    ['as wide as its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_SCALE_TO_WIDTH' }, [100, 150, 500, 350]],
    ['as high as its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_SCALE_TO_HEIGHT' }, [-100, 50, 700, 450]],
    ['at most as large as its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_MAX_ONLY' }, [200, 200, 400, 300]],
    ['shrunk to its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_MAX_ONLY', scaleX: 4, scaleY: 4 }, [100, 150, 500, 350]],
    ['cropped within its bounds', { ...BOUNDS, boundsType: 'OBS_BOUNDS_SCALE_INNER', cropLeft: 100 }, [100, 50, 500, 450]],
    [
      'with the middle of its bounds at the place',
      { ...BOUNDS, boundsType: 'OBS_BOUNDS_SCALE_INNER', alignment: 0 },
      [-100, -50, 300, 150],
    ],
    ['of a kind of bounds that is not known', { ...BOUNDS, boundsType: 'OBS_BOUNDS_NEW' }, [200, 200, 400, 300]],
  ])('[OS24] a source is drawn %s', (_how, more, expected) => {
    expect(corners(more)).toEqual(expected)
  })

  test('[OS24] what is cropped to nothing, or has no size, has a place all the same', () => {
    for (const more of [{ cropLeft: 200 }, { cropLeft: 900, cropTop: 900 }, { sourceWidth: 0, sourceHeight: 0 }]) {
      expect(corners({ ...more, ...BOUNDS, boundsType: 'OBS_BOUNDS_STRETCH' }).every(Number.isFinite)).toBe(true)
    }
  })

  test('[OS22] one matrix after another is what both do in turn', () => {
    const move: Matrix = [1, 0, 0, 1, 10, 20]
    const double: Matrix = [2, 0, 0, 3, 0, 0]
    expect(after(double, move)).toEqual([2, 0, 0, 3, 20, 60])
    expect(after(move, double)).toEqual([2, 0, 0, 3, 10, 20])
    expect(after(IDENTITY, double)).toEqual(double)
    expect(after(double, IDENTITY)).toEqual(double)
  })
})
