import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '@standby/shared/clock.ts'
import { readerHealth } from '@standby/shared/feed/reader.ts'
import { CLOSE_TOKEN_REPLACED, FEED_PATH } from '@standby/shared/protocol.ts'
import express, { type NextFunction, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import * as z from 'zod'
import { visibleIn, type PageAbout, type PageHandle, type PageRegistry } from '../obs/page-registry.ts'
import { admit, tokenOf, type Admission, type Beyond, type Caller } from './access.ts'
import { Refused, sendRefusal } from './answer.ts'
import type { FeedPosition, Hub } from './hub.ts'
import { limitCommands, limitMessages, MAX_CLIENTS, MAX_MESSAGE_BYTES, REQUEST_LIMITS, SERVER_LIMITS, SOCKET_PLACES } from './limits.ts'
import { isThisComputer } from './network-of.ts'
import { oneRequest } from './one-request.ts'
import { createPlaces } from './places.ts'
import type { Readers } from './readers.ts'
import { contentPolicy, ownWorker, pageRoutes } from './pages.ts'
import { IMPORT_LIMIT } from './settings-api.ts'
import type { Tokens } from './tokens.ts'
import type { Router } from 'express'

export interface HttpOptions {
  host: string
  /** 0: any free one. */
  port: number
  /** The built pages, with `index.html`, `overlay.html`, `standby.html`, `dock.html` and `assets/`. */
  pagesDir: string
  /** How other computers get in; null: not at all. */
  beyond: (Beyond & { tokens: Tokens }) | null
  api: Router
  /** Viewers' pictures. */
  avatars: Router
  hub: Hub
  readers: Readers
  /** Which pages are open. */
  pages: PageRegistry
  healthz: () => Record<string, unknown>
  /** For Prometheus. */
  metrics: { text(): Promise<string>; contentType: string }
  clock: Clock
  log: Logger
  /** Whether the other end of a socket is this computer; as it is unless said otherwise. */
  isHere?: (socket: Socket) => boolean
}

export interface HttpServer {
  port: number
  close(): Promise<void>
}

const PING_EVERY_MS = 15_000

const feedQuery = z.object({
  epoch: z.string().min(1).max(100),
  offset: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
})

/** Serves pages, API and feed. Rejects with Node's own error when the port cannot be had. */
export async function listen(options: HttpOptions): Promise<HttpServer> {
  const { host, pagesDir, beyond, api, avatars, hub, readers, pages, healthz, metrics, clock, log, isHere = isThisComputer } = options
  let port = options.port

  const app = express()
  app.disable('x-powered-by')
  app.use((request, response, next) => {
    response.set({
      'Content-Security-Policy': contentPolicy(request.path),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Resource-Policy': 'same-origin',
    })
    const admission = admit(callerOf(request), port, beyond)
    if ('error' in admission) return sendRefusal(response, refusedBy(admission))
    // Browsers heed it on this computer only, over http, and complain of it anywhere else.
    if (admission.as === 'local') response.set('Cross-Origin-Opener-Policy', 'same-origin')
    response.locals['isReader'] = admission.as === 'read'
    next()
  })
  app.use(ownWorker(pagesDir))
  app.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json(response.locals['isReader'] === true ? readerHealth.parse(healthz()) : healthz())
  })
  app.get('/metrics', noStore, async (_request, response) => void response.type(metrics.contentType).send(await metrics.text()))
  app.use('/api/settings/import', jsonOnly, express.json({ limit: IMPORT_LIMIT }))
  app.use('/api', noStore, limitCommands(clock), jsonOnly, express.json({ limit: '64kb' }), api)
  app.use('/avatar', avatars)
  app.use('/assets', express.static(join(pagesDir, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  app.use(pageRoutes(pagesDir))
  app.use((request: Request, response: Response) => {
    sendRefusal(response, new Refused(404, { error: 'not-found', message: `There is no page ${request.path}. Start at /.` }))
  })
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => sendRefusal(response, asRefused(error, log)))

  const requests = oneRequest(app, clock, REQUEST_LIMITS)
  const server = createServer(SERVER_LIMITS, requests.listener)
  const places = createPlaces(SOCKET_PLACES)
  server.on('connection', (socket: Socket) => {
    const giveBack = places.take({ address: socket.remoteAddress ?? '', isThisComputer: isHere(socket) })
    if (giveBack === null) socket.destroy()
    else socket.once('close', giveBack)
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    // A browser that offers any wants one back; the one that carries a token is not to be repeated.
    handleProtocols: (offered) => offered.has('standby') && 'standby',
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => log.debug({ err: error }, 'feed: an upgrade failed'))
    // What it is still being answered would be written into the feed, and not end with it.
    if (requests.isBusy(socket)) return void socket.destroy()
    const admission = admit(callerOf(request), port, beyond)
    if ('error' in admission) return refuseUpgrade(socket, STATUS_LINES[admission.status], admission.error, admission.message)
    // What is no address at all, like "//", comes from any page that likes to: it must not end the process.
    const address = URL.parse(request.url ?? '/', 'http://feed')
    if (address?.pathname !== FEED_PATH) return refuseUpgrade(socket, '404 Not Found', 'not-found', `The feed is at ${FEED_PATH}.`)
    const position = feedPosition(address.searchParams)
    if (position === 'invalid') {
      return refuseUpgrade(
        socket,
        '400 Bad Request',
        'invalid-request',
        'offset: must be a whole number, together with the epoch it belongs to.',
      )
    }
    if (sockets.clients.size >= MAX_CLIENTS) {
      const message = `The feed has ${MAX_CLIENTS} clients, and takes no more. Close some of them.`
      return refuseUpgrade(socket, '503 Service Unavailable', 'too-many-clients', message)
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      limitMessages(client, clock)
      follow(client, pages.open(aboutPage(request, address.searchParams)))
      if (beyond !== null) endWithToken(client, admission, beyond.tokens)
      if (admission.as === 'read') hub.attach(readers.through(client), readers.position(position))
      else hub.attach(client, position)
    })
  })

  // Browsers answer a ping by themselves, also those that hold back a hidden page's timers.
  const pinging = setInterval(() => sockets.clients.forEach((client) => client.ping()), PING_EVERY_MS)
  pinging.unref()

  port = await bind(server, host, options.port)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        clearInterval(pinging)
        hub.close()
        server.close(() => resolve())
        server.closeIdleConnections()
        // Clients that do not answer the close get a moment, not for ever.
        setTimeout(() => {
          for (const client of sockets.clients) client.terminate()
          server.closeAllConnections()
        }, 500).unref()
      }),
  }
}

function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : port)
    })
  })
}

function aboutPage(request: IncomingMessage, query: URLSearchParams): PageAbout {
  return { page: query.get('page'), source: query.get('source'), userAgent: request.headers['user-agent'] }
}

/** The feed is one-way but for this: a page says now and then that it lives. */
function follow(client: WebSocket, page: PageHandle | null): void {
  if (page === null) return
  client.on('message', (data, isBinary) => page.signOfLife(isBinary ? null : visibleIn((data as Buffer).toString())))
  client.on('pong', () => page.signOfLife())
  client.on('close', () => page.close())
}

/** Who came with a token goes when it is replaced. */
function endWithToken(client: WebSocket, admission: Exclude<Admission, { error: string }>, tokens: Tokens): void {
  const stop = tokens.onReplaced((kind) => {
    if (kind === admission.as) client.close(CLOSE_TOKEN_REPLACED, 'the token was replaced')
  })
  client.on('close', stop)
}

const STATUS_LINES = { 401: '401 Unauthorized', 403: '403 Forbidden', 429: '429 Too Many Requests' } as const

function refusedBy({ status, ...body }: Extract<Admission, { error: string }>): Refused {
  return new Refused(status, { ...body })
}

function callerOf(request: IncomingMessage): Caller {
  const header = (name: string): string | undefined => {
    const value = request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
  return {
    method: request.method ?? 'GET',
    path: (request.url ?? '/').split('?')[0] ?? '/',
    host: header('host'),
    origin: header('origin'),
    fetchSite: header('sec-fetch-site'),
    fetchMode: header('sec-fetch-mode'),
    remoteAddress: request.socket.remoteAddress,
    token: tokenOf(request.headers),
  }
}

function feedPosition(query: URLSearchParams): FeedPosition | null | 'invalid' {
  if (!query.has('epoch') && !query.has('offset')) return null
  const result = feedQuery.safeParse({ epoch: query.get('epoch') ?? '', offset: query.get('offset') ?? '' })
  return result.success ? result.data : 'invalid'
}

function refuseUpgrade(socket: Duplex, status: string, error: string, message: string): void {
  const body = JSON.stringify({ error, message })
  const length = Buffer.byteLength(body)
  // An upgraded socket is nobody's but ours: who does not hang up would keep it, and the stop, for ever.
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${body}`)
}

function noStore(_request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store')
  next()
}

/** A form on a web page can post anything but JSON without asking first: only JSON counts as a command. */
function jsonOnly(request: Request, response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  if (hasBody && request.is('application/json') === false) {
    return sendRefusal(
      response,
      new Refused(415, { error: 'not-json', message: 'Send the body as JSON, with Content-Type: application/json.' }),
    )
  }
  next()
}

/** A limit of bytes; what it is, is the parser's to say. */
function inWords(bytes: number): string {
  if (Number.isNaN(bytes)) return 'Standby takes'
  return bytes < 1024 ** 2 ? `${bytes / 1024} kB` : `${bytes / 1024 ** 2} MB`
}

function asRefused(error: unknown, log: Logger): Refused {
  if (error instanceof Refused) return error
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    const tooLarge = error.status === 413
    const message = tooLarge
      ? `The body is larger than ${inWords('limit' in error ? Number(error.limit) : NaN)}.`
      : error.status === 415
        ? 'The body is packed or encoded in a way that Standby does not read. Send it in UTF-8, plain or with gzip. Nothing was changed.'
        : 'The body is not valid JSON. Nothing was changed.'
    return new Refused(error.status, { error: tooLarge ? 'too-large' : 'invalid-request', message })
  }
  log.error({ err: error }, 'http: a request failed')
  return new Refused(500, { error: 'internal', message: 'Something in Standby went wrong; its log says what. The LIVE goes on.' })
}
