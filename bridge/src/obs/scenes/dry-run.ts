import type { Reconciliation } from './action.ts'
import type { AutomationState } from './state.ts'
import { type Observed, sameItem, sameScene, type SceneRef } from './scene.ts'
import type { Decision } from './decide.pure.ts'
import { say } from '../words.ts'

/** An imagined OBS that does what is decided, on top of the real one, which gets no command. */
export interface DryRun {
  /** What would be done, in a world where everything before it was done. `state` is the real one, where it begins. */
  decide(state: AutomationState, seen: Observed, decideOn: (state: AutomationState, observed: Observed) => Decision): Decision
  end(): void
}

export function createDryRun(): DryRun {
  let imagined: AutomationState | null = null
  /** The scene it would be on, for as long as the real one stays where it is. */
  let program: { real: SceneRef; instead: SceneRef } | null = null
  let toggled: Reconciliation['toggle'] = null

  function inWorld(seen: Observed): Observed {
    if (program !== null && !sameScene(program.real, seen.program)) program = null
    const items = seen.items?.map((item) =>
      toggled?.items.some((one) => sameItem(one, item)) === true ? { ...item, enabled: toggled.enabled } : item,
    )
    return { ...seen, program: program?.instead ?? seen.program, items: items ?? null }
  }

  return {
    decide(state, seen, decideOn) {
      const decision = decideOn({ ...(imagined ?? state), pausedAt: state.pausedAt }, inWorld(seen))
      imagined = decision.state
      if (decision.switchTo !== null) program = { real: seen.program, instead: decision.switchTo }
      if (decision.toggle !== null) toggled = decision.toggle
      const { nextAction } = decision
      return { ...decision, nextAction: { ...nextAction, holding: nextAction.holding ?? say('dry-run') } }
    },
    end() {
      imagined = null
      program = null
      toggled = null
    },
  }
}
