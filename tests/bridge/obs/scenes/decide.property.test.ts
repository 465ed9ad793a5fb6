import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Health } from '@standby/shared/protocol.ts'
import { thinkingShow, type ThinkingShow } from './deciding-show.ts'

type Step =
  | { type: 'health'; health: Health }
  | { type: 'click' | 'restart'; scene: string }
  | { type: 'toggle'; scene: string; enabled: boolean }
  | { type: 'pass'; ms: number }
  | { type: 'trouble'; on: boolean }
  | { type: 'pause'; on: boolean }
  | { type: 'order'; order: 'standby' | 'back' }

const scene = fc.constantFrom('Gameplay', 'Chat', 'Privacy', 'Standby')
const own = fc.constantFrom('Gameplay', 'Chat', 'Privacy')
const flag = fc.boolean()
const nature: fc.Arbitrary<Step>[] = [
  fc
    .constantFrom<Health>('live', 'degraded', 'reconnecting', 'degraded', 'live', 'offline')
    .map((health): Step => ({ type: 'health', health })),
  fc.integer({ min: 0, max: 20_000 }).map((ms): Step => ({ type: 'pass', ms })),
  fc.integer({ min: 0, max: 900 }).map((ms): Step => ({ type: 'pass', ms })),
]
const hands: fc.Arbitrary<Step>[] = [
  scene.map((name): Step => ({ type: 'click', scene: name })),
  scene.map((name): Step => ({ type: 'restart', scene: name })),
  flag.map((on): Step => ({ type: 'trouble', on })),
  flag.map((on): Step => ({ type: 'pause', on })),
]
const orders = fc.constantFrom('standby' as const, 'back' as const).map((order): Step => ({ type: 'order', order }))
const toggles = fc.tuple(own, flag).map(([name, enabled]): Step => ({ type: 'toggle', scene: name, enabled }))
const list = (...kinds: fc.Arbitrary<Step>[]): fc.Arbitrary<Step[]> => fc.array(fc.oneof(...kinds), { maxLength: 80, size: 'max' })
const settings = fc.record({ mode: fc.constantFrom('scene' as const, 'source' as const), countOutputAsDegraded: flag })

function play(show: ThinkingShow, step: Step): void {
  switch (step.type) {
    case 'health':
      return show.setHealth(step.health)
    case 'click':
      return show.click(step.scene)
    case 'restart':
      return show.restart(step.scene)
    case 'toggle':
      return show.toggle(step.scene, step.enabled)
    case 'pass':
      return show.pass(step.ms)
    case 'trouble':
      return show.setOutput(
        step.on ? { reconnecting: true, troubledSince: show.now } : { reconnecting: false, troubledSince: null, soundSince: show.now },
      )
    case 'pause':
      return show.pause(step.on)
    case 'order':
      return show.order(step.order)
  }
}

/** All is well again, for as long as the longest hold and more. */
function allWell(show: ThinkingShow): void {
  show.pause(false)
  show.setOutput({ reconnecting: false, troubledSince: null, soundSince: show.now })
  show.setHealth('live')
  show.pass(300_000)
}

describe('OBS and its scenes', () => {
  describe('over any show', () => {
    test('[OB29] a hands-off scene is never left, nor covered, but by the creator', () => {
      fc.assert(
        fc.property(settings, list(...nature, ...hands, orders, toggles), (chosen, steps) => {
          const show = thinkingShow(chosen)
          for (const step of steps) play(show, step)
          allWell(show)
          const left = show.sent.filter(({ from, byOrder, what }) => from === 'Privacy' && !byOrder && what !== 'hide')
          expect(left).toEqual([])
        }),
        { numRuns: 1_000 },
      )
    })

    test('[OB6] nothing is sent while a transition runs, ours or the creator’s', () => {
      fc.assert(
        fc.property(settings, list(...nature, ...hands, orders, toggles), (chosen, steps) => {
          const show = thinkingShow(chosen)
          for (const step of steps) play(show, step)
          expect(show.sent.filter(({ transitioning }) => transitioning)).toEqual([])
        }),
        { numRuns: 1_000 },
      )
    })

    test('[OB2] it ends on the creator’s scene once all is well, whatever it flapped through', () => {
      fc.assert(
        fc.property(flag, list(...nature, ...hands), (countOutputAsDegraded, steps) => {
          const show = thinkingShow({ countOutputAsDegraded })
          let chosen = 'Gameplay'
          for (const step of steps) {
            const before = show.program()
            const outage = show.mind.memory.state === 'standby'
            play(show, step)
            if (step.type === 'click' && before !== step.scene) chosen = step.scene
            // What OBS comes up on counts as chosen, unless it was on standby by our doing; a hands-off scene always does.
            else if (step.type === 'restart' && before !== step.scene && (!outage || step.scene === 'Privacy')) chosen = step.scene
          }
          allWell(show)
          expect(show.program()).toBe(chosen)
          expect(show.mind.memory.state).toBe('idle')
        }),
        { numRuns: 2_000 },
      )
    })

    test('[OB26] in mode source no scene is ever switched, and nothing that was shown by it stays', () => {
      fc.assert(
        fc.property(list(...nature, ...hands, orders), (steps) => {
          const show = thinkingShow({ mode: 'source' })
          for (const step of steps) play(show, step)
          show.order('back')
          allWell(show)
          expect(show.sent.filter(({ what }) => what !== 'show' && what !== 'hide')).toEqual([])
          expect(['Gameplay', 'Chat', 'Privacy'].filter(show.shows)).toEqual([])
        }),
        { numRuns: 1_000 },
      )
    })

    test('[OB28] never more than four quick returns in 5 minutes: each further one held for 15 s or more', () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 40_000 })), {
            minLength: 10,
            maxLength: 40,
            size: 'max',
          }),
          (outages) => {
            const show = thinkingShow()
            const trips: { from: number; heldMs: number }[] = []
            for (const [awayMs, backMs] of outages) {
              show.setHealth('degraded')
              show.pass(awayMs)
              show.setHealth('live')
              const liveAt = show.now
              const before = show.sent.length
              show.pass(backMs)
              const back = show.sent.slice(before).find(({ what }) => what === 'Gameplay')
              // A trip begins with the way there: it may have taken several outages.
              const there = show.sent.findLast(({ what, at }) => what === 'Standby' && at <= (back?.at ?? 0))
              if (back !== undefined && there !== undefined) trips.push({ from: there.at, heldMs: back.at - liveAt })
            }
            const quick = trips.filter(({ heldMs }) => heldMs < 15_000).map(({ from }) => from)
            for (const at of quick) expect(quick.filter((other) => other <= at && at - other < 299_000).length).toBeLessThanOrEqual(4)
          },
        ),
        { numRuns: 1_000 },
      )
    })

    test('[OB34] paused, nothing is sent but on order', () => {
      fc.assert(
        fc.property(
          settings,
          list(...nature, ...hands, toggles),
          list(...nature, ...hands.slice(0, 3), toggles, orders),
          (chosen, before, after) => {
            const show = thinkingShow(chosen)
            for (const step of before) play(show, step)
            show.pause(true)
            const sentCount = show.sent.length
            for (const step of after) play(show, step)
            expect(show.sent.slice(sentCount).filter(({ byOrder }) => !byOrder)).toEqual([])
          },
        ),
        { numRuns: 1_000 },
      )
    })
  })
})
