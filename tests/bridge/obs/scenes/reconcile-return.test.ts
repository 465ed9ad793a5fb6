import { describe, expect, test } from 'vitest'
import { IDLE, renameScene, YIELDED } from '@standby/bridge/obs/scenes/way-back.ts'
import { noticeSwitch } from '@standby/bridge/obs/scenes/manual-switch.pure.ts'
import { reconcile, reconcileOrder } from '@standby/bridge/obs/scenes/reconcile.pure.ts'
import type { Observed } from '@standby/bridge/obs/scenes/scene.ts'
import { inWords } from '../../../support/fixtures/words.ts'
import { byName, observed, onStandby, RULES, START } from './show.ts'

describe('OBS and its scenes', () => {
  describe('the bridge starts again', () => {
    test('[OB8] in the middle of a standby: the remembered scene comes back', () => {
      const view = { health: 'live', since: START } as const
      const early = reconcile(onStandby(), observed('Standby'), view, RULES, START)
      expect(early).toMatchObject({ switchTo: null, wakeAt: START + 3_000 })
      expect(reconcile(early.memory, observed('Standby'), view, RULES, START + 3_000).switchTo).toEqual(byName('Chat'))
    })

    test('[OB8] after it had saved, before it had switched: it switches, or forgets if TikTok is back', () => {
      const memory = { ...onStandby(), on: byName('Chat'), to: byName('Standby'), standbySince: null }
      const degraded = reconcile(memory, observed('Chat'), { health: 'degraded', since: START }, RULES, START)
      expect(degraded.switchTo).toEqual(byName('Standby'))
      expect(degraded.memory).toMatchObject({ returnTo: byName('Chat') })
      expect(reconcile(memory, observed('Chat'), { health: 'live', since: START }, RULES, START).memory).toEqual(IDLE)
    })

    test('[OB8] after the creator had switched meanwhile: hands off', () => {
      expect(reconcile(onStandby(), observed('Gameplay'), { health: 'degraded', since: START }, RULES, START).memory).toEqual(YIELDED)
    })
  })

  describe('scenes that are not there', () => {
    test('[OB9] a near miss is not switched to; the exact scene is, once it exists', () => {
      const near = observed('Gameplay', { scenes: ['Gameplay', 'standby', 'Standby '].map(byName) })
      const view = { health: 'degraded', since: START } as const
      expect(reconcile(IDLE, near, view, RULES, START)).toMatchObject({ switchTo: null, memory: IDLE })
      expect(reconcile(IDLE, observed('Gameplay'), view, RULES, START).switchTo).toEqual(byName('Standby'))
    })

    test('[OB10] a renamed scene is followed by its uuid', () => {
      const chat = { name: 'Chat', uuid: 'c' }
      const on = { name: 'Standby', uuid: 's' }
      const memory = { ...onStandby(), standby: on, on, returnTo: chat }
      const renamed = { name: 'Just chatting', uuid: 'c' }
      const now = observed(on, { scenes: [renamed, { name: 'Chat', uuid: 'x' }, on] })
      expect(reconcile(memory, now, { health: 'live', since: START }, RULES, START + 10_000).switchTo).toEqual(renamed)
    })

    test('[OB10] and by the event if OBS has no uuids', () => {
      const memory = renameScene(onStandby(), 'Chat', 'Just chatting')
      const now = observed('Standby', { scenes: ['Just chatting', 'Standby'].map(byName) })
      expect(reconcile(memory, now, { health: 'live', since: START }, RULES, START + 10_000).switchTo).toEqual(byName('Just chatting'))
    })

    test('[OB10] a standby scene renamed while it is on is not a hand', () => {
      const memory = renameScene(onStandby(), 'Standby', 'Pause')
      const now = observed('Pause', { scenes: ['Chat', 'Pause'].map(byName) })
      const degraded = reconcile(memory, now, { health: 'degraded', since: START }, RULES, START)
      expect(degraded).toMatchObject({ switchTo: null, memory: { state: 'standby' } })
      expect(reconcile(memory, now, { health: 'live', since: START }, RULES, START + 10_000).switchTo).toEqual(byName('Chat'))
    })

    test('[OB10] if the scene to return to was deleted, standby stays', () => {
      const now = observed('Standby', { scenes: ['Gameplay', 'Standby'].map(byName) })
      const decision = reconcile(onStandby(), now, { health: 'live', since: START }, RULES, START + 60_000)
      expect(decision).toMatchObject({ switchTo: null, memory: { state: 'standby', returnTo: byName('Chat') } })
    })
  })

  test('[OB29] a scene that was standby and is hands-off by now is not left', () => {
    const rules = { ...RULES, standbyScene: 'Gameplay', handsOffScenes: ['Standby'] }
    const view = { health: 'live', since: START - 60_000 } as const
    expect(reconcile(onStandby(), observed('Standby'), view, rules, START).switchTo).toBeNull()
  })

  describe('by hand', () => {
    test('[OB33] what was asked for by hand stays by hand, even if nothing has to be switched for it', () => {
      const view = { health: 'degraded', since: START } as const
      expect(reconcileOrder(onStandby(), 'standby', observed('Standby'), view, RULES, START)).toMatchObject({
        switchTo: null,
        memory: { manual: true },
      })
      const sent = { ...onStandby(), manual: true, on: byName('Chat'), to: byName('Standby'), standbySince: null }
      expect(noticeSwitch(sent, observed('Chat'), view, RULES, START)).toMatchObject({ memory: { state: 'standby', manual: true } })
    })

    test('[OB42] back from a standby scene that is not ours is one switch, from another scene none', () => {
      const back = (program: string, changes: Partial<Observed> = {}) => {
        const view = { health: 'live', since: START } as const
        const decision = reconcileOrder(IDLE, 'back', observed(program, changes), view, RULES, START)
        return { ...decision, action: inWords(decision.action) }
      }
      const rest = { memory: IDLE, switchTo: null, toggle: null, action: null, wakeAt: null }
      const action = { command: 'back to “Gameplay”', why: 'you asked for it' }
      expect(back('Standby')).toEqual({ ...rest, switchTo: byName('Gameplay'), action })
      expect(back('Standby', { transitioning: true })).toEqual({ ...rest, wakeAt: START + 100 })
      expect(back('Standby', { scenes: [byName('Standby')] })).toEqual(rest)
      expect(back('Chat')).toEqual(rest)
    })

    test('[OB33] an order that cannot be carried out, or not yet, leaves the memory as it was', () => {
      const view = { health: 'live', since: START } as const
      const nowhere = observed('Chat', { scenes: [byName('Chat')] })
      expect(reconcileOrder(IDLE, 'standby', nowhere, view, RULES, START).memory).toEqual(IDLE)
      const fading = reconcileOrder(IDLE, 'standby', observed('Chat', { transitioning: true }), view, RULES, START)
      expect(fading).toMatchObject({ memory: IDLE, wakeAt: START + 100 })
      expect(fading.memory).toEqual(IDLE)
    })
  })
})
