import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { systemClock } from '@standby/bridge/clock.ts'
import { firstFrame } from '@standby/bridge/sources/first-frame.ts'
import { portHolder } from '@standby/bridge/tikfinity/port-holder.ts'
import { createTikFinitySocket, type ClientLimits, type TikFinitySocket } from '@standby/bridge/tikfinity/socket.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { waitFor } from '../../support/wait.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const CONFIG = JSON.stringify({ event: 'config', data: { events: [], standby: '1.0.0' } })

async function opened(options: { port?: number; allowed?: string[]; limits?: ClientLimits } = {}): Promise<TikFinitySocket> {
  const { port = 0, allowed = [], limits } = options
  const socket = createTikFinitySocket({
    port,
    clock: systemClock,
    log: silentLog,
    allowed: () => allowed,
    greeting: () => [CONFIG],
    ...(limits !== undefined && { limits }),
  })
  ends.push(() => socket.close())
  await socket.open()
  return socket
}

interface Client {
  socket: WebSocket
  texts: string[]
  closed: () => number | null
}

async function client(port: number, options: { origin?: string; host?: string; address?: string } = {}): Promise<Client> {
  const { origin, host, address = '127.0.0.1' } = options
  const socket = new WebSocket(`ws://${address}:${port}/`, {
    ...(origin !== undefined && { origin }),
    ...(host !== undefined && { headers: { Host: host } }),
  })
  ends.push(() => socket.terminate())
  const texts: string[] = []
  let code: number | null = null
  socket.on('message', (data: Buffer) => texts.push(data.toString()))
  socket.on('close', (closed) => (code = closed))
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.once('open', resolve).once('close', () => resolve()))
  return { socket, texts, closed: () => code }
}

/** Whether this computer has IPv6 on loopback. */
const hasIpv6 = await new Promise<boolean>((resolve) => {
  const probe = connect({ host: '::1', port: 1 })
  probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
  probe.once('connect', () => resolve(true))
})

async function server(first: unknown): Promise<number> {
  const fake = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  fake.on('connection', (socket) => first !== null && socket.send(typeof first === 'string' ? first : JSON.stringify(first)))
  ends.push(() => new Promise((resolve) => fake.close(resolve)))
  await once(fake, 'listening')
  return (fake.address() as { port: number }).port
}

const listen = (url: string) => firstFrame(url, systemClock)

describe('TikFinity’s socket', () => {
  test('[TF1] a client is greeted with `config`, then sent what happens', async () => {
    const socket = await opened()
    const one = await client(socket.port())
    await waitFor(() => one.texts.length === 1, { what: 'the first frame' })
    expect(one.texts).toEqual([CONFIG])
    socket.send(['a', 'b'])
    await waitFor(() => one.texts.length === 3, { what: 'both frames' })
    expect(one.texts.slice(1)).toEqual(['a', 'b'])
  })

  test.skipIf(!hasIpv6)('[TF3] it listens on 127.0.0.1 and on ::1, at the same port', async () => {
    const socket = await opened()
    for (const address of ['127.0.0.1', '[::1]']) expect((await client(socket.port(), { address })).socket.readyState).toBe(WebSocket.OPEN)
    expect(socket.clientCount()).toBe(2)
  })

  test('[TF4] a page that is not allowed is refused and named; once it is allowed it may come', async () => {
    const allowed: string[] = []
    const socket = await opened({ allowed })
    const origin = 'https://widgets.example'
    expect((await client(socket.port(), { origin })).texts).toEqual([])
    expect(socket.clientCount()).toBe(0)
    expect(socket.refused()).toMatchObject([{ origin }])
    allowed.push(origin)
    socket.allowedChanged()
    expect(socket.refused()).toEqual([])
    const page = await client(socket.port(), { origin })
    expect(socket.clients()).toMatchObject([{ origin }])
    allowed.pop()
    socket.allowedChanged()
    await waitFor(() => page.closed() === 1008, { what: 'the page to be closed' })
  })

  test('[TF5] a name of the internet that points here is refused, and is not offered for permission', async () => {
    const socket = await opened()
    await client(socket.port(), { host: 'evil.example' })
    await client(socket.port(), { host: 'evil.example', origin: 'https://evil.example' })
    expect(socket.clientCount()).toBe(0)
    expect(socket.refused()).toEqual([])
  })

  test('[TF6] frames of a client change nothing, its pings are answered, and one that floods is closed', async () => {
    const socket = await opened()
    const one = await client(socket.port())
    one.socket.send('{"event":"gift"}')
    one.socket.ping()
    await once(one.socket, 'pong')
    expect(one.texts).toEqual([CONFIG])
    for (let n = 0; n < 200; n += 1) one.socket.send('x')
    await waitFor(() => one.closed() === 4029, { what: 'the flood to end' })
  })

  test('[TF7] there is a limit to clients, and to what waits for one that does not read', async () => {
    const socket = await opened({ limits: { clients: 2, bufferedBytes: 100_000 } })
    const [slow, other] = [await client(socket.port()), await client(socket.port())]
    await client(socket.port())
    expect(socket.clientCount()).toBe(2)
    slow.socket.pause()
    const text = 'x'.repeat(100_000)
    await waitFor(
      () => {
        socket.send([text])
        return socket.clientCount() === 1
      },
      { what: 'the client that does not read to be closed' },
    )
    socket.send(['last'])
    await waitFor(() => other.texts.at(-1) === 'last', { what: 'the other client to get everything' })
  })

  test('[TF12] a port that somebody has is left to them, and their first frame says who they are', async () => {
    const cases = [
      [{ event: 'config', data: { events: [{ type: 'soundalert' }] } }, 'tikfinity'],
      [{ event: 'config', data: { events: [], standby: '1.0.0' } }, 'standby'],
      ['no json', 'other'],
      [{ event: 'hello' }, 'other'],
    ] as const
    for (const [first, by] of cases) {
      const port = await server(first)
      expect(await portHolder(port, listen)).toBe(by)
      expect((await opened({ port })).state()).toEqual({ state: 'taken', by })
    }
    expect(await portHolder(1, listen)).toBeNull()
  })

  test('[TF12] it opens once the port is free and it is asked again, and not by itself', async () => {
    const first = await opened()
    const second = await opened({ port: first.port() })
    expect(second.state()).toEqual({ state: 'taken', by: 'standby' })
    await first.close()
    expect(second.state()).toEqual({ state: 'taken', by: 'standby' })
    await second.open()
    expect(second.state()).toEqual({ state: 'listening' })
  })

  test('[TF13] switched off, it closes its clients and leaves the port', async () => {
    const socket = await opened()
    const one = await client(socket.port())
    await socket.close()
    await waitFor(() => one.closed() === 1001, { what: 'the client to be closed' })
    expect(socket.state()).toEqual({ state: 'off' })
    expect(await portHolder(socket.port(), listen)).toBeNull()
  })

  test('[TF13] switched on and off again and again at once, it ends as it was left', async () => {
    const socket = await opened()
    for (const isLast of [true, false, true]) {
      const all = [socket.close(), socket.open(), socket.close(), socket.open(), ...(isLast ? [] : [socket.close()])]
      await Promise.all(all)
      expect(socket.state()).toEqual({ state: isLast ? 'listening' : 'off' })
      expect(await portHolder(socket.port(), listen)).toBe(isLast ? 'standby' : null)
    }
  })

  test('[TF3] a plain request is answered with what this port is for', async () => {
    const socket = await opened()
    expect((await fetch(`http://127.0.0.1:${socket.port()}/`)).status).toBe(426)
  })
})
