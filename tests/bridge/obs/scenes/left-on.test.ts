import { describe, expect, test } from 'vitest'
import { leftOn, sceneAfter } from '@standby/bridge/obs/scenes/left-on.pure.ts'
import { IDLE, YIELDED } from '@standby/bridge/obs/scenes/way-back.ts'
import type { SceneRef, SourceItem } from '@standby/bridge/obs/scenes/scene.ts'
import type { Health } from '@standby/shared/protocol.ts'
import { byName, observed, onStandby, START } from './show.ts'

const PLANS = { standbyScene: 'Standby', mayGoBack: true, canGoBack: true }
const view = (health: Health = 'live') => ({ health, since: START })
const item = (enabled: boolean, place: SourceItem['place']): SourceItem => ({ scene: byName('Chat'), itemId: 1, enabled, place })

describe('OBS and its scenes', () => {
  test('[OB41] standby is left on if nothing of ours put it there, or nothing goes back from it', () => {
    for (const memory of [IDLE, YIELDED]) expect(leftOn(memory, observed('Standby'), view(), PLANS)).toBe('scene')
    expect(leftOn(onStandby(), observed('Standby'), view(), PLANS)).toBeNull()
    expect(leftOn(onStandby(), observed('Standby'), view(), { ...PLANS, mayGoBack: false })).toBe('scene')
    expect(leftOn(onStandby(), observed('Standby'), view(), { ...PLANS, canGoBack: false })).toBe('scene')
    expect(leftOn({ ...onStandby(), manual: true }, observed('Standby'), view(), { ...PLANS, canGoBack: false })).toBeNull()
  })

  test('[OB41] nothing is left on while TikTok is not live, in a transition, or on another scene', () => {
    for (const health of ['degraded', 'reconnecting', 'offline'] as const) {
      expect(leftOn(IDLE, observed('Standby'), view(health), PLANS)).toBeNull()
    }
    expect(leftOn(IDLE, observed('Standby', { transitioning: true }), view(), PLANS)).toBeNull()
    expect(leftOn(IDLE, observed('Chat'), view(), PLANS)).toBeNull()
    expect(leftOn(IDLE, observed(''), view(), { ...PLANS, standbyScene: '' })).toBeNull()
  })

  test('[OB41] a source is left on if it is shown in a place that viewers see', () => {
    const seen = (...items: SourceItem[]) => leftOn(IDLE, observed('Chat', { items }), view(), PLANS)
    expect(seen(item(true, 'program'))).toBe('source')
    expect(seen(item(false, 'program'), item(true, 'canvas'))).toBe('source')
    expect(seen(item(false, 'program'), item(true, 'elsewhere'))).toBeNull()
    expect(seen()).toBeNull()
  })

  test('[OB42] the show goes on with the scene that was on last, else with the topmost other one', () => {
    const scene = (name: string, uuid: string | null = null): SceneRef => ({ name, uuid })
    const after = (scenes: SceneRef[], last: SceneRef | null) => sceneAfter(observed('Standby', { scenes }), last, 'Standby')?.name ?? null
    const named = ['Standby', 'Gameplay', 'Chat'].map((name) => scene(name))
    expect(after(named, null)).toBe('Gameplay')
    expect(after(named, scene('Chat'))).toBe('Chat')
    expect(after(named, scene('Gone'))).toBe('Gameplay')
    expect(after(named, scene('Standby'))).toBe('Gameplay')
    const known = [scene('Standby', 's'), scene('Gameplay', 'g'), scene('Talk', 'c'), scene('Chat', 'x')]
    expect(after(known, scene('Chat', 'c'))).toBe('Talk')
    expect(after(known, scene('Chat'))).toBe('Chat')
    expect(after(known, scene('Chat', 'gone'))).toBe('Gameplay')
    expect(after([scene('Standby')], null)).toBeNull()
  })
})
