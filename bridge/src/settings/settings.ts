import { join } from 'node:path'
import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { folderOpenToOthers, sweepUnfinished } from '../store/private-file.ts'
import { withSecrets, type SecretSettings } from './secret-settings.ts'
import { secretName, systemSecretStore } from './secret-store.ts'
import { openSettings } from './file.ts'

export interface SettingsOptions {
  config: Pick<Config, 'dataDir' | 'secrets' | 'obs'>
  clock: Clock
  log: Logger
  /** OBS's settings are known, or as much of them as will be: take them over. */
  onKnown: () => void
}

/** What a creator has set, the secret in it included, wherever that lies. */
export interface Settings extends SecretSettings {
  begin(): void
}

/** A password store that is open answers in a fifth of a second. */
const STORE_ANSWERS_MS = 2_000

export function createSettings({ config, clock, log, onKnown }: SettingsOptions): Settings {
  const file = join(config.dataDir, 'settings.json')
  for (const one of [file, join(config.dataDir, 'tokens.json')]) sweepUnfinished(one)
  const open = folderOpenToOthers(config.dataDir)
  if (open !== null) {
    const message =
      'data: other accounts of this computer can put files in the place of Standby’s; run chmod 700 on this folder, or use another'
    log.warn({ folder: open }, message)
  }
  const settings = withSecrets({
    saved: openSettings(file, clock.now, log),
    store: systemSecretStore(),
    name: secretName(config.dataDir),
    place: config.secrets,
    fixedUrl: config.obs.url,
    log,
    onAnswer() {
      cancelWait?.()
      onKnown()
    },
  })
  let cancelWait: (() => void) | null = null
  return {
    ...settings,
    begin() {
      // Without its password OBS would only refuse. A store that waits for a person is not waited for.
      if (settings.state() === 'asked') cancelWait = clock.after(STORE_ANSWERS_MS, onKnown)
      else onKnown()
      void settings.settle()
    },
    close() {
      cancelWait?.()
      settings.close()
    },
  }
}
