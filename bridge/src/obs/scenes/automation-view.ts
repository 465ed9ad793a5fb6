import type { Millis } from '@standby/shared/clock.ts'
import type { ObsProblems } from '@standby/shared/words/obs-sentences.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type { Action } from './action.ts'
import type { AutomationState } from './state.ts'
import type { About } from './observe.ts'
import type { LeftOn } from './left-on.pure.ts'
import type { NextAction } from './next-action.ts'
import type { OutputView } from '../link/output.ts'
import type { Observed } from './scene.ts'

/** What the automation knows and has done, for the status. */
export interface AutomationView {
  state: AutomationState
  /** Null while not connected, and until OBS has loaded. */
  observed: Observed | null
  about: About | null
  output: OutputView
  nextAction: NextAction
  /** On air while the LIVE is on, and nothing takes it off. */
  leftOn: LeftOn | null
  lastAction: (Action & { at: Millis; dryRun: boolean }) | null
  /** What went wrong with the last switch; null when it came off. */
  failure: Sentence<ObsProblems> | null
  /** It has said for long that it is not ready, as it does while it loads and while it waits for a person. */
  isLongBusy: boolean
}
