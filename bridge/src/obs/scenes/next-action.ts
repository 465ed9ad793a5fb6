import type { Millis } from '@standby/shared/clock.ts'
import type { ObsHoldings, ObsPlans } from '@standby/shared/words/obs-sentences.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import { isHandsOff, returnAt, type HealthView, type ObsRules } from './desired.pure.ts'
import { holdMs } from './flaps.pure.ts'
import { isOn } from './way-back.ts'
import type { AutomationState } from './state.ts'
import { findScene, type Observed, type SceneRef } from './scene.ts'
import { say } from '../words.ts'

/** What keeps it from acting by itself. */
export type Block = 'off' | 'paused' | 'no-output'

/** What would come next if nothing changes, and why nothing comes that should. */
export interface NextAction {
  next: Sentence<ObsPlans> | null
  nextAt: Millis | null
  holding: Sentence<ObsHoldings> | null
}

export const NO_NEXT_ACTION: NextAction = { next: null, nextAt: null, holding: null }

/** The plan in words, for the dock. No countdowns in them: `nextAt` is what a page counts down to. */
export function nextAction(
  { memory, flaps }: AutomationState,
  observed: Observed,
  view: HealthView,
  rules: ObsRules,
  blocked: Block | null,
  now: Millis,
): NextAction {
  const nothing = (holding: NextAction['holding']): NextAction => ({ next: null, nextAt: null, holding })
  if (blocked === 'off') return nothing(say('automation-off'))
  if (blocked === 'paused') return nothing(say('automation-paused'))

  if (isOn(memory)) {
    if (memory.manual) return nothing(say('standby-by-hand'))
    const target = memory.state === 'standby' ? findScene(memory.returnTo, observed.scenes) : null
    if (memory.state === 'standby' && target === null) return nothing(null)
    const seconds = rules.stableMs / 1_000
    const holding = holdMs(flaps, now) > 0 ? say('back-and-forth', { seconds }) : null
    const nextAt = view.health === 'live' ? returnAt(memory, view.since, rules, now) : null
    return { next: wayBack(target, view, seconds), nextAt, holding }
  }

  if (memory.state === 'yielded') return nothing(say('yielded'))
  if (view.health === 'offline') return nothing(null)
  if (blocked === 'no-output') return nothing(say('no-output'))
  if (isHandsOff(observed.program, rules)) return nothing(say('on-hands-off-scene', { scene: observed.program.name }))
  const doubtful = view.health === 'reconnecting' && view.because !== 'output'
  const nextAt = doubtful ? view.since + rules.degradedAfterMs : null
  return { next: wayThere(observed, rules, doubtful), nextAt, holding: null }
}

/** `target`: the scene to go back to; null in mode `source`. */
function wayBack(target: SceneRef | null, { health }: HealthView, seconds: number): Sentence<ObsPlans> {
  if (target === null) {
    if (health === 'live') return say('next-hide')
    return health === 'offline' ? say('next-hide-once-live') : say('next-hide-once-held', { seconds })
  }
  const scene = target.name
  if (health === 'live') return say('next-back', { scene })
  return health === 'offline' ? say('next-back-once-live', { scene }) : say('next-back-once-held', { scene, seconds })
}

function wayThere(observed: Observed, rules: ObsRules, doubtful: boolean): Sentence<ObsPlans> {
  const seconds = Math.round(rules.degradedAfterMs / 1_000)
  if (observed.items !== null) {
    const source = rules.sourceName
    return doubtful ? say('next-show-if-away', { source }) : say('next-show-if-away-for', { source, seconds })
  }
  const scene = rules.standbyScene
  return doubtful ? say('next-standby-if-away', { scene }) : say('next-standby-if-away-for', { scene, seconds })
}
