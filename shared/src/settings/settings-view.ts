import type { Way } from '../connection/way.ts'
import type { CardChoices } from './card-settings.ts'
import type { Retention } from './history-settings.ts'
import type { LookChoices } from './look-settings.ts'
import type { Moderation } from './moderation.ts'
import type { OverlaySettings } from './overlay-settings.ts'
import type { TikFinitySettings } from './tikfinity-settings.ts'
import type { ObsAutomationSettings } from './obs-settings.ts'

/** What a creator has set, without any secret. */
export interface SettingsValues {
  /** Null: the demo. */
  tiktokUsername: string | null
  /** The ways into a LIVE that are switched on, the best first. */
  ways: readonly Way[]
  obs: { enabled: boolean; url: string; standbyScene: string } & ObsAutomationSettings
  overlay: OverlaySettings
  card: CardChoices
  look: LookChoices
  moderation: Pick<Moderation, 'hiddenUsers' | 'blockedWords'>
  history: Retention
  /** Not the web pages that may read: each is allowed by hand, on the computer it is allowed on. */
  tikfinity: Pick<TikFinitySettings, 'on' | 'caughtUp'>
}

/** A setting that the environment decides, by the variable it stands in: no page can change it. `field` is a path such as `obs.url`. */
export interface FixedSetting {
  field: string
  variable: string
}

/** `GET /api/settings`: what is in force now. */
export interface SettingsView extends SettingsValues {
  hasObsPassword: boolean
  fixed: FixedSetting[]
}

/** `GET /api/settings/export`, and what `POST /api/settings/import` takes; in an import every setting may be left out. */
export interface SettingsExport {
  standby: 'settings'
  version: 1
  settings: SettingsValues
}

/** Answer of an import: what is in force now, and the fields that were left as they are because the environment decides them. */
export interface SettingsImported extends SettingsView {
  notChanged: FixedSetting[]
}
