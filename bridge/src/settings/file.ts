import { existsSync, readFileSync, renameSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { savedTiktokUsername } from '@standby/shared/settings/connection.ts'
import { HISTORY } from '@standby/shared/settings/history-settings.ts'
import { savedModeration } from '@standby/shared/settings/moderation-settings.ts'
import { OBS_SETTINGS } from '@standby/shared/settings/obs-settings.ts'
import { savedOverlay } from '@standby/shared/settings/overlay-changes.ts'
import { savedOf } from '@standby/shared/settings/schema.ts'
import { TIKFINITY, TIKFINITY_ORIGINS } from '@standby/shared/settings/tikfinity-settings.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { ObsPassword } from '../obs/link/password.ts'
import { writePrivateFile } from '../store/private-file.ts'

/** What a creator sets on the pages. The environment wins over it. */
const savedSettings = z.object({
  tiktokUsername: savedTiktokUsername,
  obs: z
    .object({
      ...savedOf(OBS_SETTINGS, { url: z.string().nullable() }),
      password: z.string().nullable().default(null),
      /** The address that the password was given for, wherever it is kept; null in a file of an earlier version. */
      passwordFor: z.string().nullable().default(null).catch(null),
      /** Null: not decided yet, see `secret-settings.ts`. */
      passwordIn: z.enum(['system', 'file']).nullable().default(null).catch(null),
      /** The system's store may hold a password that is not wanted any more. */
      hasLeftover: z.boolean().default(false).catch(false),
    })
    .prefault({}),
  overlay: savedOverlay,
  moderation: savedModeration,
  history: z.object(savedOf(HISTORY, {})).prefault({}),
  tikfinity: z.object({ ...savedOf(TIKFINITY, {}), ...savedOf(TIKFINITY_ORIGINS, {}) }).prefault({}),
})

export type SavedSettings = z.infer<typeof savedSettings>

/** Wherever its secret lies. */
export interface Settings extends Omit<SavedSettings, 'obs'> {
  obs: Omit<SavedSettings['obs'], 'password' | 'passwordFor' | 'passwordIn' | 'hasLeftover'> & { password: ObsPassword | null }
}

export interface SettingsFile<Content = Settings> {
  read(): Content
  /** Written at once, whole or not at all. Throws when the disk refuses. */
  write(settings: Content): void
}

/** `file` is JSON, readable by its owner only. One that cannot be read is set aside under another name, never overwritten. */
export function openSettings(file: string, now: () => number, log: Logger): SettingsFile<SavedSettings> {
  let { current, document } = load(file, now, log)
  return {
    read: () => current,
    write(settings) {
      const changed = withChange(document, current, settings)
      writePrivateFile(file, `${JSON.stringify(changed, null, 2)}\n`)
      current = settings
      document = changed
    },
  }
}

/** `document` is what lies in the file, with all that a newer version may have put there. */
function load(file: string, now: () => number, log: Logger): { current: SavedSettings; document: unknown } {
  const defaults = (): { current: SavedSettings; document: unknown } => ({ current: savedSettings.parse({}), document: {} })
  if (!existsSync(file)) return defaults()
  try {
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return { current: savedSettings.parse(document), document }
  } catch (error) {
    const aside = `${file}.unreadable-${now()}`
    renameSync(file, aside)
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
    log.warn({ file, aside, reason }, 'settings: the file could not be read; it was set aside and the defaults are used')
    return defaults()
  }
}

/** The document with just that changed which differs from `before` to `after`: what this version does not know stays as it is. */
function withChange(document: unknown, before: unknown, after: unknown): unknown {
  if (!isFields(document) || !isFields(before) || !isFields(after)) return isDeepStrictEqual(before, after) ? (document ?? after) : after
  const changed = { ...document }
  for (const [key, value] of Object.entries(after)) changed[key] = withChange(document[key], before[key], value)
  return changed
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
