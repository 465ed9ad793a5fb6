import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

export interface Asked {
  request: string
  [field: string]: unknown
}

export interface StreamerbotOptions {
  /** Null: it asks for none. */
  password?: string | null
  actions?: { id: string; name: string; group: string }[]
  triggers?: { name: string; category: string }[]
  /** mute: takes the connection and says nothing. deaf: greets, and answers no request. */
  manner?: 'usual' | 'mute' | 'deaf'
  port?: number
}

/** A small server that speaks Streamer.bot's protocol: its greeting, its authentication, and the requests that Standby makes. */
export interface TestStreamerbot {
  /** `ws://127.0.0.1:…` */
  address: string
  port: number
  /** What it was asked to do, in order: actions and triggers. */
  asked: Asked[]
  /** How many clients it has now. */
  clientCount(): number
  close(): Promise<void>
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')

export async function startStreamerbot(options: StreamerbotOptions = {}): Promise<TestStreamerbot> {
  const { password = null, actions = [], triggers = [], manner = 'usual' } = options
  const asked: Asked[] = []
  const server = createServer()
  const sockets = new WebSocketServer({ server })

  sockets.on('connection', (socket: WebSocket) => {
    if (manner === 'mute') return
    const salt = randomBytes(16).toString('base64')
    const challenge = randomBytes(16).toString('base64')
    let isKnown = password === null
    const info = { instanceId: 'test', name: 'Streamer.bot', version: '0.2.8', os: 'windows', osVersion: '10', mode: 'default' }
    const send = (value: object): void => socket.send(JSON.stringify(value))
    send({ timestamp: 'now', session: 's', request: 'Hello', info, ...(password !== null && { authentication: { salt, challenge } }) })
    socket.on('message', (data: Buffer) => {
      const request = JSON.parse(data.toString('utf8')) as Asked & { id: string }
      const { id } = request
      const ok = (more: object = {}): void => send({ id, status: 'ok', ...more })
      const no = (error: string): void => send({ id, status: 'error', error })
      if (manner === 'deaf' && request.request !== 'GetEvents' && request.request !== 'GetInfo') return
      if (request.request === 'Authenticate') {
        isKnown = request['authentication'] === sha256(sha256(`${password ?? ''}${salt}`) + challenge)
        return isKnown ? ok() : no('Invalid authentication')
      }
      if (!isKnown) return no('Authentication required')
      switch (request.request) {
        case 'GetInfo':
          return ok({ info })
        case 'GetEvents':
          return ok({ events: { General: ['Custom'] } })
        case 'GetActions':
          return ok({ actions: actions.map((one) => ({ ...one, enabled: true, subactions_count: 1 })), count: actions.length })
        case 'GetCodeTriggers':
          return ok({ triggers: triggers.map((one) => ({ ...one, eventName: one.name })), count: triggers.length })
        case 'DoAction': {
          const wanted = request['action'] as { id?: string; name?: string }
          if (!actions.some((one) => one.id === wanted.id || one.name === wanted.name)) return no('Action not found')
          asked.push(request)
          return ok()
        }
        case 'ExecuteCodeTrigger':
          asked.push(request)
          return ok()
        default:
          return no('Unknown request')
      }
    })
  })

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `ws://127.0.0.1:${port}`,
    port,
    asked,
    clientCount: () => sockets.clients.size,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        sockets.close()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
