import { open } from 'node:fs/promises'
import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'

export interface LogSync {
  /** Something was committed. */
  written(): void
  stop(): void
}

export interface LogSyncOptions {
  /** The database's log. */
  file: string
  clock: Clock
  log: Logger
  sync?: (file: string) => Promise<void>
}

/** A power cut takes no more than the last moments; a disk that has to spin for it does so no more than once a second. */
const EVERY_MS = 1_000

/**
 * SQLite leaves it to the system when a commit in its log really gets to the disk, until it copies the log into the database; then it waits
 * for the disk, and the show with it. Here the disk is asked before, from another thread: a power cut takes less, and that wait is short.
 */
export function createLogSync({ file, clock, log, sync = syncFile }: LogSyncOptions): LogSync {
  let dirty = false
  let isStopped = false
  let cancel: (() => void) | null = null
  let hasFailed = false

  function run(): void {
    dirty = false
    void sync(file)
      .catch((error: unknown) => {
        // The copying does it, too, and is where a disk that fails is dealt with.
        if (!hasFailed) log.warn({ err: error, file }, 'journal: the log could not be synced between checkpoints')
        hasFailed = true
      })
      .then(() => {
        cancel = null
        if (dirty) arm()
      })
  }

  function arm(): void {
    if (!isStopped) cancel = clock.after(EVERY_MS, run)
  }

  return {
    written() {
      dirty = true
      if (cancel === null) arm()
    },
    stop() {
      isStopped = true
      cancel?.()
    },
  }
}

/** Opened for each time: a file that is held open cannot be deleted on Windows, which SQLite does when it closes the database. */
async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}
