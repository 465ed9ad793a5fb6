import { closeSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openPrivateFile } from './private-file.ts'
import { migrate, SCHEMA_VERSION, schemaVersion } from './schema.ts'

/** Another process has the file open. */
export class DatabaseInUse extends Error {
  override name = 'DatabaseInUse'
}

/** Written by a later version of Standby. */
export class DatabaseTooNew extends Error {
  override name = 'DatabaseTooNew'
}

/** More events than can be on their way to the disk when a computer crashes, even if it only syncs a full log: see `LOG_PAGES`. */
export const LOST_TAIL_COUNT = 1_000_000

/**
 * 16 MB. Copying the log into the database holds up the show for 5 to 20 ms, longer on a slow disk, whatever its length: with SQLite's own
 * 1,000 pages that would come every second in a rush, and to more than one event in a hundred. `log-sync.ts` sees to the disk meanwhile.
 */
const LOG_PAGES = 4_000

/**
 * Opens (or makes) the database at `file`, or one in memory for `':memory:'`. The file is readable by its owner only and locked for this
 * process alone. After a start that no clean end came before, offsets go on behind a range that is never used. Throws `DatabaseInUse`,
 * `DatabaseTooNew`, or SQLite's own error for a file that cannot be read as a database.
 */
export function openDatabase(file: string, newEpoch: string): DatabaseSync {
  if (file !== ':memory:') {
    // Made before SQLite does, so that neither it nor its journal ever exists with wider permissions; SQLite itself follows links.
    closeSync(openPrivateFile(file))
  }
  const db = new DatabaseSync(file)
  try {
    // One process only: two bridges on one journal would give one offset to two events. The lock ends with the process, even if killed.
    db.exec('PRAGMA busy_timeout = 500; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;')
    // That it is open must be on the disk itself before the first event is: a crash of the computer may take all that follows.
    db.exec('PRAGMA synchronous = FULL')
    prepareSchema(db, newEpoch)
    db.exec('PRAGMA synchronous = NORMAL;')
    db.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}; PRAGMA journal_size_limit = ${LOG_PAGES * 5_000}`)
    makeShrinkable(db)
    return db
  } catch (error) {
    db.close()
    if (error instanceof DatabaseTooNew) throw error
    if (isLocked(error))
      throw new DatabaseInUse(`The data in ${dirname(file)} is in use by another program, most likely another Standby.`, { cause: error })
    throw error
  }
}

/** Ends it so that the next start knows that nothing can be missing. */
export function closeDatabase(db: DatabaseSync): void {
  try {
    db.exec("UPDATE meta SET value = 'yes' WHERE key = 'closed'")
  } finally {
    db.close()
  }
}

function prepareSchema(db: DatabaseSync, newEpoch: string): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    const version = schemaVersion(db)
    if (version > SCHEMA_VERSION) {
      throw new DatabaseTooNew(
        `The database has format ${version}; this version of Standby reads up to ${SCHEMA_VERSION}. Install the newer version again.`,
      )
    }
    if (version < SCHEMA_VERSION) migrate(db, version)
    if (version === 0) db.prepare("INSERT INTO meta (key, value) VALUES ('epoch', ?)").run(newEpoch)
    else if (db.prepare("SELECT value FROM meta WHERE key = 'closed'").get()?.['value'] !== 'yes') skipLostTail(db)
    db.exec("INSERT INTO meta (key, value) VALUES ('closed', 'no') ON CONFLICT (key) DO UPDATE SET value = 'no'")
    db.exec('COMMIT')
  } catch (error) {
    // SQLite may have rolled back by itself, and what it says then hides what went wrong.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/**
 * A crash of the computer may have taken the last events with their offsets, while clients have seen them. Given out again, such an
 * offset would hide a new event from them.
 */
function skipLostTail(db: DatabaseSync): void {
  const row = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get()
  const after = Number(row?.['seq'] ?? 0)
  if (row === undefined) db.exec("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', 0)")
  db.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'events'").run(after + LOST_TAIL_COUNT)
  db.prepare('INSERT INTO lost (after_offset, until_offset) VALUES (?, ?)').run(after, after + LOST_TAIL_COUNT)
}

/** A file of an earlier version keeps the room of what is deleted, unless it is rewritten once. */
function makeShrinkable(db: DatabaseSync): void {
  const mode = (): unknown => db.prepare('PRAGMA auto_vacuum').get()?.['auto_vacuum']
  if (mode() !== 0) return
  try {
    db.exec('VACUUM')
  } catch (error) {
    // Without the room for it the file works as before, it just does not shrink; anything else would come up again.
    if (!isFull(error)) throw error
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED, https://sqlite.org/rescode.html. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6)
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 13
}
