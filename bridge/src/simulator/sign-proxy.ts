import { createServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { LOOPBACK_ADDRESS } from '@standby/shared/loopback.ts'
import type { Answer } from './faults.ts'
import { listening } from './listening.ts'
import { refuse, type PushServer } from './push-server.ts'
import type { HostedRoom } from './room.ts'

/** Sockets that one key may have open; the sign service's free tier in the autumn of 2026. */
const FREE_TIER_SOCKETS = 25

/** The sign service's own push server, which carries TikTok's event stream since 2026-09-15. At an address of its own. */
export interface SignProxy {
  url: string
  /** A socket beyond this many is let in, and hears nothing but the answers to its heartbeats. */
  limit: number
  /** Said to every client in place of letting it in; null: they are let in. */
  refusal: Answer | null
  readonly socketCount: number
  closeSockets(code: number, reason: string): void
  /** Off: nothing listens. */
  network(on: boolean): Promise<void>
}

export interface SignProxySetting {
  push: PushServer
  /** The room that a signature is for. */
  roomOf: (request: IncomingMessage) => HostedRoom | null
}

export async function startSignProxy({ push, roomOf }: SignProxySetting): Promise<SignProxy> {
  const sockets = new Set<Socket>()
  const server = createServer((_, response) => void response.writeHead(404).end())
  const closers = new Set<(code: number, reason: string) => void>()
  const proxy: SignProxy = {
    url: '',
    limit: FREE_TIER_SOCKETS,
    refusal: null,
    get socketCount() {
      return sockets.size
    },
    closeSockets(code, reason) {
      for (const close of closers) close(code, reason)
    },
    network: (on) => network.switch(on),
  }
  server.on('upgrade', (request, duplex, head) => {
    const socket = duplex as Socket
    if (proxy.refusal !== null) return refuse(socket, proxy.refusal)
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const isBeyond = sockets.size > proxy.limit
    push.accept(request, socket, head, isBeyond ? null : roomOf(request), (client) => {
      const close = (code: number, reason: string): void => client.close(code, reason)
      closers.add(close)
      client.once('close', () => closers.delete(close))
    })
  })
  const network = await listening(server, 0)
  proxy.url = `ws://${LOOPBACK_ADDRESS}:${network.port}/`
  return proxy
}
