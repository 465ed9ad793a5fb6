import { PNG } from 'pngjs'

/** How much two PNG pictures of one size differ: the share of pixels, 0 to 1, whose colour is not the same. Other sizes: an error. */
export function changedShare(before: Buffer, after: Buffer): number {
  const a = PNG.sync.read(before)
  const b = PNG.sync.read(after)
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
export function opacity(picture: Buffer): { opaqueShare: number; clearShare: number } {
  const { data, width, height } = PNG.sync.read(picture)
  let opaqueCount = 0
  let clearCount = 0
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] === 255) opaqueCount += 1
    if (data[at] === 0) clearCount += 1
  }
  return { opaqueShare: opaqueCount / (width * height), clearShare: clearCount / (width * height) }
}
