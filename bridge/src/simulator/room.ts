import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Clock } from '@standby/shared/clock.ts'
import { CONTROL, control, viewer, type Heading } from './messages.ts'
import { encodeFetchResult, fetchResult, pushFrame, type RoomMessage } from './wire.ts'

export type RoomStatus = 'live' | 'paused' | 'offline' | 'ended'

/** How many messages the sign answer carries; TikTok gives about that many. */
const HISTORY_COUNT = 20

export interface SendOptions {
  /** As TikTok does it; true by default. */
  gzip?: boolean
  /** Whether the client is to acknowledge the frame; true by default. */
  needAck?: boolean
}

/** One creator's account and whatever LIVE it has now. It goes on whether anybody is connected or not. */
export interface Room {
  readonly uniqueId: string
  readonly anchorId: string
  /** Changes with every new LIVE. */
  readonly roomId: string
  readonly status: RoomStatus
  readonly socketCount: number
  /** The most sockets that were open at one time. */
  readonly mostSockets: number
  /** The account's, over all its LIVEs, as the room info tells them; 0 tells none. */
  followers: number
  /** TikTok's word for what the LIVE is about, as the room info tells it; '' tells none. */
  topic: string
  /** The heading of a new message of this room, for the builders of messages.ts: `chat(room.heading(), {…})`. */
  heading(fields?: Partial<Heading>): Heading
  /** Puts the messages into one push frame for everybody connected, and into the history the next sign answer carries. */
  send(messages: readonly RoomMessage[], options?: SendOptions): void
  /** Hears whatever is sent in the room, as a program with its own way to TikTok does. Returns how to stop. */
  listen(listener: (messages: readonly RoomMessage[]) => void): () => void
  /** These bytes as one binary WebSocket message. */
  sendRaw(bytes: Uint8Array): void
  /** Bytes that break the WebSocket protocol itself. */
  breakProtocol(): void
  /** Resolves when what was sent has been handed to the network. */
  drained(): Promise<void>
  history(): readonly RoomMessage[]
  pause(): void
  resume(): void
  /** Says goodbye and ends; the sockets stay open, as TikTok leaves it to the client to go. */
  end(action?: typeof CONTROL.ended | typeof CONTROL.suspended): void
  /** Not live, without a word on the sockets. */
  goOffline(): void
  /** A new LIVE in a new room. */
  goLive(): void
  closeSockets(code: number, reason?: string): void
  /** Cut without a close frame. */
  terminateSockets(): void
  /** Sockets stay open, and new ones open, but nothing is sent or answered. */
  silence(on: boolean): void
}

/** What the server needs of a room beyond what others may do with it. */
export interface HostedRoom extends Room {
  attach(socket: WebSocket, raw: Socket): void
  /** Sends to one client, unless the room is silent. */
  reply(socket: WebSocket, frame: Uint8Array): void
}

export interface RoomSetting {
  clock: Clock
  nextId: () => string
  /** Called with each room id this account gets. */
  opened: (roomId: string) => void
}

export function createRoom(uniqueId: string, { clock, nextId, opened }: RoomSetting): HostedRoom {
  const sockets = new Map<WebSocket, Socket>()
  let mostSockets = 0
  const listeners = new Set<(messages: readonly RoomMessage[]) => void>()
  const anchorId = viewer(uniqueId).id
  let roomId = ''
  let status: RoomStatus = 'live'
  let history: RoomMessage[] = []
  let silent = false
  let frameCount = 0

  const heading = (fields: Partial<Heading> = {}): Heading => ({ msgId: nextId(), roomId, createTime: String(clock.now()), ...fields })

  const everybody = (frame: Uint8Array): void => {
    if (silent) return
    for (const socket of sockets.keys()) socket.send(frame)
  }

  const send = (messages: readonly RoomMessage[], { gzip = true, needAck = true }: SendOptions = {}): void => {
    // Controls are moments, not history: an "ended" among recent messages would end every later connection.
    history = [...history, ...messages.filter((one) => one.method !== 'WebcastControlMessage')].slice(-HISTORY_COUNT)
    frameCount++
    for (const listener of listeners) listener(messages)
    if (sockets.size === 0) return
    const now = clock.now()
    const internalExt = `fetch_time:${now}|start_time:0|ack_ids:,${messages.at(-1)?.msgId ?? 0}|flag:0|seq:${frameCount}`
    const result = fetchResult(messages, { cursor: `${now}_${frameCount}`, internalExt, needAck, now: String(now), fetchInterval: '1000' })
    everybody(pushFrame(encodeFetchResult(result), { logId: nextId(), seqId: frameCount, gzip }))
  }

  const goLive = (): void => {
    roomId = nextId()
    status = 'live'
    history = []
    opened(roomId)
  }
  goLive()

  const say = (action: number, next: RoomStatus): void => {
    status = next
    send([control(heading(), { action })])
  }

  return {
    uniqueId,
    anchorId,
    get roomId() {
      return roomId
    },
    get status() {
      return status
    },
    get socketCount() {
      return sockets.size
    },
    get mostSockets() {
      return mostSockets
    },
    followers: 0,
    topic: '',
    heading,
    send,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    sendRaw: everybody,
    breakProtocol() {
      // Reserved bits set and a reserved opcode: no WebSocket client may accept it.
      for (const raw of sockets.values()) raw.write(Buffer.from([0xff, 0x00]))
    },
    async drained() {
      await Promise.all([...sockets.values()].map(drain))
    },
    history: () => history,
    pause: () => say(CONTROL.paused, 'paused'),
    resume: () => say(CONTROL.resumed, 'live'),
    end: (action = CONTROL.ended) => say(action, 'ended'),
    goOffline() {
      status = 'offline'
    },
    goLive,
    closeSockets(code, reason = '') {
      for (const socket of sockets.keys()) socket.close(code, reason)
    },
    terminateSockets() {
      for (const socket of sockets.keys()) socket.terminate()
    },
    silence(on) {
      silent = on
    },
    attach(socket, raw) {
      sockets.set(socket, raw)
      mostSockets = Math.max(mostSockets, sockets.size)
      socket.once('close', () => sockets.delete(socket))
    },
    reply(socket, frame) {
      if (!silent && socket.readyState === socket.OPEN) socket.send(frame)
    },
  }
}

async function drain(socket: Socket): Promise<void> {
  if (!socket.writableNeedDrain) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
