import type { DatabaseSync } from 'node:sqlite'
import { liveEventDraft, type LiveEvent, type LiveEventDraft } from '@standby/shared/live/event.ts'
import type { Logger } from 'pino'
import { DatabaseInUse, DatabaseTooNew, openDatabase } from './database.ts'

export interface JournalOptions {
  /** The database file, or `':memory:'`. */
  file: string
  /** A new random id, for a new database. */
  newEpoch: () => string
  log: Logger
  open?: typeof openDatabase
}

/**
 * The feed on disk. An event gets its offset by being written; what `append` returns is committed.
 * When the disk fails (full, gone, corrupt) the journal goes on in memory under a new epoch, so the LIVE goes on; `problem()` then says so.
 * Only a file in use by another Standby, or written by a later one, stops the start: `DatabaseInUse`, `DatabaseTooNew`.
 */
export interface Journal {
  epoch(): string
  /** The last offset given out, 0 for none. */
  head(): number
  /** Writes what is not there yet, in one transaction, and returns just that, in order. */
  append(channel: string, roomId: string, drafts: readonly LiveEventDraft[]): LiveEvent[]
  /** Up to `limit` events of a channel behind `offset`, oldest first. */
  after(channel: string, offset: number, limit: number): LiveEvent[]
  /** The last `limit` events of one LIVE, oldest first. */
  latest(channel: string, roomId: string, limit: number): LiveEvent[]
  /** The room of the channel's last event, or null. */
  lastRoomId(channel: string): string | null
  /** Small values that must survive a restart. */
  remember(key: string, value: string): void
  recall(key: string): string | null
  problem(): string | null
  close(): void
}

export function openJournal({ file, newEpoch, log, open = openDatabase }: JournalOptions): Journal {
  let problem: string | null = null
  let tables = opened()

  /** The file, or memory where it cannot be used: a show must not wait for a disk to be mended. */
  function opened(): ReturnType<typeof prepare> {
    try {
      return prepare(open(file, newEpoch()))
    } catch (error) {
      if (error instanceof DatabaseInUse || error instanceof DatabaseTooNew) throw error
      const reason = error instanceof Error ? error.message : String(error)
      problem =
        `${file} cannot be used (${reason}), so events stay in memory until Standby stops. ` +
        'The file was left as it is: move it away to start a new one.'
      log.error({ err: error, file }, 'journal: the file cannot be used, going on in memory')
      return prepare(openDatabase(':memory:', newEpoch()))
    }
  }

  /** Runs `write`; where the disk fails, once more in memory. */
  function written<T>(write: () => T): T {
    try {
      return write()
    } catch (error) {
      if (problem !== null || !isDiskFailure(error)) throw error
      problem = `Events can no longer be saved in ${file} and stay in memory until Standby stops. Make room on the disk, then restart it.`
      log.error({ err: error, file }, 'journal: the disk failed, going on in memory')
      // What can still be read is carried over, so that dedupe and the small values outlive the change.
      const remembered = readable(() => tables.allMeta())
      closeQuietly(tables.db)
      tables = prepare(openDatabase(':memory:', newEpoch()))
      for (const [key, value] of remembered ?? []) if (key !== 'epoch') tables.setMeta(key, value)
      return write()
    }
  }

  return {
    epoch: () => tables.epoch,
    head: () => tables.head(),
    append: (channel, roomId, drafts) => written(() => tables.append(channel, roomId, drafts)),
    after: (channel, offset, limit) => tables.after(channel, offset, limit),
    latest: (channel, roomId, limit) => tables.latest(channel, roomId, limit),
    lastRoomId: (channel) => tables.lastRoomId(channel),
    remember: (key, value) => written(() => tables.setMeta(key, value)),
    recall: (key) => tables.getMeta(key),
    problem: () => problem,
    close: () => tables.db.close(),
  }
}

/** A remembered value as the JSON it was written as; null where there is none, or where it cannot be read. */
export function recallJson(journal: Journal, key: string): unknown {
  const text = journal.recall(key)
  if (text === null) return null
  return readable(() => JSON.parse(text) as unknown)
}

/** The statements, prepared once for one open database. */
function prepare(db: DatabaseSync) {
  const insert = db.prepare(
    'INSERT INTO events (channel, room_id, id, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (channel, id) DO NOTHING RETURNING offset',
  )
  const after = db.prepare('SELECT offset, body FROM events WHERE channel = ? AND offset > ? ORDER BY offset LIMIT ?')
  const latest = db.prepare('SELECT offset, body FROM events WHERE channel = ? AND room_id = ? ORDER BY offset DESC LIMIT ?')
  const lastRoom = db.prepare('SELECT room_id FROM events WHERE channel = ? ORDER BY offset DESC LIMIT 1')
  const sequence = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
  const getMeta = db.prepare('SELECT value FROM meta WHERE key = ?')
  const setMeta = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const allMeta = db.prepare('SELECT key, value FROM meta')

  const metaOf = (key: string): string | null => {
    const row = getMeta.get(key)
    return row === undefined ? null : String(row['value'])
  }
  let head = Number(sequence.get()?.['seq'] ?? 0)

  return {
    db,
    epoch: metaOf('epoch') ?? '',
    head: () => head,
    append(channel: string, roomId: string, drafts: readonly LiveEventDraft[]): LiveEvent[] {
      const accepted: LiveEvent[] = []
      db.exec('BEGIN')
      try {
        for (const draft of drafts) {
          const row = insert.get(channel, roomId, draft.id, Math.trunc(draft.at), JSON.stringify(draft))
          if (row !== undefined) accepted.push({ ...draft, offset: Number(row['offset']) })
        }
        db.exec('COMMIT')
      } catch (error) {
        readable(() => db.exec('ROLLBACK'))
        throw error
      }
      head = accepted.at(-1)?.offset ?? head
      return accepted
    },
    after: (channel: string, offset: number, limit: number) => after.all(channel, offset, limit).map(toEvent),
    latest: (channel: string, roomId: string, limit: number) => latest.all(channel, roomId, limit).map(toEvent).reverse(),
    lastRoomId(channel: string): string | null {
      const row = lastRoom.get(channel)
      return row === undefined ? null : String(row['room_id'])
    },
    getMeta: metaOf,
    setMeta: (key: string, value: string) => void setMeta.run(key, value),
    allMeta: (): [string, string][] => allMeta.all().map((row) => [String(row['key']), String(row['value'])]),
  }
}

function toEvent(row: Record<string, unknown>): LiveEvent {
  return { ...liveEventDraft.parse(JSON.parse(String(row['body']))), offset: Number(row['offset']) }
}

/** READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB, also in their extended forms: https://sqlite.org/rescode.html. */
function isDiskFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    [8, 10, 11, 13, 14, 26].includes(error.errcode & 0xff)
  )
}

function readable<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

function closeQuietly(db: DatabaseSync): void {
  readable(() => db.close())
}
