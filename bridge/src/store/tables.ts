import type { DatabaseSync } from 'node:sqlite'
import { liveEventDraft, type LiveEvent, type LiveEventDraft } from '@standby/shared/live/event.ts'
import type { FeedGap } from '@standby/shared/protocol.ts'
import type { JournalPage, PageSize } from './page.ts'
import { transaction } from './transaction.ts'
import { prepareArchive } from './archive.ts'

export type Tables = ReturnType<typeof prepareTables>

/** What goes over into memory when the disk fails. */
export interface Carried {
  meta: [string, string][]
  sessions: Record<string, unknown>[]
  events: Record<string, unknown>[]
}

/** The statements, prepared once for one open database. `unreadable` gets the rows that are no events any more; they are passed over. */
export function prepareTables(db: DatabaseSync, unreadable: (offset: number) => void) {
  const insert = db.prepare(
    // Without RETURNING, which would make it twice as dear.
    'INSERT INTO events (channel, room_id, id, at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (channel, id) DO NOTHING',
  )
  const touch = db.prepare(
    `INSERT INTO sessions (channel, room_id, started_at, ended_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel, room_id) DO UPDATE SET ended_at = max(ended_at, excluded.ended_at)`,
  )
  // With the room, the index has them in order. By channel alone SQLite would sort the whole of it for each page.
  const page = db.prepare('SELECT offset, body FROM events WHERE channel = ? AND room_id = ? AND offset > ? ORDER BY offset')
  const latest = db.prepare('SELECT offset, body FROM events WHERE channel = ? AND room_id = ? ORDER BY offset DESC')
  const roomIds = db.prepare('SELECT id FROM events WHERE channel = ? AND room_id = ? ORDER BY offset DESC LIMIT ?')
  // Each room's last offset is found by the index, however many events it has. Room '' holds what came before any LIVE.
  const rooms = db.prepare(
    `SELECT room_id, (SELECT max(offset) FROM events WHERE channel = ?1 AND room_id = known.room_id) AS last
     FROM (SELECT room_id FROM sessions WHERE channel = ?1 UNION SELECT '') AS known ORDER BY last DESC`,
  )
  const nthLast = db.prepare('SELECT offset FROM events WHERE channel = ? AND room_id = ? ORDER BY offset DESC LIMIT 1 OFFSET ?')
  const lastRows = db.prepare('SELECT * FROM events WHERE channel = ? AND room_id = ? ORDER BY offset DESC LIMIT ?')
  const sessionRow = db.prepare('SELECT * FROM sessions WHERE channel = ? AND room_id = ?')
  const sequence = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
  const getMeta = db.prepare('SELECT value FROM meta WHERE key = ?')
  const setMeta = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  const allMeta = db.prepare('SELECT key, value FROM meta')
  const deleted = db.prepare('SELECT offset FROM deleted WHERE channel = ? AND offset > ?')
  const lost = db.prepare('SELECT until_offset FROM lost WHERE after_offset < ? AND until_offset > ?')

  const metaOf = (key: string): string | null => {
    const row = getMeta.get(key)
    return row === undefined ? null : String(row['value'])
  }
  /** The rooms of a channel that have events, the one with the newest first. */
  const roomsOf = (channel: string): { roomId: string; last: number }[] =>
    rooms.all(channel).flatMap((row) => (row['last'] === null ? [] : [{ roomId: String(row['room_id']), last: Number(row['last']) }]))
  const lastRoomId = (channel: string): string | null => roomsOf(channel)[0]?.roomId ?? null
  let elsewhere: { channel: string; roomId: string; last: number } | null = null
  let head = Number(sequence.get()?.['seq'] ?? 0)

  /** The last offset in the other rooms of a channel. Looked up once for a LIVE: there may be thousands, and every page asks. */
  function lastOutside(channel: string, roomId: string): number {
    if (elsewhere?.channel !== channel || elsewhere.roomId !== roomId)
      elsewhere = { channel, roomId, last: roomsOf(channel).find((room) => room.roomId !== roomId)?.last ?? 0 }
    return elsewhere.last
  }

  /** The first `limit` rows that are events, and wanted. */
  function eventsOf(rows: Iterable<Record<string, unknown>>, limit: number, wanted: (event: LiveEvent) => boolean): LiveEvent[] {
    const events: LiveEvent[] = []
    for (const row of rows) {
      if (events.length >= limit) break
      const event = asEvent(row)
      if (event === null) unreadable(Number(row['offset']))
      else if (wanted(event)) events.push(event)
    }
    return events
  }

  /** What is no event any more takes up room in a page too: a damaged LIVE must not be read in one go. */
  function readPage(channel: string, roomId: string, offset: number, { count, bytes }: PageSize): JournalPage {
    const events: LiveEvent[] = []
    let [rowCount, size, upTo] = [0, 0, offset]
    for (const row of page.iterate(channel, roomId, offset)) {
      size += Buffer.byteLength(String(row['body']))
      if (rowCount > 0 && (rowCount >= count || size > bytes)) return { events, upTo, more: true }
      rowCount += 1
      upTo = Number(row['offset'])
      const event = asEvent(row)
      if (event === null) unreadable(upTo)
      else events.push(event)
    }
    return { events, upTo, more: false }
  }

  return {
    db,
    epoch: metaOf('epoch') ?? '',
    head: () => head,
    append(channel: string, roomId: string, drafts: readonly LiveEventDraft[], now: number): LiveEvent[] {
      const accepted: LiveEvent[] = []
      if (roomId !== elsewhere?.roomId) elsewhere = null
      transaction(db, () => {
        for (const draft of drafts) {
          const { changes, lastInsertRowid } = insert.run(channel, roomId, draft.id, Math.trunc(draft.at), JSON.stringify(draft))
          if (changes > 0) accepted.push({ ...draft, offset: Number(lastInsertRowid) })
        }
        if (accepted.length > 0 && roomId !== '') touch.run(channel, roomId, now, now)
      })
      head = accepted.at(-1)?.offset ?? head
      return accepted
    },
    page: readPage,
    /** Whether more than `count` events of a LIVE are behind this offset, or any of another LIVE of the channel. */
    isTooFar(channel: string, roomId: string, offset: number, count: number): boolean {
      if (offset < lastOutside(channel, roomId)) return true
      return head - offset > count && offset < Number(nthLast.get(channel, roomId, count)?.['offset'] ?? 0)
    },
    latest: (channel: string, roomId: string, limit: number, wanted: (event: LiveEvent) => boolean = () => true) =>
      eventsOf(latest.iterate(channel, roomId), limit, wanted).reverse(),
    lastOutside,
    /** Newest first, LIVE by LIVE. */
    latestIds(channel: string, limit: number): string[] {
      const ids: string[] = []
      for (const { roomId } of roomsOf(channel)) {
        if (ids.length >= limit) break
        for (const row of roomIds.all(channel, roomId, limit - ids.length)) ids.push(String(row['id']))
      }
      return ids
    },
    lastRoomId,
    gapAfter(channel: string, offset: number): FeedGap | null {
      const lostUntil = lost.get(offset, offset)?.['until_offset']
      if (lostUntil !== undefined) return { reason: 'lost-tail', afterOffset: offset, untilOffset: Number(lostUntil) + 1 }
      const deletedUpTo = deleted.get(channel, offset)?.['offset']
      if (deletedUpTo !== undefined) return { reason: 'deleted', afterOffset: offset, untilOffset: Number(deletedUpTo) + 1 }
      return null
    },
    getMeta: metaOf,
    setMeta: (key: string, value: string) => void setMeta.run(key, value),
    carry(channels: readonly string[], limit: number): Carried {
      const meta = allMeta.all().map((row): [string, string] => [String(row['key']), String(row['value'])])
      const each = Math.floor(limit / Math.max(1, channels.length))
      const rooms = channels.flatMap((channel) => {
        const roomId = lastRoomId(channel)
        return roomId === null ? [] : [{ channel, roomId }]
      })
      const sessions = rooms.map(({ channel, roomId }) => sessionRow.get(channel, roomId)).filter((row) => row !== undefined)
      const events = rooms
        .flatMap(({ channel, roomId }) => lastRows.all(channel, roomId, each))
        .sort((a, b) => Number(a['offset']) - Number(b['offset']))
      return { meta, sessions, events }
    },
    archive: prepareArchive(db, readPage),
  }
}

/** Puts what was carried over into a new database, offsets as they were; those to come go on behind `head`. */
export function receive(db: DatabaseSync, head: number, { meta, sessions, events }: Carried): void {
  const put = (table: string, row: Record<string, unknown>): void => {
    const columns = Object.keys(row)
    const marks = columns.map(() => '?').join(', ')
    db.prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...(Object.values(row) as string[]))
  }
  transaction(db, () => {
    for (const [key, value] of meta) if (key !== 'epoch' && key !== 'closed') put('meta', { key, value })
    for (const session of sessions) put('sessions', session)
    for (const event of events) put('events', event)
    db.exec("DELETE FROM sqlite_sequence WHERE name = 'events'")
    db.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)").run(head)
  })
}

function asEvent(row: Record<string, unknown>): LiveEvent | null {
  try {
    return { ...liveEventDraft.parse(JSON.parse(String(row['body']))), offset: Number(row['offset']) }
  } catch {
    return null
  }
}
