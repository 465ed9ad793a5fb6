import type { ObsProblems, ObsRefusals } from '@standby/shared/words/obs-sentences.ts'
import type { ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type { AutomationView } from './automation-view.ts'
import type { Order } from './action.ts'
import { isOn } from './way-back.ts'
import { sceneProblem, sourceProblem } from '../problems.ts'
import { sceneAfter } from './left-on.pure.ts'
import { findScene, sceneNamed, type Observed } from './scene.ts'
import { say } from '../words.ts'

export type Refusal = Sentence<ObsProblems & ObsRefusals>

/** Why what a person asks for cannot be done now, and what to do; null if it can. */
export function refusalOf(order: Order, settings: ObsAutomationSettings & { standbyScene: string }, view: AutomationView): Refusal | null {
  const { observed, state } = view
  const { memory } = state
  if (observed === null) return say('obs-not-connected')
  if (order === 'back') {
    if (!isOn(memory)) return isLeftOn(observed, settings.standbyScene) ? null : say('not-on-standby')
    if (memory.state === 'showing' || findScene(memory.returnTo, observed.scenes) !== null) return null
    return say('return-scene-gone', { scene: memory.returnTo.name })
  }
  if (memory.state === 'showing' || (memory.state !== 'standby' && settings.mode === 'source')) {
    return sourceProblem(observed, memory, settings.sourceName)
  }
  return sceneNamed(settings.standbyScene, observed.scenes) === null ? sceneProblem(observed, memory, settings.standbyScene) : null
}

/** It is on though Standby did not put it on, and there is something to go on with. */
function isLeftOn(observed: Observed, standbyScene: string): boolean {
  if (observed.program.name === standbyScene) return sceneAfter(observed, null, standbyScene) !== null
  return observed.items?.some(({ enabled, place }) => enabled && place !== 'elsewhere') === true
}
