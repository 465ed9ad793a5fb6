import { describe, expect, test } from 'vitest'
import { browserInput, fallbackInput, fallbacksOf, fullCanvas } from '@standby/bridge/obs/setup/inputs.ts'
import { SETUP_FALLBACKS } from '@standby/shared/setup-fallbacks.ts'

const CANVAS = { width: 1_080, height: 1_920 }
const FULL = {
  positionX: 0,
  positionY: 0,
  alignment: 5,
  rotation: 0,
  boundsType: 'OBS_BOUNDS_SCALE_INNER',
  boundsAlignment: 0,
  boundsWidth: 1_080,
  boundsHeight: 1_920,
}

describe('Setup in OBS, and our own pages there', () => {
  test('[OS1] [OS18] a browser source has the page, fills the canvas, and stays as it is when hidden', () => {
    expect(fullCanvas(CANVAS)).toEqual(FULL)
    expect(browserInput('overlay', 'Mine', 4_747, CANVAS)).toEqual({
      name: 'Mine',
      kind: 'browser_source',
      page: 'overlay',
      settings: {
        url: 'http://127.0.0.1:4747/overlay?source=Mine',
        is_local_file: false,
        width: 1_080,
        height: 1_920,
        fps_custom: true,
        fps: 30,
        css: '',
        shutdown: false,
        restart_when_active: false,
        reroute_audio: true,
      },
      placing: FULL,
    })
  })

  test('[OS7] what stands in for the card is what this OBS has, in its newest version', () => {
    expect(fallbacksOf([])).toEqual([])
    expect(fallbacksOf(['text_ft2_source_v2', 'color_source_v3'])).toEqual(['text', 'colour'])
    expect(fallbacksOf(['text_gdiplus'])).toEqual(['text'])
    expect(fallbacksOf(['my_text_gdiplus', 'text_gdiplus_v', 'text_gdiplus_vx', 'text_gdiplus_v2x', 'color_source2'])).toEqual([])
    expect([...SETUP_FALLBACKS]).toEqual(['text', 'colour'])
    const kindOf = (kinds: string[]) => fallbackInput('text', kinds, CANVAS)?.kind ?? null
    expect(kindOf(['text_ft2_source', 'text_ft2_source_v2'])).toBe('text_ft2_source_v2')
    expect(kindOf(['text_ft2_source_v9', 'text_ft2_source_v10', 'text_ft2_source_v2'])).toBe('text_ft2_source_v10')
    expect(kindOf(['text_ft2_source_v2', 'text_gdiplus'])).toBe('text_gdiplus')
    expect(kindOf(['color_source'])).toBeNull()
    expect(fallbackInput('colour', ['text_gdiplus'], CANVAS)).toBeNull()
  })

  test('[OS7] the colour fills the canvas; the text is in its middle, and moves', () => {
    expect(fallbackInput('colour', ['color_source_v3'], CANVAS)).toEqual({
      name: 'Standby colour',
      kind: 'color_source_v3',
      page: null,
      settings: { color: 0xff2a1620, width: 1_080, height: 1_920 },
      placing: FULL,
    })
    expect(fallbackInput('text', ['text_gdiplus_v3'], CANVAS)).toEqual({
      name: 'Standby text',
      kind: 'text_gdiplus_v3',
      page: null,
      settings: { text: 'Back in a moment     ', font: { face: 'Segoe UI', size: 96, style: 'Bold', flags: 1 } },
      placing: { ...FULL, positionX: 540, positionY: 960, alignment: 0, boundsWidth: 864, boundsHeight: 288 },
      filter: { name: 'Standby moves', kind: 'scroll_filter', settings: { speed_x: 60, loop: true } },
    })
    expect(fallbackInput('text', ['text_ft2_source'], { width: 4, height: 2 })).toMatchObject({
      settings: { font: { face: 'Sans Serif' } },
      placing: { boundsWidth: 3, boundsHeight: 1 },
    })
  })
})
