import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

type Data = Record<string, unknown>

/** How a request is answered: with data, with one of obs-websocket's error codes, or never. */
export type Answer = Data | { code: number; comment?: string } | 'silence'

/**
 * A peer that speaks as much obs-websocket 5 as the bridge uses, for what a real OBS cannot do on demand: kick, stay silent,
 * load for minutes. Scenes are kept; switches take place at once and are reported as a cut would be.
 */
export interface FakeObs {
  url: string
  scenes: string[]
  program: string
  /** Every request type received, in order. */
  requests: string[]
  /** What each that came sent in answer to the challenge, in order; null: nothing. */
  challenged: (string | null)[]
  connectionCount(): number
  /** Answers requests of one type otherwise from now on; null goes back to the normal answer. */
  answer(type: string, answer: Answer | null): void
  /** False: accepts connections and says nothing, not even hello. */
  greet(greets: boolean): void
  emit(type: string, data?: Data): void
  /** Resolves when every client has taken in all that it was sent by then. */
  delivered(): Promise<void>
  /** Closes every connection with this code. */
  closeAll(code: number, reason?: string): void
  close(): Promise<void>
}

export async function startFakeObs(options: { password?: string; port?: number } = {}): Promise<FakeObs> {
  const { password = '' } = options
  const answers = new Map<string, Answer>()
  const sockets = new Set<WebSocket>()
  let greets = true
  let connectionCount = 0

  const http = createServer()
  const server = new WebSocketServer({ server: http, handleProtocols: () => 'obswebsocket.json' })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port ?? 0, '127.0.0.1', resolve)
  })

  const self: FakeObs = {
    url: `ws://127.0.0.1:${String((http.address() as AddressInfo).port)}`,
    scenes: ['Gameplay', 'Chat', 'Standby'],
    program: 'Gameplay',
    requests: [],
    challenged: [],
    connectionCount: () => connectionCount,
    answer(type, answer) {
      if (answer === null) answers.delete(type)
      else answers.set(type, answer)
    },
    greet: (value) => (greets = value),
    emit(type, data) {
      for (const socket of sockets) send(socket, 5, { eventType: type, eventIntent: 1, ...(data === undefined ? {} : { eventData: data }) })
    },
    async delivered() {
      await Promise.all([...sockets].map(pinged))
    },
    closeAll(code, reason) {
      for (const socket of sockets) socket.close(code, reason)
    },
    async close() {
      for (const socket of sockets) socket.terminate()
      server.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }

  function normalAnswer(type: string, data: Data): Answer {
    switch (type) {
      case 'GetVersion':
        return { obsVersion: '29.0.2', obsWebSocketVersion: '5.1.0' }
      case 'GetStats':
        return { renderTotalFrames: Math.round(performance.now() / 16) }
      case 'GetStudioModeEnabled':
        return { studioModeEnabled: false }
      case 'GetCurrentSceneTransitionCursor':
        return { transitionCursor: 1 }
      case 'GetSceneList':
        return {
          currentProgramSceneName: self.program,
          currentPreviewSceneName: null,
          scenes: self.scenes.toReversed().map((sceneName, sceneIndex) => ({ sceneName, sceneIndex })),
        }
      case 'GetCurrentProgramScene':
        return { currentProgramSceneName: self.program }
      case 'SetCurrentProgramScene': {
        const sceneName = String(data['sceneName'])
        if (!self.scenes.includes(sceneName)) return { code: 600, comment: `No source was found by the name of \`${sceneName}\`.` }
        self.program = sceneName
        queueMicrotask(() => self.emit('CurrentProgramSceneChanged', { sceneName }))
        return {}
      }
      default:
        return { code: 204 }
    }
  }

  server.on('connection', (socket) => {
    connectionCount += 1
    if (!greets) return
    const authentication = { challenge: 'challenge', salt: 'salt' }
    send(socket, 0, { obsWebSocketVersion: '5.1.0', rpcVersion: 1, ...(password === '' ? {} : { authentication }) })
    socket.on('close', () => sockets.delete(socket))
    socket.on('message', (raw: Buffer) => {
      const { op, d } = JSON.parse(raw.toString()) as { op: number; d: Data }
      if (op === 1) {
        self.challenged.push(typeof d['authentication'] === 'string' ? d['authentication'] : null)
        const secret = hash(hash(password + authentication.salt) + authentication.challenge)
        if (password !== '' && d['authentication'] !== secret) return socket.close(4009, 'Authentication failed.')
        sockets.add(socket)
        return send(socket, 2, { negotiatedRpcVersion: 1 })
      }
      if (op !== 6) return
      const type = String(d['requestType'])
      self.requests.push(type)
      const answer = answers.get(type) ?? normalAnswer(type, (d['requestData'] ?? {}) as Data)
      if (answer === 'silence') return
      const refused = 'code' in answer
      send(socket, 7, {
        requestType: type,
        requestId: d['requestId'],
        requestStatus: refused ? { result: false, ...answer } : { result: true, code: 100 },
        ...(refused ? {} : { responseData: answer }),
      })
    })
  })
  return self
}

/** Its answer comes when all before it was read. */
function pinged(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('pong', done)
      socket.off('close', done)
      resolve()
    }
    if (socket.readyState !== socket.OPEN) return resolve()
    socket.on('pong', done)
    socket.on('close', done)
    socket.ping()
  })
}

function send(socket: WebSocket, op: number, d: Data): void {
  socket.send(JSON.stringify({ op, d }))
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
