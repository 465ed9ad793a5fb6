import { PNG } from 'pngjs'

/** Pixels, as TikTok's own are; a drawing instead of pixels would cost a page much more than what viewers really have. */
const SIZE = 128
/** Samples for each pixel and direction, so that edges are smooth. */
const FINE = 3
const drawn = new Map<string, Buffer>()

/** A made-up face for the addresses that the fixtures know, as a PNG; null for any other, as for a picture that cannot be had. */
export function drawnAvatar(address: string): Buffer | null {
  const hue = /^https:\/\/pictures\.test\/(\d+)$/.exec(address)?.[1]
  if (hue === undefined) return null
  const known = drawn.get(hue) ?? draw(Number(hue))
  drawn.set(hue, known)
  return known
}

function draw(hue: number): Buffer {
  const picture = new PNG({ width: SIZE, height: SIZE })
  const [ground, figure] = [colour(hue, 0.6, 0.72), colour(hue, 0.45, 0.32)]
  for (let at = 0; at < SIZE * SIZE; at += 1) {
    const share = figureShare(at % SIZE, Math.floor(at / SIZE))
    const mixed = ground.map((value, channel) => Math.round(value + ((figure[channel] ?? 0) - value) * share))
    picture.data.set([...mixed, 255], at * 4)
  }
  return PNG.sync.write(picture)
}

/** How much of a pixel the head and the shoulders cover. */
function figureShare(x: number, y: number): number {
  let count = 0
  for (let at = 0; at < FINE * FINE; at += 1) {
    const u = (x + ((at % FINE) + 0.5) / FINE) / SIZE
    const v = (y + (Math.floor(at / FINE) + 0.5) / FINE) / SIZE
    if (within(u, v, 0.41, 0.19, 0.19) || within(u, v, 0.97, 0.375, 0.345)) count += 1
  }
  return count / (FINE * FINE)
}

/** In an ellipse in the middle, `down` from the top. */
function within(u: number, v: number, down: number, width: number, height: number): boolean {
  return ((u - 0.5) / width) ** 2 + ((v - down) / height) ** 2 <= 1
}

/** HSL as three bytes. */
function colour(hue: number, saturation: number, lightness: number): number[] {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  return [0, 8, 4].map((offset) => {
    const turn = (offset + hue / 30) % 12
    return 255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1)))
  })
}
