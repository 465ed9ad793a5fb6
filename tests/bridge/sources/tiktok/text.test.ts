import { describe, expect, test } from 'vitest'
import { idText, MAX_ADDRESS_LENGTH, webAddress, wholeNumber } from '@standby/bridge/sources/tiktok/text.ts'

describe('One attempt at TikTok', () => {
  test.each([
    [7, 7],
    ['7', 7],
    [7n, 7],
    [7.9, 7],
    ['7.9', 7],
    ['0'.repeat(39) + '7', 7],
    ['0'.repeat(40) + '7', 0],
    [0, 0],
    [-1, 0],
    ['-1', 0],
    ['seven', 0],
    [NaN, 0],
    ['', 0],
    [null, 0],
    [undefined, 0],
    [true, 0],
    [[7], 0],
    [{ valueOf: () => 7 }, 0],
    [Infinity, Number.MAX_SAFE_INTEGER],
    ['9223372036854775807', Number.MAX_SAFE_INTEGER],
  ])('[TK24] the number in %s is %d', (value, number) => expect(wholeNumber(value)).toBe(number))

  test.each([
    ['7', '7'],
    [7, '7'],
    [7n, '7'],
    [' ab\u0000 ', 'ab'],
    ['x'.repeat(41), 'x'.repeat(40)],
    ['0', ''],
    [0, ''],
    [0n, ''],
    ['', ''],
    [null, ''],
    [undefined, ''],
    [{}, ''],
    [true, ''],
  ])('[TK24] the id in %s is %j', (value, id) => expect(idText(value)).toBe(id))

  test('[TK32] an address is http or https and has at most 2,048 characters', () => {
    const longest = `https://a.example/${'x'.repeat(MAX_ADDRESS_LENGTH)}`.slice(0, MAX_ADDRESS_LENGTH)
    expect(MAX_ADDRESS_LENGTH).toBe(2_048)
    expect(['https://a.example', 'HTTP://A.example/x?y', longest].map(webAddress)).toEqual([
      'https://a.example/',
      'http://a.example/x?y',
      longest,
    ])
    for (const wrong of [
      `${longest}x`,
      'ftp://a.example/',
      'javascript:alert(1)',
      '//a.example/',
      'a.example',
      '',
      null,
      7,
      ['https://a.example'],
    ])
      expect([wrong, webAddress(wrong)]).toEqual([wrong, null])
  })
})
