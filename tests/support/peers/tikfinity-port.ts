import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/** A port of this computer where a TikFinity app should be, and whatever a test puts there. */
export interface LocalPort {
  url: string
  clients(): number
  send(event: string, data: object): void
  raw(text: string | Buffer): void
  drop(): void
  close(): Promise<void>
}

/** Speaks WebSocket, as TikFinity's app does; `greeting` is its first frame. */
export async function tikfinityPort(greeting: object | null = { event: 'config', data: { events: [] } }): Promise<LocalPort> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const clients = (): WebSocket[] => [...server.clients].filter(({ readyState }) => readyState === 1)
  server.on('connection', (client) => {
    client.on('error', () => undefined)
    if (greeting !== null) client.send(JSON.stringify(greeting))
  })
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clients: () => clients().length,
    send: (event, data) => clients().forEach((client) => client.send(JSON.stringify({ event, data }))),
    raw: (text) => clients().forEach((client) => client.send(text)),
    drop: () => clients().forEach((client) => client.terminate()),
    async close() {
      clients().forEach((client) => client.terminate())
      const closed = Promise.withResolvers<undefined>()
      server.close(() => closed.resolve(undefined))
      await closed.promise
    },
  }
}

/** A port that says these bytes to whoever comes, and no WebSocket. */
export async function strangePort(says: string): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.write(says)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      const closed = Promise.withResolvers<undefined>()
      server.close(() => closed.resolve(undefined))
      await closed.promise
    },
  }
}
