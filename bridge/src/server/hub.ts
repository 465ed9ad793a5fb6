import type { Clock } from '@standby/shared/clock.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import {
  CLOSE_SHUTTING_DOWN,
  CLOSE_TOO_SLOW,
  type FeedState,
  type ReconnectionMessage,
  type ServerMessage,
  type SnapshotMessage,
} from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'

/** Where a returning client stopped reading. */
export interface FeedPosition {
  epoch: string
  offset: number
}

/** What the hub reads from the journal. */
export interface FeedSource {
  epoch(): string
  head(): number
  after(offset: number, limit: number): LiveEvent[]
  history(limit: number): LiveEvent[]
}

export interface HubOptions {
  source: FeedSource
  state: FeedState
  clock: Clock
  log: Logger
  /** Called before each heartbeat, to bring figures up to date that change all the time. */
  refresh?: () => void
  /** Runs a callback once what has arrived in this turn of the event loop is in; `setImmediate`. */
  defer: (callback: () => void) => void
}

export interface Hub {
  /** Journaled events, in order. Sent with everything else of this turn in one message. */
  publish(events: readonly LiveEvent[]): void
  set<Slice extends keyof FeedState>(slice: Slice, value: FeedState[Slice]): void
  announce(message: ReconnectionMessage): void
  attach(socket: WebSocket, position: FeedPosition | null): void
  /** Another show has begun: every client gets a snapshot of it in place of what it has. */
  beginAnew(): void
  state(): FeedState
  clientCount(): number
  close(): void
}

/** A page shows about this many lines of history; more would only be scrolled away. */
const HISTORY_COUNT = 60
/** Events in one message while a client catches up. */
const PAGE_COUNT = 500
/** What may wait for one client: several minutes of a busy LIVE. Beyond it the client is not keeping up. */
const MAX_BUFFERED_BYTES = 4_000_000
/** Pages take a silent feed for a dead one after 35 s. */
const HEARTBEAT_MS = 15_000

/** Sends the feed to every client: one message a turn, serialised once. A client that does not keep up is closed and resumes. */
export function createHub({ source, state: initial, clock, log, defer, refresh = () => undefined }: HubOptions): Hub {
  const live = new Set<WebSocket>()
  const catchingUp = new Set<WebSocket>()
  let state = initial
  let events: LiveEvent[] = []
  let changed: Partial<FeedState> = {}
  let pending = false
  let cancelHeartbeat = clock.after(HEARTBEAT_MS, beat)

  function beat(): void {
    refresh()
    if (pending) flush()
    else broadcast({ type: 'update', offset: source.head(), events: [], state: {} })
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
    const message: ServerMessage = { type: 'update', offset: source.head(), events, state: changed }
    events = []
    changed = {}
    broadcast(message)
  }

  function broadcast(message: ServerMessage): void {
    if (live.size === 0) return
    const text = JSON.stringify(message)
    for (const socket of live) send(socket, text)
  }

  function send(socket: WebSocket, text: string): void {
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      log.warn({ bufferedBytes: socket.bufferedAmount }, 'feed: a client does not keep up and is closed; it can resume')
      drop(socket)
      // The close frame queues behind all that is unread, so the socket is also given an end by force.
      socket.close(CLOSE_TOO_SLOW, 'too slow, come back with epoch and offset')
      clock.after(2_000, () => socket.terminate())
      return
    }
    socket.send(text)
  }

  function drop(socket: WebSocket): void {
    live.delete(socket)
    catchingUp.delete(socket)
  }

  function snapshot(recovered: boolean, missed: LiveEvent[], offset: number): SnapshotMessage {
    return {
      type: 'snapshot',
      epoch: source.epoch(),
      offset,
      recovered,
      state,
      events: missed,
      history: recovered ? [] : source.history(HISTORY_COUNT),
      now: clock.now(),
      gap: null,
    }
  }

  /** Reads the journal page by page, each when the one before is out, until the client is where everybody is. */
  function catchUp(socket: WebSocket, epoch: string, from: number, first: boolean): void {
    if (!catchingUp.has(socket)) return
    if (source.epoch() !== epoch) {
      drop(socket)
      socket.close(CLOSE_TOO_SLOW, 'the journal was replaced, come back')
      return
    }
    const page = source.after(from, PAGE_COUNT)
    const done = page.length < PAGE_COUNT
    const offset = done ? source.head() : (page.at(-1)?.offset ?? from)
    const message: ServerMessage = first ? snapshot(true, page, offset) : { type: 'update', offset, events: page, state: done ? state : {} }
    if (done) {
      catchingUp.delete(socket)
      live.add(socket)
      send(socket, JSON.stringify(message))
      return
    }
    socket.send(JSON.stringify(message), (error) => {
      if (error === undefined || error === null) catchUp(socket, epoch, offset, false)
    })
  }

  return {
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
      // What happened before it is told before it.
      flush()
      broadcast(message)
    },
    attach(socket, position) {
      flush()
      socket.on('close', () => drop(socket))
      socket.on('error', (error) => log.debug({ err: error }, 'feed: a client failed'))
      const known = position !== null && position.epoch === source.epoch() && position.offset <= source.head()
      if (known) {
        catchingUp.add(socket)
        catchUp(socket, position.epoch, position.offset, true)
        return
      }
      live.add(socket)
      send(socket, JSON.stringify(snapshot(false, [], source.head())))
    },
    beginAnew() {
      flush()
      broadcast(snapshot(false, [], source.head()))
    },
    state: () => state,
    clientCount: () => live.size + catchingUp.size,
    close() {
      flush()
      cancelHeartbeat()
      for (const socket of [...live, ...catchingUp]) socket.close(CLOSE_SHUTTING_DOWN, 'Standby is stopping')
      live.clear()
      catchingUp.clear()
    },
  }
}
