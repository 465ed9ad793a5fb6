import type { Clock } from '@standby/shared/clock.ts'
import { isOfTypes, ofTypes, type FeedTypes } from '@standby/shared/feed/types.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import {
  CLOSE_COME_BACK,
  CLOSE_SHUTTING_DOWN,
  CLOSE_TOO_SLOW,
  type FeedGap,
  type FeedState,
  type ReconnectionMessage,
  type ServerMessage,
  type SnapshotMessage,
  type TestMessage,
  type UpdateMessage,
} from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { JournalPage, PageSize } from '../store/page.ts'
import type { Turns } from '../turns.ts'

/** Where a returning client stopped reading. */
export interface FeedPosition {
  epoch: string
  offset: number
}

/** What the hub reads from the journal. */
export interface FeedSource {
  /** Another one for another journal, and for another creator: only within one do offsets tell what is missing. */
  epoch(): string
  head(): number
  /** The next events of the present LIVE behind `offset`. */
  after(offset: number, size: PageSize): JournalPage
  /** Whether more than `count` events are behind `offset`, or any of an earlier LIVE. */
  isTooFar(offset: number, count: number): boolean
  /** What behind `offset` was there once and cannot be had any more. */
  gapAfter(offset: number): FeedGap | null
  /** The last events that are `wanted`; all are if it is left out. */
  history(limit: number, wanted?: (event: LiveEvent) => boolean): LiveEvent[]
}

/** Before there is a channel. */
export const NO_FEED: FeedSource = {
  epoch: () => '',
  head: () => 0,
  after: () => ({ events: [], upTo: 0, more: false }),
  isTooFar: () => false,
  gapAfter: () => null,
  history: () => [],
}

export interface HubOptions {
  state: FeedState
  clock: Clock
  log: Logger
  /** Runs a callback once what has arrived in this turn of the event loop is in; `setImmediate`. */
  defer: (callback: () => void) => void
  /** Clients that come, and those that resume, are served in turn: never two in one turn of the event loop. */
  turns: Turns
  limits?: HubLimits
}

export interface HubLimits {
  /** How much may wait for one client. */
  bufferedBytes: number
  /** What a client is given in one message while it resumes. */
  page: PageSize
  /** A client that is further behind starts afresh. */
  behindCount: number
}

export interface Hub {
  /**
   * Clients are sent the events of this feed, which is asked for each time because it can be another channel's. To be called before any client
   * comes. `refresh` runs before each heartbeat, to update figures that change all the time.
   */
  follow(feed: () => FeedSource, refresh?: () => void): void
  /** Journaled events, in order. Sent with everything else of this turn in one message. */
  publish(events: readonly LiveEvent[]): void
  set<Slice extends keyof FeedState>(slice: Slice, value: FeedState[Slice]): void
  /** Tells what is neither state nor in the journal. */
  announce(message: ReconnectionMessage | TestMessage): void
  /** `types`: the kinds of events that it is sent; left out: `first`. */
  attach(socket: WebSocket, position: FeedPosition | null, types?: FeedTypes): void
  /** Another show has begun: every client gets a snapshot of it in place of what it has. */
  restart(): void
  /** Closes every client, so that it comes back and reads the clock again. It resumes; nothing is lost. */
  sendAway(reason: string): void
  state(): FeedState
  clientCount(): number
  close(): void
}

/** A page shows about this many lines of history; more would only be scrolled away. */
const HISTORY_COUNT = 60
const LIMITS: HubLimits = {
  // Several minutes of a busy LIVE. Beyond it the client is not keeping up.
  bufferedBytes: 4_000_000,
  // Half a millisecond to read and write: all others wait for so long at each page. Smaller ones are not sent any faster.
  page: { count: 500, bytes: 32_000 },
  // A page shows some dozen; what a client missed in hours is history, not news.
  behindCount: 5_000,
}
/** Pages take a silent feed for a dead one after 35 s. */
const HEARTBEAT_MS = 15_000
/** One page of the journal is some dozen kilobytes: who has not read it by then does not read. */
const PAGE_PATIENCE_MS = 20_000

/** Sends the feed to every client: one message a turn, serialised once. A client that does not keep up is closed and resumes. */
export function createHub(options: HubOptions): Hub {
  const { state: initial, clock, log, defer, turns, limits = LIMITS } = options
  const live = new Map<WebSocket, FeedTypes>()
  /** Those that are not there yet: new ones, and those that resume. With each, what ends its waiting. */
  const coming = new Map<WebSocket, () => void>()
  let source = (): FeedSource => NO_FEED
  let refresh = (): void => undefined
  let state = initial
  let events: LiveEvent[] = []
  let changed: Partial<FeedState> = {}
  let pending = false
  let sentEpoch: string | null = null
  let cancelHeartbeat = clock.after(HEARTBEAT_MS, beat)

  function beat(): void {
    refresh()
    tellEpoch()
    if (pending) flush()
    else tell({ type: 'update', offset: source().head(), events: [], state: {} })
    cancelHeartbeat = clock.after(HEARTBEAT_MS, beat)
  }

  function schedule(): void {
    if (pending) return
    pending = true
    defer(flush)
  }

  function flush(): void {
    if (!pending) return
    pending = false
    tellEpoch()
    const message: UpdateMessage = { type: 'update', offset: source().head(), events, state: changed }
    const first = { ...message, events: ofTypes(events, 'first') }
    events = []
    changed = {}
    // Turned into bytes once for all clients, unless there are kinds of events in it that not all of them are sent.
    broadcast((types) => (types === 'all' || first.events === message.events ? message : first))
  }

  /** The journal went on in memory: what clients go by has changed, so they start again where they are, and miss nothing. */
  function tellEpoch(): void {
    const before = sentEpoch
    sentEpoch = source().epoch()
    if (sentEpoch === before || before === null || live.size === 0) return
    const offset = (events[0]?.offset ?? source().head() + 1) - 1
    broadcast((types) => {
      const history = historyOf(types, HISTORY_COUNT + events.length).filter((event) => event.offset <= offset)
      return { ...snapshot(types, { offset, gap: null }), history: history.slice(-HISTORY_COUNT) }
    })
  }

  const tell = (message: ServerMessage): void => broadcast(() => message)

  /** One message for those who are sent the same kinds of events; turned into bytes once, not once for each client. */
  function broadcast(messageFor: (types: FeedTypes) => ServerMessage): void {
    const messages = new Map<FeedTypes, ServerMessage>()
    const bytes = new Map<ServerMessage, Buffer>()
    for (const [socket, types] of live) {
      const message = messages.get(types) ?? messageFor(types)
      const known = bytes.get(message) ?? Buffer.from(JSON.stringify(message))
      messages.set(types, message)
      bytes.set(message, known)
      send(socket, known)
    }
  }

  function historyOf(types: FeedTypes, count: number): LiveEvent[] {
    return source().history(count, (event) => isOfTypes(event, types))
  }

  function send(socket: WebSocket, text: string | Buffer): void {
    if (socket.bufferedAmount > limits.bufferedBytes) closeSlow(socket)
    else socket.send(text, { binary: false })
  }

  function closeSlow(socket: WebSocket): void {
    log.warn({ bufferedBytes: socket.bufferedAmount }, 'feed: closed a client that does not keep up; it can resume')
    drop(socket)
    // The close frame queues behind all that is unread, so the socket is also given an end by force.
    socket.close(CLOSE_TOO_SLOW, 'too slow: reconnect with epoch and offset')
    clock.after(2_000, () => socket.terminate())
  }

  function drop(socket: WebSocket): void {
    live.delete(socket)
    coming.get(socket)?.()
    coming.delete(socket)
  }

  /** `missed`: what a client that resumes is sent first; left out: it starts afresh. */
  function snapshot(
    types: FeedTypes,
    { offset, gap, missed }: { offset: number; gap: FeedGap | null; missed?: LiveEvent[] },
  ): SnapshotMessage {
    return {
      type: 'snapshot',
      epoch: source().epoch(),
      offset,
      recovered: missed !== undefined,
      state,
      events: missed ?? [],
      history: missed === undefined ? historyOf(types, HISTORY_COUNT) : [],
      now: clock.now(),
      gap,
    }
  }

  /** What a client at this position is not given; null if it gets all that is behind it. */
  function gapBehind({ epoch, offset }: FeedPosition): FeedGap | null {
    const head = source().head()
    const upToNow = { afterOffset: offset, untilOffset: head + 1 }
    if (epoch !== source().epoch()) return { reason: 'other-feed', ...upToNow }
    // The journal is behind its clients: a file from a backup, say.
    if (offset > head) return { reason: 'lost-tail', ...upToNow }
    return source().gapAfter(offset) ?? (source().isTooFar(offset, limits.behindCount) ? { reason: 'too-far', ...upToNow } : null)
  }

  /** From here on it gets what everybody gets. */
  function join(socket: WebSocket, types: FeedTypes, first: ServerMessage): void {
    coming.delete(socket)
    live.set(socket, types)
    send(socket, JSON.stringify(first))
  }

  function waitInLine(socket: WebSocket, types: FeedTypes, from: FeedPosition | null, isFirst: boolean): void {
    coming.set(
      socket,
      turns.take(() => serve(socket, types, from, isFirst)),
    )
  }

  /** It is this client's turn: the snapshot, or one page of what it missed, and the next when that is out and its turn has come again. */
  function serve(socket: WebSocket, types: FeedTypes, from: FeedPosition | null, isFirst: boolean): void {
    // What is read here must not come once more with the others' next message.
    flush()
    tellEpoch()
    const gap = from === null ? null : gapBehind(from)
    const afresh = (why: FeedGap | null): void => join(socket, types, snapshot(types, { offset: source().head(), gap: why }))
    if (from === null || gap !== null) return afresh(gap)
    const { events: behind, upTo, more } = source().after(from.offset, limits.page)
    // The disk failed in reading.
    tellEpoch()
    if (source().epoch() !== from.epoch) return afresh(gapBehind(from))
    const missed = ofTypes(behind, types)
    const offset = more ? upTo : source().head()
    const message: ServerMessage = isFirst
      ? snapshot(types, { offset, gap: null, missed })
      : { type: 'update', offset, events: missed, state: more ? {} : state }
    if (!more) return join(socket, types, message)
    const cancel = clock.after(PAGE_PATIENCE_MS, () => closeSlow(socket))
    coming.set(socket, cancel)
    socket.send(JSON.stringify(message), (error) => {
      cancel()
      if (coming.has(socket) && (error === undefined || error === null)) waitInLine(socket, types, { epoch: from.epoch, offset }, false)
    })
  }

  return {
    follow(feed, onHeartbeat = refresh) {
      source = feed
      refresh = onHeartbeat
    },
    publish(accepted) {
      if (accepted.length === 0) return
      events.push(...accepted)
      schedule()
    },
    set(slice, value) {
      state = { ...state, [slice]: value }
      changed = { ...changed, [slice]: value }
      schedule()
    },
    announce(message) {
      // Flushes first, to keep the order.
      flush()
      tell(message)
    },
    attach(socket, position, types = 'first') {
      socket.on('close', () => drop(socket))
      socket.on('error', (error) => log.debug({ err: error }, 'feed: a client failed'))
      waitInLine(socket, types, position, true)
    },
    restart() {
      flush()
      sentEpoch = source().epoch()
      broadcast((types) => snapshot(types, { offset: source().head(), gap: null }))
    },
    sendAway(reason) {
      flush()
      for (const socket of [...live.keys(), ...coming.keys()]) {
        drop(socket)
        socket.close(CLOSE_COME_BACK, reason)
      }
    },
    state: () => state,
    clientCount: () => live.size + coming.size,
    close() {
      flush()
      cancelHeartbeat()
      for (const socket of [...live.keys(), ...coming.keys()]) {
        drop(socket)
        socket.close(CLOSE_SHUTTING_DOWN, 'Standby is stopping')
      }
    },
  }
}
