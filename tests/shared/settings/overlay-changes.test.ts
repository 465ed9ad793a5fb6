import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedOverlay, countedGoal, overlayChange, savedOverlay } from '@standby/shared/settings/overlay-changes.ts'
import { DEFAULT_OVERLAY, type Goal } from '@standby/shared/settings/overlay-settings.ts'

const goal = (fields: Partial<Goal>): Goal => ({ kind: 'custom', title: '', target: 10, current: 0, ...fields })

describe('Overlay settings', () => {
  test('[OC1] what is given is changed, in parts and sound field by field, and nothing else', () => {
    const change = overlayChange.parse({
      theme: 'solid',
      parts: { chat: { on: false }, goals: { corner: 'top-right' } },
      sound: { volume: 1 },
    })
    const next = changedOverlay(DEFAULT_OVERLAY, change)
    expect(next).toEqual({
      ...DEFAULT_OVERLAY,
      theme: 'solid',
      parts: {
        ...DEFAULT_OVERLAY.parts,
        chat: { on: false, corner: 'bottom-left' },
        goals: { on: true, corner: 'top-right' },
      },
      sound: { on: false, volume: 1 },
    })
    expect(changedOverlay(next, {})).toEqual(next)
    expect(changedOverlay(next, { goals: [goal({})] }).goals).toHaveLength(1)
  })

  test('[OC3] goals keep their title clean and only a custom goal its count', () => {
    const { goals } = overlayChange.parse({
      goals: [
        { kind: 'likes', title: ' To\u202E the\nmoon ', target: 5, current: 7 },
        { kind: 'custom', target: 3, current: 2 },
      ],
    })
    expect(goals).toEqual([
      { kind: 'likes', title: 'To the moon', target: 5, current: 0 },
      { kind: 'custom', title: '', target: 3, current: 2 },
    ])
  })

  test('[OC4] a custom goal is counted by adding or setting within its bounds; the others by themselves', () => {
    const settings = { ...DEFAULT_OVERLAY, goals: [goal({ kind: 'likes' }), goal({ current: 4 })] }
    const current = (change: { add?: number; set?: number }) => countedGoal(settings, { index: 1, ...change })?.goals[1]?.current
    expect([current({ add: 3 }), current({ add: -9 }), current({ set: 0 }), current({ set: 12 }), current({ add: 1e15 })]).toEqual([
      7, 0, 0, 12, 1e9,
    ])
    expect(countedGoal(settings, { index: 0, add: 1 })).toBeNull()
    expect(countedGoal(settings, { index: 2, add: 1 })).toBeNull()
    expect(settings.goals[1]?.current).toBe(4)
  })

  test('[OC5] whatever is on disk is read: only an unknown value falls back to its default', () => {
    expect(savedOverlay.parse(undefined)).toEqual(DEFAULT_OVERLAY)
    const odd = { theme: 'neon', scale: 1.5, parts: { chat: { on: false, corner: 'centre' }, clock: { on: true } }, sound: 7, goals: [{}] }
    expect(savedOverlay.parse(odd)).toEqual({
      ...DEFAULT_OVERLAY,
      scale: 1.5,
      parts: { ...DEFAULT_OVERLAY.parts, chat: { on: false, corner: 'bottom-left' } },
    })
    fc.assert(
      fc.property(fc.anything({ maxDepth: 3 }), (anything) => {
        expect(overlayChange.safeParse(savedOverlay.parse(anything)).success).toBe(true)
        expect(overlayChange.safeParse(savedOverlay.parse({ parts: anything, goals: anything, scale: anything })).success).toBe(true)
      }),
    )
  })
})
