import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { openJournal, type Journal, type JournalOptions } from '@standby/bridge/store/journal.ts'
import { silentLog } from './silent-log.ts'

let epochs = 0

/** Journals and directories of one test file, all gone after each test. */
export function journals() {
  const open: Journal[] = []
  const dirs: string[] = []
  const dir = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'standby-journal-'))
    dirs.push(made)
    return made
  }
  afterEach(() => {
    for (const journal of open.splice(0)) {
      try {
        journal.close()
      } catch {
        // Closed by the test.
      }
    }
    for (const one of dirs.splice(0)) rmSync(one, { recursive: true, force: true })
  })
  return {
    dir,
    file: (): string => join(dir(), 'data', 'standby.db'),
    at(file: string, options: Partial<JournalOptions> = {}): Journal {
      const journal = openJournal({ file, newEpoch: () => `epoch-${(epochs += 1)}`, log: silentLog, ...options })
      open.push(journal)
      return journal
    },
  }
}
