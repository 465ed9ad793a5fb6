import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { chat } from '../../support/fixtures/events.ts'
import { eventsOf, journals } from '../../support/fixtures/journals.ts'

const { file: newFile, at: journalAt } = journals()

/** As version 1 made it, statement by statement. */
function versionOne(file: string, also = ''): void {
  mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file)
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE events (
      offset INTEGER PRIMARY KEY AUTOINCREMENT,
      channel TEXT NOT NULL,
      room_id TEXT NOT NULL,
      id TEXT NOT NULL,
      at INTEGER NOT NULL,
      body TEXT NOT NULL,
      UNIQUE (channel, id)
    ) STRICT;
    CREATE INDEX events_by_room ON events (channel, room_id);
    INSERT INTO meta (key, value) VALUES ('epoch', 'old-epoch'), ('obs', '{"a":1}');
    PRAGMA user_version = 1;
  `)
  const insert = db.prepare('INSERT INTO events (channel, room_id, id, at, body) VALUES (?, ?, ?, ?, ?)')
  for (let n = 0; n < 2_000; n += 1) {
    const draft = chat(`${n}`, 'x'.repeat(500), 1_700_000_000_000 + n)
    insert.run('ada', n < 1_500 ? 'first' : 'second', draft.id, draft.at, JSON.stringify(draft))
  }
  db.exec(also)
  db.close()
}

describe('Storage', () => {
  test('[ST8] a database of version 1 is upgraded: feed and LIVEs go on, and nothing is lost', () => {
    const file = newFile()
    versionOne(file)
    const journal = journalAt(file)
    expect(journal.problem()).toBeNull()
    expect(journal.epoch()).toBe('old-epoch')
    expect(journal.recall('obs')).toBe('{"a":1}')
    expect(eventsOf(journal, 'ada').map(({ id }) => id)).toEqual(Array.from({ length: 2_000 }, (_, n) => `${n}`))
    expect(journal.append('ada', 'second', [chat('1999'), chat('new')]).map(({ id }) => id)).toEqual(['new'])
    // Somebody who had everything comes back and misses nothing.
    expect(journal.gapAfter('ada', 2_000)).toBeNull()
    expect(eventsOf(journal, 'ada', 2_000)).toHaveLength(1)
    const [second, first] = journal.archive.sessions('ada')
    expect(first).toMatchObject({ roomId: 'first', startedAt: 1_700_000_000_000, endedAt: 1_700_000_001_499, likes: 0, peakViewers: null })
    expect(second).toMatchObject({ roomId: 'second', startedAt: 1_700_000_001_500 })
  })

  test('[ST8] a file of version 1 shrinks as a new one does when LIVEs are deleted', () => {
    const file = newFile()
    versionOne(file)
    const journal = journalAt(file)
    const before = statSync(file).size
    while (journal.archive.eraseSome('ada', 'first', 200));
    while (journal.archive.shrink(50));
    expect(statSync(file).size).toBeLessThan(before / 2)
    expect(journal.archive.size().bytes).toBe(statSync(file).size)
  })

  test('[ST8] a migration that fails leaves the file as it was, and the LIVE goes on in memory', () => {
    const file = newFile()
    versionOne(file, 'CREATE TABLE samples (mine TEXT) STRICT; INSERT INTO samples VALUES (7);')
    const before = readFileSync(file)
    const journal = journalAt(file)
    expect(journal.problem()).toContain(file)
    expect(journal.append('ada', 'room', [chat('1')])).toHaveLength(1)
    journal.close()
    expect(readFileSync(file).equals(before)).toBe(true)
    const db = new DatabaseSync(file)
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
    expect(db.prepare('SELECT count(*) AS n FROM events').get()).toEqual({ n: 2_000 })
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'sessions'").get()).toBeUndefined()
    db.close()
  })
})
