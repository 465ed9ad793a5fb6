import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import { deserializeMessage } from 'tiktok-live-connector'
import { WebSocketServer } from 'ws'
import type { Room } from './room.ts'

/** The sign service's managed socket, as users describe it in 2026: JSON over a socket, with close codes of its own. */
export interface ManagedSocket {
  readonly url: string
  readonly clientCount: number
  /** How often it was connected to. */
  readonly connectCount: number
  /** From now on every client is closed with this code at once; null: it is let in. */
  refusal: number | null
  closeAll(code: number): void
  raw(text: string): void
  close(): Promise<void>
}

/** Listens on 127.0.0.1, at any free port, for whoever has this key. */
export async function startManagedSocket(room: Room, apiKey: string): Promise<ManagedSocket> {
  const server = new WebSocketServer({ host: LOOPBACK_ADDRESS, port: 0 })
  await once(server, 'listening')
  let connectCount = 0
  const everybody = (text: string): void => {
    for (const client of server.clients) if (client.readyState === client.OPEN) client.send(text)
  }
  const stopListening = room.listen((messages) => {
    const decoded = messages.map(({ method, payload }) => ({
      type: method,
      data: deserializeMessage(method as Parameters<typeof deserializeMessage>[0], Buffer.from(payload)),
    }))
    everybody(JSON.stringify({ messages: decoded }))
  })
  server.on('connection', (client, request) => {
    connectCount += 1
    client.on('error', () => undefined)
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    if (managed.refusal !== null) client.close(managed.refusal)
    else if (query.get('apiKey') !== apiKey) client.close(4401)
    else if (query.get('uniqueId') !== room.uniqueId) client.close(4404)
  })
  const managed: ManagedSocket = {
    url: `ws://${LOOPBACK_ADDRESS}:${(server.address() as AddressInfo).port}`,
    get clientCount() {
      return server.clients.size
    },
    get connectCount() {
      return connectCount
    },
    refusal: null,
    closeAll(code) {
      for (const client of server.clients) client.close(code)
    },
    raw: everybody,
    async close() {
      stopListening()
      for (const client of server.clients) client.terminate()
      const closed = Promise.withResolvers<undefined>()
      server.close(() => closed.resolve(undefined))
      await closed.promise
    },
  }
  return managed
}
