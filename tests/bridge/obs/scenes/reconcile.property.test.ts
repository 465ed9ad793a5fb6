import * as fc from 'fast-check'
import { describe, test, expect } from 'vitest'
import { reconcile } from '@standby/bridge/obs/scenes/reconcile.pure.ts'
import type { Health } from '@standby/shared/protocol.ts'
import { byName, RULES, show, type Show } from './show.ts'

type Step =
  { type: 'health'; health: Health } | { type: 'click'; scene: string } | { type: 'restart'; scene: string } | { type: 'pass'; ms: number }

const scene = fc.constantFrom('Gameplay', 'Chat', 'Standby')
const health = fc.constantFrom<Health>('live', 'reconnecting', 'degraded', 'offline')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: health.map((value): Step => ({ type: 'health', health: value })) },
  { weight: 2, arbitrary: scene.map((value): Step => ({ type: 'click', scene: value })) },
  { weight: 1, arbitrary: scene.map((value): Step => ({ type: 'restart', scene: value })) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 20_000 }).map((ms): Step => ({ type: 'pass', ms })) },
)
const steps = fc.array(step, { maxLength: 40 })

function play(played: Show, next: Step): void {
  if (next.type === 'health') played.setHealth(next.health)
  else if (next.type === 'click') played.click(next.scene)
  else if (next.type === 'restart') played.restart(next.scene)
  else played.pass(next.ms)
}

describe('OBS and its scenes', () => {
  describe('over any show', () => {
    test('[OB2] it ends on the creator’s scene once TikTok is back', () => {
      fc.assert(
        fc.property(steps, (all) => {
          const played = show()
          // The scene the creator last chose, by their own clicks alone.
          let chosen = 'Gameplay'
          for (const next of all) {
            if (next.type === 'click') {
              const already = played.obs.program.name === next.scene
              play(played, next)
              if (!already) chosen = next.scene
            } else if (next.type === 'restart') {
              const outage = played.memory.state === 'standby'
              const before = played.obs.program.name
              play(played, next)
              // What OBS comes up on counts as chosen, unless it was on standby by our doing, or came up as it was.
              if (!outage && before !== next.scene) chosen = next.scene
            } else play(played, next)
          }
          if (played.health.health !== 'live') played.setHealth('live')
          played.pass(60_000)
          expect(played.obs.program.name).toBe(chosen)
          expect(played.memory.state).toBe('idle')
        }),
        { numRuns: 2_000 },
      )
    })

    test('[OB6] nothing is ever sent while a transition runs', () => {
      fc.assert(
        fc.property(steps, health, scene, (all, value, program) => {
          const played = show()
          for (const next of all) play(played, next)
          const fading = { ...played.obs, program: byName(program), transitioning: true }
          const decision = reconcile(played.memory, fading, { health: value, since: played.now - 60_000 }, RULES, played.now)
          expect(decision.switchTo).toBeNull()
        }),
        { numRuns: 1_000 },
      )
    })

    test('[OB5] nothing is ever sent while offline or merely reconnecting', () => {
      fc.assert(
        fc.property(steps, (all) => {
          const played = show()
          for (const next of all) {
            const before = played.switches.length
            const quiet = played.health.health === 'offline' || played.health.health === 'reconnecting'
            play(played, next)
            if (quiet && next.type !== 'health') expect(played.switches.length).toBe(before)
          }
        }),
        { numRuns: 1_000 },
      )
    })

    test('[OB3] after a hand away from standby nothing is sent until TikTok has been live', () => {
      fc.assert(
        fc.property(steps, fc.constantFrom('Gameplay', 'Chat'), steps, (before, away, after) => {
          const played = show()
          for (const next of before) play(played, next)
          played.setHealth('degraded')
          fc.pre(played.memory.state === 'standby' && played.obs.program.name === 'Standby')
          played.click(away)
          const sentCount = played.switches.length
          for (const next of after) {
            if (next.type === 'health' && next.health === 'live') return
            play(played, next)
            expect(played.switches.length).toBe(sentCount)
          }
        }),
        { numRuns: 1_000 },
      )
    })

    test('[OB2] it switches to nothing but the standby scene and scenes it came from', () => {
      fc.assert(
        fc.property(steps, (all) => {
          const played = show()
          for (const next of all) {
            const { memory } = played
            const before = played.switches.length
            play(played, next)
            for (const name of played.switches.slice(before)) {
              if (name === 'Standby') continue
              expect(memory.state === 'standby' && memory.returnTo.name).toBe(name)
            }
          }
        }),
        { numRuns: 1_000 },
      )
    })
  })
})
