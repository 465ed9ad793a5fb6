import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server as SocketIoServer } from 'socket.io'
import { WebSocketServer } from 'ws'
import { systemClock } from '@standby/bridge/clock.ts'
import { openAttempt } from '@standby/bridge/sources/tiktok/attempt.ts'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import { silentLog } from '../../../support/fakes/silent-log.ts'

// What Standby's feed is measured against, as a program: `node baseline.ts ws|socket.io <upstream>`. It hears TikTok through the same
// connector as Standby, and hands on without a journal, without offsets, and without a second thought.
//
// - ws: one string for each TikTok frame, serialised once, written to every client. Nobody can do with less.
// - socket.io: `emit` for each event, which is what bridges of this kind do.

const [kind = '', url = ''] = process.argv.slice(2)
const server = createServer()

function broadcaster(): (events: readonly LiveEventDraft[]) => void {
  if (kind === 'socket.io') {
    const io = new SocketIoServer(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
    return (events) => events.forEach((event) => io.emit('event', event))
  }
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  return (events) => {
    const text = JSON.stringify({ events })
    for (const client of sockets.clients) client.send(text)
  }
}

const broadcast = broadcaster()
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  const source = {
    username: 'bench',
    upstream: { webUrl: url, webcastUrl: url, signUrl: url, signApiKey: null },
    clock: systemClock,
    log: silentLog,
  }
  openAttempt(source, {
    opened: () => process.send?.({ type: 'ready', port }),
    frame: () => undefined,
    inputs: (inputs) => broadcast(inputs.flatMap((input) => (input.type === 'event' ? [input.event] : []))),
    undecoded: () => undefined,
    closed: () => process.exit(1),
  })
})
