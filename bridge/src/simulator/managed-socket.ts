import { deserializeMessage } from 'tiktok-live-connector'
import { startLocalFeed } from './local-feed.ts'
import type { Room } from './room.ts'

/** Its own close codes. */
export const MANAGED_CLOSES = {
  streamEnd: 4005,
  noMessages: 4006,
  invalidOptions: 4400,
  invalidKey: 4401,
  notAllowed: 4403,
  notLive: 4404,
  tooMany: 4429,
  closedByTikTok: 4500,
  lifetimeOver: 4555,
  notFetched: 4556,
  notFetchedEither: 4557,
} as const

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
    else if (query.get('apiKey') !== apiKey) client.close(MANAGED_CLOSES.invalidKey)
    else if (query.get('uniqueId') !== room.uniqueId) client.close(MANAGED_CLOSES.notLive)
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
