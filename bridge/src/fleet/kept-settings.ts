import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import type { Journal } from '../store/journal.ts'

/** The settings of a channel on this machine, as one text that another worker can take over. No secret is in them. */
export interface KeptSettings {
  read(): string
  /** Replaces them. A text that makes no sense changes nothing. Throws if the disk fails. */
  write(text: string): void
}

const schema = z.object({ settings: z.string().nullable(), moderation: z.string().nullable() })

/** `dataDir`: of the worker. The file and the key are those of a further channel (`channels/further-channel.ts`, `channels/journal-of.ts`). */
export function keptSettings(dataDir: string, journal: Pick<Journal, 'recall' | 'remember'>, username: string): KeptSettings {
  const file = join(dataDir, 'channels', `@${username}`, 'settings.json')
  const key = `moderation@${username}`

  function saved(): string | null {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return null
    }
  }

  return {
    read: () => JSON.stringify({ settings: saved(), moderation: journal.recall(key) } satisfies z.infer<typeof schema>),
    write(text) {
      const kept = schema.safeParse(parsed(text))
      if (!kept.success) return
      const { settings, moderation } = kept.data
      if (settings !== null) {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
        writeFileSync(file, settings, { mode: 0o600 })
      }
      if (moderation !== null) journal.remember(key, moderation)
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
