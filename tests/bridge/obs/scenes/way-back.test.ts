import { describe, expect, test } from 'vitest'
import { IDLE, isOn, renameScene, savedWayBack, YIELDED, type ShowingMemory } from '@standby/bridge/obs/scenes/way-back.ts'
import { byName, onStandby, START } from './show.ts'

const SHOWING: ShowingMemory = {
  state: 'showing',
  source: 'Card',
  items: ['Chat', 'Gameplay'].map((name, itemId) => ({ scene: byName(name), itemId })),
  leaving: false,
  standbySince: null,
  manual: false,
  frameCount: 900,
  seenAt: START,
}

describe('OBS and its scenes', () => {
  test('[OB8] what is saved before a command is read again whole, and anything else is not', () => {
    const whole = { ...onStandby(), to: byName('Chat') }
    for (const memory of [IDLE, YIELDED, whole, onStandby(), SHOWING]) {
      expect(savedWayBack.parse(JSON.parse(JSON.stringify(memory)))).toEqual(memory)
      for (const key of Object.keys(memory)) {
        const { [key as keyof typeof memory]: _, ...less } = memory
        expect([memory.state, key, savedWayBack.safeParse(less).success]).toEqual([memory.state, key, false])
      }
    }
    for (const wrong of [null, {}, { state: 'later' }, { ...SHOWING, items: [{}] }, { ...whole, on: 'Chat' }]) {
      expect(savedWayBack.safeParse(wrong).success).toBe(false)
    }
  })

  test('[OB8] something is on by our doing while a scene or a source is', () => {
    expect([IDLE, YIELDED, onStandby(), SHOWING].map(isOn)).toEqual([false, false, true, true])
  })

  test('[OB10] a new name is followed wherever the scene is remembered, and nowhere else', () => {
    const memory = { ...onStandby(), on: byName('Chat'), to: byName('Chat') }
    expect(renameScene(memory, 'Chat', 'Talk')).toEqual({ ...memory, on: byName('Talk'), to: byName('Talk'), returnTo: byName('Talk') })
    expect(renameScene(onStandby(), 'Standby', 'Card')).toEqual({ ...onStandby(), on: byName('Card'), standby: byName('Card') })
    expect(renameScene(memory, 'Gameplay', 'Talk')).toEqual(memory)
    expect(renameScene(SHOWING, 'Chat', 'Talk')).toEqual({
      ...SHOWING,
      items: ['Talk', 'Gameplay'].map((name, itemId) => ({ scene: byName(name), itemId })),
    })
    for (const none of [IDLE, YIELDED]) expect(renameScene(none, 'Chat', 'Talk')).toBe(none)
  })
})
