import { readFileSync, renameSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { savedActions } from '../actions/schema.pure.ts'
import { savedCard } from '@standby/shared/settings/card-changes.ts'
import { savedTiktokUsername, savedWays } from '@standby/shared/settings/connection.ts'
import { HISTORY } from '@standby/shared/settings/history-settings.ts'
import { savedModeration } from '@standby/shared/settings/moderation-settings.ts'
import { OBS_SETTINGS } from '@standby/shared/settings/obs-settings.ts'
import { savedOverlay } from '@standby/shared/settings/overlay-changes.ts'
import { savedOf } from '@standby/shared/settings/schema.ts'
import { TIKFINITY, TIKFINITY_ORIGINS } from '@standby/shared/settings/tikfinity-settings.ts'
import { MAX_NAMES, webName } from '@standby/shared/web-names.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { ObsPassword } from '../obs/link/password.ts'
import { diskFailureOf } from '../store/disk-failure.ts'
import { writePrivateFile } from '../store/private-file.ts'

/** What a creator sets on the pages. The environment wins over it. */
const savedSettings = z.object({
  tiktokUsername: savedTiktokUsername,
  ways: savedWays,
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
  card: savedCard,
  moderation: savedModeration,
  history: z.object(savedOf(HISTORY, {})).prefault({}),
  tikfinity: z.object({ ...savedOf(TIKFINITY, {}), ...savedOf(TIKFINITY_ORIGINS, {}) }).prefault({}),
  /** Neither exported nor imported: a file from somebody else would make requests of its own. */
  actions: savedActions,
  /** For programs that take no address with an IP address or a port (`shared/src/web-names.ts`). An import never sets these. */
  web: z
    .object({
      names: z
        .array(z.string())
        .transform((names) => names.filter((name) => webName(name) === name).slice(0, MAX_NAMES))
        .catch([])
        .default([]),
      port80: z.boolean().catch(false).default(false),
    })
    .prefault({}),
})

export type SavedSettings = z.infer<typeof savedSettings>

/** Wherever its secret lies. */
export interface Settings extends Omit<SavedSettings, 'obs'> {
  obs: Omit<SavedSettings['obs'], 'password' | 'passwordFor' | 'passwordIn' | 'hasLeftover'> & { password: ObsPassword | null }
}

export interface SettingsFile<Content = Settings> {
  read(): Content
  /** What happened to the file at the start, as a sentence; null if it was read, or is new. */
  problem(): string | null
  /** Written at once, whole or not at all. Throws when the disk refuses. */
  write(settings: Content): void
}

/** `file` is JSON, readable by its owner only. One that cannot be read is set aside under another name, never overwritten. */
export function openSettings(file: string, now: () => number, log: Logger): SettingsFile<SavedSettings> {
  const { problem, blocked, ...loaded } = load(file, now, log)
  let { current, document } = loaded
  return {
    read: () => current,
    problem: () => problem,
    write(settings) {
      // It is there and was not read: to write it now would be to lose it.
      if (blocked !== null) throw blocked
      const changed = withChange(document, current, settings)
      writePrivateFile(file, `${JSON.stringify(changed, null, 2)}\n`)
      current = settings
      document = changed
    },
  }
}

interface Loaded {
  current: SavedSettings
  /** What lies in the file, with all that a newer version may have put there. */
  document: unknown
  problem: string | null
  /** Why the file may not be written. */
  blocked: Error | null
}

function load(file: string, now: () => number, log: Logger): Loaded {
  const defaults = (problem: string | null, blocked: Error | null): Loaded => ({
    current: savedSettings.parse({}),
    document: {},
    problem,
    blocked,
  })
  let text: string
  try {
    text = textOf(file)
  } catch (error) {
    if (isMissing(error)) return defaults(null, null)
    const reason = error instanceof Error ? error : new Error(String(error))
    log.error({ err: error, file }, 'settings: the file cannot be read now; the defaults are used and it is left as it is')
    return defaults(
      `The settings in ${file} cannot be read now (${reason.message}). The defaults are used, and the file is left as it is. Start Standby again once it can be read.`,
      reason,
    )
  }
  try {
    const document: unknown = JSON.parse(text)
    return { current: savedSettings.parse(document), document, problem: null, blocked: null }
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
    return setAside(file, `${file}.unreadable-${now()}`, reason, log, defaults)
  }
}

function setAside(
  file: string,
  aside: string,
  reason: string,
  log: Logger,
  defaults: (problem: string, blocked: Error | null) => Loaded,
): Loaded {
  try {
    renameSync(file, aside)
  } catch (error) {
    log.error({ err: error, file, reason }, 'settings: the file makes no sense and cannot be set aside; the defaults are used')
    const blocked = error instanceof Error ? error : new Error(String(error))
    return defaults(
      `The settings in ${file} make no sense, so the defaults are used. The file could not be set aside and is left as it is: move it away, then start Standby again.`,
      blocked,
    )
  }
  log.warn({ file, aside, reason }, 'settings: the file could not be read; it was set aside and the defaults are used')
  return defaults(`The settings file could not be understood, so the defaults are used. It is kept as ${aside}.`, null)
}

/** As an editor may have left it: with a mark in front, or in UTF-16. A scanner that holds the file for a moment is waited for. */
function textOf(file: string): string {
  for (let left = TRIES; ; left -= 1) {
    try {
      const bytes = readFileSync(file)
      const isWide = bytes[0] === 0xff && bytes[1] === 0xfe
      return bytes
        .toString(isWide ? 'utf16le' : 'utf8')
        .replace(/^\ufeff/, '')
        .replace(/\u0000+$/, '')
    } catch (error) {
      if (left <= 1 || diskFailureOf(error) !== 'disk-busy') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TRY_AGAIN_MS)
    }
  }
}

const TRIES = 5
const TRY_AGAIN_MS = 100

/** A folder that is no folder holds no settings either; the journal says what is wrong with it. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(String(error.code))
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
