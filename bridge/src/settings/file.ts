import { isDeepStrictEqual } from 'node:util'
import { savedChannels } from '@standby/shared/settings/channel-settings.ts'
import { savedCard } from '@standby/shared/settings/card-changes.ts'
import { savedTiktokUsername, savedWays } from '@standby/shared/settings/connection.ts'
import { COMPUTER } from '@standby/shared/settings/computer-settings.ts'
import { HISTORY } from '@standby/shared/settings/history-settings.ts'
import { savedLook, savedLooks } from '@standby/shared/settings/look-changes.ts'
import { savedModeration } from '@standby/shared/settings/moderation-settings.ts'
import { OBS_SETTINGS } from '@standby/shared/settings/obs-settings.ts'
import { savedOverlay } from '@standby/shared/settings/overlay-changes.ts'
import { savedOf } from '@standby/shared/settings/schema.ts'
import { TIKFINITY, TIKFINITY_ORIGINS } from '@standby/shared/settings/tikfinity-settings.ts'
import { MAX_NAMES, webName } from '@standby/shared/web-names.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import { readOwnText, setAside } from '../store/own-text.ts'
import { writePrivateFile } from '../store/private-file.ts'
import { savedActions } from '../actions/schema.pure.ts'
import type { Secret } from './secret.pure.ts'

/** What the file has of a secret; see `kept-secret.ts`. */
const savedSecret = {
  password: z.string().nullable().default(null),
  passwordFor: z.string().nullable().default(null).catch(null),
  passwordIn: z.enum(['system', 'file']).nullable().default(null).catch(null),
  hasLeftover: z.boolean().default(false).catch(false),
}

/** What a creator sets on the pages. The environment wins over it. */
const savedSettings = z.object({
  tiktokUsername: savedTiktokUsername,
  ways: savedWays,
  /** Channels besides the first. An import never sets these. */
  channels: savedChannels,
  obs: z
    .object({
      ...savedOf(OBS_SETTINGS, { url: z.string().nullable() }),
      ...savedSecret,
    })
    .prefault({}),
  /** The credentials for TikTok LIVE Studio, as JSON. */
  studio: z.object(savedSecret).prefault({}),
  /** The creator's own key for the sign service. */
  signKey: z.object(savedSecret).prefault({}),
  overlay: savedOverlay,
  card: savedCard,
  look: savedLook,
  looks: savedLooks,
  moderation: savedModeration,
  history: z.object(savedOf(HISTORY, {})).prefault({}),
  tikfinity: z.object({ ...savedOf(TIKFINITY, {}), ...savedOf(TIKFINITY_ORIGINS, {}) }).prefault({}),
  computer: z.object(savedOf(COMPUTER, {})).prefault({}),
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

/** Wherever its secrets lie. */
export interface Settings extends Omit<SavedSettings, 'obs' | 'studio' | 'signKey'> {
  obs: Omit<SavedSettings['obs'], keyof typeof savedSecret> & { password: Secret | null }
  studio: Secret | null
  signKey: Secret | null
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
  const found = readOwnText(file)
  if (found.state === 'missing') return defaults(null, null)
  if (found.state === 'blocked') {
    const { reason } = found
    log.error({ err: reason, file }, 'settings: the file cannot be read now; the defaults are used and it is left as it is')
    return defaults(
      `The settings in ${file} cannot be read now (${reason.message}). The defaults are used, and the file is left as it is. Start Standby again once it can be read.`,
      reason,
    )
  }
  try {
    const document: unknown = JSON.parse(found.text)
    return { current: savedSettings.parse(document), document, problem: null, blocked: null }
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
    const moved = setAside(file, now())
    if ('aside' in moved) {
      log.warn({ file, aside: moved.aside, reason }, 'settings: the file could not be read; it was set aside and the defaults are used')
      return defaults(`The settings file could not be understood, so the defaults are used. It is kept as ${moved.aside}.`, null)
    }
    log.error({ err: moved.blocked, file, reason }, 'settings: the file makes no sense and cannot be set aside; the defaults are used')
    return defaults(
      `The settings in ${file} make no sense, so the defaults are used. The file could not be set aside and is left as it is: move it away, then start Standby again.`,
      moved.blocked,
    )
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
