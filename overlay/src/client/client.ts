import { createRunner, type Runner } from '@standby/shared/connection/runner.ts'
import { applyMessage, emptyReplica } from '@standby/shared/feed/replica.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { FEED_PATH, type FeedState, type ServerMessage } from '@standby/shared/protocol.ts'
import { channelIn, pathFor } from '../parts/channel.ts'
import { pageClock } from '../parts/page-clock.ts'
import { pagePolicy, type LinkCause } from '../parts/page-policy.ts'

export type { FeedState, LiveEvent }

export interface ConnectOptions {
  /** Each event once, in order, over drops of TikTok and restarts of Standby. `event.missed`: it was caught up, show it quietly. */
  onEvent?: (event: LiveEvent) => void
  /** The last values, at the beginning and whenever some of them change. */
  onState?: (state: FeedState) => void
  /** The last events of this LIVE, in place of all there was before: when a page has just loaded, or another LIVE has begun. Never announced. */
  onHistory?: (events: LiveEvent[]) => void
  /** Whether Standby itself is there. */
  onLink?: (up: boolean) => void
  /** Also the kinds of events that came later: battles, polls, questions, treasure chests, super fans, the end of the LIVE, and those to come. */
  types?: 'all'
}

export interface Client {
  /** Ends the connection for good. */
  stop(): void
}

/** What a client needs of the browser; the real ones if left out. */
export interface Surroundings {
  open?: (path: string) => Pick<WebSocket, 'close'> & { onmessage: WebSocket['onmessage']; onclose: WebSocket['onclose'] }
  clock?: typeof pageClock
  random?: () => number
}

/** So many of each type are remembered, to know what is new. */
const KEEP_PER_TYPE = 60

const openSocket = (path: string): WebSocket => new WebSocket(location.origin.replace(/^http/, 'ws') + pathFor(channelIn(location), path))

/** Follows the feed for as long as the page lives: reconnects by itself and resumes where it stopped. */
export function connect(options: ConnectOptions, surroundings: Surroundings = {}): Client {
  const { open = openSocket, clock = pageClock, random = Math.random } = surroundings
  let replica = emptyReplica()
  let socket: ReturnType<typeof open> | null = null
  let isUp = false
  let isStopped = false

  const runner: Runner<LinkCause> = createRunner<LinkCause>({
    policy: pagePolicy,
    clock,
    random,
    onEffect(effect) {
      if (effect.type === 'close') leave()
      else begin(effect.generation)
    },
    onChange({ phase }) {
      const up = phase === 'connected'
      if (up === isUp) return
      isUp = up
      calling(() => options.onLink?.(up))
    },
  })

  function begin(generation: number): void {
    const query = new URLSearchParams(options.types === 'all' ? { types: 'all' } : {})
    if (replica.epoch !== null) {
      query.set('epoch', replica.epoch)
      query.set('offset', String(replica.offset))
    }
    const asked = query.toString()
    const opened = open(asked === '' ? FEED_PATH : `${FEED_PATH}?${asked}`)
    socket = opened
    let isOpen = false
    opened.onmessage = ({ data }) => {
      const message = parse(data)
      // Another program may answer on this port.
      if (message === null || (!isOpen && message.type !== 'snapshot')) return
      runner.send(isOpen ? { type: 'frame', generation } : { type: 'opened', generation })
      isOpen = true
      take(message)
    }
    opened.onclose = () => {
      leave()
      runner.send({ type: 'closed', generation, cause: { kind: 'away', detail: 'the socket closed' } })
    }
  }

  function leave(): void {
    if (socket === null) return
    socket.onmessage = null
    socket.onclose = null
    socket.close()
    socket = null
  }

  function take(message: ServerMessage): void {
    const before = replica.state
    const applied = applyMessage(replica, message, KEEP_PER_TYPE)
    replica = applied.replica
    const { state } = replica
    if (state !== null && state !== before) calling(() => options.onState?.(state))
    if (message.type === 'snapshot' && !message.recovered) calling(() => options.onHistory?.(message.history))
    for (const event of applied.fresh) calling(() => options.onEvent?.(event))
  }

  /** A mistake in a page's own code is shown in the console, and costs it none of the events that follow. */
  function calling(own: () => void): void {
    if (isStopped) return
    try {
      own()
    } catch (error) {
      reportError(error)
    }
  }

  runner.send({ type: 'connect' })
  return {
    stop() {
      isStopped = true
      runner.send({ type: 'disconnect' })
      runner.dispose()
      leave()
    },
  }
}

function parse(data: unknown): ServerMessage | null {
  try {
    const message: unknown = JSON.parse(String(data))
    return typeof message === 'object' && message !== null && 'type' in message ? (message as ServerMessage) : null
  } catch {
    return null
  }
}
