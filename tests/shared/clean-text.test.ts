import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from '@standby/shared/clean-text.ts'

describe('One attempt at TikTok', () => {
  test('[TK24] [TK31] what is no text is empty, and names and texts are as long as this', () => {
    for (const value of [undefined, null, 7, true, {}, ['x'], '']) expect(cleanText(value, 100)).toBe('')
    expect([MAX_NAME_LENGTH, MAX_TEXT_LENGTH]).toEqual([100, 1_000])
  })

  test.each([
    ['a\tb', 'a b'],
    ['a\r\n\n\u2028\u2029\u0085\v\fb', 'a b'],
    ['a\u0000\u0007\u001f\u007f\u009fb', 'ab'],
    ['a\u202a\u202b\u202c\u202d\u202eb\u2066\u2067\u2068\u2069c\ufeff', 'abc'],
    ['a\u2029\u202f\u2065\u206ab', 'a \u202f\u2065\u206ab'],
    ['a\ud800b', 'a\ufffdb'],
    ['  a  b  ', 'a  b'],
  ])('[TK31] %j becomes %j: breaks are spaces, controls and marks of direction go', (text, clean) => {
    expect(cleanText(text, 100)).toBe(clean)
  })

  test.each([
    ['abcdef', 3, 'abc'],
    ['abc', 3, 'abc'],
    ['ab cd', 3, 'ab'],
    ['ab🙂cd', 4, 'ab🙂'],
    ['ab🙂cd', 3, 'ab'],
    ['ab\u{10000}cd', 3, 'ab'],
    ['ab\u{10ffff}cd', 3, 'ab'],
    ['ab￥de', 3, 'ab￥'],
    ['ab\ud7ffde', 3, 'ab\ud7ff'],
  ])('[TK31] %j is cut to %d and no character in two: %j', (text, length, clean) => {
    expect(cleanText(text, length)).toBe(clean)
  })

  test('[TK31] a long text is cut before it is cleaned, with room for what cleaning takes out', () => {
    expect(cleanText(`${'\u0000'.repeat(37)}abc`, 10)).toBe('abc')
    expect(cleanText(`${'\u0000'.repeat(38)}abc`, 10)).toBe('ab')
    expect(cleanText(`${'\u0000'.repeat(40)}abc`, 10)).toBe('')
  })

  test('[TK31] whatever is given, the result is bounded, well-formed, and stays when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (text, length) => {
        const clean = cleanText(text, length)
        expect(clean.length).toBeLessThanOrEqual(length)
        expect(clean.isWellFormed()).toBe(true)
        expect(cleanText(clean, length)).toBe(clean)
      }),
    )
  })
})
