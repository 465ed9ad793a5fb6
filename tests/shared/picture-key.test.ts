import { describe, expect, test } from 'vitest'
import { pictureKey } from '@standby/shared/picture-key.ts'

describe("Viewers' pictures", () => {
  test.each([
    ['https://p16.example/avatar/abc.webp?x-expires=1&x-signature=2', '/avatar/abc.webp'],
    ['HTTPS://p77.example/avatar/abc.webp#x', '/avatar/abc.webp'],
    ['https://p16.example/12345678', '/12345678'],
    ['https://p16.example/1234567', 'https://p16.example/1234567'],
    ['https://p16.example?/avatar/abc.webp', 'https://p16.example?/avatar/abc.webp'],
    ['http://127.0.0.1:4747/avatar/abc.webp?1', 'http://127.0.0.1:4747/avatar/abc.webp?1'],
    ['http://127.0.0.1/?from=https://p16.example/avatar/abc.webp', 'http://127.0.0.1/?from=https://p16.example/avatar/abc.webp'],
  ])('[AV17] the picture at %s is known as %s', (address, key) => expect(pictureKey(address)).toBe(key))
})
