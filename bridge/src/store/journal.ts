import type { LiveEvent, LiveEventDraft } from '@standby/shared/live/event.ts'
import type { FeedGap } from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { KeyValues } from './key-values.ts'
import type { JournalPage, PageSize } from './page.ts'
import type { Archive } from './archive.ts'
import { closeDatabase, DatabaseInUse, DatabaseTooNew, openDatabase } from './database.ts'
import { sqliteFailureOf } from './disk-failure.ts'
import { createRecentIds } from './recent-ids.ts'
import { prepareTables, receive, type Tables } from './tables.ts'

export interface JournalOptions {
  /** The database file, or `':memory:'`. */
  file: string
  /** A new random id, for a new database. */
  newEpoch: () => string
  log: Logger
  open?: typeof openDatabase
  /** The time of a LIVE's last event is by this computer's clock, not by TikTok's. */
  now?: () => number
}

/**
 * The feed on disk. An event gets its offset by being written; what `append` returns is committed.
 * When the disk fails (full, gone, corrupt) the journal goes on in memory under a new epoch, so the LIVE goes on; `problem()` then says so.
 * Only a file in use by another Standby, or written by a later one, stops the start: `DatabaseInUse`, `DatabaseTooNew`.
 */
export interface Journal {
  /** Changes when the journal goes on in memory: positions in the one of before mean nothing any more. */
  epoch(): string
  /** The last offset given out, 0 for none. */
  head(): number
  /** Writes what is not there yet, in one transaction, and returns just that, in order. */
  append(channel: string, roomId: string, drafts: readonly LiveEventDraft[]): LiveEvent[]
  /** The next events of one LIVE behind `offset`. */
  page(channel: string, roomId: string, offset: number, size: PageSize): JournalPage
  /** Whether more than `count` events of a LIVE are behind this offset, or any of another LIVE of the channel. */
  isTooFar(channel: string, roomId: string, offset: number, count: number): boolean
  /** What of a channel behind `offset` was there once and is not any more; null if nothing is known to be missing. */
  gapAfter(channel: string, offset: number): FeedGap | null
  /** The last `limit` events of one LIVE that are `wanted`, oldest first; all are if it is left out. */
  latest(channel: string, roomId: string, limit: number, wanted?: (event: LiveEvent) => boolean): LiveEvent[]
  /** The last offset of a channel's other LIVEs; 0 if there are none. */
  lastOutside(channel: string, roomId: string): number
  /** The room of the channel's last event, or null. */
  lastRoomId(channel: string): string | null
  /** Small values that must survive a restart. */
  remember(key: string, value: string): void
  recall(key: string): string | null
  /** The LIVEs. Reading and deleting here throws if the disk fails: an old LIVE is no reason to give the disk up. */
  archive: Archive
  problem(): string | null
  close(): void
}

/** Far more than TikTok's initial batch can repeat. */
const KNOWN_IDS = 20_000

export function openJournal({ file, newEpoch, log, open = openDatabase, now = Date.now }: JournalOptions): Journal {
  const ids = createRecentIds(KNOWN_IDS)
  let problem: string | null = null
  /** The channels of this run. */
  const entered = new Set<string>()
  let tables = opened()

  function prepared(db: Tables['db']): Tables {
    return prepareTables(db, (offset) => log.error({ file, offset }, 'journal: a row cannot be read as an event and is skipped'))
  }

  /** The file, or memory if it cannot be used: a show must not wait until somebody has repaired the disk. */
  function opened(): Tables {
    try {
      return prepared(open(file, newEpoch()))
    } catch (error) {
      if (error instanceof DatabaseInUse || error instanceof DatabaseTooNew) throw error
      const reason = error instanceof Error ? error.message : String(error)
      problem =
        `${file} cannot be used (${reason}), so events stay in memory until Standby stops. ` +
        'The file was left as it is: move it away to start a new one.'
      log.error({ err: error, file }, 'journal: the file cannot be used; events stay in memory')
      return prepared(openDatabase(':memory:', newEpoch()))
    }
  }

  /** Does `work` on the disk; if that fails, once more in memory. */
  function kept<T>(work: () => T, what: 'written' | 'read'): T {
    try {
      return work()
    } catch (error) {
      if (problem !== null || sqliteFailureOf(error) === null) throw error
      problem =
        what === 'written'
          ? `Events can no longer be saved in ${file} and stay in memory until Standby stops. Make room on the disk, then restart it.`
          : `${file} can no longer be read, so events stay in memory until Standby stops. ` +
            'The file was left as it is: move it away, then restart Standby.'
      log.error({ err: error, file }, 'journal: the disk failed; events stay in memory')
      leaveDisk()
      return work()
    }
  }

  /** What can still be read of the present LIVEs is carried over; what was taken in before is known in any case. */
  function leaveDisk(): void {
    const head = tables.head()
    const carried = readable(() => tables.carry([...entered], KNOWN_IDS)) ?? { meta: [], sessions: [], events: [] }
    const { db } = tables
    readable(() => db.close())
    const memory = openDatabase(':memory:', newEpoch())
    receive(memory, head, carried)
    tables = prepared(memory)
  }

  function enter(channel: string): void {
    entered.add(channel)
    ids.prime(channel, () => kept(() => tables.latestIds(channel, KNOWN_IDS), 'read'))
  }

  return {
    epoch: () => tables.epoch,
    head: () => tables.head(),
    append(channel, roomId, drafts) {
      enter(channel)
      const accepted = kept(() => {
        const fresh = problem === null ? drafts : drafts.filter(({ id }) => !ids.has(channel, id))
        return tables.append(channel, roomId, fresh, now())
      }, 'written')
      ids.add(
        channel,
        accepted.map(({ id }) => id),
      )
      return accepted
    },
    page(channel, roomId, offset, size) {
      // A restored show is known from here on, whatever becomes of the disk before its first new event.
      enter(channel)
      return kept(() => tables.page(channel, roomId, offset, size), 'read')
    },
    lastOutside: (channel, roomId) => kept(() => tables.lastOutside(channel, roomId), 'read'),
    isTooFar: (channel, roomId, offset, count) => kept(() => tables.isTooFar(channel, roomId, offset, count), 'read'),
    gapAfter: (channel, offset) => kept(() => tables.gapAfter(channel, offset), 'read'),
    latest: (channel, roomId, limit, wanted) => kept(() => tables.latest(channel, roomId, limit, wanted), 'read'),
    lastRoomId: (channel) => kept(() => tables.lastRoomId(channel), 'read'),
    remember: (key, value) => kept(() => tables.setMeta(key, value), 'written'),
    recall: (key) => kept(() => tables.getMeta(key), 'read'),
    archive: {
      sessions: (channel) => tables.archive.sessions(channel),
      lastRoom: (channel) => tables.archive.lastRoom(channel),
      session: (channel, roomId) => tables.archive.session(channel, roomId),
      lastOffset: (channel, roomId) => tables.archive.lastOffset(channel, roomId),
      page: (channel, roomId, offset, size) => tables.archive.page(channel, roomId, offset, size),
      samples: (channel, roomId) => tables.archive.samples(channel, roomId),
      noteFigures: (channel, roomId, figures) => kept(() => tables.archive.noteFigures(channel, roomId, figures), 'written'),
      addSample: (channel, roomId, sample) => kept(() => tables.archive.addSample(channel, roomId, sample), 'written'),
      keepSummary: (channel, roomId, summary) => tables.archive.keepSummary(channel, roomId, summary),
      eraseSome: (channel, roomId, limit) => tables.archive.eraseSome(channel, roomId, limit),
      size: () => tables.archive.size(),
      shrink: (pageCount) => tables.archive.shrink(pageCount),
    },
    problem: () => problem,
    close: () => closeDatabase(tables.db),
  }
}

/** Small values in the journal, as JSON. */
export function keptIn(journal: Journal): KeyValues {
  return {
    read(key) {
      const text = journal.recall(key)
      return text === null ? null : readable(() => JSON.parse(text) as unknown)
    },
    write: (key, value) => journal.remember(key, JSON.stringify(value)),
  }
}

/** One of these values. `load` returns null if there is none, or if it cannot be read. */
export function savedAt(journal: Journal, key: string): { load: () => unknown; save: (value: unknown) => void } {
  const { read, write } = keptIn(journal)
  return { load: () => read(key), save: (value) => write(key, value) }
}

/** Times under a key, over restarts. */
export function timesIn(journal: Journal, key: string): { saved: number[]; save: (times: readonly number[]) => void } {
  const { load, save } = savedAt(journal, key)
  const saved = z.array(z.number()).safeParse(load())
  return { saved: saved.success ? saved.data : [], save }
}

function readable<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
