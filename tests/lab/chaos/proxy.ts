import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A TCP proxy between the connector and TikTok, which does to a line what lines do. */
export interface Proxy {
  readonly port: number
  /** WebSockets that the client has open now, and the most there ever were at once. */
  socketCount(): number
  mostSockets(): number
  /** Each chunk comes this much later, give or take `jitterMs`, and with probability `loss` by a retransmission as well. Order is kept. */
  slow(line: { delayMs: number; jitterMs: number; loss: number } | null): void
  /** Half-open: everything stays open and nothing comes through, in either direction. Undone, what waited stays lost. */
  stall(on: boolean): void
  /** Resets every connection. */
  cut(): void
  /** Pulled out, nothing listens and nothing is connected; plugged in again, the same port answers. */
  plug(on: boolean): Promise<void>
  close(): Promise<void>
}

/** What a lost packet costs: https://www.rfc-editor.org/rfc/rfc6298, the least timeout that Linux uses. */
const RETRANSMISSION_MS = 200

export async function startProxy(targetPort: number, random: () => number): Promise<Proxy> {
  const clients = new Set<Socket>()
  const upgraded = new Set<Socket>()
  let most = 0
  let line: { delayMs: number; jitterMs: number; loss: number } | null = null
  let stalled = false

  const delayMs = (): number => {
    if (line === null) return 0
    const late = random() < line.loss ? RETRANSMISSION_MS : 0
    return line.delayMs + (random() - 0.5) * 2 * line.jitterMs + late
  }

  /** One direction. Each chunk waits its time behind the one before, so none overtakes another. */
  function pump(from: Socket, to: Socket): void {
    let before: Promise<void> = Promise.resolve()
    from.on('data', (chunk: Buffer) => {
      if (stalled) return
      const dueAt = performance.now() + delayMs()
      before = before.then(async () => {
        const waitMs = dueAt - performance.now()
        if (waitMs > 0) await pause(waitMs)
        if (to.writable) to.write(chunk)
      })
    })
  }

  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1')
    clients.add(client)
    client.once('data', (chunk: Buffer) => {
      if (!/^upgrade: websocket/im.test(chunk.toString('latin1'))) return
      upgraded.add(client)
      most = Math.max(most, upgraded.size)
    })
    const gone = (): void => {
      clients.delete(client)
      upgraded.delete(client)
      // A line that is dead tells nobody that the other end has gone.
      if (!stalled) target.destroy()
    }
    client.on('close', gone)
    client.on('error', () => undefined)
    target.on('error', () => undefined)
    target.on('close', () => void (!stalled && client.destroy()))
    pump(client, target)
    pump(target, client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const cut = (): void => clients.forEach((client) => client.resetAndDestroy())

  return {
    port,
    socketCount: () => upgraded.size,
    mostSockets: () => most,
    slow: (next) => void (line = next),
    stall: (on) => void (stalled = on),
    cut,
    async plug(on) {
      if (on === server.listening) return
      if (on) server.listen(port, '127.0.0.1')
      else {
        server.close()
        cut()
      }
      await once(server, on ? 'listening' : 'close')
    },
    async close() {
      stalled = false
      for (const client of clients) client.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}
