import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import WebSocket from 'ws'
import { feedClient } from '../../support/peers/feed-server.ts'

export const PEERS = ['ws', 'socket.io', 'socket.io with recovery'] as const
export type PeerName = (typeof PEERS)[number]

/** A client that comes back by itself, and all it was given. */
export interface FaultClient {
  /** Ids, in the order they came; what a reloaded page is given as history is in here too. */
  received(): readonly string[]
  /** What a page of this system keeps of its place in the feed while it is loaded anew; empty where it keeps none. */
  position(): string
  /** What it was told on coming back: whether all it missed is there. Null: nothing. */
  recovered(): boolean | null
  isUp(): boolean
  /** The transport breaks, as with a sleeping computer or a Wi-Fi that is gone. */
  cut(): void
  /** Stops reading, and goes on. */
  pause(): void
  resume(): void
  close(): void
}

/** A server in a process of its own. */
export interface PeerServer {
  port: number
  send(event: { id: string }): void
  kill(): Promise<void>
}

export async function startPeer(kind: PeerName, port = 0): Promise<PeerServer> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'faults-peer-server.ts'), [kind, String(port)])
  const started = await new Promise<{ port: number }>((resolve) => child.once('message', (message) => resolve(message as { port: number })))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    port: started.port,
    send(event) {
      if (child.connected) child.send(event)
    },
    kill() {
      child.kill('SIGKILL')
      return exited
    },
  }
}

export const peerClient = (kind: PeerName, port: number): FaultClient => (kind === 'ws' ? wsClient(port) : socketIoClient(port))

const BACK_AFTER_MS = 1_000

/** The usual loop: closed, wait a second, open again. */
function wsClient(port: number): FaultClient {
  const received: string[] = []
  let closed = false
  let socket: WebSocket
  const open = (): void => {
    if (closed) return
    socket = new WebSocket(`ws://127.0.0.1:${port}`)
    socket.on('message', (data: Buffer) => received.push((JSON.parse(data.toString()) as { id: string }).id))
    socket.on('error', () => undefined)
    socket.on('close', () => setTimeout(open, BACK_AFTER_MS))
  }
  open()
  return {
    received: () => received,
    position: () => '',
    recovered: () => null,
    isUp: () => socket.readyState === WebSocket.OPEN,
    cut: () => socket.terminate(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close() {
      closed = true
      socket.terminate()
    },
  }
}

/** With its own defaults, over WebSocket at once. */
function socketIoClient(port: number): FaultClient {
  const received: string[] = []
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] })
  let connections = 0
  let recovered: boolean | null = null
  socket.on('event', (event: { id: string }) => received.push(event.id))
  socket.on('connect', () => {
    connections += 1
    // Where it is not switched on the library leaves it undefined.
    if (connections > 1) recovered = socket.recovered ?? null
  })
  return {
    received: () => received,
    position: () => '',
    recovered: () => recovered,
    isUp: () => socket.connected,
    cut: () => socket.io.engine.close(),
    // Its clients have no such thing.
    pause: () => undefined,
    resume: () => undefined,
    close: () => void socket.disconnect(),
  }
}

/** As a page or a tool does it: keeps its position and comes back with it. `address` is asked anew each time. */
export function standbyClient(address: () => string, begin = ''): FaultClient {
  const connections: Awaited<ReturnType<typeof feedClient>>[] = []
  let closed = false
  let recovered: boolean | null = null
  const open = async (): Promise<void> => {
    if (closed) return
    const position = connections.at(-1)?.position() ?? begin
    try {
      const client = await feedClient(address() + position)
      connections.push(client)
      const [first] = client.messages
      if (position !== '' && first?.type === 'snapshot') recovered = first.recovered
      client.socket.on('close', again)
    } catch {
      again()
    }
  }
  const again = (): void => void setTimeout(() => void open(), BACK_AFTER_MS)
  void open()
  return {
    received: () =>
      connections.flatMap(({ messages }, at) =>
        messages.flatMap((message, index) => {
          // A history in place of what there was repeats on purpose; only the first one of a page brings something.
          const isFirst = at === 0 && index === 0
          if (message.type === 'snapshot') return [...(isFirst ? message.history : []), ...message.events].map(({ id }) => id)
          return message.type === 'update' ? message.events.map(({ id }) => id) : []
        }),
      ),
    position: () => connections.at(-1)?.position() ?? begin,
    recovered: () => recovered,
    isUp: () => connections.at(-1)?.socket.readyState === WebSocket.OPEN,
    cut: () => connections.at(-1)?.socket.terminate(),
    pause: () => connections.at(-1)?.socket.pause(),
    resume: () => connections.at(-1)?.socket.resume(),
    close() {
      closed = true
      connections.at(-1)?.socket.terminate()
    },
  }
}
