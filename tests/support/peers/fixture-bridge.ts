import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import { contentPolicy, importMaps } from '@standby/bridge/server/pages.ts'
import { pageAt } from '@standby/shared/pages.ts'
import type { FeedState, ServerMessage, SnapshotMessage } from '@standby/shared/protocol.ts'
import { drawnAvatar } from '../fixtures/drawn-avatar.ts'
import { madeUpAnswer } from '../fixtures/answers.ts'
import { MINUTE_MS, updateOf } from '../fixtures/situation.ts'
import { FIXTURES, type FixtureName } from '../fixtures/states.ts'

const DIST = join(import.meta.dirname, '../../../overlay/dist')
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

export interface FixtureBridge {
  origin: string
  /** What pages are shown from now on, those that are open at once; with `change` on top of it. */
  show(name: FixtureName, change?: Partial<FeedState>): void
  /** Sends what is not a snapshot to all open pages. */
  say(message: ServerMessage): void
  /** The number of what was shown or said last. The message that ends it carries it, for `situations` to know when a page has it. */
  serial(): number
  /** Commands so far, oldest first. */
  commands: { path: string; body: string }[]
  close(): Promise<void>
}

export interface FixtureBridgeOptions {
  port?: number
  show?: FixtureName
  /** The service worker of another version, made from the one that was built. */
  worker?: (built: string) => string
  /** For tests: the steps of a situation come at once, and each situation is a minute after the one before, of which nothing lingers. */
  quick?: boolean
}

/** Serves the built pages with made-up states: the bridge’s paths, nothing behind them. To look at, and for pictures in the docs. */
export async function startFixtureBridge(options: FixtureBridgeOptions = {}): Promise<FixtureBridge> {
  const { quick = false } = options
  let serial = 0
  let minutes = 0
  const time = (): number => Date.now() + minutes * MINUTE_MS
  let current = FIXTURES[options.show ?? 'live'](time())
  let name: FixtureName = options.show ?? 'live'
  let changed: Partial<FeedState> = {}
  const commands: FixtureBridge['commands'] = []

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path.startsWith('/api/')) {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        commands.push({ path, body })
        const answer = current.answers[path] ?? { status: 200, body: madeUpAnswer(path, time()) ?? {} }
        response.writeHead(answer.status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(answer.body))
      })
      return
    }
    if (path === '/avatar') {
      const picture = drawnAvatar(new URL(request.url ?? '/', 'http://localhost').searchParams.get('u') ?? '')
      if (picture === null) response.writeHead(404).end()
      else response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'private, max-age=604800, immutable' }).end(picture)
      return
    }
    const page = pageAt(path)
    const file = join(DIST, normalize(page === null ? path : `${page.name}.html`))
    if (!file.startsWith(DIST) || !existsSync(file)) {
      response.writeHead(404).end('not found')
      return
    }
    const bytes = readFileSync(file)
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentPolicy('/overlay', importMaps(extname(file) === '.html' ? bytes.toString() : '')),
      // As the bridge has it: what is named after what is in it may be kept.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    const { worker } = options
    response.end(path === '/service-worker.js' && worker !== undefined ? worker(bytes.toString()) : bytes)
  })

  const sockets = new WebSocketServer({ noServer: true })
  let accepting = true
  server.on('upgrade', (request, socket, head) => {
    if (!accepting) {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => greet(client))
  })

  const numbered = (message: ServerMessage): string => JSON.stringify({ ...message, serial })

  function greet(client: WebSocket): void {
    // Made anew, so that every countdown begins when the page sees it.
    const { state, history, steps, bridgeStays } = (current = FIXTURES[name](time()))
    const offset = history.at(-1)?.offset ?? 0
    const fresh = { recovered: false, events: [], gap: null, now: time() }
    const snapshot: SnapshotMessage = {
      type: 'snapshot',
      epoch: `fixture-${name}`,
      offset,
      state: { ...state, ...changed },
      history,
      ...fresh,
    }
    const send = (message: ServerMessage): void => client.send(JSON.stringify(message))
    if (quick && steps.length > 0) {
      send(snapshot)
      for (const step of steps) send(updateOf(step, offset))
      // A page takes its time with what a busy room sends, and none with news: after this one all of it is drawn.
      const last = steps.flatMap(({ events = [] }) => events).at(-1)?.offset ?? offset
      client.send(numbered({ type: 'update', offset: last, events: [], state: { moderation: changed.moderation ?? state.moderation } }))
    } else {
      client.send(numbered(snapshot))
      for (const step of steps) setTimeout(() => send(updateOf(step, offset)), step.afterMs)
    }
    if (bridgeStays) return
    accepting = false
    setTimeout(() => client.close(), 100)
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show(next, change = {}) {
      name = next
      changed = change
      accepting = true
      serial += 1
      if (quick) minutes += 1
      // A page may ask the API before its socket is open.
      current = FIXTURES[name](time())
      for (const client of sockets.clients) if (client.readyState === client.OPEN) greet(client)
    },
    say(message) {
      serial += 1
      for (const client of sockets.clients) client.send(numbered(message))
    },
    serial: () => serial,
    commands,
    close() {
      for (const client of sockets.clients) client.terminate()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Has the bridge say what `next` makes, so often, for so long; what a busy moment delayed is made up for. */
export function rush(
  bridge: FixtureBridge,
  next: () => ServerMessage,
  { everyMs, forMs }: { everyMs: number; forMs: number },
): Promise<void> {
  const startedAt = performance.now()
  let sent = 0
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const passedMs = performance.now() - startedAt
      for (; sent < Math.min(passedMs, forMs) / everyMs; sent += 1) bridge.say(next())
      if (passedMs < forMs) return
      clearInterval(timer)
      resolve()
    }, 4)
  })
}
