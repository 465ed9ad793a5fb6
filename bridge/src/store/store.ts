import { openJournal, type Journal, type JournalOptions } from './journal.ts'
import { createLogSync, type LogSyncOptions } from './log-sync.ts'

export interface Store {
  journal: Journal
  stop(): void
}

export type StoreOptions = Pick<JournalOptions, 'file' | 'newEpoch' | 'log'> & Pick<LogSyncOptions, 'clock'>

/** The journal, whose log is synced to the disk soon after each event. */
export function openStore({ file, newEpoch, clock, log }: StoreOptions): Store {
  const journal = openJournal({ file, newEpoch, log })
  const logSync = createLogSync({ file: `${file}-wal`, clock, log })
  return {
    journal: {
      ...journal,
      append(channel, roomId, drafts) {
        const accepted = journal.append(channel, roomId, drafts)
        if (accepted.length > 0 && journal.problem() === null) logSync.written()
        return accepted
      },
    },
    stop() {
      logSync.stop()
      journal.close()
    },
  }
}
