/** Six numbers as CSS's `matrix()` takes them: a point `(x, y)` goes to `(a·x + c·y + e, b·x + d·y + f)`. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

/** How OBS mixes a source with what is below it, where a page can do the same. */
export const BLENDS = ['normal', 'screen', 'multiply', 'lighten', 'darken', 'plus-lighter'] as const
export type Blend = (typeof BLENDS)[number]

/** Where a source is in the scene. Sizes and the crop are in the source's own pixels, `matrix` leads from those to the canvas's. */
export interface Placed {
  width: number
  height: number
  crop: { left: number; top: number; right: number; bottom: number }
  matrix: Matrix
}

/** One source of the scene. */
export interface SceneLayer extends Placed {
  /** A picture of it as a `data:` address; smaller than `width` × `height` where those are large. */
  image: string
  blend: Blend
  /** It is in front of Standby's overlay. */
  above: boolean
}

/** `GET /api/obs/picture`: the creator's own scene as it is now, without what is Standby's. */
export interface ScenePicture {
  scene: string
  /** OBS's base canvas, in pixels. */
  width: number
  height: number
  /** From the back to the front. */
  layers: SceneLayer[]
  /** Where Standby's overlay is in this scene; null if it is not in it. */
  overlay: Placed | null
  /** How many visible sources are not in it, because OBS gave no picture of them. */
  missing: number
}
