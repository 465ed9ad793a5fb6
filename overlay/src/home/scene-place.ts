import type { Placed } from '@standby/shared/obs-picture.ts'

/** Where a source of OBS's scene is drawn, as the text of a style. `shrink`: rem of the page for one pixel of OBS's canvas. */
export function placeStyle({ width, height, crop, matrix }: Placed, shrink: number): string {
  const rem = (size: number): string => `${(size * shrink).toFixed(4)}rem`
  const inset = [crop.top, crop.right, crop.bottom, crop.left].map(rem).join(' ')
  const [a, b, c, d, e, f] = matrix
  const turned = `translate(${rem(e)}, ${rem(f)}) matrix(${[a, b, c, d].map((value) => value.toFixed(5)).join(', ')}, 0, 0)`
  return `width: ${rem(width)}; height: ${rem(height)}; clip-path: inset(${inset}); transform: ${turned}`
}
