import type { ActionWords } from '../words/actions.ts'
import type { Sentence } from '../words/sentence.ts'
import type { Action, Program } from './action.ts'

/** How a run ended, in words. `skipped`: it was not sent at all. */
export interface Outcome {
  at: number
  result: 'done' | 'failed' | 'skipped'
  sentence: Sentence<ActionWords>
  /** A person tried it out. */
  isTest: boolean
}

export interface ActionView extends Action {
  /** Null: not since Standby was started. */
  last: Outcome | null
  /** A secret is saved for the address that it has now. */
  hasSecret: boolean
}

export interface ProgramView {
  address: string
  /** A password is saved for this address. */
  hasPassword: boolean
}

/** `GET /api/actions`. */
export interface ActionsView {
  actions: ActionView[]
  programs: Record<Program, ProgramView>
  /** The password store of this computer is locked, or does not answer: what needs a secret cannot run. */
  isLocked: boolean
}

/** One thing that a program can be asked to do. `group`: the folder that it is in there. */
export interface Offer {
  id: string
  name: string
  group: string
}

/** `GET /api/actions/offers/…`: what there is to choose from now. */
export interface Offers {
  offers: Offer[]
  /** Why there are none; null if the program could be asked. */
  problem: Sentence<ActionWords> | null
}

/** `GET /api/actions/offers/obs`: sources by scene, the scenes as OBS lists them, and filters by source. */
export interface ObsOffers {
  scenes: { name: string; sources: string[] }[]
  filters: { source: string; filters: string[] }[]
  problem: Sentence<ActionWords> | null
}
