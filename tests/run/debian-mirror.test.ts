import { describe, expect, test } from 'vitest'
import { mirrorIn } from '../lab/debian-mirror.ts'

describe('Development', () => {
  test.each([
    ['http://deb.debian.org/debian\nhttp://deb.debian.org/debian-security\n', 'http://deb.debian.org/debian'],
    ['https://deb.nodesource.com/node_20.x\nhttps://mirror.example/pub/debian/\n', 'https://mirror.example/pub/debian'],
    ['http://deb.debian.org/debian-security\nhttp://archive.ubuntu.com/ubuntu\n', null],
    ['', null],
  ])('[DV32] of %j the other releases come from %j', (sites, mirror) => {
    expect(mirrorIn(sites)).toBe(mirror)
  })
})
