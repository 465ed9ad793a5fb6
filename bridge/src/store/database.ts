import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Raised by one with every change of the tables; an older file is migrated, a newer one refused. */
export const SCHEMA_VERSION = 1

const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE events (
    offset INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice, also after deleting
    channel TEXT NOT NULL,
    room_id TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (channel, id)
  ) STRICT;
  CREATE INDEX events_by_room ON events (channel, room_id);
`

/** Another process has the file open. */
export class DatabaseInUse extends Error {
  override name = 'DatabaseInUse'
}

/** Written by a later version of Standby. */
export class DatabaseTooNew extends Error {
  override name = 'DatabaseTooNew'
}

/**
 * Opens (or makes) the database at `file`, or one in memory for `':memory:'`. The file is readable by its owner only and locked for this
 * process alone. Throws `DatabaseInUse`, `DatabaseTooNew`, or SQLite's own error for a file that cannot be read as a database.
 */
export function openDatabase(file: string, newEpoch: string): DatabaseSync {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true })
    // Made before SQLite does, so that neither it nor its journal ever exists with wider permissions.
    closeSync(openSync(file, 'a', 0o600))
    chmodSync(file, 0o600)
  }
  const db = new DatabaseSync(file)
  try {
    // One process only: two bridges on one journal would give one offset to two events. The lock ends with the process, even if killed.
    db.exec('PRAGMA busy_timeout = 500; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
    prepareSchema(db, newEpoch)
    return db
  } catch (error) {
    db.close()
    if (error instanceof DatabaseTooNew) throw error
    if (isLocked(error)) throw new DatabaseInUse(`The data in ${dirname(file)} is in use by another Standby.`, { cause: error })
    throw error
  }
}

function prepareSchema(db: DatabaseSync, newEpoch: string): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
    if (version > SCHEMA_VERSION) {
      throw new DatabaseTooNew(
        `The database has format ${version}; this version of Standby reads up to ${SCHEMA_VERSION}. Install the newer version again.`,
      )
    }
    if (version === 0) {
      db.exec(SCHEMA)
      db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('epoch', newEpoch)
      db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
    }
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED, https://sqlite.org/rescode.html. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6)
}
