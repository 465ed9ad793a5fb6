import { deserializeMessage } from 'tiktok-live-connector'
import { startLocalFeed } from './local-feed.ts'
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

/** Listens on 127.0.0.1, at any free port. A client needs this key. */
export async function startManagedSocket(room: Room, apiKey: string): Promise<ManagedSocket> {
  const { server, url, close } = await startLocalFeed()
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
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    if (managed.refusal !== null) client.close(managed.refusal)
    else if (query.get('apiKey') !== apiKey) client.close(4401)
    else if (query.get('uniqueId') !== room.uniqueId) client.close(4404)
  })
  const managed: ManagedSocket = {
    url,
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
    close() {
      stopListening()
      return close()
    },
  }
  return managed
}
