import type { DatabaseSync } from 'node:sqlite'
import type { LiveReport } from '@standby/shared/history.ts'
import type { JournalPage, PageSize } from './page.ts'
import { transaction } from './transaction.ts'

/** One LIVE as the database has it. Times are ms since the epoch. */
export interface SessionRow {
  channel: string
  roomId: string
  startedAt: number
  endedAt: number
  peakViewers: number | null
  totalViewers: number | null
  likes: number
  /** What was folded from its events last, as JSON, whatever it is by now; null for never. */
  summary: string | null
}

/** What is known of a LIVE besides its events. */
export interface SessionFigures {
  at: number
  viewers: number
  totalViewers: number | null
  likes: number
}

export type Sample = LiveReport['samples'][number]

/** Past LIVEs and the one that is on: everything but the feed. */
export interface Archive {
  /** Of one channel, or of all; newest first. */
  sessions(channel?: string): SessionRow[]
  /** The room of the channel's last LIVE, or null. */
  lastRoom(channel: string): string | null
  session(channel: string, roomId: string): SessionRow | null
  /** Where its last event stands; 0 without any. */
  lastOffset(channel: string, roomId: string): number
  /** The next events of one LIVE behind `offset`. */
  page(channel: string, roomId: string, offset: number, size: PageSize): JournalPage
  /** Oldest first. */
  samples(channel: string, roomId: string): Sample[]
  noteFigures(channel: string, roomId: string, figures: SessionFigures): void
  addSample(channel: string, roomId: string, sample: Sample): void
  keepSummary(channel: string, roomId: string, summary: string): void
  /** Deletes up to `limit` events of one LIVE, and with the last of them the LIVE. True while there is more. */
  eraseSome(channel: string, roomId: string, limit: number): boolean
  /** Of the file, and of that what is in use; both 0 in memory. */
  size(): { bytes: number; usedBytes: number }
  /** Gives up to so many free pages back to the disk. True while there is more. */
  shrink(pageCount: number): boolean
}

export function prepareArchive(db: DatabaseSync, page: Archive['page']): Archive {
  const all = db.prepare('SELECT * FROM sessions ORDER BY ended_at DESC, started_at DESC')
  const ofChannel = db.prepare('SELECT * FROM sessions WHERE channel = ? ORDER BY ended_at DESC, started_at DESC')
  const lastRoom = db.prepare('SELECT room_id FROM sessions WHERE channel = ? ORDER BY ended_at DESC, started_at DESC LIMIT 1')
  const one = db.prepare('SELECT * FROM sessions WHERE channel = ? AND room_id = ?')
  const last = db.prepare('SELECT max(offset) AS offset FROM events WHERE channel = ? AND room_id = ?')
  const samples = db.prepare('SELECT at, viewers, likes FROM samples WHERE channel = ? AND room_id = ? ORDER BY at')
  const figures = db.prepare(
    `INSERT INTO sessions (channel, room_id, started_at, ended_at, peak_viewers, total_viewers, likes) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (channel, room_id) DO UPDATE SET
       ended_at = max(ended_at, excluded.ended_at),
       peak_viewers = max(ifnull(peak_viewers, 0), excluded.peak_viewers),
       total_viewers = nullif(max(ifnull(total_viewers, -1), ifnull(excluded.total_viewers, -1)), -1),
       likes = max(likes, excluded.likes)`,
  )
  const sample = db.prepare('INSERT OR REPLACE INTO samples (channel, room_id, at, viewers, likes) VALUES (?, ?, ?, ?, ?)')
  const summary = db.prepare('UPDATE sessions SET summary = ? WHERE channel = ? AND room_id = ?')
  const markDeleted = db.prepare(
    `INSERT INTO deleted (channel, offset) VALUES (?, ?)
     ON CONFLICT (channel) DO UPDATE SET offset = max(offset, excluded.offset)`,
  )
  const eraseEvents = db.prepare(
    `DELETE FROM events WHERE offset IN (
       SELECT offset FROM events WHERE channel = ? AND room_id = ? ORDER BY offset LIMIT ?
     )`,
  )
  const eraseSamples = db.prepare('DELETE FROM samples WHERE channel = ? AND room_id = ?')
  const eraseSession = db.prepare('DELETE FROM sessions WHERE channel = ? AND room_id = ?')

  const lastOffset = (channel: string, roomId: string): number => Number(last.get(channel, roomId)?.['offset'] ?? 0)
  const pragma = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)
  const inMemory = db.location() === null

  return {
    sessions: (channel) => (channel === undefined ? all.all() : ofChannel.all(channel)).map(toSession),
    lastRoom(channel) {
      const row = lastRoom.get(channel)
      return row === undefined ? null : String(row['room_id'])
    },
    session(channel, roomId) {
      const row = one.get(channel, roomId)
      return row === undefined ? null : toSession(row)
    },
    lastOffset,
    page,
    samples: (channel, roomId) =>
      samples.all(channel, roomId).map((row) => ({ at: Number(row['at']), viewers: Number(row['viewers']), likes: Number(row['likes']) })),
    noteFigures(channel, roomId, { at, viewers, totalViewers, likes }) {
      figures.run(channel, roomId, at, at, viewers, totalViewers, likes)
    },
    addSample: (channel, roomId, { at, viewers, likes }) => void sample.run(channel, roomId, at, viewers, likes),
    keepSummary: (channel, roomId, text) => void summary.run(text, channel, roomId),
    eraseSome(channel, roomId, limit) {
      let more = true
      transaction(db, () => {
        // First of all: a client that comes back meanwhile hears that it is gone, also after a crash half way.
        markDeleted.run(channel, lastOffset(channel, roomId))
        more = Number(eraseEvents.run(channel, roomId, limit).changes) >= limit
        if (more) {
          // What is left is no longer what was summed up.
          summary.run(null, channel, roomId)
          return
        }
        eraseSamples.run(channel, roomId)
        eraseSession.run(channel, roomId)
      })
      return more
    },
    size() {
      if (inMemory) return { bytes: 0, usedBytes: 0 }
      const [pageBytes, pages, free] = [pragma('page_size'), pragma('page_count'), pragma('freelist_count')]
      return { bytes: pageBytes * pages, usedBytes: pageBytes * (pages - free) }
    },
    shrink(pageCount) {
      const before = pragma('freelist_count')
      if (before === 0) return false
      db.exec(`PRAGMA incremental_vacuum(${Math.trunc(pageCount)})`)
      const left = pragma('freelist_count')
      if (left > 0 && left < before) return true
      // The file itself gets shorter when the log is written back into it.
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      return false
    },
  }
}

function toSession(row: Record<string, unknown>): SessionRow {
  const number = (name: string): number | null => (row[name] === null || row[name] === undefined ? null : Number(row[name]))
  const summary = row['summary']
  return {
    channel: String(row['channel']),
    roomId: String(row['room_id']),
    startedAt: Number(row['started_at']),
    endedAt: Number(row['ended_at']),
    peakViewers: number('peak_viewers'),
    totalViewers: number('total_viewers'),
    likes: Number(row['likes']),
    summary: typeof summary === 'string' ? summary : null,
  }
}
