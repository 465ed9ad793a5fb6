import { describe, expect, test } from 'vitest'
import { followSystem, painted, schemeFrom } from '../../../overlay/src/parts/scheme.ts'

describe('Dock', () => {
  test('[DK44] the address, then the creator’s choice, set the look; else OBS is dark, a browser follows', () => {
    expect([schemeFrom(['light', 'dark']), schemeFrom([null, 'dark']), schemeFrom(['pink', null])]).toEqual(['light', 'dark', 'auto'])
    expect(painted('auto', { inObs: true, systemIsLight: true })).toBe('dark')
    expect(painted('auto', { inObs: false, systemIsLight: true })).toBe('light')
    expect(painted('auto', { inObs: false, systemIsLight: false })).toBe('dark')
    expect(painted('light', { inObs: true, systemIsLight: false })).toBe('light')
  })
})

describe('Home page and setup', () => {
  test('[HM28] the page is painted as the system is, and follows it', () => {
    const root = document.createElement('html')
    let changed = (): void => undefined
    const light = { matches: true, addEventListener: (_: string, listener: () => void) => void (changed = listener) }
    followSystem(root, light as unknown as MediaQueryList)
    expect(root.getAttribute('data-scheme')).toBe('light')
    light.matches = false
    changed()
    expect(root.getAttribute('data-scheme')).toBe('dark')
  })
})
