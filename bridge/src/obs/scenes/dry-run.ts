import type { Decision } from './action.ts'
import type { Mind } from './state.ts'
import { sameScene, type Observed, type SceneRef } from './scene.ts'
import { sameItem } from './source-item.ts'
import type { Thought } from './decide.pure.ts'
import { say } from '../words.ts'

/** An imagined OBS that does what it is told, on top of the real one that is told nothing. */
export interface DryRun {
  /** What would be done, in a world where everything before it was done. `mind` is the real one, where it begins. */
  think(mind: Mind, seen: Observed, thoughtOn: (mind: Mind, observed: Observed) => Thought): Thought
  end(): void
}

export function createDryRun(): DryRun {
  let imagined: Mind | null = null
  /** The scene it would be on, for as long as the real one stays where it is. */
  let program: { real: SceneRef; instead: SceneRef } | null = null
  let toggled: Decision['toggle'] = null

  function inWorld(seen: Observed): Observed {
    if (program !== null && !sameScene(program.real, seen.program)) program = null
    const items = seen.items?.map((item) =>
      toggled?.items.some((one) => sameItem(one, item)) === true ? { ...item, enabled: toggled.enabled } : item,
    )
    return { ...seen, program: program?.instead ?? seen.program, items: items ?? null }
  }

  return {
    think(mind, seen, thoughtOn) {
      const thought = thoughtOn({ ...(imagined ?? mind), pausedAt: mind.pausedAt }, inWorld(seen))
      imagined = thought.mind
      if (thought.switchTo !== null) program = { real: seen.program, instead: thought.switchTo }
      if (thought.toggle !== null) toggled = thought.toggle
      const { outlook } = thought
      return { ...thought, outlook: { ...outlook, holding: outlook.holding ?? say('dry-run') } }
    },
    end() {
      imagined = null
      program = null
      toggled = null
    },
  }
}
