import { execFileSync, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import { DatabaseInUse } from '@standby/bridge/store/database.ts'
import type { Journal } from '@standby/bridge/store/journal.ts'
import { PAGE_SIZE } from '@standby/bridge/store/page.ts'
import { crashImage } from '../../support/fixtures/crash-image.ts'
import { chat } from '../../support/fixtures/events.ts'
import { eventsOf, journals } from '../../support/fixtures/journals.ts'

const { dir, file: newFile, at: journalAt } = journals()
const mounted: string[] = []

const canMount = process.platform === 'linux' && process.getuid?.() === 0
const NO_MOUNT = 'needs root on Linux, to make a small disk'

/** A real disk of its own, `kilobytes` large. */
function disk(kilobytes: number): string {
  const point = dir()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', point])
  mounted.push(point)
  return point
}
// After the journals are closed.
afterEach(() => {
  for (const point of mounted.splice(0)) execFileSync('umount', ['-l', point])
})

const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)
const chats = (from: number, to: number, text = 'x'.repeat(400)) => Array.from({ length: to - from }, (_, n) => chat(`${from + n}`, text))

describe('Storage', () => {
  test('[ST9] after a kill offsets go on past an unused range, and a complete client misses nothing', () => {
    const file = newFile()
    const before = journalAt(file)
    before.append('ada', 'room', chats(0, 10))
    const after = journalAt(crashImage(file, newFile()))
    expect(ids(eventsOf(after, 'ada'))).toEqual(ids(chats(0, 10)))
    expect(after.gapAfter('ada', before.head())).toBeNull()
    expect(after.gapAfter('ada', after.head())).toBeNull()
    const [next] = after.append('ada', 'room', chats(10, 11))
    expect(next!.offset).toBeGreaterThan(before.head() + 100_000)
    expect(eventsOf(after, 'ada', before.head())).toEqual([next])
  })

  test('[ST9] what a computer’s crash took is a gap, and its offsets are given to no other event', () => {
    const file = newFile()
    const before = journalAt(file)
    before.append('ada', 'room', chats(0, 10))
    const image = crashImage(file, newFile())
    const seen = before.append('ada', 'room', chats(10, 20)).at(-1)!.offset
    const after = journalAt(image)
    expect(after.head()).toBeGreaterThan(seen)
    expect(after.gapAfter('ada', seen)).toEqual({ reason: 'lost-tail', afterOffset: seen, untilOffset: after.head() + 1 })
    expect(after.gapAfter('ada', 10)).toBeNull()
    const [next] = after.append('ada', 'room', chats(20, 21))
    expect(after.gapAfter('ada', seen)).toMatchObject({ untilOffset: next!.offset })
  })

  test('[ST9] the first events too: if even their table was not on disk, offsets are not reused', () => {
    const file = newFile()
    journalAt(file).close()
    const opened = journalAt(file)
    const image = crashImage(file, newFile())
    const seen = opened.append('ada', 'room', chats(0, 3)).at(-1)!.offset
    const after = journalAt(image)
    expect(after.gapAfter('ada', seen)).toMatchObject({ reason: 'lost-tail' })
    expect(after.gapAfter('ada', 0)).toBeNull()
  })

  test('[ST9] an open journal is marked on disk before its first event, so a crash shows later', () => {
    const file = newFile()
    const first = journalAt(file)
    first.append('ada', 'room', chats(0, 10))
    first.close()
    const second = journalAt(file)
    const image = crashImage(file, newFile())
    expect(journalAt(image).head()).toBeGreaterThan(1_000)
    second.close()
    expect(journalAt(file).head()).toBe(10)
  })

  test('[ST10] a disk that fills up in the middle of a LIVE: nothing lost or twice, what was kept stays', ({ skip }) => {
    skip(!canMount, NO_MOUNT)
    const file = join(disk(2_000), 'standby.db')
    const journal = journalAt(file)
    const epoch = journal.epoch()
    const accepted: string[] = []
    let sent = 0
    while (journal.problem() === null && sent < 20_000) {
      accepted.push(...ids(journal.append('ada', 'room', chats(sent, sent + 10))))
      sent += 10
    }
    const kept = accepted.slice(0, -10)
    expect(journal.problem()).toMatch(/Make room on the disk/)
    expect(accepted).toEqual(ids(chats(0, sent)))
    expect(ids(eventsOf(journal, 'ada'))).toEqual(accepted)
    expect(journal.append('ada', 'room', chats(sent - 20, sent + 1))).toHaveLength(1)
    journal.close()
    writeFileSync(join(dirname(file), 'standby.db-shm'), '')
    const again = journalAt(file)
    // The disk is as full as before: it may be read only by whoever needs no room for it.
    if (again.problem() === null) expect(again.epoch()).toBe(epoch)
    again.close()
    const copy = journalAt(crashImage(file, newFile()))
    expect(copy.epoch()).toBe(epoch)
    expect(ids(eventsOf(copy, 'ada'))).toEqual(kept)
  })

  test('[ST10] a disk that can only be read: the LIVE goes on in memory, and nothing there is touched', ({ skip }) => {
    skip(!canMount, NO_MOUNT)
    const point = disk(4_000)
    const file = join(point, 'standby.db')
    journalAt(file).close()
    const before = readFileSync(file)
    execFileSync('mount', ['-o', 'remount,ro', point])
    const journal = journalAt(file)
    expect(journal.problem()).toContain(file)
    expect(journal.append('ada', 'room', chats(0, 3))).toHaveLength(3)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  /** Writes over the middle of the file, where the events are. */
  function damage(file: string): Buffer {
    const { size } = statSync(file)
    const descriptor = openSync(file, 'r+')
    for (let at = 12 * 4_096; at < size - 4_096; at += 4_096) writeSync(descriptor, Buffer.alloc(2_000, 0xff), 0, 2_000, at)
    closeSync(descriptor)
    return readFileSync(file)
  }

  function damaged(): { file: string; image: Buffer } {
    const file = newFile()
    const journal = journalAt(file)
    journal.append('ada', 'room', chats(0, 2_000))
    journal.close()
    return { file, image: damage(file) }
  }

  test.each<[string, (journal: Journal) => unknown]>([
    ['what a client missed', (journal) => journal.page('ada', 'room', 0, PAGE_SIZE)],
    ['the history of the show', (journal) => journal.latest('ada', 'room', 10_000)],
    ['what is new', (journal) => journal.append('ada', 'room', chats(5_000, 5_010))],
  ])('[ST11] a damaged database met by %s is reported, the LIVE goes on in memory, the file is left', (_what, meet) => {
    const { file } = damaged()
    const journal = journalAt(file)
    const { epoch, head } = { epoch: journal.epoch(), head: journal.head() }
    meet(journal)
    expect(journal.head()).toBeGreaterThanOrEqual(head)
    expect(journal.problem()).toContain(file)
    expect(journal.epoch()).not.toBe(epoch)
    expect(journal.append('ada', 'room', chats(6_000, 6_003))).toHaveLength(3)
    expect(ids(eventsOf(journal, 'ada')).slice(-3)).toEqual(['6000', '6001', '6002'])
  })

  test('[ST13] ids are known if the disk can no longer be read: a reconnect’s batch is not stored twice', () => {
    const file = newFile()
    const journal = journalAt(file)
    journal.append('ada', 'room', chats(0, 2_000))
    journal.close()
    const again = journalAt(file)
    expect(again.append('ada', 'room', chats(1_990, 2_010))).toHaveLength(10)
    damage(file)
    again.page('ada', 'room', 0, PAGE_SIZE)
    again.archive.size()
    // Whether SQLite meets the damage now or had the pages at hand, the answer is the same.
    expect(again.append('ada', 'room', chats(1_980, 2_020))).toHaveLength(10)
  })

  test('[ST13] a restored show is known even if the disk fails with the first value after it', () => {
    const file = newFile()
    const journal = journalAt(file)
    journal.append('ada', 'room', chats(0, 2_000))
    journal.close()
    const again = journalAt(file)
    expect(again.page('ada', 'room', 0, { count: 10, bytes: Infinity }).events).toHaveLength(10)
    damage(file)
    again.page('ada', 'room', 0, PAGE_SIZE)
    expect(again.append('ada', 'room', chats(1_990, 2_010))).toHaveLength(10)
  })

  test('[ST14] a row that is no event any more is passed over; all around it is there', () => {
    const file = newFile()
    const journal = journalAt(file)
    journal.append('ada', 'room', [...chats(0, 5), chat('broken', 'BROKEN-TEXT-TO-FIND'), ...chats(6, 1_000)])
    journal.close()
    const bytes = readFileSync(file)
    // The quotation mark that ends the text, also in what page splits have left lying about.
    for (let at = bytes.indexOf('BROKEN-TEXT-TO-FIND'); at !== -1; at = bytes.indexOf('BROKEN-TEXT-TO-FIND', at + 1)) bytes[at + 19] = 0x21
    writeFileSync(file, bytes)
    const again = journalAt(file)
    expect(ids(eventsOf(again, 'ada'))).toEqual(ids([...chats(0, 5), ...chats(6, 1_000)]))
    expect(again.problem()).toBeNull()
  })

  test('[ST2] a database that another process holds is refused with a reason, whatever the process does', async () => {
    const file = newFile()
    mkdirSync(dirname(file), { recursive: true })
    const source = `
    const { DatabaseSync } = require('node:sqlite')
    const db = new DatabaseSync(${JSON.stringify(file)})
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE mine (a); INSERT INTO mine VALUES (1)')
    console.log('locked'); setInterval(() => undefined, 1000)`
    const other = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await new Promise((resolve) => other.stdout.once('data', resolve))
      expect(() => journalAt(file)).toThrow(DatabaseInUse)
    } finally {
      other.kill('SIGKILL')
    }
  })
})
