import type { Placed } from '@standby/shared/obs-picture.ts'

/** Where a source of OBS's scene is drawn, as the text of a style. `shrink`: pixels of the page for one of OBS's canvas. */
export function placeStyle({ width, height, crop, matrix }: Placed, shrink: number): string {
  const px = (size: number): string => `${(size * shrink).toFixed(2)}px`
  const inset = [crop.top, crop.right, crop.bottom, crop.left].map(px).join(' ')
  const [a, b, c, d, e, f] = matrix
  const numbers = [a, b, c, d, e * shrink, f * shrink].map((value) => value.toFixed(5)).join(', ')
  return `width: ${px(width)}; height: ${px(height)}; clip-path: inset(${inset}); transform: matrix(${numbers})`
}
