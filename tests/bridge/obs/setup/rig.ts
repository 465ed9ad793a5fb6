import { createSetup, type Setup, type SetupAsked } from '@standby/bridge/obs/setup/setup.ts'
import { silentLog } from '../../../support/fakes/silent-log.ts'
import { sceneCollection, type SceneCollection } from './scene-collection.ts'

export const PORT = 4747
export const ASKED: SetupAsked = { overlayScene: 'Gameplay', standbyScene: 'Standby', fallback: null }

/** A setup on a scene collection of its own, and what it has saved. */
export interface SetupRig {
  obs: SceneCollection
  setup: Setup
  saved: unknown
  /** The bridge is started again, with what was saved. */
  restart(): Setup
  itemsOf(scene: string): string[]
}

export function setupRig(): SetupRig {
  const self: SetupRig = {
    obs: sceneCollection(),
    setup: undefined as never,
    saved: null,
    restart() {
      self.setup = createSetup({
        port: () => PORT,
        log: silentLog,
        saved: { load: () => self.saved, save: (next) => (self.saved = structuredClone(next)) },
      })
      self.setup.attach(self.obs.session)
      return self.setup
    },
    itemsOf: (scene) => (self.obs.scenes.get(scene) ?? []).map(({ sourceName }) => sourceName),
  }
  self.restart()
  return self
}
