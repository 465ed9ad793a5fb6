import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parsedJson } from '@standby/shared/json.ts'
import * as z from 'zod'
import { channelFolder } from '../channels/further-channel.ts'
import { journalOf } from '../channels/journal-of.ts'
import type { Journal } from '../store/journal.ts'

/** The settings of a channel on this machine, as one text that another worker can take over. No secret is in them. */
export interface KeptSettings {
  read(): string
  /** Replaces them. A text that makes no sense changes nothing. Throws if the disk fails. */
  write(text: string): void
}

const schema = z.object({ settings: z.string().nullable(), moderation: z.string().nullable() })

/** `dataDir` and `journal`: of the worker. */
export function keptSettings(dataDir: string, journal: Journal, username: string): KeptSettings {
  const file = join(channelFolder(dataDir, username), 'settings.json')
  const own = journalOf(journal, username)

  function saved(): string | null {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return null
    }
  }

  return {
    read: () => JSON.stringify({ settings: saved(), moderation: own.recall('moderation') } satisfies z.infer<typeof schema>),
    write(text) {
      const kept = schema.safeParse(parsedJson(text))
      if (!kept.success) return
      const { settings, moderation } = kept.data
      if (settings !== null) {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
        writeFileSync(file, settings, { mode: 0o600 })
      }
      if (moderation !== null) own.remember('moderation', moderation)
    },
  }
}
