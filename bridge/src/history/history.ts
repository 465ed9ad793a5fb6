import type { Clock } from '@standby/shared/clock.ts'
import type { GapRecord } from '@standby/shared/live/gap.ts'
import type { HistoryView, LiveReport, LiveSession } from '@standby/shared/history.ts'
import type { Retention } from '@standby/shared/settings/history-settings.ts'
import { topSupporters } from '@standby/shared/live/show.ts'
import type { Logger } from 'pino'
import type { Archive, SessionRow } from '../store/archive.ts'
import { PAGE_SIZE, type JournalPage } from '../store/page.ts'
import type { Turns } from '../turns.ts'
import { head, line, type ExportFormat } from './export.ts'
import { asCounted, connectedPercent, fold, newFold, type SessionFold } from './fold.ts'
import { createPruning } from './pruning.ts'
import { summaryOf, summaryText, type Summary } from './summary.ts'

export interface HistoryOptions {
  archive: Archive
  /** Whose LIVEs. */
  channel: () => string
  /** The creator of the settings, also while the demo is on in their place; null if none is set. */
  creator: () => string | null
  /** The room of the LIVE that is on, if one is known. */
  roomId: () => string | null
  /** The gaps of the LIVE that is on, with the latest estimates. */
  gaps: () => readonly GapRecord[]
  retention: { read(): Retention; write(retention: Retention): void }
  /** Whatever grows with the LIVEs is done in pieces. */
  turns: Turns
  clock: Clock
  log: Logger
}

/** The LIVEs of the present channel: to look at, to export, to delete. */
export interface History {
  /** Deletes what is too old, now and every hour from now on. */
  start(): void
  view(): Promise<HistoryView>
  /** Null if there is no such LIVE. */
  report(roomId: string): Promise<LiveReport | null>
  /** The text of an export, page by page; null if there is no such LIVE. Throws when the LIVE is deleted meanwhile. */
  exported(roomId: string, format: ExportFormat): AsyncGenerator<string> | null
  /** `current`: the one that is on, or was last. */
  erase(roomId: string): Promise<'ok' | 'current' | 'unknown'>
  /** Keeps to it from now on, and at once. */
  retain(retention: Retention): void
  /** Resolves when what is being deleted now is gone. */
  idle(): Promise<void>
  dispose(): void
}

/** Lines of the list that are made in one go. */
const LINE_COUNT = 20
/** Folds kept to go on from: the LIVE that is on grows while it is looked at. */
const KEPT_FOLDS = 3
const SUPPORTER_COUNT = 10

export function createHistory({
  archive,
  channel,
  creator,
  roomId: roomOnNow,
  gaps: gapsNow,
  retention,
  turns,
  clock,
  log,
}: HistoryOptions): History {
  const folds = new Map<string, SessionFold>()
  const folding = new Map<string, Promise<SessionFold>>()
  let disposed = false

  /** The LIVE that is on; if none is, the last. */
  const currentRoom = (): string | null => roomOnNow() ?? archive.lastRoom(channel())
  const isCurrent = (one: { channel: string; roomId: string }): boolean => one.channel === channel() && one.roomId === currentRoom()
  /** The creator's last LIVE while somebody else's channel runs: a rehearsal must not cost them theirs. */
  const isOwnLast = (one: { channel: string; roomId: string }): boolean =>
    one.channel === creator() && one.channel !== channel() && archive.lastRoom(one.channel) === one.roomId
  const spared = (one: { channel: string; roomId: string }): boolean => isCurrent(one) || isOwnLast(one)
  const pruning = createPruning({ archive, spared, retention: retention.read, afterwards: summariseAll, turns, clock, log })

  async function* pages(name: string, roomId: string, from: number): AsyncGenerator<JournalPage> {
    for (let offset = from, more = true; more;) {
      await turns.next()
      if (disposed) return
      const page = archive.page(name, roomId, offset, PAGE_SIZE)
      yield page
      offset = page.upTo
      more = page.more
    }
  }

  /** Everything the LIVE's events say. Who asks while it is being put together waits for the same, and goes on in a turn of its own. */
  async function folded(row: SessionRow): Promise<SessionFold> {
    const key = `${row.channel}/${row.roomId}`
    const begun = folding.get(key)
    if (begun !== undefined) {
      const known = await begun
      await turns.next()
      return known
    }
    const own = foldOn(key, row).finally(() => folding.delete(key))
    folding.set(key, own)
    return own
  }

  /** Goes on from what is known already. */
  async function foldOn(key: string, { channel: name, roomId, startedAt }: SessionRow): Promise<SessionFold> {
    let known = folds.get(key) ?? newFold(roomId)
    for await (const { events, upTo } of pages(name, roomId, known.offset)) known = { ...fold(known, events, startedAt), offset: upTo }
    folds.delete(key)
    folds.set(key, known)
    for (const oldest of folds.keys()) if (folds.size > KEPT_FOLDS) folds.delete(oldest)
    return known
  }

  /** What of it stands in a list: as it was written down when it was looked at last, if nothing has come since. */
  async function summarised(row: SessionRow): Promise<Summary> {
    const offset = archive.lastOffset(row.channel, row.roomId)
    const written = summaryOf(row.summary)
    if (written !== null && written.offset === offset) return written
    const { show, counts, offset: foldedTo } = await folded(row)
    const summary = {
      offset: foldedTo,
      counts: asCounted(counts, show.counters),
      diamonds: show.counters.diamonds,
      likes: show.counters.likes,
      ...show.coverage,
    }
    // The LIVE that is on would be written down again and again.
    if (!isCurrent(row)) writeDown(row, summaryText(summary))
    return summary
  }

  /** It only saves time: on a full disk what was read is right all the same. */
  function writeDown({ channel: name, roomId }: SessionRow, text: string): void {
    try {
      archive.keepSummary(name, roomId, text)
    } catch (error) {
      log.debug({ err: error }, 'history: a summary could not be saved')
    }
  }

  /** Ahead of time, so that nobody waits for it. */
  async function summariseAll(): Promise<void> {
    for await (const row of lines(archive.sessions())) if (!isCurrent(row)) await summarised(row)
  }

  /** A few rows at a time: there may be thousands, and asked for by many at once. */
  async function* lines(rows: readonly SessionRow[]): AsyncGenerator<SessionRow> {
    for (const [index, row] of rows.entries()) {
      if (index % LINE_COUNT === 0) await turns.next()
      if (disposed) return
      yield row
    }
  }

  async function session(row: SessionRow): Promise<LiveSession> {
    const { offset: _, likes, ...summary } = await summarised(row)
    const { roomId, startedAt, endedAt, peakViewers, totalViewers } = row
    return { roomId, startedAt, endedAt, current: isCurrent(row), ...summary, likes: Math.max(likes, row.likes), peakViewers, totalViewers }
  }

  return {
    async view() {
      const sessions: LiveSession[] = []
      for await (const row of lines(archive.sessions(channel()))) sessions.push(await session(row))
      return { sessions, retention: retention.read(), bytes: archive.size().bytes }
    },
    async report(roomId) {
      const row = archive.session(channel(), roomId)
      if (row === null) return null
      const { show, gaps, chatsPerMinute } = await folded(row)
      return {
        ...(await session(row)),
        supporters: topSupporters(show, SUPPORTER_COUNT),
        // The archived event of a gap is not updated, so the state has better estimates for the LIVE that is on.
        gapRecords: isCurrent(row)
          ? gaps.map((gap) => gapsNow().find(({ from, to }) => from === gap.from && to === gap.to) ?? gap)
          : [...gaps],
        samples: archive.samples(row.channel, roomId),
        chatsPerMinute: [...chatsPerMinute],
        connectedPercent: connectedPercent(gaps, row.startedAt, row.endedAt),
      }
    },
    exported(roomId, format) {
      const row = archive.session(channel(), roomId)
      return row === null ? null : text(row, format)
    },
    async erase(roomId) {
      const row = archive.session(channel(), roomId)
      if (row === null) return 'unknown'
      if (isCurrent(row)) return 'current'
      folds.delete(`${row.channel}/${roomId}`)
      await pruning.erase(row)
      return 'ok'
    },
    retain(wanted) {
      retention.write(wanted)
      pruning.now()
    },
    start: pruning.start,
    idle: pruning.idle,
    dispose() {
      disposed = true
      pruning.dispose()
    },
  }

  async function* text(row: SessionRow, format: ExportFormat): AsyncGenerator<string> {
    yield head(format)
    for await (const { events } of pages(row.channel, row.roomId, 0)) {
      // Deleted while it is read: an end that looks like the end would be a lie.
      if (archive.session(row.channel, row.roomId) === null || pruning.isErasing(row)) throw new Error('the LIVE was deleted meanwhile')
      if (events.length > 0) yield events.map((event) => line(event, format)).join('')
    }
    if (disposed) throw new Error('Standby stops')
  }
}
