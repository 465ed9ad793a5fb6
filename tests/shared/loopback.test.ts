import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLoopbackAddress, isLoopbackHost, LOOPBACK_NAMES, LOOPBACK_SPELLINGS } from '@standby/shared/loopback.ts'

describe('Access', () => {
  test('[AC3] the names that this computer has for itself are these', () => {
    expect(LOOPBACK_NAMES).toEqual(['127.0.0.1', 'localhost', '[::1]'])
    expect(LOOPBACK_SPELLINGS).toEqual([...LOOPBACK_NAMES, '[::ffff:7f00:1]'])
  })

  test.each([
    ['127.0.0.1', true, true],
    ['127.9.8.7', true, true],
    ['127.255.255.255', true, true],
    ['::1', true, false],
    ['[::1]', false, true],
    ['localhost', false, true],
    ['127.0.0', false, false],
    ['127.0.0.256', false, false],
    ['127.0.0.1.example', false, false],
    ['1127.0.0.1', false, false],
    ['128.0.0.1', false, false],
    ['0.0.0.0', false, false],
    ['localhost.example', false, false],
    ['', false, false],
  ])('[AC3] %j is an address of this computer: %j, and a host in a URL: %j', (text, isAddress, isHost) => {
    expect([isLoopbackAddress(text), isLoopbackHost(text)]).toEqual([isAddress, isHost])
  })

  test('[AC3] every address of 127.0.0.0/8 is this computer, and each part is a number up to 255', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    fc.assert(fc.property(byte, byte, byte, (...parts) => isLoopbackAddress(`127.${parts.join('.')}`)))
    for (let one = 0; one < 256; one++) expect(isLoopbackAddress(`127.0.0.${String(one)}`)).toBe(true)
    for (const wrong of ['256', '260', '300', '24x', '1x9', '19x', 'x5', '00', '01', '']) {
      expect(isLoopbackAddress(`127.0.0.${wrong}`)).toBe(false)
    }
  })
})
