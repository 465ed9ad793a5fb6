import WebSocket from 'ws'
import { arrivals, nowNs, spread, type Arrivals, type Spread } from './latencies.ts'

// The clients of a feed, as a program of their own: `node clients.ts ws|socket.io <address> <count>`. All servers get the same clients:
// they note when each event came and parse nothing, so that what is measured is the server.

export interface Report {
  type: 'report'
  latencies: Spread
  /** Over all clients: events that were sent and did not come, came twice, or came after a later one. */
  missing: number
  twice: number
  outOfOrder: number
  /** Clients that the server closed. */
  closed: number
}

const [kind = '', address = '', count = ''] = process.argv.slice(2)
const clients: Arrivals[] = []
let closed = 0
let open = 0

function start(): void {
  const mine = arrivals()
  clients.push(mine)
  const socket = new WebSocket(address, { perMessageDeflate: false })
  let begun = false
  const begin = (): void => {
    if (begun) return
    begun = true
    open += 1
    if (open === Number(count)) process.send?.({ type: 'ready' })
  }
  socket.on('message', (data: Buffer) => {
    if (kind === 'ws') {
      // The first message of Standby is a snapshot.
      begin()
      mine.take(data, nowNs())
      return
    }
    // Engine.IO: 0 open, 2 ping, 4 message; Socket.IO: 40 connect, 42 event.
    const packet = data.toString('latin1', 0, 2)
    if (packet.startsWith('0')) socket.send('40')
    else if (packet.startsWith('2')) socket.send('3')
    else if (packet === '40') begin()
    else mine.take(data, nowNs())
  })
  if (kind === 'ws') socket.on('open', () => begin())
  socket.on('close', () => (closed += 1))
  socket.on('error', () => undefined)
}

for (let index = 0; index < Number(count); index++) start()

/** How far the slowest client is, for a sender that waits for it. */
setInterval(() => process.send?.({ type: 'progress', count: Math.min(...clients.map((one) => one.count())) }), 5)

process.on('message', (message: { type: string; sentAtNs: number[]; from: number }) => {
  if (message.type !== 'report') return
  const { sentAtNs, from } = message
  const sum = (of: (one: Arrivals) => number): number => clients.reduce((total, one) => total + of(one), 0)
  const report: Report = {
    type: 'report',
    latencies: spread(clients.flatMap((one) => one.latenciesMs(sentAtNs, from))),
    missing: sum((one) => sentAtNs.length - one.count()),
    twice: sum((one) => one.twice()),
    outOfOrder: sum((one) => one.outOfOrder()),
    closed,
  }
  process.send?.(report)
})
