import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  contrastOf,
  mixed,
  PANEL_SHARE,
  readableAccent,
  readableGround,
  translucent,
  turned,
} from '@standby/shared/settings/look-colours.ts'
import { OVERLAY_THEMES } from '@standby/shared/settings/overlay-settings.ts'

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('Overlay and standby card', () => {
  test('[OV71] on a background of any colour, white or nearly black words stand out over any video', () => {
    fc.assert(
      fc.property(colours, fc.constantFrom(...OVERLAY_THEMES), (wanted, theme) => {
        const { colour, shade } = readableGround(wanted, theme)
        const share = theme === 'glass' ? PANEL_SHARE[shade] : 1
        const worst = mixed(colour, shade === 'dark' ? '#ffffff' : '#000000', 1 - share)
        expect(contrastOf(worst, shade === 'dark' ? '#ffffff' : '#12151d')).toBeGreaterThanOrEqual(shade === 'dark' ? 8.5 : 12)
      }),
    )
  })

  test('[OV71] a color that is dark or bright enough is taken as it is', () => {
    expect(readableGround('#1b0838', 'solid')).toEqual({ colour: '#1b0838', shade: 'dark' })
    expect(readableGround('#fbf6ea', 'glass')).toEqual({ colour: '#fbf6ea', shade: 'bright' })
    // A middle gray becomes darker, a pale red brighter, and each only as much as it takes.
    expect(readableGround('#808080', 'solid')).toEqual({ colour: '#3d3d3d', shade: 'dark' })
    expect(readableGround('#ff9999', 'solid').shade).toBe('bright')
  })

  test('[OV71] an accent of any colour stands out from any background by 4.5 : 1', () => {
    fc.assert(
      fc.property(colours, colours, fc.constantFrom(...OVERLAY_THEMES), (wanted, behind, theme) => {
        const ground = readableGround(behind, theme)
        expect(contrastOf(readableAccent(wanted, ground), ground.colour)).toBeGreaterThanOrEqual(4.5)
      }),
    )
    expect(readableAccent('#ff4fd8', { colour: '#1b0838', shade: 'dark' })).toBe('#ff4fd8')
  })

  test('[OV71] a color is turned around the wheel and stays as bright and as strong', () => {
    expect(turned('#ff0000', 120)).toBe('#00ff00')
    expect(turned('#00ff00', 120)).toBe('#0000ff')
    expect(turned('#0000ff', 120)).toBe('#ff0000')
    expect(turned('#ff0000', -60)).toBe('#ff00ff')
    expect(turned('#808080', 90)).toBe('#808080')
    expect(turned('#336699', 0)).toBe('#336699')
    fc.assert(
      fc.property(colours, (colour) => {
        expect(turned(colour, 360)).toBe(colour)
      }),
    )
  })

  test('[OV71] colors are mixed and written as CSS does it', () => {
    expect(mixed('#000000', '#ffffff', 0.5)).toBe('#808080')
    expect(mixed('#102030', '#000000', 0)).toBe('#102030')
    expect(translucent('#0a14ff', 0.345)).toBe('rgb(10 20 255 / 35%)')
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
})
