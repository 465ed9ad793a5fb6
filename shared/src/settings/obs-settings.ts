import { choice, defaultsOf, fields, flag, names, own, text, textOrNone, type ValuesOf } from './field.ts'

/** Used until another one is set. */
export const DEFAULT_OBS_URL = 'ws://127.0.0.1:4455'
export const DEFAULT_STANDBY_SCENE = 'Standby'

const MAX_NAME_LENGTH = 500

/** Which OBS, and which of its scenes. Null: the usual. */
export const OBS_LINK = fields({
  enabled: flag(true),
  /** `ws://` or `wss://`. Only the bridge can read an address (`bridge/src/obs/routes.ts`). */
  url: own<string | null>(null),
  /** The exact name of the scene to switch to. */
  standbyScene: textOrNone({ maxLength: MAX_NAME_LENGTH }),
})

/**
 * How the creator wants OBS to be automated, in the order of the dock's form. `label` and the like are keys of the texts under `obs` in the
 * pages' catalogue.
 */
export const OBS_AUTOMATION = fields({
  /** scene: switch to the standby scene. source: show a source in the scene that is on. off: leave OBS alone. */
  mode: { ...choice(['scene', 'source', 'off'], 'scene'), label: 'mode', optionLabels: 'modes' },
  /** For mode `source`: the exact name of the source. */
  sourceName: {
    ...text({ maxLength: MAX_NAME_LENGTH }, 'Standby'),
    label: 'sourceName',
    onlyInMode: 'source',
  },
  /** Exact names of scenes that are never switched away from: starting soon, ending, privacy. */
  handsOffScenes: {
    ...names({ maxLength: MAX_NAME_LENGTH, maxCount: 100 }),
    label: 'handsOff',
    noneLabel: 'noScenes',
  },
  /**
   * Goes to standby only while OBS streams, records or runs its virtual camera. Off by default: only the drop of a LIVE that was really on
   * moves a scene at all, and a creator whose OBS window is captured by another program (or who rehearses) has no output to go by.
   */
  onlyWhenOutputActive: { ...flag(false), label: 'onlyWhenOutputActive', tone: 'plain' },
  /** OBS's own stream in trouble counts as TikTok away, so that other platforms and the recording see standby too. */
  countOutputAsDegraded: { ...flag(false), label: 'countOutputAsDegraded', tone: 'plain' },
  /** Cuts to standby and back, whatever the creator's transition is. */
  cutTransitions: { ...flag(false), label: 'cutTransitions', tone: 'plain' },
  /** Says what it would do, and changes nothing. */
  dryRun: { ...flag(false), label: 'dryRunLabel', tone: 'warn' },
})

export const OBS_SETTINGS = fields({ ...OBS_LINK, ...OBS_AUTOMATION })

export type ObsAutomationSettings = ValuesOf<typeof OBS_AUTOMATION>

export const DEFAULT_OBS_AUTOMATION: ObsAutomationSettings = defaultsOf(OBS_AUTOMATION)
