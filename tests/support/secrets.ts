import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { withSecrets, type SecretPlace, type SecretSettings } from '@standby/bridge/store/secret-settings.ts'
import type { SecretStore } from '@standby/bridge/store/secret-store.ts'
import { openSettings, type SavedSettings, type SettingsFile } from '@standby/bridge/store/settings.ts'
import { silentLog } from './silent-log.ts'

// Settings whose password is in a store, in a folder of their own.

export const NAME = 'OBS password of the tests'

let dir = ''
/** Every test of a file that imports this has a folder of its own. */
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'standby-secrets-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** A store that can be locked, and forgets what it is given when it is told to: the real one is in tests/obs/secrets.test.ts. */
export function storeInMemory() {
  const entries = new Map<string, string>()
  const is = { locked: false, forgetful: false, mute: false }
  let count = 0
  const after = async <T>(work: () => T): Promise<T> => {
    count += 1
    await new Promise(setImmediate)
    if (is.locked) throw new Error('The collection is locked')
    return work()
  }
  const store: SecretStore = {
    get: (name) =>
      after(() => {
        if (is.mute) throw new Error('No answer')
        return entries.get(name) ?? null
      }),
    set: (name, secret) => after(() => void (is.forgetful || entries.set(name, secret))),
    delete: (name) => after(() => void entries.delete(name)),
    close: () => undefined,
  }
  return { store, entries, is, asked: () => count }
}

export const raw = (): SettingsFile<SavedSettings> => openSettings(join(dir, 'settings.json'), () => 42, silentLog)
export const file = (): string => readFileSync(join(dir, 'settings.json'), 'utf8')
export const passwordOf = (settings: SecretSettings): string | null => settings.read().obs.password

export function opened(
  store: SecretStore,
  {
    place = 'system',
    onAnswer = () => undefined,
    log = silentLog,
  }: { place?: SecretPlace; onAnswer?: () => void; log?: typeof silentLog } = {},
): SecretSettings {
  return withSecrets({ saved: raw(), store, name: NAME, place, log, onAnswer })
}

export function change(settings: SecretSettings, obs: { password?: string | null; url?: string | null; standbyScene?: string }): void {
  const now = settings.read()
  settings.write({ ...now, obs: { ...now.obs, ...obs } })
}

export const rewrite = (content: string): void => writeFileSync(join(dir, 'settings.json'), content)
export const removeFile = (): void => rmSync(join(dir, 'settings.json'), { force: true })
