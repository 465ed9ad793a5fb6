import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@standby/shared/clock.ts'
import type { LiveEvent, LiveEventDraft } from '@standby/shared/live/event.ts'
import type { FeedState, ServerMessage } from '@standby/shared/protocol.ts'
import { createPageRegistry } from '@standby/bridge/feed/page-registry.ts'
import { liveRoutes, type LiveActions } from '@standby/bridge/live/routes.ts'
import { listen } from '@standby/bridge/server/http.ts'
import { createReaders } from '@standby/bridge/feed/readers.ts'
import type { NamedAccess } from '@standby/bridge/server/named-access.ts'
import { isThisComputer } from '@standby/bridge/server/network-of.ts'
import { metricsRoutes } from '@standby/bridge/metrics/routes.ts'
import { createHub } from '@standby/bridge/feed/hub.ts'
import { openDatabase } from '@standby/bridge/store/database.ts'
import { openJournal } from '@standby/bridge/store/journal.ts'
import { systemClock } from '@standby/bridge/clock.ts'
import { createTurns } from '@standby/bridge/turns.ts'
import { Router } from 'express'
import WebSocket from 'ws'
import { fakeClock } from '../fakes/fake-clock.ts'
import { silentLog } from '../fakes/silent-log.ts'
import { waitFor } from '../wait.ts'

const METRICS = { text: () => Promise.resolve('standby_up 1\n'), contentType: 'text/plain; version=0.0.4; charset=utf-8' }

export interface FeedServerOptions {
  actions?: LiveActions
  file?: string
  open?: typeof openDatabase
  routes?: Router
  /** Files of the card. */
  cardFiles?: Router
  /** Files of looks. */
  lookFiles?: Router
  avatars?: Router
  /** What all but the hub waits by. */
  httpClock?: Clock
  isHere?: (socket: Socket) => boolean
  namedAccess?: NamedAccess
  /** As little as most tests need, unless given. */
  state?: FeedState
}

/** The real server, hub and journal on a free port, without anything behind the API. */
export async function startFeedServer(options: FeedServerOptions = {}) {
  const {
    actions = {} as LiveActions,
    file = ':memory:',
    open = openDatabase,
    routes = Router(),
    avatars = Router(),
    cardFiles = Router(),
    lookFiles = Router(),
  } = options
  const { httpClock = systemClock, isHere = isThisComputer, namedAccess = null } = options
  const { state = { counters: { chats: 0 }, recovery: null } as unknown as FeedState } = options
  const pagesDir = mkdtempSync(join(tmpdir(), 'standby-pages-'))
  mkdirSync(join(pagesDir, 'assets'))
  for (const page of ['index', 'overlay', 'standby', 'dock', 'reports'])
    writeFileSync(join(pagesDir, `${page}.html`), `<title>${page}</title>`)
  writeFileSync(join(pagesDir, 'assets', 'a.js'), 'export {}')

  let epochs = 0
  const journal = openJournal({ file, newEpoch: () => `epoch-${(epochs += 1)}`, log: silentLog, open })
  const clock = fakeClock()
  const hub = createHub({
    state,
    clock,
    log: silentLog,
    defer: setImmediate,
    turns: createTurns(setImmediate),
  })
  hub.follow(() => ({
    epoch: () => journal.epoch(),
    head: () => journal.head(),
    after: (offset, size) => journal.page('ada', 'room', offset, size),
    isTooFar: (offset, count) => journal.isTooFar('ada', 'room', offset, count),
    gapAfter: (offset) => journal.gapAfter('ada', offset),
    history: (limit, wanted) => journal.latest('ada', 'room', limit, wanted),
  }))
  const readers = createReaders({
    hub,
    journal,
    live: { channelName: () => 'ada', channel: () => ({ roomId: () => 'room' }) },
    clock,
    log: silentLog,
  })
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    pagesDir,
    remoteAccess: null,
    namedAccess,
    routes: [
      { path: '/api', router: routes },
      { path: '/api', router: liveRoutes(actions) },
      { path: '/avatar', router: avatars },
      { path: '/card', router: cardFiles },
      { path: '/look', router: lookFiles },
      { path: '/', router: metricsRoutes({ healthz: () => ({ ok: true }), metrics: METRICS }) },
    ],
    channels: {
      find: (name) => (name === 'ada' ? 'first' : null),
      first: { hub, readers, pages: createPageRegistry(clock) },
    },
    clock: httpClock,
    log: silentLog,
    isHere,
  })
  const base = `http://127.0.0.1:${server.port}`

  return {
    base,
    port: server.port,
    secondPort: server.secondPort,
    pagesDir,
    hub,
    clock,
    journal,
    /** Journals and publishes, as a channel does. */
    add(drafts: readonly LiveEventDraft[]): LiveEvent[] {
      const accepted = journal.append('ada', 'room', drafts)
      hub.publish(accepted)
      return accepted
    },
    client: (query = '', headers: Record<string, string> = {}) => feedClient(`${base.replace('http', 'ws')}/ws${query}`, headers),
    async close() {
      await server.close()
      journal.close()
      rmSync(pagesDir, { recursive: true, force: true })
    },
  }
}

/** A plain client that keeps all it was sent. */
export async function feedClient(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers })
  const messages: ServerMessage[] = []
  let closed: { code: number; reason: string } | null = null
  let refused: { status: number; body: string } | null = null
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as ServerMessage))
  socket.on('close', (code, reason) => (closed = { code, reason: reason.toString() }))
  socket.on('error', () => undefined)
  socket.on('unexpected-response', (_request, response) => {
    let body = ''
    response.on('data', (chunk: Buffer) => (body += chunk.toString()))
    response.on('end', () => (refused = { status: response.statusCode ?? 0, body }))
  })
  await waitFor(() => messages.length > 0 || refused !== null, { timeoutMs: 30_000, what: 'the first message of the feed' })
  return {
    socket,
    messages,
    closed: () => closed,
    refused: () => refused,
    /** All events it was given, in the order they came. */
    events: (): LiveEvent[] => messages.flatMap((message) => ('events' in message ? message.events : [])),
    position: (): string => {
      const epoch = messages.find((message) => message.type === 'snapshot')?.epoch ?? ''
      const offset = messages.findLast((message) => 'offset' in message)
      return `?epoch=${encodeURIComponent(epoch)}&offset=${offset !== undefined && 'offset' in offset ? offset.offset : 0}`
    },
  }
}
