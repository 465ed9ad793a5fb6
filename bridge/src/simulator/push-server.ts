import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Answer } from './faults.ts'
import type { RequestBook } from './requests.ts'
import type { HostedRoom } from './room.ts'
import { readClientFrame, replyFrame } from './wire.ts'

export const PUSH_PATH = '/webcast/im/ws_proxy/ws_reuse_supplement/'
/** No client frame comes near it; a longer one ends the connection. */
const MAX_CLIENT_FRAME_BYTES = 256 * 1024

export interface PushServer {
  /** `room` is null if the socket's room is over: it opens, and nothing happens on it. */
  accept(request: IncomingMessage, socket: Socket, head: Buffer, room: HostedRoom | null, opened?: (client: WebSocket) => void): void
  close(): void
}

export function pushServer({ requests, nextId }: { requests: RequestBook; nextId: () => string }): PushServer {
  // TikTok does not answer pings; https://github.com/isaackogan/TikTokLive (ws_client.py) says so.
  const server = new WebSocketServer({ noServer: true, autoPong: false, maxPayload: MAX_CLIENT_FRAME_BYTES })

  const received = (client: WebSocket, bytes: Uint8Array, room: HostedRoom | null): void => {
    const frame = readClientFrame(bytes)
    requests.noteFrame(frame)
    if (frame === null || frame.type === 'ack') return
    const reply = replyFrame(frame.type === 'hb' ? 'hb' : 'im_enter_room_resp', nextId())
    if (room === null) client.send(reply)
    else room.reply(client, reply)
  }

  return {
    accept(request, socket, head, room, opened = () => undefined) {
      server.handleUpgrade(request, socket, head, (client) => {
        room?.attach(client, socket)
        opened(client)
        // What breaks the protocol closes the socket; ws does that by itself.
        client.on('error', () => requests.noteFrame(null))
        client.on('message', (data, isBinary) => {
          if (isBinary && data instanceof Uint8Array) received(client, data, room)
          else requests.noteFrame(null)
        })
      })
    },
    close() {
      for (const client of server.clients) client.terminate()
    },
  }
}

/** Why a client is not let in, or null. A push server that is not TikTok's own refuses everybody, as in the outage of 2026-09. */
export function refusal(path: string, signedRoomId: string | null): Answer | null {
  const no = (status: number, headers: Record<string, string>): Answer => ({ status, headers, body: '' })
  if (!path.startsWith('/webcast/im/')) return no(200, { 'handshake-status': '417', 'handshake-msg': 'illegal app_id' })
  return signedRoomId === null ? no(403, { 'handshake-msg': 'illegal signature' }) : null
}

/** Answers an upgrade with plain HTTP. Closes afterwards, unless the headers ask to keep alive or the status is 101. */
export function refuse(socket: Socket, { status, headers, body }: Answer): void {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`]
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
  if (status !== 101) lines.push(`content-length: ${Buffer.byteLength(body)}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.write(body)
  if (status !== 101 && headers['connection'] !== 'keep-alive') socket.end()
  else linger(socket)
}

/** Keeps a socket that nobody reads until its client goes. */
export function linger(socket: Socket): void {
  socket.once('end', () => socket.destroy())
  socket.resume()
}
