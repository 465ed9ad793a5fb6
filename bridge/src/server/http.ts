import { diskFailureOf } from '../store/disk-failure.ts'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { Clock } from '@standby/shared/clock.ts'
import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import type { Logger } from 'pino'
import type { Route } from '../core.ts'
import { admit, callerOf, type RemoteAccess } from './access.ts'
import type { Admission } from './admission.ts'
import { Refused, refused, sendRefusal } from './answer.ts'
import { feedTurns } from '../feed/turns.ts'
import { feedSockets, type FeedOfChannel } from '../feed/sockets.ts'
import type { FindChannel } from '../channels/channels.ts'
import { feedFor, pageOfChannel, selectChannel } from '../channels/select.ts'
import { limitCommands, REQUEST_LIMITS, SERVER_LIMITS, SOCKET_PLACES } from './limits.ts'
import { inTurn } from './in-turn.ts'
import type { NamedAccess } from './named-access.ts'
import { isThisComputer } from './network-of.ts'
import { oneRequest } from './one-request.ts'
import { createPlaces } from './places.ts'
import { contentPolicy, ownWorker, pageRoutes } from './pages.ts'
import { createSecondPort, type SecondPort } from './second-port.ts'
import { IMPORT_LIMIT } from '../settings/routes.ts'
import { LOOK_IMPORT_LIMIT } from '../show/look-routes.ts'
import type { Tokens } from './tokens.ts'

export interface HttpOptions {
  host: string
  /** 0: any free one. */
  port: number
  /** The built pages, a file for each of `shared/src/pages.ts`, and `assets/`. */
  pagesDir: string
  /** Where Standby is started from by a command; null if it is not. */
  folder?: string | null
  /** How other computers get in; null: not at all. */
  remoteAccess: (RemoteAccess & { tokens: Tokens }) | null
  /** The names by which the viewers' pages may be opened on this computer; null: none. */
  namedAccess?: NamedAccess | null
  /** The features' own; those under `/api` answer with JSON and are limited. */
  routes: readonly Route[]
  /** What an address means by `?channel=`, and the feed of the first channel. */
  channels: { find: FindChannel; first: FeedOfChannel }
  clock: Clock
  log: Logger
  /** Whether the other end of a socket is this computer; as it is unless said otherwise. */
  isHere?: (socket: Socket) => boolean
}

export interface HttpServer {
  port: number
  /** For the allowed names only. */
  secondPort: SecondPort
  close(): Promise<void>
}

const PING_EVERY_MS = 15_000

/** Serves pages, API and feed. Rejects with Node's own error when the port cannot be had. */
export async function listen(options: HttpOptions): Promise<HttpServer> {
  const { host, pagesDir, folder = null, remoteAccess, namedAccess = null, routes, channels, clock, log, isHere = isThisComputer } = options
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
    const admission = admit(callerOf(request), port, remoteAccess, namedAccess)
    if ('error' in admission) return sendRefusal(response, refusedBy(admission))
    // Browsers heed it on this computer only, over http, and complain of it anywhere else.
    if (admission.as === 'local') response.set('Cross-Origin-Opener-Policy', 'same-origin')
    response.locals['isLocal'] = admission.as === 'local'
    response.locals['isReader'] = admission.as === 'read' || admission.as === 'viewer'
    next()
  })
  app.use(ownWorker(pagesDir, folder))
  const at = (path: Route['path']): Router[] => routes.filter((route) => route.path === path).map(({ router }) => router)
  for (const router of at('/')) app.use(router)
  for (const [path, limit] of Object.entries({ '/api/settings/import': IMPORT_LIMIT, '/api/look/import': LOOK_IMPORT_LIMIT })) {
    app.use(path, jsonOnly, express.json({ limit }))
  }
  const ofChannel = (path: Route['path']) => selectChannel(channels.find, path)
  app.use('/api', noStore, limitCommands(clock), jsonOnly, express.json({ limit: '64kb' }), ofChannel('/api'), ...at('/api'), noSuchRoute)
  for (const path of ['/card', '/look'] as const) app.use(path, ofChannel(path), ...at(path))
  app.use('/avatar', ...at('/avatar'))
  app.use('/assets', express.static(join(pagesDir, 'assets'), { immutable: true, maxAge: '1y', index: false }))
  app.use(pageOfChannel(channels.find), pageRoutes(pagesDir, folder))
  app.use((request: Request, response: Response) => {
    sendRefusal(response, refused(404, 'not-found', { detail: `There is no page ${request.path}; the home page is at /.` }))
  })
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => sendRefusal(response, asRefused(error, log)))

  const requests = oneRequest(app, clock, REQUEST_LIMITS)
  const places = createPlaces(SOCKET_PLACES)
  const arrivals = feedTurns()
  const sockets = feedSockets({
    port: () => port,
    remoteAccess,
    namedAccess,
    feed: feedFor(channels.find, channels.first),
    arrivals,
    clock,
    log,
  })
  const serve = (): Server => {
    const server = createServer(SERVER_LIMITS, requests.listener)
    inTurn(server, arrivals, (socket) => {
      const giveBack = places.take({ address: socket.remoteAddress ?? '', isThisComputer: isHere(socket) })
      if (giveBack === null) socket.destroy()
      else socket.once('close', giveBack)
    })
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // What it is still being answered would be written into the feed, and not end with it.
      if (requests.isBusy(socket)) socket.destroy()
      else sockets.upgrade(request, socket, head)
    })
    return server
  }
  const server = serve()
  const secondPort = createSecondPort(serve)

  // Browsers answer a ping by themselves, also those that hold back a hidden page's timers.
  const pinging = setInterval(() => sockets.all().forEach((client) => client.ping()), PING_EVERY_MS)
  pinging.unref()

  port = await bind(server, host, options.port)
  return {
    port,
    secondPort,
    close: () =>
      new Promise((resolve) => {
        clearInterval(pinging)
        void secondPort.close()
        channels.first.hub.close()
        server.close(() => resolve())
        server.closeIdleConnections()
        // Clients that do not answer the close get a moment, not for ever.
        setTimeout(() => {
          for (const client of sockets.all()) client.terminate()
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

function refusedBy({ status, ...body }: Extract<Admission, { error: string }>): Refused {
  return new Refused(status, { ...body })
}

/** Nothing under `/api` has answered. */
function noSuchRoute(request: Request): never {
  const asked = `${request.method} ${request.originalUrl.split('?')[0] ?? ''}`
  throw refused(404, 'not-found', { detail: `There is no ${asked}; docs/api.md lists what there is.` })
}

function noStore(_request: Request, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store')
  next()
}

/**
 * A form on a web page can post many kinds of body without asking first, but neither JSON nor plain bytes: only these two count as a command.
 * Bytes are a file for the card or for a look.
 */
function jsonOnly(request: Request, response: Response, next: NextFunction): void {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  const isFile = /^\/(card|look)\/file\//.test(request.path) && request.is('application/octet-stream') !== false
  if (hasBody && !isFile && request.is('application/json') === false) {
    return sendRefusal(response, refused(415, 'not-json', { detail: 'Send the body as JSON, with Content-Type: application/json.' }))
  }
  next()
}

function limitText(bytes: number): string {
  return `The limit here is ${bytes < 1024 ** 2 ? `${bytes / 1024} kB` : `${bytes / 1024 ** 2} MB`}.`
}

function asRefused(error: unknown, log: Logger): Refused {
  if (error instanceof Refused) return error
  // Express could not decode the path: a “%” with something else behind it than two digits.
  if (error instanceof URIError) return refused(404, 'not-found')
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    // What is sent as a file and is not there any more, or not for us to read.
    if (error.status === 403 || error.status === 404) return refused(404, 'not-found')
    if (error.status === 413) return refused(413, 'too-large', 'limit' in error ? { detail: limitText(Number(error.limit)) } : {})
    const message =
      error.status === 415
        ? 'Standby cannot read the encoding of the body. Send it in UTF-8, plain or with gzip. Nothing was changed.'
        : 'The body is not valid JSON. Nothing was changed.'
    return new Refused(error.status, { error: 'invalid-request', message })
  }
  log.error({ err: error }, 'http: a request failed')
  const failure = diskFailureOf(error)
  if (failure !== null) return refused(507, failure)
  return refused(500, 'internal')
}
