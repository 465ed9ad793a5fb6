import { PNG } from 'pngjs'

/** A picture, or the PNG file it is in. */
type Picture = PNG | Buffer

const decoded = (picture: Picture): PNG => (Buffer.isBuffer(picture) ? PNG.sync.read(picture) : picture)

/** How much two pictures of one size differ: the share of pixels, 0 to 1, whose colour is not the same. Other sizes: an error. */
export function changedShare(before: Picture, after: Picture): number {
  const a = decoded(before)
  const b = decoded(after)
  if (a.width !== b.width || a.height !== b.height) {
    const sizes = [a, b].map((image) => `${String(image.width)}x${String(image.height)}`)
    throw new Error(`Pictures of different sizes cannot be compared: ${sizes.join(' and ')}.`)
  }
  let changedCount = 0
  for (let at = 0; at < a.data.length; at += 4) {
    if (a.data.readUInt32BE(at) !== b.data.readUInt32BE(at)) changedCount += 1
  }
  return changedCount / (a.width * a.height)
}

/** The share of pixels, 0 to 1, that let nothing of what lies behind them through at all, and of those that are quite see-through. */
export function opacity(picture: Picture): { opaqueShare: number; clearShare: number } {
  const { data, width, height } = decoded(picture)
  let opaqueCount = 0
  let clearCount = 0
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] === 255) opaqueCount += 1
    if (data[at] === 0) clearCount += 1
  }
  return { opaqueShare: opaqueCount / (width * height), clearShare: clearCount / (width * height) }
}
