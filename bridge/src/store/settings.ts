import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DEFAULT_OBS_AUTOMATION } from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import * as z from 'zod'

/** The defaults stand in `DEFAULT_OBS_AUTOMATION`. */
const obsAutomation = z.object({
  mode: z.enum(['scene', 'source', 'off']).default(DEFAULT_OBS_AUTOMATION.mode),
  dryRun: z.boolean().default(DEFAULT_OBS_AUTOMATION.dryRun),
  sourceName: z.string().default(DEFAULT_OBS_AUTOMATION.sourceName),
  handsOffScenes: z.array(z.string()).default([...DEFAULT_OBS_AUTOMATION.handsOffScenes]),
  onlyWhenOutputActive: z.boolean().default(DEFAULT_OBS_AUTOMATION.onlyWhenOutputActive),
  countOutputAsDegraded: z.boolean().default(DEFAULT_OBS_AUTOMATION.countOutputAsDegraded),
  cutTransitions: z.boolean().default(DEFAULT_OBS_AUTOMATION.cutTransitions),
})

/** What a creator sets on the pages. The environment wins over it; defaults stand here once. */
const settingsSchema = z.object({
  tiktokUsername: z.string().nullable().default(null),
  obs: z
    .object({
      enabled: z.boolean().default(true),
      url: z.string().nullable().default(null),
      password: z.string().nullable().default(null),
      standbyScene: z.string().nullable().default(null),
      ...obsAutomation.shape,
    })
    .prefault({}),
})

export type Settings = z.infer<typeof settingsSchema>

export interface SettingsFile {
  read(): Settings
  /** Written at once, whole or not at all. Throws when the disk refuses. */
  write(settings: Settings): void
}

/** `file` is JSON, readable by its owner only. One that cannot be read is set aside under another name, never overwritten. */
export function openSettings(file: string, now: () => number, log: Logger): SettingsFile {
  let current = load(file, now, log)
  return {
    read: () => current,
    write(settings) {
      mkdirSync(dirname(file), { recursive: true })
      const next = `${file}.new`
      writeFileSync(next, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
      chmodSync(next, 0o600)
      // A rename replaces the old file in one step: a crash leaves either the old settings or the new.
      renameSync(next, file)
      current = settings
    },
  }
}

function load(file: string, now: () => number, log: Logger): Settings {
  if (!existsSync(file)) return settingsSchema.parse({})
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const aside = `${file}.unreadable-${now()}`
    renameSync(file, aside)
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error)
    log.warn({ file, aside, reason }, 'settings: the file could not be read; it was set aside and the defaults are used')
    return settingsSchema.parse({})
  }
}
