import type { Millis } from './clock.ts'
import type { RemovalFindings, SetupFindings, SetupProblems, SetupRefusals, SetupSteps, SetupThings } from './words/obs-sentences.ts'
import type { SetupFallback } from './setup-fallbacks.ts'
import type { Sentence } from './words/sentence.ts'

/** Our pages that make sense as a source in OBS. */
export const SOURCE_PAGES = ['overlay', 'standby', 'dock'] as const
export type SourcePage = (typeof SOURCE_PAGES)[number]

/** `GET /api/obs/setup`: what one click would make, and what it would not. */
export interface ObsSetupView {
  /** False in an OBS that has no browser sources. */
  browserSource: boolean
  canvas: { width: number; height: number }
  overlayScene: string | null
  standbyScene: string
  /** What would be made, in order. */
  will: Sentence<SetupSteps>[]
  /** What is there already and stays as it is. */
  there: Sentence<SetupFindings>[]
  /** What cannot be made, and what to do about it. */
  refused: { about: 'overlay' | 'standby'; sentence: Sentence<SetupRefusals> }[]
  /** What is offered for the standby scene instead of a browser source; empty if it is not needed. */
  fallbacks: SetupFallback[]
  /** What earlier setups made in this scene collection, and `remove` would look at. */
  made: Sentence<SetupThings>[]
}

/** `POST /api/obs/setup`. */
export interface ObsSetupResult {
  made: Sentence<SetupSteps>[]
  /** Why it ended before all was made, or null. What was made is remembered all the same. */
  problem: Sentence<SetupProblems> | null
  /** How it is now; null if OBS could not be asked any more. */
  setup: ObsSetupView | null
}

/** `POST /api/obs/setup/remove`. */
export interface ObsRemovalResult {
  removed: Sentence<SetupThings>[]
  /** What was left, and why. */
  kept: Sentence<RemovalFindings>[]
  /** Why something could not be taken away, or null. */
  problem: Sentence<SetupProblems> | null
}

export type SourceState =
  | 'alive' // its page shows life
  | 'unloaded' // OBS has shut it down while it is hidden
  | 'loading' // no page yet; it is given time
  | 'unclear' // sources with the same address: some page lives, and nothing tells whose
  | 'dead' // revived as often as is allowed, and still no page

/** One of our own browser sources in OBS. */
export interface ObsSourceView {
  inputName: string
  page: SourcePage
  state: SourceState
  /** On program or in a preview now. */
  showing: boolean
  /** When it was last revived or reloaded, and how. */
  revived: { how: 'refresh' | 'swap'; at: Millis } | null
}

/** One page that is connected to the bridge now. */
export interface ConnectedPage {
  id: number
  page: string
  /** What `?source=` of the page's own address says: the source's name when the setup made it; null if there is none. */
  source: string | null
  /** The page runs inside the OBS of this computer, as a source or as a dock. */
  inObs: boolean
  /** Null: OBS did not say. */
  visible: boolean | null
  connectedAt: Millis
  lastSignAt: Millis
}

/** `GET /api/obs/pages`. */
export interface ObsPagesView {
  sources: ObsSourceView[]
  pages: ConnectedPage[]
}
