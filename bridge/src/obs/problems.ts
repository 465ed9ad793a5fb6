import type { ObsHints, ObsProblems } from '@standby/shared/words/obs-sentences.ts'
import type { ObsAutomationSettings } from '@standby/shared/settings/obs-settings.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type { AutomationView } from './scenes/automation-view.ts'
import type { WayBack } from './scenes/way-back.ts'
import type { ObsCauseKind } from './link/policy.ts'
import { findScene, nearMiss, sceneNamed, type Observed } from './scenes/scene.ts'
import { say } from './words.ts'

export type Problem = Sentence<ObsProblems>

/** What a creator can do about a link that is not up. `url` as it may be shown; `password`: what is wrong with that, if that is it. */
export function linkProblem(kind: ObsCauseKind, url: string, password: Problem): Problem {
  switch (kind) {
    case 'not-running':
      return say('obs-not-running', { url })
    case 'unreachable':
      return say('obs-unreachable', { url })
    case 'closed':
      return say('obs-closed')
    case 'timeout':
    case 'hung':
      return say('obs-silent')
    case 'not-obs':
      return say('not-obs', { url })
    case 'wrong-password':
      return password
    case 'kicked':
      return say('obs-kicked')
    case 'unsupported':
      return say('obs-unsupported')
    case 'bad-address':
      return say('obs-bad-address')
  }
}

/** What is wrong with the scenes, or null. */
export function sceneProblem(observed: Observed, memory: WayBack, standbyScene: string): Problem | null {
  const { scenes } = observed
  if (memory.state === 'standby' && memory.standbySince !== null && findScene(memory.returnTo, scenes) === null) {
    return say('return-scene-gone', { scene: memory.returnTo.name })
  }
  if (standbyScene === '') return say('no-standby-scene-chosen')
  if (sceneNamed(standbyScene, scenes) !== null) return null
  const meant = nearMiss(standbyScene, scenes)
  return meant === null
    ? say('standby-scene-missing', { scene: standbyScene })
    : say('standby-scene-misspelt', { scene: standbyScene, meant })
}

/** What is wrong with the source that is shown in place of a scene, or null. */
export function sourceProblem(observed: Observed, memory: WayBack, sourceName: string): Problem | null {
  if (sourceName === '') return say('no-source-chosen')
  if (memory.state === 'showing' || observed.items === null || observed.items.some(({ place }) => place !== 'elsewhere')) return null
  return say('source-missing', { scene: observed.program.name, source: sourceName })
}

/** Worth knowing, asks for nothing. */
export function hints(
  settings: ObsAutomationSettings & { standbyScene: string },
  { about, observed }: AutomationView,
): Sentence<ObsHints>[] {
  const said: Sentence<ObsHints>[] = []
  const canvases = about?.canvases.map(({ name }) => name) ?? []
  if (canvases.length > 0 && settings.mode === 'scene') said.push(say('canvases-not-switched', { canvases }))
  if (settings.mode === 'source' && observed?.studioMode === true) said.push(say('source-in-studio-mode'))
  if (settings.handsOffScenes.includes(settings.standbyScene)) {
    said.push(say('standby-scene-hands-off', { scene: settings.standbyScene }))
  }
  return said
}
