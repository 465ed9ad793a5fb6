import type { Way } from '@standby/shared/connection/way.ts'
import { changedCard, type CardChange } from '@standby/shared/settings/card-changes.ts'
import { CARD } from '@standby/shared/settings/card-settings.ts'
import { changed, valuesOf, type ChangeOf } from '@standby/shared/settings/field.ts'
import { HISTORY, type Retention } from '@standby/shared/settings/history-settings.ts'
import { changedLook, type LookChange } from '@standby/shared/settings/look-changes.ts'
import { LOOK } from '@standby/shared/settings/look-settings.ts'
import { MODERATION } from '@standby/shared/settings/moderation-settings.ts'
import { OBS_SETTINGS } from '@standby/shared/settings/obs-settings.ts'
import { changedOverlay, type OverlayChange } from '@standby/shared/settings/overlay-changes.ts'
import type { FixedSetting, SettingsImported, SettingsView } from '@standby/shared/settings/settings-view.ts'
import { TIKFINITY } from '@standby/shared/settings/tikfinity-settings.ts'
import type { Config } from '../config.ts'
import { isSameAddress } from '../obs/link/address.ts'
import { obsAccess } from '../obs/link/password.ts'
import { effectiveObsUrl, effectiveStandbyScene, effectiveUsername, effectiveWays, type Effective } from './effective.pure.ts'
import type { Settings, SettingsFile } from './file.ts'

/** What an import changes; what is left out stays. Never a secret. */
export interface SettingsChange {
  tiktokUsername?: string | null | undefined
  ways?: readonly Way[] | undefined
  obs?: ChangeOf<typeof OBS_SETTINGS> | undefined
  overlay?: OverlayChange | undefined
  card?: CardChange | undefined
  look?: LookChange | undefined
  moderation?: ChangeOf<typeof MODERATION> | undefined
  history?: ChangeOf<typeof HISTORY> | undefined
  tikfinity?: ChangeOf<typeof TIKFINITY> | undefined
}

export interface SettingsTransferOptions {
  settings: SettingsFile
  /** What the environment fixes. */
  fixed: Pick<Config, 'tiktokUsername' | 'ways' | 'obs'>
  /** Spends one reconnect by hand: null, or when one may be made next. */
  spendReconnect: () => number | null
  /** Takes the saved settings over. */
  onImported: (change: { usernameChanged: boolean }) => Promise<void>
}

export interface SettingsTransfer {
  view(): SettingsView
  /** All of it or nothing. Rejects when the disk refuses. */
  import(change: SettingsChange): Promise<SettingsImported | { tooOftenUntil: number }>
}

/** The settings that the environment can fix, by the variables it does that with. */
const VARIABLES = {
  tiktokUsername: 'TIKTOK_USERNAME',
  ways: 'TIKTOK_SOURCES',
  'obs.url': 'OBS_WEBSOCKET_URL',
  'obs.standbyScene': 'OBS_STANDBY_SCENE',
}
type Fixable = keyof typeof VARIABLES

/** As one text, to be compared. */
const joined = ({ value, by }: Effective<readonly Way[]>): Effective<string> => ({ value: value.join(), by })

const withoutValue = ({ field, variable }: FixedSetting): FixedSetting => ({ field, variable })

export function createSettingsTransfer({ settings, fixed, spendReconnect, onImported }: SettingsTransferOptions): SettingsTransfer {
  function inForce({ tiktokUsername, ways, obs }: Settings) {
    return {
      tiktokUsername: effectiveUsername(fixed.tiktokUsername, tiktokUsername),
      ways: joined(effectiveWays(fixed.ways, ways)),
      'obs.url': effectiveObsUrl(fixed.obs.url, obs.url),
      'obs.standbyScene': effectiveStandbyScene(fixed.obs.standbyScene, obs.standbyScene),
    }
  }

  function fixedSettings(): (FixedSetting & { value: string | null })[] {
    const all = Object.entries(inForce(settings.read()))
    return all.flatMap(([field, { value, by }]) => (by === 'environment' ? [{ field, variable: VARIABLES[field as Fixable], value }] : []))
  }

  function view(): SettingsView {
    const saved = settings.read()
    const { obs, overlay, card, look, moderation, history, tikfinity } = saved
    const { password: _, ...rest } = obs
    const { password, isFixed } = obsAccess(obs, fixed.obs)
    const { tiktokUsername, 'obs.url': url, 'obs.standbyScene': standbyScene } = inForce(saved)
    // The environment's password decides nothing about an OBS that it was not given for.
    const alsoFixed = isFixed ? [{ field: 'obs.password', variable: 'OBS_WEBSOCKET_PASSWORD' }] : []
    return {
      tiktokUsername: tiktokUsername.value,
      ways: effectiveWays(fixed.ways, saved.ways).value,
      obs: { ...rest, url: url.value, standbyScene: standbyScene.value },
      overlay,
      card: valuesOf(CARD, card),
      look: valuesOf(LOOK, look),
      moderation,
      history,
      tikfinity: { on: tikfinity.on, caughtUp: tikfinity.caughtUp },
      hasObsPassword: (password ?? '') !== '',
      fixed: [...fixedSettings().map(withoutValue), ...alsoFixed],
    }
  }

  return {
    view,
    async import(change) {
      const before = settings.read()
      const wanted: Record<string, string | null | undefined> = {
        tiktokUsername: change.tiktokUsername,
        ways: change.ways?.join(),
        'obs.url': change.obs?.url,
        'obs.standbyScene': change.obs?.standbyScene,
      }
      const isOther = (field: string, value: string | null): boolean => {
        const asked = wanted[field]
        if (asked === undefined || asked === value) return false
        return field !== 'obs.url' || asked === null || value === null || !isSameAddress(asked, value)
      }
      const decided = fixedSettings()
      const notChanged = decided.filter(({ field, value }) => isOther(field, value))
      const isFixed = (field: string): boolean => decided.some((one) => one.field === field)
      const after = merged(before, {
        ...change,
        tiktokUsername: isFixed('tiktokUsername') ? undefined : change.tiktokUsername,
        ways: isFixed('ways') ? undefined : change.ways,
        obs: {
          ...change.obs,
          ...(isFixed('obs.url') && { url: undefined }),
          ...(isFixed('obs.standbyScene') && { standbyScene: undefined }),
        },
      })
      const usernameChanged = after.tiktokUsername !== before.tiktokUsername
      const tooOftenUntil = usernameChanged ? spendReconnect() : null
      if (tooOftenUntil !== null) return { tooOftenUntil }
      settings.write(after)
      await onImported({ usernameChanged })
      return { ...view(), notChanged: notChanged.map(withoutValue) }
    },
  }
}

function merged(before: Settings, change: SettingsChange): Settings {
  return {
    ...before,
    tiktokUsername: change.tiktokUsername === undefined ? before.tiktokUsername : change.tiktokUsername,
    ways: change.ways === undefined ? before.ways : [...change.ways],
    // The password stays with the address that it was given for.
    obs: changed(OBS_SETTINGS, before.obs, change.obs ?? {}),
    overlay: changedOverlay(before.overlay, change.overlay ?? {}),
    card: changedCard(before.card, change.card ?? {}),
    look: changedLook(before.look, change.look ?? {}),
    moderation: changed(MODERATION, before.moderation, change.moderation ?? {}),
    history: longer(before.history, changed(HISTORY, before.history, change.history ?? {})),
    tikfinity: changed(TIKFINITY, before.tikfinity, change.tikfinity ?? {}),
  }
}

/** What retention deletes is gone: a file never shortens what is kept, only the creator does. */
function longer(before: Retention, wanted: Retention): Retention {
  const megabytes = before.megabytes === null || wanted.megabytes === null ? null : Math.max(before.megabytes, wanted.megabytes)
  return { days: Math.max(before.days, wanted.days), megabytes }
}
