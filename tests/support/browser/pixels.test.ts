import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { changedShare, opacity } from './pixels.ts'

/** A picture of 2 by 2 pixels, each given as 0xrrggbbaa. */
function picture(...pixels: [number, number, number, number]): Buffer {
  const image = new PNG({ width: 2, height: 2 })
  pixels.forEach((colour, index) => image.data.writeUInt32BE(colour, index * 4))
  return PNG.sync.write(image)
}

const red = 0xff0000ff
const nearlyRed = 0xfe0000ff
const clear = 0x00000000

describe('Development', () => {
  test('[DV9] the changed share of two pictures is that of the pixels that differ, however little', () => {
    const plain = picture(red, red, red, red)
    expect(changedShare(plain, plain)).toBe(0)
    expect(changedShare(plain, picture(red, red, red, nearlyRed))).toBe(0.25)
    expect(changedShare(plain, picture(clear, clear, clear, clear))).toBe(1)
  })

  test('[DV9] pictures of different sizes are an error, not a difference', () => {
    const small = PNG.sync.write(new PNG({ width: 1, height: 1 }))
    expect(() => changedShare(small, picture(red, red, red, red))).toThrow('1x1 and 2x2')
  })

  test('[DV9] opacity says how much of a picture is solid and how much is empty', () => {
    expect(opacity(picture(red, clear, clear, 0xff000080))).toEqual({ opaqueShare: 0.25, clearShare: 0.5 })
  })
})
