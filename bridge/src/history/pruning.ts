import type { Clock } from '@standby/shared/clock.ts'
import type { Retention } from '@standby/shared/settings/history-settings.ts'
import type { Logger } from 'pino'
import type { Archive } from '../store/archive.ts'
import type { Turns } from '../turns.ts'
import { expired, oldestDeletable, type Kept, type Spared } from './retention.ts'

export interface PruningOptions {
  archive: Pick<Archive, 'sessions' | 'eraseSome' | 'size' | 'shrink'>
  spared: Spared
  retention: () => Retention
  /** What else is to be done once what is too old is gone. */
  afterwards: () => Promise<void>
  turns: Turns
  clock: Clock
  log: Logger
}

/** Deletes LIVEs in steps so small that nobody waits for them, one after the other. */
export interface Pruning {
  /** Prunes now, and every hour from now on. */
  start(): void
  /** By the retention, beginning as soon as nothing else is being deleted. */
  now(): void
  erase(session: Kept): Promise<void>
  isErasing(session: Kept): boolean
  idle(): Promise<void>
  dispose(): void
}

const EVERY_MS = 3_600_000
/** A few milliseconds each on a slow disk. */
const ERASE_COUNT = 500
const SHRINK_PAGES = 100
const MEGABYTE = 1_000_000

export function createPruning({ archive, spared, retention, afterwards, turns, clock, log }: PruningOptions): Pruning {
  let queue: Promise<void> = Promise.resolve()
  let erasing: Kept | null = null
  let disposed = false
  let cancel = (): void => undefined

  function hourly(): void {
    cancel = clock.after(EVERY_MS, hourly)
    pruneSoon()
  }

  function pruneSoon(): void {
    // It is in the log, and tried again.
    enqueue(prune).catch(() => undefined)
  }

  function enqueue(work: () => Promise<void>): Promise<void> {
    const result = queue.then(() => (disposed ? undefined : work()))
    queue = result.catch((error: unknown) => log.error({ err: error }, 'history: pruning failed; Standby tries again within the hour'))
    return result
  }

  async function eraseWhole(session: Kept): Promise<void> {
    erasing = session
    try {
      while (!disposed && archive.eraseSome(session.channel, session.roomId, ERASE_COUNT)) await turns.next()
    } finally {
      erasing = null
    }
    if (disposed) throw new Error('Standby stops, and the LIVE was deleted in part')
    log.info({ roomId: session.roomId, endedAt: session.endedAt }, 'history: a LIVE was deleted')
  }

  async function shrink(): Promise<void> {
    while (!disposed && archive.shrink(SHRINK_PAGES)) await turns.next()
  }

  async function prune(): Promise<void> {
    const wanted = retention()
    for (const session of expired(archive.sessions(), wanted, clock.now(), spared)) {
      if (disposed) return
      // Asked once more: a LIVE may have gone on while others were deleted.
      if (!spared(session)) await eraseWhole(session)
    }
    const limit = wanted.megabytes === null ? Infinity : wanted.megabytes * MEGABYTE
    while (!disposed && archive.size().usedBytes > limit) {
      const oldest = oldestDeletable(archive.sessions(), spared)
      if (oldest === undefined) {
        log.warn({ megabytes: wanted.megabytes }, 'history: the present LIVE alone is larger than the limit, and stays')
        break
      }
      await eraseWhole(oldest)
    }
    await shrink()
    if (!disposed) await afterwards()
  }

  return {
    start: hourly,
    now: pruneSoon,
    erase: (session) =>
      enqueue(async () => {
        await eraseWhole(session)
        await shrink()
      }),
    isErasing: ({ channel, roomId }) => erasing?.channel === channel && erasing.roomId === roomId,
    idle: () => queue,
    dispose() {
      disposed = true
      cancel()
    },
  }
}
