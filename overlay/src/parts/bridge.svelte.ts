import type { Clock } from '@standby/shared/clock.ts'
import type { ConnectionEffect, ConnectionState } from '@standby/shared/connection/connection.ts'
import { createRunner, type Runner } from '@standby/shared/connection/runner.ts'
import { applyMessage, emptyReplica, type Replica } from '@standby/shared/feed/replica.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { CLOSE_TOKEN_REPLACED, FEED_PATH, type FeedState, type ServerMessage } from '@standby/shared/protocol.ts'
import { pathFor } from './channel.ts'
import type { Pace } from './pace.ts'
import { pagePolicy, type LinkCause } from './page-policy.ts'

export type PageName = 'overlay' | 'standby' | 'dock' | 'home' | 'reports' | 'channels'

/** The part of a WebSocket that is used here. */
export interface FeedSocket {
  onmessage: ((message: { data: unknown }) => void) | null
  /** `code`: the WebSocket's close code, if it is known; see `refusedCode`. */
  onclose: ((code?: number) => void) | null
  close(): void
}

export interface BridgeOptions {
  page: PageName
  /** The name of the page's source in OBS, if the page's address says it; else null or absent. */
  source?: string | null
  /** The channel that the page belongs to; null or absent: the first one. */
  channel?: string | null
  /** Opens a socket to a path of the bridge. */
  open: (path: string) => FeedSocket
  clock: Clock
  /** In [0, 1). */
  random: () => number
  /** Says for each message in which turn it is shown. */
  pace: Pace
  /** What the page that was here before a reload already knew; see `takeFromReload`. */
  begin?: Replica
}

/** The page's own link to the bridge. Times are on the bridge's clock. */
export interface Link {
  up: boolean
  /** Since when the bridge has been away, or not yet found; null while the page is connected. */
  awaySince: number | null
  nextAttemptAt: number | null
  /** The bridge answers, but refuses this page's token. */
  refused: boolean
}

/** More events of one type than any part of any page shows. */
const KEEP_PER_TYPE = 40
/** More events than come between two turns of the busiest room. More than that would only use memory. */
const MOST_PENDING = 500

/** A page that was hidden or asleep for this long starts from the current state: what it missed is no longer news. */
const AFRESH_AFTER_MS = 3_600_000

/** The bridge's feed as reactive state. The link reconnects by itself and resumes where it stopped. */
export class Bridge {
  #replica = $state.raw<Replica>(emptyReplica())
  #link = $state.raw<Link>({ up: false, awaySince: null, nextAttemptAt: null, refused: false })
  #clockOffsetMs = $state.raw(0)
  #beginnings = $state.raw(0)

  readonly #options: BridgeOptions
  readonly #runner: Runner<LinkCause>
  readonly #listeners = new Set<(events: LiveEvent[]) => void>()
  readonly #startedAt: number
  #socket: FeedSocket | null = null
  #refused = false
  #pending: { message: ServerMessage; at: number }[] = []
  #pendingEvents = 0
  /** When the last message came, on the page's own clock. */
  #heardAt: number

  constructor(options: BridgeOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
    this.#heardAt = this.#startedAt
    if (options.begin !== undefined) this.#replica = options.begin
    this.#link = { up: false, awaySince: this.#startedAt, nextAttemptAt: null, refused: false }
    this.#runner = createRunner<LinkCause>({
      policy: pagePolicy,
      clock: options.clock,
      random: options.random,
      onEffect: (effect) => this.#run(effect),
      onChange: (state, previous) => {
        // Most changes are incoming frames, which no page shows.
        if (state.phase !== previous.phase) this.#link = this.#linkFrom(state)
      },
    })
    this.#runner.send({ type: 'connect' })
  }

  /** The last state from the bridge, kept while the bridge is away; null before the first. */
  get state(): FeedState | null {
    return this.#replica.state
  }

  /** The last events of each type, oldest first. */
  get recent(): LiveEvent[] {
    return this.#replica.recent
  }

  /** All that this page knows from the feed so far. */
  get replica(): Replica {
    return this.#replica
  }

  /** How often the feed restarted. Events that were `recent` before that are not part of it. */
  get beginnings(): number {
    return this.#beginnings
  }

  get link(): Link {
    return this.#link
  }

  /** The bridge's clock, ms since the epoch: what every `…At` of the state is measured on. */
  now(): number {
    return this.#options.clock.now() + this.#clockOffsetMs
  }

  /** For what is shown together with the events of the feed. */
  get pace(): Pace {
    return this.#options.pace
  }

  /** Calls `listener` with each batch of events not shown before, in order. Returns how to stop. */
  onFresh(listener: (events: LiveEvent[]) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Retries at once if it is waiting to. After sleep, or when the page becomes visible, its timer may be late. */
  wake(): void {
    if (this.#runner.state().phase === 'waiting') this.#runner.send({ type: 'connect' })
  }

  dispose(): void {
    this.#runner.send({ type: 'disconnect' })
    this.#runner.dispose()
    this.#listeners.clear()
  }

  #run(effect: ConnectionEffect): void {
    if (effect.type === 'close') {
      if (this.#socket !== null) this.#leave(this.#socket)
      return
    }
    this.#flush()
    const { generation } = effect
    const socket = this.#options.open(this.#path())
    this.#socket = socket
    let opened = false
    socket.onmessage = ({ data }) => {
      const message = parse(data)
      if (message === null) return
      // The link is open when the feed begins: another program may answer on this port.
      if (!opened && message.type !== 'snapshot') return
      // Messages that waited on the socket while the page slept are as old as that sleep.
      if (opened && this.#isAsleepForLong()) return this.#lose(socket, generation)
      this.#heardAt = this.#options.clock.now()
      this.#pending.push({ message, at: this.#options.clock.now() })
      if (message.type === 'update') this.#pendingEvents += message.events.length
      if (opened) {
        this.#runner.send({ type: 'frame', generation })
        if (isNews(message) || this.#pendingEvents > MOST_PENDING) this.#flush()
        else this.#options.pace(this.#flush)
        return
      }
      opened = true
      this.#refused = false
      // At once, so that a link that is up always has a state to show.
      this.#runner.send({ type: 'opened', generation })
      this.#flush()
    }
    socket.onclose = (code) => {
      if (code === CLOSE_TOKEN_REPLACED) this.#refused = true
      this.#lose(socket, generation)
    }
  }

  #lose(socket: FeedSocket, generation: number): void {
    this.#leave(socket)
    this.#runner.send({ type: 'closed', generation, cause: { kind: 'away', detail: 'the socket closed' } })
  }

  /** The bridge sends a message every 15 s. If none came for this long, the page was asleep. */
  #isAsleepForLong(): boolean {
    return this.#options.clock.now() - this.#heardAt >= AFRESH_AFTER_MS
  }

  #leave(socket: FeedSocket): void {
    socket.onmessage = null
    socket.onclose = null
    socket.close()
    if (this.#socket === socket) this.#socket = null
  }

  readonly #flush = (): void => {
    const pending = this.#pending
    if (pending.length === 0) return
    this.#pending = []
    this.#pendingEvents = 0
    let replica = this.#replica
    const fresh: LiveEvent[] = []
    for (const { message, at } of pending) {
      if (message.type === 'snapshot') {
        this.#clockOffsetMs = message.now - at
        if (!message.recovered || message.epoch !== replica.epoch) this.#beginnings += 1
      }
      const applied = applyMessage(replica, message, KEEP_PER_TYPE)
      replica = applied.replica
      fresh.push(...applied.fresh)
    }
    this.#replica = replica
    if (fresh.length > 0) for (const listener of this.#listeners) listener(fresh)
  }

  #path(): string {
    const { epoch, offset } = this.#replica
    const { page, source = null } = this.#options
    const query = new URLSearchParams(source === null ? { page } : { page, source })
    if (epoch !== null && !this.#isAsleepForLong()) {
      query.set('epoch', epoch)
      query.set('offset', String(offset))
    }
    return pathFor(this.#options.channel ?? null, `${FEED_PATH}?${query.toString()}`)
  }

  #linkFrom(state: ConnectionState<LinkCause>): Link {
    if (state.phase === 'connected') return { up: true, awaySince: null, nextAttemptAt: null, refused: false }
    return {
      up: false,
      awaySince: (state.lostAt ?? this.#startedAt) + this.#clockOffsetMs,
      nextAttemptAt: state.phase === 'waiting' ? state.until + this.#clockOffsetMs : null,
      refused: this.#refused,
    }
  }
}

/** What the pages for viewers need of it. */
export type ViewerFeed = Pick<Bridge, 'state' | 'recent' | 'beginnings' | 'link' | 'now' | 'pace' | 'onFresh'>

/** Frequent messages of the room can wait for their turn. Moderation, settings, tests and the connection's state cannot. */
function isNews(message: ServerMessage): boolean {
  return message.type !== 'update' || Object.keys(message.state).some((slice) => slice !== 'counters' && slice !== 'supporters')
}

function parse(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null
  try {
    const message: unknown = JSON.parse(data)
    return typeof message === 'object' && message !== null && 'type' in message ? (message as ServerMessage) : null
  } catch {
    return null
  }
}
