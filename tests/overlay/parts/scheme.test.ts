import { describe, expect, test } from 'vitest'
import { painted, schemeFrom } from '../../../overlay/src/parts/scheme.ts'

describe('Dock', () => {
  test('[DK44] the address, then the creator’s choice, set the look; else OBS is dark, a browser follows', () => {
    expect([schemeFrom(['light', 'dark']), schemeFrom([null, 'dark']), schemeFrom(['pink', null])]).toEqual(['light', 'dark', 'auto'])
    expect(painted('auto', { inObs: true, systemIsLight: true })).toBe('dark')
    expect(painted('auto', { inObs: false, systemIsLight: true })).toBe('light')
    expect(painted('auto', { inObs: false, systemIsLight: false })).toBe('dark')
    expect(painted('light', { inObs: true, systemIsLight: false })).toBe('light')
  })
})
