import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSafeName, partsOf } from '@standby/bridge/custom-pages/names.pure.ts'

describe('Custom pages', () => {
  test.each(['a', '7', 'é', 'ab', 'index.html', 'Überraschung 2', 'a-', 'a_', 'a b', 'a.b.c', '日本', 'हिन्दी', 'สวัสดี', 'x'.repeat(60)])(
    '[CP2] %s is a plain name',
    (name) => expect(isSafeName(name)).toBe(true),
  )

  test.each([
    '',
    ' ',
    '.',
    '..',
    '.a',
    'a.',
    'a ',
    ' a',
    '_a',
    '-a',
    'a..b',
    'a/b',
    'a\\b',
    'a:b',
    'a\0b',
    'a\nb',
    'a*',
    '\u0301a',
    'x'.repeat(61),
  ])('[CP2] %j is none', (name) => expect(isSafeName(name)).toBe(false))

  test('[CP2] a name that Windows keeps for a device is none, with or without an ending', () => {
    for (const device of ['con', 'PRN', 'aux', 'Nul', 'com1', 'lpt9', 'COM¹', 'lpt³'])
      for (const name of [device, `${device}.txt`, `${device} .txt`, `${device}.a.b`])
        expect([name, isSafeName(name)]).toEqual([name, false])
    for (const name of ['console', 'icon', 'my con', 'com', 'comX', 'com12', 'lpt', 'lpt12', 'null'])
      expect([name, isSafeName(name)]).toEqual([name, true])
  })

  test('[CP2] a path has its parts decoded, and a folder its page', () => {
    expect(partsOf('hello/')).toEqual(['hello', 'index.html'])
    expect(partsOf('hello/page.js')).toEqual(['hello', 'page.js'])
    expect(partsOf('hello/art/a%20b.svg')).toEqual(['hello', 'art', 'a b.svg'])
    expect(partsOf('a/b/c/d/e/f')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(partsOf('a/b/c/d/e/f/')).toHaveLength(7)
    for (const path of ['', '/', '//', 'a//', 'a//b', '/a', 'a/b/c/d/e/f/g', 'a/../b', 'a/%2e%2e', 'a/%E0%A4%A', '.a/b']) {
      expect([path, partsOf(path)]).toEqual([path, null])
    }
  })

  test('[CP2] whatever a path is, its parts are plain names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (path) => {
        for (const part of partsOf(path) ?? []) {
          expect(part).not.toMatch(/[/\\:\0]|^\.|\.$/)
          expect(isSafeName(part)).toBe(true)
        }
      }),
    )
  })
})
