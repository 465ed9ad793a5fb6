import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, afterEach, expect, test } from 'vitest'
import { DatabaseInUse, DatabaseTooNew, openDatabase } from '@standby/bridge/store/database.ts'
import { openJournal, type Journal } from '@standby/bridge/store/journal.ts'
import { newShow, withEvents } from '@standby/shared/live/show.ts'
import { chat, follow, gapEvent } from '../../support/fixtures/events.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { eventsOf } from '../../support/fixtures/journals.ts'

const open: Journal[] = []
const dirs: string[] = []

function dataFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'standby-journal-'))
  dirs.push(dir)
  return join(dir, 'data', 'standby.db')
}

let epochs = 0
function journalAt(file: string): Journal {
  const journal = openJournal({ file, newEpoch: () => `epoch-${(epochs += 1)}`, log: silentLog })
  open.push(journal)
  return journal
}

afterEach(() => {
  for (const journal of open.splice(0)) {
    try {
      journal.close()
    } catch {
      // Closed by the test.
    }
  }
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

describe('Feed', () => {
  test('[FD1] an event gets its offset by being written; offsets only grow', () => {
    const journal = journalAt(':memory:')
    const first = journal.append('ada', 'room', [chat('1'), chat('2')])
    const second = journal.append('ada', 'room', [chat('3')])
    const offsets = [...first, ...second].map(({ offset }) => offset)
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
    expect(new Set(offsets).size).toBe(3)
    expect(journal.head()).toBe(offsets.at(-1))
    expect(eventsOf(journal, 'ada')).toEqual([...first, ...second])
    expect(eventsOf(journal, 'ada', offsets[0])).toEqual([first[1], ...second])
  })

  test('[FD1] a batch that cannot be written leaves nothing of itself, and the next one is taken', () => {
    const journal = journalAt(':memory:')
    const unwritable = { ...chat('2'), text: 1n } as unknown as ReturnType<typeof chat>
    expect(() => journal.append('ada', 'room', [chat('1'), unwritable])).toThrow(TypeError)
    expect(journal.append('ada', 'room', [chat('1'), chat('3')]).map(({ id }) => id)).toEqual(['1', '3'])
    expect(eventsOf(journal, 'ada').map(({ id }) => id)).toEqual(['1', '3'])
  })

  test('[FD2] a message id counts once: within a batch, across batches, across restarts', () => {
    const file = dataFile()
    const journal = journalAt(file)
    expect(journal.append('ada', 'room', [chat('1'), chat('1'), chat('2')])).toHaveLength(2)
    expect(journal.append('ada', 'room', [chat('2'), chat('3')])).toHaveLength(1)
    journal.close()
    const again = journalAt(file)
    expect(again.append('ada', 'room', [chat('1'), chat('2'), chat('3')])).toEqual([])
    expect(again.append('bo', 'room', [chat('1')])).toHaveLength(1)
  })

  test('[FD3] epoch, offsets and small values survive a restart', () => {
    const file = dataFile()
    const journal = journalAt(file)
    const events = journal.append('ada', 'room', [chat('1'), chat('2')])
    journal.remember('obs', '{"a":1}')
    const { epoch, head } = { epoch: journal.epoch(), head: journal.head() }
    journal.close()
    const again = journalAt(file)
    expect(again.epoch()).toBe(epoch)
    expect(again.head()).toBe(head)
    expect(eventsOf(again, 'ada')).toEqual(events)
    expect(again.recall('obs')).toBe('{"a":1}')
    expect(again.lastRoomId('ada')).toBe('room')
  })
})

describe('Storage', () => {
  test.skipIf(process.platform === 'win32')('[ST1] database and journal files are readable by their owner only', () => {
    const file = dataFile()
    const journal = journalAt(file)
    journal.append('ada', 'room', [chat('1')])
    for (const name of [file, `${file}-wal`]) expect((statSync(name).mode & 0o777).toString(8)).toBe('600')
  })

  test('[ST2] a second process on the same data is refused, and the first goes on', () => {
    const file = dataFile()
    const journal = journalAt(file)
    expect(() => journalAt(file)).toThrow(DatabaseInUse)
    expect(journal.append('ada', 'room', [chat('1')])).toHaveLength(1)
  })

  test('[ST3] a database of a later version is refused and left as it is', () => {
    const file = dataFile()
    journalAt(file).close()
    const db = new DatabaseSync(file)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => journalAt(file)).toThrow(DatabaseTooNew)
    const after = new DatabaseSync(file)
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 })
    after.close()
  })

  test('[ST4] a file that is no database is never overwritten; the LIVE goes on in memory and says so', () => {
    const file = join(dataFile(), '..', '..', 'notes.db')
    writeFileSync(file, 'these are somebody’s notes, not a database at all')
    chmodSync(file, 0o600)
    const journal = journalAt(file)
    expect(journal.problem()).toContain(file)
    expect(journal.append('ada', 'room', [chat('1')])).toHaveLength(1)
    journal.close()
    expect(statSync(file).size).toBe(Buffer.byteLength('these are somebody’s notes, not a database at all'))
  })
})

describe('Feed', () => {
  test('[FD4] if the disk is full the LIVE goes on in memory under a new epoch, and what was kept stays', () => {
    const file = dataFile()
    let full = false
    const journal = openJournal({
      file,
      newEpoch: () => `epoch-${(epochs += 1)}`,
      log: silentLog,
      open(path, epoch) {
        const db = openDatabase(path, epoch)
        // SQLite's own limit stands for a disk without room: the error is the same SQLITE_FULL.
        if (path !== ':memory:') db.exec('PRAGMA max_page_count = 60')
        return db
      },
    })
    open.push(journal)
    journal.remember('obs', 'kept')
    const epoch = journal.epoch()
    const accepted = []
    for (let n = 0; !full; n += 1) {
      accepted.push(...journal.append('ada', 'room', [chat(`${n}`, 'x'.repeat(900))]))
      full = journal.problem() !== null
      expect(n).toBeLessThan(1_000)
    }
    expect(journal.problem()).toContain(file)
    expect(journal.epoch()).not.toBe(epoch)
    expect(journal.recall('obs')).toBe('kept')
    // The present LIVE went over with its offsets; the one that did not fit is behind it, and so is all that follows.
    expect(eventsOf(journal, 'ada')).toEqual(accepted)
    expect(accepted.at(-1)!.offset).toBeGreaterThan(accepted.at(-2)!.offset)
    expect(journal.latest('ada', 'room', 2)).toEqual(accepted.slice(-2))
    expect(journal.archive.session('ada', 'room')).toMatchObject({ roomId: 'room' })
    // What was taken in before the disk was full is not taken in again.
    expect(journal.append('ada', 'room', [chat('0'), chat('1'), chat('next')])).toHaveLength(1)
    journal.close()
    const again = journalAt(file)
    expect(again.epoch()).toBe(epoch)
    expect(eventsOf(again, 'ada')).toEqual(accepted.slice(0, -1))
  })

  test('[FD4] a value that cannot be written is an error of its own, not the disk’s', () => {
    const journal = journalAt(':memory:')
    expect(() => journal.append('ada', 'room', [{ ...chat('1'), at: Number.NaN }])).toThrow()
    expect(journal.problem()).toBeNull()
    expect(journal.append('ada', 'room', [chat('2')])).toHaveLength(1)
  })
})

describe('Gaps', () => {
  test('[GP24] gaps and follows that were written before there were followers are read, with none known', () => {
    const file = dataFile()
    const journal = journalAt(file)
    journal.append('ada', 'room', [follow('1', 5_200), { ...gapEvent(1_000, 2_000), followersAdded: 7 }])
    journal.close()
    const db = new DatabaseSync(file)
    db.exec("UPDATE events SET body = json_remove(body, '$.followersAdded', '$.followers')")
    expect(String(db.prepare('SELECT group_concat(body) AS bodies FROM events').get()?.['bodies'])).not.toContain('followers')
    db.close()
    const again = journalAt(file).latest('ada', 'room', 10)
    expect(again).toMatchObject([{ type: 'follow' }, { type: 'gap', from: 1_000, to: 2_000, followersAdded: null }])
    expect(again[0]).not.toHaveProperty('followers')
    expect(withEvents(newShow('room'), again)).toMatchObject({
      counters: { follows: 1, followers: null },
      gaps: [{ followersAdded: null }],
    })
  })
})
