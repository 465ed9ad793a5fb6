import type { ObsAutomationSettings } from '@standby/shared/protocol.ts'
import type { AutomationView } from './automation-view.ts'
import type { Order } from './decision.ts'
import { isOn } from './memory.ts'
import { sceneProblem, sourceProblem } from './problems.ts'
import { findScene, sceneNamed } from './scene.ts'

/** Why what a person asks for cannot be done now, as a sentence that says what to do; null where it can. */
export function refusalOf(order: Order, settings: ObsAutomationSettings & { standbyScene: string }, view: AutomationView): string | null {
  const { observed, mind } = view
  const { memory } = mind
  if (observed === null) return 'OBS is not connected. Look under OBS for what to do.'
  if (order === 'back') {
    if (!isOn(memory)) return 'Standby is not on by our doing, so there is nothing to go back from. Switch in OBS.'
    if (memory.state === 'showing' || findScene(memory.returnTo, observed.scenes) !== null) return null
    return `The scene "${memory.returnTo.name}", which was on before, is gone. Choose the scene to go on with in OBS.`
  }
  if (memory.state === 'showing' || (memory.state !== 'standby' && settings.mode === 'source')) {
    return sourceProblem(observed, memory, settings.sourceName)
  }
  return sceneNamed(settings.standbyScene, observed.scenes) === null ? sceneProblem(observed, memory, settings.standbyScene) : null
}
