import type { HealthView } from './desired.pure.ts'
import type { Observed, SceneRef } from './scene.ts'
import { isOn, type WayBack } from './way-back.ts'

/** What of standby is on air while the LIVE is on, and nobody takes off by itself. */
export type LeftOn = 'scene' | 'source'

interface Plans {
  standbyScene: string
  /** The automation may go back by itself. */
  mayGoBack: boolean
  /** The scene to go back to is there. */
  canGoBack: boolean
}

/** Looks at the state and not at what changed: it may be left over from yesterday, from a crash or from another scene collection. */
export function leftOn(memory: WayBack, observed: Observed, { health }: HealthView, plans: Plans): LeftOn | null {
  if (health !== 'live' || observed.transitioning) return null
  // By the button in the dock: the creator wants it so. Else it goes by itself.
  if (isOn(memory) && (memory.manual || (plans.mayGoBack && plans.canGoBack))) return null
  if (plans.standbyScene !== '' && observed.program.name === plans.standbyScene) return 'scene'
  return observed.items?.some(({ place, enabled }) => enabled && place !== 'elsewhere') === true ? 'source' : null
}

/** The scene to go on with from a standby scene that was left on: the last one that was on, else the topmost; null if there is none. */
export function sceneAfter(observed: Observed, lastScene: SceneRef | null, standbyScene: string): SceneRef | null {
  const others = observed.scenes.filter(({ name }) => name !== standbyScene)
  const last = others.find((scene) => (lastScene?.uuid ? scene.uuid === lastScene.uuid : scene.name === lastScene?.name))
  return last ?? others[0] ?? null
}
