import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@standby/shared/clock.ts'
import type { PortHolder, TikFinityClientView, TikFinitySocketState } from '@standby/shared/tikfinity.ts'
import { cleanText, MAX_NAME_LENGTH } from '@standby/shared/clean-text.ts'
import { CLOSE_SHUTTING_DOWN, CLOSE_TOO_SLOW } from '@standby/shared/protocol.ts'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import { limitMessages, MAX_MESSAGE_BYTES, SERVER_LIMITS } from '../server/limits.ts'
import { readerOf } from './origins.pure.ts'
import { firstFrame } from '../sources/first-frame.ts'
import { ADDRESSES, portHolder } from './port-holder.ts'

export interface TikFinitySocketOptions {
  /** 0: any free one. */
  port: number
  clock: Clock
  log: Logger
  /** Origins of web pages that may read. */
  allowed: () => readonly string[]
  /** The text of a client's first frames. */
  greeting: () => readonly string[]
  limits?: ClientLimits
}

export interface ClientLimits {
  clients: number
  /** How much may wait for one client. */
  bufferedBytes: number
}

/** A server for programs that know TikFinity's: it only sends. */
export interface TikFinitySocket {
  /** Asks for the port, unless it has it. Resolves when it has, or cannot, or is not to have it any more. */
  open(): Promise<void>
  state(): TikFinitySocketState
  /** The port that it got, or wanted. */
  port(): number
  send(texts: readonly string[]): void
  clients(): TikFinityClientView[]
  clientCount(): number
  refused(): { origin: string; at: number }[]
  /** Closes the clients whose origin is not allowed any more, and forgets that the others were refused. */
  allowedChanged(): void
  close(): Promise<void>
}

const LIMITS: ClientLimits = { clients: 100, bufferedBytes: 1_000_000 }
const REFUSED_KEPT = 10
const PING_EVERY_MS = 15_000
const LEAVE_WITHIN_MS = 500

export function createTikFinitySocket(options: TikFinitySocketOptions): TikFinitySocket {
  const { clock, log, allowed, greeting, limits = LIMITS } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false })
  const clients = new Map<WebSocket, TikFinityClientView>()
  const refused = new Map<string, number>()
  let servers: Server[] = []
  let state: TikFinitySocketState = { state: 'off' }
  let port = options.port
  let lastId = 0
  let wanted = false
  let turn: Promise<void> = Promise.resolve()
  let cancelPing = (): void => undefined

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', (error) => log.debug({ err: error }, 'tikfinity: an upgrade failed'))
    const { origin, host } = request.headers
    const reader = readerOf({ host, origin }, allowed())
    if (reader.as === 'refused') {
      if (reader.origin !== null) noteRefused(reader.origin)
      return refuse(stream, '403 Forbidden', 'This web page may not read the LIVE. The creator can allow it in the dock of Standby.')
    }
    if (clients.size >= limits.clients) return refuse(stream, '503 Service Unavailable', 'There are too many clients. Close some of them.')
    sockets.handleUpgrade(request, stream, head, (client) => {
      limitMessages(client, clock)
      // What a client says is not for anybody. Without a listener its frames would wait in memory.
      client.on('message', () => undefined)
      client.on('error', (error) => log.debug({ err: error }, 'tikfinity: a client failed'))
      client.on('close', () => clients.delete(client))
      const userAgent = cleanText(request.headers['user-agent'], MAX_NAME_LENGTH)
      const page = reader.as === 'allowed' || isWebPage(origin) ? (origin ?? null) : null
      clients.set(client, { id: (lastId += 1), origin: page, userAgent: userAgent === '' ? null : userAgent, connectedAt: clock.now() })
      for (const text of greeting()) client.send(text)
    })
  }

  function noteRefused(origin: string): void {
    refused.delete(origin)
    refused.set(origin, clock.now())
    const [oldest] = refused.keys()
    if (refused.size > REFUSED_KEPT && oldest !== undefined) refused.delete(oldest)
  }

  function leave(client: WebSocket, code: number, reason: string): void {
    clients.delete(client)
    client.close(code, reason)
    clock.after(LEAVE_WITHIN_MS, () => client.terminate())
  }

  function ping(): void {
    for (const client of clients.keys()) client.ping()
    cancelPing = clock.after(PING_EVERY_MS, ping)
  }

  /** Only this computer's own addresses. One without IPv6 has the first alone. */
  async function listen(): Promise<TikFinitySocketState> {
    const holder: PortHolder | null = port === 0 ? null : await portHolder(port, (url) => firstFrame(url, clock))
    if (holder !== null) return { state: 'taken', by: holder }
    for (const address of ADDRESSES) {
      const server = createServer(SERVER_LIMITS, (_request, response) => {
        response.writeHead(426, { 'Content-Type': 'text/plain; charset=utf-8', Upgrade: 'websocket', Connection: 'Upgrade' })
        response.end('This is a WebSocket for programs that know TikFinity.\n')
      })
      server.on('upgrade', upgrade)
      const code = await bind(server, address, port)
      if (code === null) {
        servers.push(server)
        const bound = server.address()
        if (bound !== null && typeof bound === 'object') port = bound.port
      } else if (code === 'EADDRINUSE') return { state: 'taken', by: 'other' }
      else if (address === ADDRESSES[0]) return { state: 'failed', code }
    }
    return { state: 'listening' }
  }

  async function shut(): Promise<void> {
    cancelPing()
    const open = servers
    servers = []
    for (const client of [...clients.keys()]) leave(client, CLOSE_SHUTTING_DOWN, 'Standby closes this socket')
    await Promise.all(
      open.map((server) => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        const cancel = clock.after(LEAVE_WITHIN_MS, () => server.closeAllConnections())
        return closed.then(cancel)
      }),
    )
  }

  async function begin(): Promise<void> {
    if (!wanted || state.state === 'listening') return
    state = { state: 'opening' }
    const found = await listen()
    if (found.state === 'listening') ping()
    else await shut()
    state = found
    if (found.state === 'listening') log.info({ port }, 'tikfinity: listening')
    else log.info({ port, ...found }, 'tikfinity: the port cannot be had, so this socket stays closed')
  }

  async function end(): Promise<void> {
    if (wanted) return
    await shut()
    state = { state: 'off' }
  }

  /** One after the other: two at once would find the port taken by each other. What is wanted by then counts. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(work)
    return turn
  }

  return {
    open() {
      wanted = true
      return inTurn(begin)
    },
    state: () => state,
    port: () => port,
    send(texts) {
      for (const client of clients.keys()) {
        if (client.bufferedAmount > limits.bufferedBytes) leave(client, CLOSE_TOO_SLOW, 'too slow')
        else for (const text of texts) client.send(text)
      }
    },
    clients: () => [...clients.values()],
    clientCount: () => clients.size,
    refused: () => [...refused].map(([origin, at]) => ({ origin, at })).toReversed(),
    allowedChanged() {
      for (const origin of allowed()) refused.delete(origin)
      for (const [client, { origin }] of clients) {
        if (origin !== null && readerOf({ host: 'localhost', origin }, allowed()).as === 'refused')
          leave(client, 1008, 'not allowed any more')
      }
    },
    close() {
      wanted = false
      return inTurn(end)
    },
  }
}

function isWebPage(origin: string | undefined): boolean {
  return origin?.startsWith('http') === true
}

/** Null, or the system's code for why the address cannot be had. */
function bind(server: Server, host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    // Without `ipv6Only`, some systems would take the IPv4 address as well.
    server.listen({ port, host, ipv6Only: true, exclusive: true }, () => resolve(null))
  })
}

function refuse(stream: Duplex, status: string, message: string): void {
  stream.once('finish', () => stream.destroy())
  const head = `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(message)}`
  stream.end(`${head}\r\nConnection: close\r\n\r\n${message}`)
}
