import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState, ServerMessage } from '@standby/shared/protocol.ts'
import WebSocket from 'ws'

/** A client of the feed that does what the docs say: keeps its place, comes back from there, and takes nothing on trust. */
export interface Watcher {
  readonly name: string
  events(): readonly LiveEvent[]
  state(): Partial<FeedState>
  /** What it saw that must not be: an event twice, out of order, or a resume that was refused. */
  complaints(): readonly string[]
  isUp(): boolean
  /** How often it had to come back. */
  returns(): number
  /** The close codes it was given. */
  closeCodes(): readonly number[]
  /** Stops reading; the socket stays open. */
  freeze(on: boolean): void
  /** Goes and comes back where it was, as a page does that is loaded anew and remembers its place. */
  reload(): void
  /** The journal was replaced with good reason: a refused resume is no complaint this once. */
  mayRestart(): void
  stop(): void
}

const COME_BACK_MS = 200

export function startWatcher(name: string, address: string): Watcher {
  const events: LiveEvent[] = []
  const complaints: string[] = []
  const seen = new Set<string>()
  const closeCodes: number[] = []
  let state: Partial<FeedState> = {}
  let place: { epoch: string; offset: number } | null = null
  let socket: WebSocket | null = null
  let restartAllowed = false
  let returns = -1
  let stopped = false

  function take(event: LiveEvent): void {
    if (seen.has(event.id)) complaints.push(`${name} was given ${event.id} twice`)
    const last = events.at(-1)
    if (last !== undefined && !restartAllowed && event.offset <= last.offset)
      complaints.push(`${name} was given ${event.offset} after ${last.offset}`)
    seen.add(event.id)
    events.push(event)
  }

  function hear(message: ServerMessage): void {
    if (message.type === 'snapshot') {
      if (place !== null && !message.recovered && message.epoch === place.epoch && message.offset !== place.offset && !restartAllowed)
        complaints.push(`${name} could not resume at ${place.offset}`)
      // Another journal brings its history in place of what was missed.
      const isNewJournal = place !== null && message.epoch !== place.epoch
      if (isNewJournal) {
        if (!restartAllowed) complaints.push(`${name} met another journal`)
        message.history.filter(({ id }) => !seen.has(id)).forEach(take)
        restartAllowed = false
      }
      message.events.forEach(take)
      state = message.state
      place = { epoch: message.epoch, offset: message.offset }
    } else if (message.type === 'update') {
      message.events.forEach(take)
      state = { ...state, ...message.state }
      if (place !== null) place = { ...place, offset: message.offset }
    }
  }

  function connect(): void {
    if (stopped) return
    returns += 1
    // The journal has kinds of events that came later too.
    const query = `?types=all${place === null ? '' : `&epoch=${encodeURIComponent(place.epoch)}&offset=${place.offset}`}`
    const mine = new WebSocket(address + query)
    socket = mine
    mine.on('message', (data: Buffer) => {
      // What a socket says after it was given up is not heard.
      if (socket === mine) hear(JSON.parse(data.toString()) as ServerMessage)
    })
    mine.on('error', () => undefined)
    mine.on('close', (code) => {
      if (socket !== mine) return
      closeCodes.push(code)
      socket = null
      setTimeout(connect, COME_BACK_MS)
    })
  }
  connect()

  return {
    name,
    events: () => events,
    state: () => state,
    complaints: () => complaints,
    isUp: () => socket?.readyState === WebSocket.OPEN && !socket.isPaused,
    returns: () => returns,
    closeCodes: () => closeCodes,
    freeze(on) {
      if (on) socket?.pause()
      else socket?.resume()
    },
    reload() {
      const before = socket
      socket = null
      before?.terminate()
      connect()
    },
    mayRestart: () => void (restartAllowed = true),
    stop() {
      stopped = true
      socket?.terminate()
    },
  }
}
