import { connect, type Socket } from 'node:net'
import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { CLOSE_TOO_MANY_MESSAGES } from '@standby/shared/protocol.ts'
import { MAX_CLIENTS, SOCKET_PLACES } from '@standby/bridge/server/limits.ts'
import type { LiveActions } from '@standby/bridge/live/routes.ts'
import { chat } from '../../support/fixtures/events.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { waitFor } from '../../support/wait.ts'

let disconnects = 0
const actions = { disconnect: () => void (disconnects += 1), tiktokStatus: () => ({}) } as LiveActions
let server: Awaited<ReturnType<typeof startFeedServer>>
const opened: { destroy: () => void }[] = []
beforeEach(async () => void (server = await startFeedServer({ actions })))
afterEach(async () => {
  for (const one of opened.splice(0)) one.destroy()
  await server.close()
})

/** A socket that says what it likes; keeps what it is told, and whether it was closed. */
function plain(says = '') {
  const socket: Socket = connect(server.port, '127.0.0.1')
  const state = { closed: false, answer: '' }
  socket.on('data', (chunk) => (state.answer += chunk.toString()))
  socket.on('close', () => (state.closed = true))
  socket.on('error', () => undefined)
  socket.on('connect', () => void socket.write(says))
  opened.push(socket)
  return { socket, state }
}

const client = async (query = '') => {
  const one = await server.client(query)
  opened.push({ destroy: () => one.socket.terminate() })
  return one
}

/** The feed still reaches somebody who behaves. */
async function feedGoesOn(id: string): Promise<void> {
  const witness = await client()
  server.add([chat(id)])
  await waitFor(() => witness.events().some((event) => event.id === id), { what: 'the feed to go on' })
}

describe('Limits and attackers', () => {
  test('[SC1] a message too big for a sign of life ends its client with 1009, and nobody else', async () => {
    for (const size of [65_000, 100_000_000]) {
      const big = await client()
      big.socket.send(Buffer.alloc(size))
      await waitFor(() => big.closed(), { what: 'the close', timeoutMs: 10_000 })
      expect(big.closed()?.code).toBe(1009)
      await feedGoesOn(`after-${size}`)
    }
  })

  test('[SC2] a client that never stops talking is closed with its own code; signs of life do not count', async () => {
    const quiet = await client('?page=overlay')
    for (let n = 0; n < 50; n += 1) quiet.socket.send('{"type":"alive","visible":true}')
    const loud = await client()
    for (let n = 0; n < 200; n += 1) loud.socket.send('x')
    await waitFor(() => loud.closed(), { what: 'the close' })
    expect(loud.closed()).toEqual({ code: CLOSE_TOO_MANY_MESSAGES, reason: expect.stringContaining('too many messages') })
    for (const what of ['ping', 'pong'] as const) {
      const noisy = await client()
      for (let n = 0; n < 200; n += 1) noisy.socket[what]()
      await waitFor(() => noisy.closed(), { what: `the end of each ${what}` })
      // The code may be lost: what the client still sends into a closed socket resets it.
      expect([CLOSE_TOO_MANY_MESSAGES, 1006]).toContain(noisy.closed()?.code)
    }
    expect(quiet.closed()).toBeNull()
    await feedGoesOn('1')
  })

  test('[SC2] one that goes on talking after the close is cut off', async () => {
    const upgrade = `Host: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n`
    const { socket, state } = plain(`GET /ws HTTP/1.1\r\n${upgrade}Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`)
    await waitFor(() => state.answer.includes('snapshot'), { what: 'the feed' })
    // A masked text frame without a text.
    const talking = setInterval(() => socket.write(Buffer.from([0x81, 0x80, 0, 0, 0, 0])), 5)
    opened.push({ destroy: () => clearInterval(talking) })
    await waitFor(() => state.closed, { what: 'its end', timeoutMs: 10_000 })
  })

  test('[SC3] the feed takes 500 clients; one more is refused, and gets in when another has gone', async () => {
    const all: Awaited<ReturnType<typeof client>>[] = []
    // A few at a time: each waits only so long for its first message, on a machine that has other things to do.
    while (all.length < MAX_CLIENTS) all.push(...(await Promise.all(Array.from({ length: 20 }, () => client()))))
    const refused = await server.client()
    expect(refused.refused()).toMatchObject({ status: 503, body: expect.stringContaining('too-many-clients') })
    expect((await fetch(`${server.base}/healthz`)).status).toBe(200)
    server.add([chat('1')])
    await waitFor(() => all.every((one) => one.events().length === 1), { what: 'the event at all of them', timeoutMs: 15_000 })
    all[0]?.socket.close()
    await waitFor(async () => (await client()).refused() === null, { what: 'a place', everyMs: 100 })
  })

  test('[SC4] sockets are bounded: more are closed at once, and once they go the server answers again', async () => {
    const held = Array.from({ length: SOCKET_PLACES.here + 20 }, () => plain())
    const closed = () => held.filter(({ state }) => state.closed).length
    await waitFor(() => closed() >= 20, { what: 'the last ones to be closed', timeoutMs: 10_000 })
    expect(closed()).toBe(20)
    for (const { socket } of held) socket.destroy()
    await waitFor(async () => (await fetch(`${server.base}/healthz`)).ok, { what: 'an answer', timeoutMs: 10_000 })
  })

  test('[SC6] a flood of commands gets 429 with the time to come back; reading is not limited', async () => {
    const disconnectsBefore = disconnects
    const send = (method: string) => fetch(`${server.base}/api/tiktok/${method === 'GET' ? 'status' : 'disconnect'}`, { method })
    const answers = await Promise.all(Array.from({ length: 300 }, () => send('POST')))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(disconnects - disconnectsBefore).toBe(300 - refused.length)
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
    expect((await Promise.all(Array.from({ length: 300 }, () => send('GET')))).every(({ status }) => status === 200)).toBe(true)
    await waitFor(async () => (await send('POST')).status === 200, { what: 'commands to be taken again', everyMs: 300 })
  })

  test('[SC15] an upgrade to what is no address is refused like any other, and ends nothing', async () => {
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    for (const target of ['//', '///', '/\\', '//:', 'http://[', '*']) {
      const { state } = plain(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${upgrade}\r\n`)
      await waitFor(() => state.closed, { what: `the end of ${target}` })
      expect(state.answer, target).toMatch(/^HTTP\/1\.1 4\d\d/)
    }
    await feedGoesOn('1')
  })

  test('[SC15] a refused upgrade whose client does not hang up holds up nothing, the stop neither', async () => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    opened.push(socket)
    let answer = ''
    let gone = false
    socket.on('data', (chunk) => (answer += chunk.toString()))
    socket.on('error', () => (gone = true))
    socket.on('close', () => (gone = true))
    const says = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    socket.write(`GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${says}\r\n`)
    await waitFor(() => answer.includes('404'), { what: 'the refusal' })
    await waitFor(() => gone || !socket.write('still here?'), { what: 'the end of the socket', timeoutMs: 5_000, everyMs: 100 })
  })

  test('[SC7] what is no HTTP, or more of it than there can be, is ended with a plain answer', async () => {
    const cases = [
      ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400'],
      [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`, '431'],
      [`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
      [
        `POST /api/tiktok/disconnect HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
        '400',
      ],
    ] as const
    for (const [says, status] of cases) {
      const { state } = plain(says)
      await waitFor(() => state.closed, { what: `the end of ${says.slice(0, 30)}` })
      expect(state.answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`))
    }
    await feedGoesOn('1')
  })
})
