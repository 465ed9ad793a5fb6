import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { startProxy } from '../lab/chaos/proxy.ts'
import { stays, waitFor } from '../support/wait.ts'

async function echo(): Promise<{ port: number; close: () => void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

async function client(port: number): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.on('data', (chunk) => (heard += chunk.toString()))
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return { socket, heard: () => heard }
}

describe('Chaos', () => {
  test('[KA5] a slow line that loses packets keeps their order', async () => {
    const server = await echo()
    let seed = 0
    const proxy = await startProxy(server.port, () => ((seed += 0.37), seed % 1))
    const { socket, heard } = await client(proxy.port)
    proxy.slow({ delayMs: 10, jitterMs: 10, loss: 0.2 })
    const expected = Array.from({ length: 40 }, (_, index) => `${index},`).join('')
    for (let index = 0; index < 40; index++) {
      socket.write(`${index},`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await waitFor(() => heard() === expected, { what: 'all of it, in order', timeoutMs: 20_000 })
    socket.destroy()
    await proxy.close()
    server.close()
  })

  test('[KA5] a half-open line loses all and closes nothing; a cut one resets; a pulled one refuses', async () => {
    const server = await echo()
    const proxy = await startProxy(server.port, () => 0.5)
    const one = await client(proxy.port)
    one.socket.write('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n')
    await waitFor(() => one.heard() !== '' && proxy.socketCount() === 1, { what: 'the first to be counted' })
    const before = one.heard()
    proxy.stall(true)
    one.socket.write('lost')
    await stays(() => one.heard() === before, { that: 'a half-open line is silent', forMs: 50 })
    proxy.stall(false)
    one.socket.write('heard')
    await waitFor(() => one.heard() === `${before}heard`, { what: 'what came after' })
    const other = await client(proxy.port)
    other.socket.write('GET / HTTP/1.1\r\nupgrade: WebSocket\r\n\r\n')
    await waitFor(() => proxy.mostSockets() === 2, { what: 'both to be counted' })
    proxy.cut()
    await waitFor(() => one.socket.destroyed && other.socket.destroyed && proxy.socketCount() === 0, { what: 'both to be gone' })
    await proxy.plug(false)
    await expect(client(proxy.port)).rejects.toThrow('ECONNREFUSED')
    await proxy.plug(true)
    const third = await client(proxy.port)
    third.socket.write('again')
    await waitFor(() => third.heard() === 'again', { what: 'the line to be back' })
    await proxy.close()
    server.close()
  })
})
