import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedLook, lookChange, savedLook, savedLooks, usedLook } from '@standby/shared/settings/look-changes.ts'
import { DEFAULT_LOOK, MAX_LOOKS } from '@standby/shared/settings/look-settings.ts'
import { readableAccent, readableGround } from '@standby/shared/settings/look-colours.ts'
import { SHIPPED_LOOKS } from '@standby/shared/settings/shipped-looks.ts'

describe('Overlay settings', () => {
  test('[OC10] until something is changed there is no look', () => {
    expect(DEFAULT_LOOK).toEqual({
      ...{ accent: null, ground: null, font: 'inter', radius: null },
      ...{ alertFrom: 0, soundFrom: 0, ownFont: null, sound: null },
    })
  })

  test('[OC10] only what is given changes', () => {
    const look = { ...DEFAULT_LOOK, accent: '#112233', ownFont: { id: 'a', name: 'b', type: 'font/ttf', bytes: 1 } }
    expect(changedLook(look, { radius: 1 })).toEqual({ ...look, radius: 1 })
    expect(changedLook(look, { accent: null })).toEqual({ ...look, accent: null })
  })

  test('[OC10] whatever lies on disk is a look', () => {
    expect(savedLook.parse(undefined)).toEqual(DEFAULT_LOOK)
    expect(savedLook.parse('x')).toEqual(DEFAULT_LOOK)
    expect(savedLook.parse({ accent: 'red', ground: '#010203', font: 'later', radius: 9, ownFont: 7 })).toEqual({
      ...DEFAULT_LOOK,
      ground: '#010203',
    })
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const { ownFont, sound, ...choices } = savedLook.parse({ accent: anything, font: anything, alertFrom: anything, sound: anything })
        expect(lookChange.safeParse(choices).success).toBe(true)
        expect(ownFont).toBeNull()
        expect(sound === null || typeof sound.id === 'string').toBe(true)
      }),
    )
  })

  test('[OC13] of the looks on disk, those that make no sense are left out, and each title is there once', () => {
    expect(savedLooks.parse(undefined)).toEqual([])
    expect(savedLooks.parse(7)).toEqual([])
    const looks = savedLooks.parse([{ title: 'A', accent: '#010203' }, { title: 'A' }, { title: '' }, null, { title: 'B', theme: 'later' }])
    expect(looks).toEqual([
      { ...DEFAULT_LOOK, title: 'A', theme: 'glass', accent: '#010203' },
      { ...DEFAULT_LOOK, title: 'B', theme: 'glass' },
    ])
    expect(savedLooks.parse(Array.from({ length: MAX_LOOKS + 5 }, (_, at) => ({ title: `L${at}` })))).toHaveLength(MAX_LOOKS)
  })

  test('[OC13] a look to use is one of the creator’s, one of Standby’s, or none', () => {
    expect(usedLook.parse({ title: ' Mine ' })).toEqual({ title: 'Mine' })
    expect(usedLook.parse({ shipped: 'sky' })).toEqual({ shipped: 'sky' })
    expect(usedLook.parse({})).toEqual({})
    expect(usedLook.safeParse({ title: 'a', shipped: 'sky' }).success).toBe(false)
  })
})

describe('Overlay and standby card', () => {
  test('[OV72] there are ten looks, and no two have the same font, accent or background', () => {
    const looks = Object.values(SHIPPED_LOOKS)
    expect(looks).toHaveLength(10)
    for (const field of ['font', 'accent', 'ground'] as const) expect(new Set(looks.map((look) => look[field])).size).toBe(10)
    for (const { theme, accent, ground, font, radius } of looks) {
      expect(lookChange.safeParse({ accent, ground, font, radius }).success).toBe(true)
      // As it was chosen: nothing has to be made darker or brighter.
      const made = readableGround(ground ?? '', theme)
      expect([font, made.colour, readableAccent(accent ?? '', made)]).toEqual([font, ground, accent])
    }
  })
})
