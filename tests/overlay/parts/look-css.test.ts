import { describe, expect, test } from 'vitest'
import { contrastOf } from '@standby/shared/settings/look-colours.ts'
import { DEFAULT_LOOK } from '@standby/shared/settings/look-settings.ts'
import { lookProperties, sheetOf } from '../../../overlay/src/parts/look-css.ts'

describe('Overlay and standby card', () => {
  test('[OV70] what the creator left to the theme is left to it', () => {
    expect(lookProperties(DEFAULT_LOOK, 'glass')).toEqual({})
    expect(sheetOf({})).toBe('')
    expect(Object.keys(lookProperties({ ...DEFAULT_LOOK, radius: 0.5 }, 'glass'))).toEqual([
      '--standby-radius',
      '--standby-pill',
      '--standby-card-radius',
    ])
    // Words without panels have no corners.
    expect(lookProperties({ ...DEFAULT_LOOK, radius: 0.5 }, 'minimal')).toEqual({})
  })

  test('[OV76] a look weighs nothing, and the card’s own accent comes before it', () => {
    const properties = lookProperties({ ...DEFAULT_LOOK, accent: '#ff4fd8' }, 'glass')
    expect(properties['--standby-accent']).toBe('var(--standby-own-accent, #ff4fd8)')
    expect(sheetOf(properties)).toMatch(/^:where\(:root\) \{ --standby-accent: /)
  })

  test('[OV71] on a bright background every colour that words have is dark enough', () => {
    for (const theme of ['glass', 'solid', 'minimal'] as const) {
      const properties = lookProperties({ ...DEFAULT_LOOK, ground: '#e9f3ff' }, theme)
      const named = ['text', 'text-quiet', 'heart', 'gift', 'gift-grand', 'warn', 'bad', 'ok', 'calm']
      const words = [...named, ...Array.from({ length: 8 }, (_, at) => `tint-${at}`)]
      for (const word of words) expect(contrastOf(properties[`--standby-${word}`] ?? '#fff', '#dbe4f0'), word).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('[OV70] without panels, the background is the outline of the words', () => {
    const { '--standby-text-shadow': shadow = '', '--standby-panel': panel } = lookProperties(
      { ...DEFAULT_LOOK, ground: '#0d1512' },
      'minimal',
    )
    expect(panel).toBeUndefined()
    expect(shadow.match(/rgb\(13 21 18/g)).toHaveLength(9)
  })

  test('[OV70] large corners make pills round, and none make everything square', () => {
    expect(lookProperties({ ...DEFAULT_LOOK, radius: 1.4 }, 'solid')).toMatchObject({
      '--standby-radius': '1.4rem',
      '--standby-pill': '99rem',
    })
    expect(lookProperties({ ...DEFAULT_LOOK, radius: 0 }, 'solid')).toMatchObject({ '--standby-pill': '0rem', '--standby-round': '0' })
  })
})
