import { describe, expect, test } from 'vitest'
import { createTransitionWatch } from '@standby/bridge/obs/scenes/transition.ts'
import type { Observed } from '@standby/bridge/obs/scenes/scene.ts'
import { fakeClock } from '../../../support/fakes/fake-clock.ts'

const scene = (name: string): Observed['program'] => ({ name, uuid: null })
const before: Observed = {
  program: scene('Gameplay'),
  scenes: [scene('Gameplay'), scene('Standby')],
  studioMode: false,
  preview: null,
  transitioning: false,
  frameCount: 1,
  items: null,
}

describe('OBS and its scenes', () => {
  describe('our own switch, where OBS never says that it has ended', () => {
    test('[OB36] a cut is over after 2 s', () => {
      const clock = fakeClock()
      const watch = createTransitionWatch(clock)
      watch.begin(before)
      watch.cuts()
      clock.advanceBy(1_900)
      expect(watch.isRunning(false)).toBe(true)
      clock.advanceBy(100)
      expect(watch.isRunning(false)).toBe(false)
    })

    test('[OB6] any other transition after 20 s, the longest that OBS allows', () => {
      const clock = fakeClock()
      const watch = createTransitionWatch(clock)
      watch.begin(before)
      clock.advanceBy(19_900)
      expect(watch.isRunning(false)).toBe(true)
      clock.advanceBy(100)
      expect(watch.isRunning(false)).toBe(false)
    })
  })
})
