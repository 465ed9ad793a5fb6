import type { Millis } from '@standby/shared/clock.ts'
import type { ObsCommands, ObsReasons } from '@standby/shared/words/obs-sentences.ts'
import type { Sentence } from '@standby/shared/words/sentence.ts'
import type { WayBack } from './way-back.ts'
import type { ItemRef, SceneRef } from './scene.ts'
import { say } from '../words.ts'

/** Why something is done, or is not. */
export type Reason = Sentence<ObsReasons>

/** What was done, or decided not to be, in words for the log and the dock. */
export interface Action {
  command: Sentence<ObsCommands>
  why: Reason
}

export interface Reconciliation {
  /** To be saved before the command is sent. */
  memory: WayBack
  /** The scene to put on program now, or null. */
  switchTo: SceneRef | null
  /** Places of the source to show or to hide now, or null. */
  toggle: { items: ItemRef[]; enabled: boolean } | null
  action: Action | null
  /** When to decide again though nothing has happened, or null. */
  wakeAt: Millis | null
}

/** A person asks for standby, or for the way back from it. */
export type Order = 'standby' | 'back'

/** While a transition runs it is looked at this often. */
export const TRANSITION_POLL_MS = 100

export function handsOff(why: Reason): Action {
  return { command: say('hands-off'), why }
}

export const BY_HAND: Reason = say('you-asked')
