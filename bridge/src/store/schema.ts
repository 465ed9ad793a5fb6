import type { DatabaseSync } from 'node:sqlite'

const V1 = `
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

const V2 = `
  CREATE TABLE sessions ( -- one row for each LIVE; what its events say is folded from them
    channel TEXT NOT NULL,
    room_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    peak_viewers INTEGER,
    total_viewers INTEGER,
    likes INTEGER NOT NULL DEFAULT 0,
    summary TEXT, -- what was folded last, as JSON, up to its offset
    PRIMARY KEY (channel, room_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE samples (
    channel TEXT NOT NULL,
    room_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    viewers INTEGER NOT NULL,
    likes INTEGER NOT NULL,
    PRIMARY KEY (channel, room_id, at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE deleted (channel TEXT PRIMARY KEY, offset INTEGER NOT NULL) STRICT; -- the highest offset that is gone
  CREATE TABLE lost (after_offset INTEGER PRIMARY KEY, until_offset INTEGER NOT NULL) STRICT; -- offsets that a crash may have taken
  INSERT INTO sessions (channel, room_id, started_at, ended_at)
    SELECT channel, room_id, min(at), max(at) FROM events WHERE room_id <> '' GROUP BY channel, room_id;
`

/** What leads from each version to the next; a new file takes the same way as an old one. */
const STEPS = [V1, V2]

/** Raised by one with every change of the tables; an older file is migrated, a newer one refused. */
export const SCHEMA_VERSION = STEPS.length

export function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}

/** Brings the tables up to date, within the caller's transaction. */
export function migrate(db: DatabaseSync, from: number): void {
  for (const step of STEPS.slice(from)) db.exec(step)
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
}
