import type { Retention } from '@standby/shared/history.ts'
import type { ObsAutomationSettings } from '@standby/shared/protocol.ts'
import type { FixedSetting, SettingsImported, SettingsView } from '@standby/shared/settings/settings-view.ts'
import { DEFAULT_STANDBY_SCENE, type Config } from '../config.ts'
import { omitUndefined } from '@standby/shared/omit-undefined.ts'
import { isSameAddress } from '../obs/link/address.ts'
import { obsAccess } from '../obs/link/password.ts'
import type { Settings, SettingsFile } from './file.ts'
import type { SavedModeration } from '../show/moderation-settings.ts'
import { changedOverlay, type OverlayChange } from '../show/overlay-settings.ts'

/** What an import changes; what is left out stays. Never a secret. */
export interface SettingsChange {
  tiktokUsername?: string | null | undefined
  obs?: Optional<{ enabled: boolean; url: string | null; standbyScene: string | null } & ObsAutomationSettings> | undefined
  overlay?: OverlayChange | undefined
  moderation?: Optional<SavedModeration> | undefined
  history?: Optional<Retention> | undefined
}
type Optional<T> = { [Key in keyof T]?: T[Key] | undefined }

export interface SettingsTransferOptions {
  settings: SettingsFile
  /** What the environment fixes. */
  fixed: Pick<Config, 'tiktokUsername' | 'obs'>
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

export function createSettingsTransfer({ settings, fixed, spendReconnect, onImported }: SettingsTransferOptions): SettingsTransfer {
  const decided: (FixedSetting & { value: string | null })[] = [
    { field: 'tiktokUsername', variable: 'TIKTOK_USERNAME', value: fixed.tiktokUsername },
    { field: 'obs.url', variable: 'OBS_WEBSOCKET_URL', value: fixed.obs.url },
    { field: 'obs.standbyScene', variable: 'OBS_STANDBY_SCENE', value: fixed.obs.standbyScene },
  ].filter(({ value }) => value !== null)

  function view(): SettingsView {
    const { tiktokUsername, obs, overlay, moderation, history } = settings.read()
    const { password: _, url: __, standbyScene, ...rest } = obs
    const { url, password, isFixed } = obsAccess(obs, fixed.obs)
    // The environment's password decides nothing about an OBS that it was not given for.
    const alsoFixed = isFixed ? [{ field: 'obs.password', variable: 'OBS_WEBSOCKET_PASSWORD' }] : []
    return {
      tiktokUsername: fixed.tiktokUsername ?? tiktokUsername,
      obs: {
        ...rest,
        url,
        standbyScene: fixed.obs.standbyScene ?? standbyScene ?? DEFAULT_STANDBY_SCENE,
      },
      overlay,
      moderation,
      history,
      hasObsPassword: (password ?? '') !== '',
      fixed: [...decided.map(({ field, variable }) => ({ field, variable })), ...alsoFixed],
    }
  }

  return {
    view,
    async import(change) {
      const before = settings.read()
      const wanted: Record<string, string | null | undefined> = {
        tiktokUsername: change.tiktokUsername,
        'obs.url': change.obs?.url,
        'obs.standbyScene': change.obs?.standbyScene,
      }
      const isOther = (field: string, value: string | null): boolean => {
        const asked = wanted[field]
        if (asked === undefined || asked === value) return false
        return field !== 'obs.url' || asked === null || value === null || !isSameAddress(asked, value)
      }
      const notChanged = decided.filter(({ field, value }) => isOther(field, value))
      const isFixed = (field: string): boolean => decided.some((one) => one.field === field)
      const after = merged(before, {
        ...change,
        tiktokUsername: isFixed('tiktokUsername') ? undefined : change.tiktokUsername,
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
      return { ...view(), notChanged: notChanged.map(({ field, variable }) => ({ field, variable })) }
    },
  }
}

function merged(before: Settings, change: SettingsChange): Settings {
  return {
    ...before,
    tiktokUsername: change.tiktokUsername === undefined ? before.tiktokUsername : change.tiktokUsername,
    // The password stays with the address that it was given for.
    obs: { ...before.obs, ...omitUndefined(change.obs ?? {}) },
    overlay: changedOverlay(before.overlay, change.overlay ?? {}),
    moderation: { ...before.moderation, ...omitUndefined(change.moderation ?? {}) },
    history: longer(before.history, { ...before.history, ...omitUndefined(change.history ?? {}) }),
  }
}

/** What retention deletes is gone: a file never shortens what is kept, only the creator does. */
function longer(before: Retention, wanted: Retention): Retention {
  const megabytes = before.megabytes === null || wanted.megabytes === null ? null : Math.max(before.megabytes, wanted.megabytes)
  return { days: Math.max(before.days, wanted.days), megabytes }
}
