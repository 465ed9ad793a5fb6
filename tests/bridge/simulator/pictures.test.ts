import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { GUESTS } from '@standby/bridge/simulator/demo-script.ts'
import { pictureAt, picturePath } from '@standby/bridge/simulator/pictures.ts'
import { pictureType } from '@standby/bridge/show/picture-type.ts'

describe('Simulator', () => {
  test('[SM28] most of the demo’s people have their own, constant picture, and some have none', () => {
    const paths = GUESTS.flatMap(({ uniqueId }) => picturePath(uniqueId) ?? [])
    expect(paths.length).toBeGreaterThan(GUESTS.length / 2)
    expect(paths.length).toBeLessThan(GUESTS.length)
    const pictures = paths.map((path) => pictureAt(path))
    expect(new Set(pictures.map((bytes) => bytes?.toString('base64'))).size).toBe(paths.length)
    for (const [n, bytes] of pictures.entries()) {
      expect(bytes).toEqual(pictureAt(paths[n] ?? ''))
      expect(pictureType(bytes ?? Buffer.alloc(0))).toBe('image/png')
      expect(bytes?.length).toBeLessThan(10_000)
    }
    // One filter byte and three colours a pixel in each of its rows.
    const first = pictures[0] ?? Buffer.alloc(0)
    expect(inflateSync(first.subarray(first.indexOf('IDAT') + 4)).length).toBe(72 * (1 + 72 * 3))
  })

  test.each(['/pictures/../x.png', '/pictures/.png', '/pictures/a%2fb.png', '/@ada/live', '/'])('[SM28] %s is no picture', (path) => {
    expect(pictureAt(path)).toBeNull()
  })
})
