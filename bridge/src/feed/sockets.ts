import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@standby/shared/clock.ts'
import { CHANNEL_QUERY, CLOSE_TOKEN_REPLACED, FEED_PATH } from '@standby/shared/protocol.ts'
import { refusalText } from '@standby/shared/words/refusals.ts'
import type { FeedTypes } from '@standby/shared/feed/types.ts'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import * as z from 'zod'
import { visibleIn, type PageAbout, type PageHandle, type PageRegistry } from './page-registry.ts'
import { admit, callerOf, type RemoteAccess } from '../server/access.ts'
import type { Admission } from '../server/admission.ts'
import type { NamedAccess } from '../server/named-access.ts'
import type { FeedPosition, Hub } from './hub.ts'
import { limitMessages, MAX_CLIENTS, MAX_MESSAGE_BYTES } from '../server/limits.ts'
import type { Readers } from './readers.ts'
import type { Tokens } from '../server/tokens.ts'
import type { Turns } from '../turns.ts'

export interface FeedSocketsOptions {
  /** The one that the server got. */
  port: () => number
  /** How other computers get in; null: not at all. */
  remoteAccess: (RemoteAccess & { tokens: Tokens }) | null
  /** The names by which the viewers' pages may be opened; null: none. */
  namedAccess: NamedAccess | null
  /** The feed that an address asks for by `?channel=`, of the first channel if it does not; null: there is no such channel. */
  feed: (name: string | null) => FeedOfChannel | null
  /** The line of connections and handshakes: hundreds may come at once, and each takes its time. */
  arrivals: Turns
  clock: Clock
  log: Logger
}

/** The feed of one channel, and the pages that show it. */
export interface FeedOfChannel {
  hub: Hub
  /** For those who came with the read token, or by an allowed name. */
  readers: Readers
  pages: PageRegistry
}

/** The WebSockets of the feed: who gets one, and what a client may do with it. */
export interface FeedSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  all(): ReadonlySet<WebSocket>
}

const feedQuery = z.object({
  epoch: z.string().min(1).max(100),
  offset: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
})

/** Of our own pages, the dock shows the kinds that came later. The others need not say that they show none. */
const feedTypes = z.enum(['first', 'all'] satisfies FeedTypes[])

export function feedSockets(options: FeedSocketsOptions): FeedSockets {
  const { port, remoteAccess, namedAccess, feed, arrivals, clock, log } = options
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    // A browser that offers any wants one back; the one that carries a token is not to be repeated.
    handleProtocols: (offered) => offered.has('standby') && 'standby',
  })

  function answer(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const caller = callerOf(request)
    const admission = admit(caller, port(), remoteAccess, namedAccess)
    if ('error' in admission) return refuseUpgrade(socket, STATUS_LINES[admission.status], admission.error, admission.message)
    // What is no address at all, like "//", comes from any page that likes to: it must not end the process.
    const address = URL.parse(request.url ?? '/', 'http://feed')
    if (address?.pathname !== FEED_PATH) return refuseUpgrade(socket, '404 Not Found', 'not-found', `The feed is at ${FEED_PATH}.`)
    const channel = feed(address.searchParams.get(CHANNEL_QUERY))
    if (channel === null) return refuseUpgrade(socket, '404 Not Found', 'no-such-channel', refusalText('no-such-channel'))
    const { hub, readers, pages } = channel
    const asked = address.searchParams.get('types') ?? (address.searchParams.get('page') === 'dock' ? 'all' : 'first')
    const types = feedTypes.safeParse(asked)
    if (!types.success) {
      const message = '“types” can be all: then the kinds of events that came later are sent too. Leave it out for the first ones.'
      return refuseUpgrade(socket, '400 Bad Request', 'invalid-request', message)
    }
    const position = feedPosition(address.searchParams)
    if (position === 'invalid') {
      const message = '“offset” must be a whole number, together with the epoch it belongs to.'
      return refuseUpgrade(socket, '400 Bad Request', 'invalid-request', message)
    }
    if (sockets.clients.size >= MAX_CLIENTS) {
      const message = `The feed has ${MAX_CLIENTS} clients and accepts no more. Close some of them.`
      return refuseUpgrade(socket, '503 Service Unavailable', 'too-many-clients', message)
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      limitMessages(client, clock)
      follow(client, pages.open(aboutPage(request, address.searchParams, admission.as === 'local')))
      if (remoteAccess !== null) endWithToken(client, admission, remoteAccess.tokens)
      if (admission.as === 'viewer' && namedAccess !== null) {
        endWithName(client, namedAccess, () => 'error' in admit(caller, port(), remoteAccess, namedAccess))
      }
      if (admission.as === 'read' || admission.as === 'viewer') hub.attach(readers.through(client), readers.position(position))
      else hub.attach(client, position, types.data)
    })
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', (error) => log.debug({ err: error }, 'feed: an upgrade failed'))
      // All of it in its turn: what was true when it knocked, a token for one, need not be any more.
      arrivals.take(() => answer(request, socket, head))
    },
    all: () => sockets.clients,
  }
}

/** Only pages on this computer can be sources of the OBS here. One from elsewhere that posed as one would keep a blank source blank. */
function aboutPage(request: IncomingMessage, query: URLSearchParams, isLocal: boolean): PageAbout {
  const page = query.get('page')
  return isLocal
    ? { page, source: query.get('source'), userAgent: request.headers['user-agent'] }
    : { page, source: null, userAgent: undefined }
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

/** Who came by a name goes when the name, or the port, is taken back. */
function endWithName(client: WebSocket, named: NamedAccess, isRefused: () => boolean): void {
  const stop = named.onChanged(() => {
    if (isRefused()) client.close(CLOSE_TOKEN_REPLACED, 'the name is no longer allowed')
  })
  client.on('close', stop)
}

const STATUS_LINES = { 401: '401 Unauthorized', 403: '403 Forbidden', 429: '429 Too Many Requests' } as const

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
