import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import { WebSocketServer } from 'ws'

/** A WebSocket server of a program on this computer, on 127.0.0.1. */
export interface LocalFeed {
  server: WebSocketServer
  /** Without a path. */
  url: string
  /** Ends every client at once. */
  cut(): void
  close(): Promise<void>
}

/** `port` 0: any free one. */
export async function startLocalFeed(port = 0): Promise<LocalFeed> {
  const server = new WebSocketServer({ host: LOOPBACK_ADDRESS, port })
  await once(server, 'listening')
  server.on('connection', (client) => client.on('error', () => undefined))
  const cut = (): void => {
    for (const client of server.clients) client.terminate()
  }
  return {
    server,
    url: `ws://${LOOPBACK_ADDRESS}:${(server.address() as AddressInfo).port}`,
    cut,
    async close() {
      cut()
      const closed = Promise.withResolvers<undefined>()
      server.close(() => closed.resolve(undefined))
      await closed.promise
    },
  }
}
