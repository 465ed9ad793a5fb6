import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LiveEvent, LiveEventDraft } from '@standby/shared/live/event.ts'
import { newShow, withEvents } from '@standby/shared/live/show.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import { createHub, type FeedPosition, type Hub, type HubLimits } from '@standby/bridge/feed/hub.ts'
import { LOST_TAIL_COUNT, openDatabase } from '@standby/bridge/store/database.ts'
import { openJournal, type Journal } from '@standby/bridge/store/journal.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import { crashImage } from '../fixtures/crash-image.ts'
import { fakeClock } from './fake-clock.ts'
import { feedSocket, type FeedSocketModel } from './feed-socket.ts'
import { silentLog } from './silent-log.ts'

export const FEED_LIMITS: HubLimits = { bufferedBytes: 6_000, page: { count: 3, bytes: 900 }, behindCount: 40 }
const CHANNEL = 'ada'

/** A plain list of what a journal took in, against which everything is checked. */
export interface Truth {
  /** Also those deleted since; not those that a crash of the computer took. */
  events: (LiveEvent & { roomId: string })[]
  head: number
  /** Up to here something was deleted. */
  deletedUpTo: number
  /** Behind the first and before the second, nothing was ever given out, or it was lost. */
  lost: [number, number][]
}

const copy = ({ events, lost, ...rest }: Truth): Truth => ({ ...rest, events: [...events], lost: [...lost] })

/** The real journal and the real hub, and what can happen to them. */
export type FeedWorld = ReturnType<typeof feedWorld>

/** Keeps its files in `dir`; null: all in memory, and nothing that is about files or processes happens. */
export function feedWorld(dir: string | null) {
  const clock = fakeClock()
  let epochs = 0
  let files = 0
  let room = 1
  let deferred: (() => void)[] = []
  let sockets: FeedSocketModel[] = []
  let fillDisk = (): void => undefined
  let isFull = false
  /** What the next start finds. */
  let kept: Truth = { events: [], head: 0, deletedUpTo: 0, lost: [] }
  /** The same, until the disk fails. */
  let truth = kept
  let synced: { file: string; truth: Truth } | null = null

  const newFile = (): string => join(dir ?? '', `standby-${(files += 1)}.db`)
  let file = dir === null ? ':memory:' : newFile()
  const roomId = (): string => `room-${room}`
  const counters = (): FeedState['counters'] =>
    withEvents(
      newShow(roomId()),
      truth.events.filter((event) => event.roomId === roomId()),
    ).counters

  let journal = openedJournal()
  let hub = newHub()

  function openedJournal(): Journal {
    return openJournal({
      file,
      newEpoch: () => `epoch-${(epochs += 1)}`,
      log: silentLog,
      now: clock.now,
      open(path, epoch) {
        const db = openDatabase(path, epoch)
        const pages = (): number => Number(db.prepare('PRAGMA page_count').get()?.['page_count'])
        if (path !== ':memory:') fillDisk = () => db.exec(`PRAGMA max_page_count = ${pages()}`)
        return db
      },
    })
  }

  function newHub(): Hub {
    const made = createHub({
      state: { counters: counters() } as FeedState,
      clock,
      log: silentLog,
      defer: (callback) => void deferred.push(callback),
      turns: createTurns((callback) => void deferred.push(callback)),
      limits: FEED_LIMITS,
    })
    made.follow(() => ({
      epoch: () => journal.epoch(),
      head: () => journal.head(),
      after: (offset, size) => journal.page(CHANNEL, roomId(), offset, size),
      isTooFar: (offset, count) => journal.isTooFar(CHANNEL, roomId(), offset, count),
      gapAfter: (offset) => journal.gapAfter(CHANNEL, offset),
      history: (limit, wanted) => journal.latest(CHANNEL, roomId(), limit, wanted),
    }))
    return made
  }

  /** The process is gone: what it had not sent yet is never sent, and every socket is cut. */
  function end(): void {
    deferred = []
    for (const socket of sockets) socket.cut()
    sockets = []
    try {
      journal.close()
    } catch {
      // The disk it is on is full.
    }
  }

  function start(found: Truth, isClean: boolean): void {
    truth = kept = found
    isFull = false
    journal = openedJournal()
    // A message id that was there already uses up an offset too.
    found.head = journal.head()
    if (!isClean) found.lost.push([found.head - LOST_TAIL_COUNT, found.head])
    hub = newHub()
  }

  return {
    clock,
    roomId,
    counters,
    truth: () => truth,
    epoch: () => journal.epoch(),
    /** Journals and publishes, as a channel does. */
    append(drafts: readonly LiveEventDraft[]): void {
      const before = journal.problem() === null ? copy(truth) : null
      const accepted = journal.append(CHANNEL, roomId(), drafts)
      if (before !== null && journal.problem() !== null) {
        kept = before
        truth = { ...copy(before), deletedUpTo: 0, lost: [] }
      }
      truth.events.push(...accepted.map((event) => ({ ...event, roomId: roomId() })))
      truth.head = accepted.at(-1)?.offset ?? truth.head
      hub.publish(accepted)
      hub.set('counters', counters())
    },
    /** The turn of the event loop ends. */
    turn(): void {
      const due = deferred
      deferred = []
      for (const callback of due) callback()
    },
    attach(position: FeedPosition | null, onFirst?: () => void): FeedSocketModel {
      const socket = feedSocket(onFirst)
      sockets.push(socket)
      hub.attach(socket.ws, position)
      return socket
    },
    newLive(): void {
      room += 1
      clock.advanceBy(1)
      hub.set('counters', counters())
      hub.restart()
    },
    /** Deletes the oldest LIVE but the present one. */
    erase(): void {
      if (isFull) return
      const oldest = journal.archive.sessions(CHANNEL).findLast((one) => one.roomId !== roomId())
      if (oldest === undefined) return
      truth.deletedUpTo = Math.max(truth.deletedUpTo, journal.archive.lastOffset(CHANNEL, oldest.roomId))
      while (journal.archive.eraseSome(CHANNEL, oldest.roomId, 3));
    },
    restart(): void {
      if (dir === null) return
      const isClean = truth === kept
      hub.close()
      end()
      start(kept, isClean)
    },
    kill(): void {
      if (dir === null) return
      const next = crashImage(file, newFile())
      end()
      file = next
      start(kept, false)
    },
    /** What is written by now survives a crash of the computer; what follows does not. */
    sync(): void {
      if (dir === null || truth !== kept) return
      synced = { file: crashImage(file, newFile()), truth: copy(kept) }
    },
    powerCut(): void {
      if (synced === null) return
      end()
      file = synced.file
      const found = synced.truth
      synced = null
      start(found, false)
    },
    diskFills(): void {
      if (dir === null || truth !== kept) return
      isFull = true
      fillDisk()
    },
    close(): void {
      hub.close()
      end()
      for (let n = 1; n <= files; n += 1)
        for (const part of ['', '-wal']) rmSync(join(dir ?? '', `standby-${n}.db${part}`), { force: true })
    },
  }
}
