import type { Clock } from '@standby/shared/clock.ts'
import type { ConnectionEffect, ConnectionState } from '@standby/shared/connection/connection.ts'
import { createRunner, type Runner } from '@standby/shared/connection/runner.ts'
import { applyMessage, emptyReplica, type Replica } from '@standby/shared/feed/replica.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { CLOSE_TOKEN_REPLACED, FEED_PATH, type FeedState, type ServerMessage } from '@standby/shared/protocol.ts'
import type { Pace } from './pace.ts'
import { pagePolicy, type LinkCause } from './page-policy.ts'

export type PageName = 'overlay' | 'standby' | 'dock' | 'home'

/** The part of a WebSocket that is used here. */
export interface FeedSocket {
  onmessage: ((message: { data: unknown }) => void) | null
  /** `code`: the WebSocket's close code, where it is known; see `refusedCode`. */
  onclose: ((code?: number) => void) | null
  close(): void
}

export interface BridgeOptions {
  page: PageName
  /** What the page's own address says its source in OBS is called; null or absent where it does not. */
  source?: string | null
  /** Opens a socket to a path of the bridge. */
  open: (path: string) => FeedSocket
  clock: Clock
  /** In [0, 1). */
  random: () => number
  /** Asked with each message for the turn that shows it. */
  pace: Pace
  /** What the page that was loaded here before had been told; see `takeFromReload`. */
  begin?: Replica
}

/** The page's own link to the bridge. Times are on the bridge's clock. */
export interface Link {
  up: boolean
  /** Since when the bridge has been away, or has not been found yet; null while it is there. */
  awaySince: number | null
  nextAttemptAt: number | null
  /** The bridge is there and does not let this page in, because of its token. */
  refused: boolean
}

/** More than any part of any page shows of one type of event. */
const KEEP_PER_TYPE = 40
/** More events than come between two turns of the busiest room: beyond it they would only take memory. */
const MOST_PENDING = 500

/** A page that was hidden or asleep for so long begins with the show as it is: what it missed is no news any more. */
const AFRESH_AFTER_MS = 3_600_000

/** What the bridge says, as reactive state, over a link that heals itself and resumes where it stopped. */
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
  /** When the bridge last said something, by the page's own clock. */
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
        // Most changes are frames coming in, which no page shows.
        if (state.phase !== previous.phase) this.#link = this.#linkFrom(state)
      },
    })
    this.#runner.send({ type: 'connect' })
  }

  /** The last state the bridge told, also while it is away; null before the first. */
  get state(): FeedState | null {
    return this.#replica.state
  }

  /** The last events of each type, oldest first. */
  get recent(): LiveEvent[] {
    return this.#replica.recent
  }

  /** What this page has been told so far. */
  get replica(): Replica {
    return this.#replica
  }

  /** How often the feed began anew: what was `recent` before is then no part of it. */
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

  /** For what is to be seen together with the events of the feed. */
  get pace(): Pace {
    return this.#options.pace
  }

  /** Calls `listener` with each batch of events not shown before, in order. Returns how to stop. */
  onFresh(listener: (events: LiveEvent[]) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Tries at once where it was waiting to: after sleep, or when the page comes into sight, a timer may be late. */
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
      // Open is when the feed begins: a port that somebody else answers on is not the bridge.
      if (!opened && message.type !== 'snapshot') return
      // What has waited on the socket of a page that stood still is as old as the page's sleep.
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
      // At once, so that the link is never up with nothing to show.
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

  /** The bridge says something every 15 s: with nothing for so long, this page was not there to hear it. */
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
    return `${FEED_PATH}?${query.toString()}`
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

/** What a room sends all the time can wait for its turn; what is hidden, set or tried out, and how the connection is, cannot. */
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
