import { crc32, deflateSync } from 'node:zlib'

const SIZE = 72
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
const PATH = /^\/pictures\/([\w.]{1,40})\.png$/

/** Where a viewer's picture is, as a path; null for the third who have none. */
export function picturePath(uniqueId: string): string | null {
  return crc32(uniqueId) % 3 === 0 ? null : `/pictures/${uniqueId}.png`
}

/** A viewer's picture, drawn from the name: the same name, the same picture. Null for any other path. */
export function pictureAt(path: string): Buffer | null {
  const name = PATH.exec(path)?.[1]
  return name === undefined ? null : draw(name)
}

/** A head and shoulders before a sky of two colours: somebody, and nobody in particular. */
function draw(name: string): Buffer {
  const seed = crc32(name)
  const hue = seed % 360
  const [top, bottom] = [hsl(hue, 0.55, 0.62), hsl(hue + 40, 0.6, 0.42)]
  const [skin, hair, shirt] = [
    hsl(18 + (seed % 14), 0.45, 0.36 + ((seed >>> 4) % 40) / 100),
    hsl(seed >>> 7, 0.3, 0.2),
    hsl(hue + 190, 0.5, 0.55),
  ]
  const hairline = 0.3 + ((seed >>> 11) % 10) / 100

  const colourAt = (x: number, y: number): Colour => {
    const within = (radius: number, middle: number, height: number): boolean => (x - 0.5) ** 2 + ((y - middle) * height) ** 2 < radius ** 2
    if (within(0.38, 1.08, 0.9)) return shirt
    if (within(0.2, 0.46, 0.88)) return y < hairline ? hair : skin
    if (within(0.235, 0.42, 0.86)) return hair
    return mix(top, bottom, y)
  }

  // Filter byte 0 in front of each row: https://www.w3.org/TR/png-3/#9Filters
  const rows = Buffer.alloc(SIZE * (1 + SIZE * 3))
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) rows.set(smooth(colourAt, x, y), y * (1 + SIZE * 3) + 1 + x * 3)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIZE, 0)
  header.writeUInt32BE(SIZE, 4)
  header.set([8, 2], 8)
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

type Colour = readonly [number, number, number]

/** The mean of four points of a pixel, so that edges are soft. */
function smooth(colourAt: (x: number, y: number) => Colour, x: number, y: number): number[] {
  const points = [0.25, 0.75].flatMap((dx) => [0.25, 0.75].map((dy) => colourAt((x + dx) / SIZE, (y + dy) / SIZE)))
  return [0, 1, 2].map((channel) => Math.round(points.reduce((sum, colour) => sum + (colour[channel] ?? 0), 0) / points.length))
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const one = (channel: 0 | 1 | 2): number => a[channel] + (b[channel] - a[channel]) * share
  return [one(0), one(1), one(2)]
}

/** CSS Color 4, §7.1. */
function hsl(hue: number, saturation: number, lightness: number): Colour {
  const one = (n: number): number => {
    const k = (n + hue / 30) % 12
    return 255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [one(0), one(8), one(4)]
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
