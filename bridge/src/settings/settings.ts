import { join } from 'node:path'
import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { folderOpenToOthers, sweepUnfinished } from '../store/private-file.ts'
import { openSettings } from './file.ts'
import { withSecrets, type SecretSettings } from './secret-settings.ts'
import { secretName, systemSecretStore } from './secret-store.ts'

export interface SettingsOptions {
  config: Pick<Config, 'dataDir' | 'secrets' | 'obs'>
  clock: Clock
  log: Logger
}

/** What a creator has set, including the OBS password, wherever that is stored. */
export interface Settings extends SecretSettings {
  /** `listener` hears when OBS's settings are known, or as much of them as will be. */
  onKnown(listener: () => void): void
  start(): void
  stop(): void
}

/** A password store that is open answers in a fifth of a second. */
const STORE_ANSWERS_MS = 2_000

export function createSettings({ config, clock, log }: SettingsOptions): Settings {
  const file = join(config.dataDir, 'settings.json')
  for (const one of [file, join(config.dataDir, 'tokens.json')]) sweepUnfinished(one)
  const open = folderOpenToOthers(config.dataDir)
  if (open !== null) {
    const message = 'data: other accounts of this computer can replace Standby’s files; run chmod 700 on this folder, or use another'
    log.warn({ folder: open }, message)
  }
  const listeners: (() => void)[] = []
  const known = (): void => listeners.forEach((listener) => listener())
  let cancelWait: (() => void) | null = null
  const settings = withSecrets({
    saved: openSettings(file, clock.now, log),
    store: systemSecretStore(),
    nameOf: (owner) => secretName(config.dataDir, owner),
    place: config.secrets,
    fixedUrl: config.obs.url,
    log,
    onAnswer() {
      if (!settings.isAsking()) cancelWait?.()
      known()
    },
  })
  return {
    ...settings,
    onKnown: (listener) => void listeners.push(listener),
    start() {
      // Without its password OBS would only refuse. A store that waits for a person is not waited for.
      if (settings.isAsking()) cancelWait = clock.after(STORE_ANSWERS_MS, known)
      else known()
      void settings.settle()
    },
    stop() {
      cancelWait?.()
      settings.close()
    },
  }
}
