import type { SetupFallback } from '../setup-fallbacks.ts'
import type { NoParams } from './sentence.ts'

// The codes of all that is said about OBS, by where it is said. Each code has one sentence in each language: the English is in `obs.ts`
// and `setup.ts`, the French in `overlay/src/i18n`.

interface Scene {
  scene: string
}
interface Source {
  source: string
}
interface Seconds {
  seconds: number
}

/** `ObsStatus.problem`: something needs doing. */
export interface ObsProblems {
  'obs-not-running': { url: string }
  'obs-unreachable': { url: string }
  'obs-closed': NoParams
  'obs-silent': NoParams
  'not-obs': { url: string }
  'password-wrong': NoParams
  'password-missing': NoParams
  /** It is in the system's password store, which is locked, or has lost it. */
  'password-locked': NoParams
  /** There is one, for OBS at this address, and it is sent nowhere else. */
  'password-elsewhere': { url: string }
  'obs-kicked': NoParams
  'obs-unsupported': NoParams
  'obs-bad-address': NoParams
  /** It is connected, and has not been ready for long. */
  'obs-busy': NoParams
  /** The scene to go back to has been deleted. */
  'return-scene-gone': Scene
  'no-standby-scene-chosen': NoParams
  'standby-scene-missing': Scene
  /** `meant`: the scene whose name is nearly the same. */
  'standby-scene-misspelt': Scene & { meant: string }
  'no-source-chosen': NoParams
  /** `scene`: the one on program. */
  'source-missing': Scene & Source
  /** The standby scene is on air though the LIVE is on. */
  'standby-left-on': Scene
  'standby-source-left-on': Source
  /** Nothing in it can be seen: viewers would see black. */
  'standby-scene-empty': Scene
  /** OBS streamed during this LIVE, and does not any more. */
  'stream-stopped': NoParams
  'switch-failed': Scene
  'source-toggle-failed': Source
}

/** `ObsStatus.hints`: worth knowing, asks for nothing. */
export interface ObsHints {
  /** Mode `scene`: OBS lets nobody switch the scenes of these canvases. */
  'canvases-not-switched': { canvases: readonly string[] }
  'source-in-studio-mode': NoParams
  'standby-scene-hands-off': Scene
  /** It is in the scene on program, and hidden, without size or outside the picture. */
  'overlay-not-seen': Scene & Source
  /** A capture in the same scene hides all of it. */
  'overlay-behind': Scene & Source & { front: string }
  'overlay-muted': Source
}

/** `ObsStatus.automation.next`: the start of a sentence, which goes on with the countdown to `nextAt` if there is one. */
export interface ObsPlans {
  'next-standby-if-away': Scene
  'next-standby-if-away-for': Scene & Seconds
  'next-show-if-away': Source
  'next-show-if-away-for': Source & Seconds
  'next-back': Scene
  'next-back-once-live': Scene
  'next-back-once-held': Scene & Seconds
  'next-hide': NoParams
  'next-hide-once-live': NoParams
  'next-hide-once-held': Seconds
}

/** `ObsStatus.automation.holding`: why it does not do what it would do otherwise. */
export interface ObsHoldings {
  'automation-off': NoParams
  'automation-paused': NoParams
  'standby-by-hand': NoParams
  'back-and-forth': Seconds
  yielded: NoParams
  'no-output': NoParams
  'on-hands-off-scene': Scene
  'dry-run': NoParams
}

/** `ObsStatus.automation.lastAction.command`: what was done, or would have been. */
export interface ObsCommands {
  'to-standby': Scene
  'back-to-scene': Scene
  'show-source': Source
  'hide-source': Source
  'hands-off': NoParams
}

/** `ObsStatus.automation.lastAction.why`: the half of a sentence that says why. */
export interface ObsReasons {
  'tiktok-away': Seconds
  'tiktok-back': Seconds
  'output-troubled': Seconds
  'output-sound': Seconds
  'you-asked': NoParams
  'you-switched': Scene
  'you-put-on-standby': Scene
  'you-showed-source': Source
  'you-hid-source': Source
  'scene-never-left': Scene
  'scene-never-covered': Scene
}

/** Refusals of `POST /api/obs/standby` and `/back`, besides problems. */
export interface ObsRefusals {
  'obs-not-connected': NoParams
  'not-on-standby': NoParams
}

/** `ObsSetupView.will`, and what a setup made. */
export interface SetupSteps {
  'make-scene': Scene
  'make-source': Scene & Source
  /** A source that is there already is shown in this scene too. */
  'add-source': Scene & Source
}

/** `ObsSetupView.there`: it stays as it is. */
export interface SetupFindings {
  'card-there': Scene & Source
  'own-standby-scene': Scene
  'overlay-there': Scene & Source
}

/** `ObsSetupView.refused`: it cannot be made, and what to do. */
export interface SetupRefusals {
  'name-not-a-scene': Scene
  /** `instead`: a name that is free. */
  'name-not-a-scene-but': Scene & { instead: string }
  'names-taken': Source
  'no-browser-for-card': NoParams
  'no-browser-for-card-but': { fallbacks: readonly SetupFallback[] }
  'no-browser-for-overlay': NoParams
  'no-scene-for-overlay': NoParams
  'overlay-in-standby-scene': Scene
  'no-such-scene': Scene & { scenes: readonly string[] }
}

/** Why a setup or a removal could not begin, or go on. */
export interface SetupProblems {
  'setup-not-connected': NoParams
  'obs-loading': NoParams
  'obs-no-answer': NoParams
  'kind-unknown': NoParams
  'name-taken': NoParams
  /** `reason`: OBS's own words, in its own language. */
  'obs-refused': { reason: string }
}

/** `ObsSetupView.made`, and what a removal took away. */
export interface SetupThings {
  'the-scene': Scene
  'the-source': Source
  'the-source-in-scene': Scene & Source
}

/** `ObsRemovalResult.kept`: it was left, and why. */
export interface RemovalFindings {
  'scene-in-collection': Scene & { collection: string }
  'source-in-collection': Source & { collection: string }
  'source-changed': Source
  'source-used-elsewhere': Source & { scenes: readonly string[] }
  'scene-has-others': Scene
  'scene-used-within': Scene
  'scene-on-program': Scene
  'scene-not-removed': Scene
  'source-not-removed': Source
}

/** What the status of OBS, and a refusal to switch, can say. */
export interface ObsStatusWords extends ObsProblems, ObsHints, ObsPlans, ObsHoldings, ObsCommands, ObsReasons, ObsRefusals {}

/** What can be said about making things in OBS, and taking them away. */
export interface SetupWords extends SetupSteps, SetupFindings, SetupRefusals, SetupProblems, SetupThings, RemovalFindings {}

/** Everything that is said about OBS. */
export interface ObsWords extends ObsStatusWords, SetupWords {}
