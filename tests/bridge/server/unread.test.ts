import { readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { Router } from 'express'
import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { REQUEST_LIMITS, SOCKET_PLACES } from '@standby/bridge/server/limits.ts'
import { whenUnread } from '@standby/bridge/server/one-request.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { skippingClock } from '../../support/fakes/skipping-clock.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { waitFor } from '../../support/wait.ts'

/** More than a socket's own buffers hold. */
const BIG = 16 * 2 ** 20
let server: Awaited<ReturnType<typeof startFeedServer>>
let clock: ReturnType<typeof skippingClock>
/** Requests that were begun and whose response is not over, and the most there ever were. */
const begun = { now: 0, most: 0, all: 0 }
const opened: Socket[] = []

beforeEach(async () => {
  Object.assign(begun, { now: 0, most: 0, all: 0 })
  clock = skippingClock()
  const routes = Router()
  routes.use((_request, response, next) => {
    begun.now += 1
    begun.all += 1
    begun.most = Math.max(begun.most, begun.now)
    response.on('close', () => (begun.now -= 1))
    next()
  })
  routes.get('/echo/:what', (request, response) => void response.send(`<${request.params.what}>`))
  routes.get('/big', (_request, response) => void response.send(Buffer.alloc(BIG, 'x')))
  routes.get('/slow', (_request, response) => void clock.after(600_000, () => response.send('at last')))
  // 127.0.0.1 is this computer here, and the other loopback addresses stand for others.
  const isHere = ({ remoteAddress }: Socket): boolean => remoteAddress === '127.0.0.1'
  server = await startFeedServer({ routes, httpClock: clock, isHere })
  writeFileSync(join(server.pagesDir, 'assets', 'big.js'), Buffer.alloc(BIG, 'x'))
})
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy()
  await server.close()
})

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${more}\r\n`

/** A socket that says this and reads nothing until it is told to. */
function plain(says = '', from = '127.0.0.1') {
  const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: from, allowHalfOpen: true })
  const state = { closed: false, open: false, answer: '' }
  socket.pause()
  socket.on('close', () => (state.closed = true))
  socket.on('error', () => (state.closed = true))
  socket.on('connect', () => {
    state.open = true
    socket.write(says)
  })
  opened.push(socket)
  return {
    socket,
    state,
    read() {
      socket.on('data', (chunk: Buffer) => (state.answer += chunk.toString('latin1')))
      socket.on('end', () => socket.destroy())
      socket.resume()
    },
    /** Whether the server has let go of it: without reading, only a write tells. */
    isGone: () => state.closed || !socket.write('x'),
  }
}
const answered = async (): Promise<boolean> => (await fetch(`${server.base}/api/echo/fine`)).ok

/** How often this process has the big file open; Linux tells. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).endsWith('/assets/big.js')
    } catch {
      return false
    }
  }).length
}

describe('Limits and attackers', () => {
  test('[SC20] requests that come ahead are answered one after the other, in order', async () => {
    const count = REQUEST_LIMITS.waitingCount + 1
    const one = plain(Array.from({ length: count }, (_, n) => get(`/api/echo/${n}`)).join(''))
    one.read()
    await waitFor(() => one.state.answer.includes(`<${count - 1}>`), { what: 'the last answer' })
    expect([...one.state.answer.matchAll(/<(\d+)>/g)].map(([, n]) => Number(n))).toEqual(Array.from({ length: count }, (_, n) => n))
    expect(begun.most).toBe(1)
  })

  test.each([
    ['an asset', '/assets/big.js', ''],
    ['part of an asset', '/assets/big.js', 'Range: bytes=1-\r\n'],
    ['an answer of the API', '/api/big', ''],
  ])('[SC20] who asks for %s 900 times in one go and reads nothing leaves nothing behind', async (_what, path, more) => {
    const asking = Array.from({ length: 10 }, () => plain(get(path, more).repeat(900)))
    await waitFor(() => asking.every(({ state }) => state.open), { what: 'the sockets' })
    await waitFor(() => asking.every((one) => one.isGone()), { what: 'the end of who asks too much', everyMs: 20 })
    expect(begun.most).toBeLessThanOrEqual(asking.length)
    if (process.platform === 'linux') await waitFor(() => openFiles() === 0, { what: 'all files to be closed' })
    await waitFor(() => begun.now === 0, { what: 'all responses to be over' })
    expect(await answered()).toBe(true)
  })

  test('[SC21] sockets that ask ahead, read nothing and hang up keep no file open', async ({ skip }) => {
    skip(process.platform !== 'linux', 'Only Linux tells which files are open.')
    const asking = ['', 'Range: bytes=5-\r\n', 'If-None-Match: "x"\r\n'].flatMap((more) =>
      Array.from({ length: 10 }, () => plain(get('/assets/big.js', more).repeat(5))),
    )
    await waitFor(() => openFiles() === asking.length, { what: 'the first of each to be begun' })
    for (const [index, { socket }] of asking.entries()) {
      // Some hang up, some only stop sending and go later.
      if (index % 2 === 0) socket.destroy()
      else socket.end()
    }
    setTimeout(() => asking.forEach(({ socket }) => socket.destroy()), 50)
    await waitFor(() => openFiles() === 0, { what: 'all files to be closed' })
  })

  test('[SC20] a socket that asks for the feed while it is being answered is closed', async () => {
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n'
    const one = plain(get('/assets/big.js') + get('/ws', upgrade))
    await waitFor(() => one.state.open && one.isGone(), { what: 'its end', everyMs: 20 })
    expect(server.hub.clientCount()).toBe(0)
    if (process.platform === 'linux') await waitFor(() => openFiles() === 0, { what: 'the file to be closed' })
  })

  test.each([
    ['an asset', '/assets/big.js'],
    ['an answer of the API', '/api/big'],
  ])('[SC21] a response of which nothing is read for 20 s ends with its socket: %s', async (_what, path) => {
    const one = plain(get(path))
    const socketsOf = (): number => begun.now + (process.platform === 'linux' ? openFiles() : 0)
    await waitFor(() => one.socket.bytesRead > 0 || socketsOf() > 0, { what: 'the response to begin' })
    let skippedMs = 0
    const skip = (): void => {
      clock.skip(5_000)
      skippedMs += 5_000
    }
    // What fits on the way is taken at first, whenever that is.
    await waitFor(() => (skip(), socketsOf() === 0), { what: 'nothing to be left of it', everyMs: 20 })
    expect(skippedMs).toBeGreaterThanOrEqual(REQUEST_LIMITS.unreadMs)
    one.read()
    await waitFor(() => one.state.closed, { what: 'its end' })
    expect(one.state.answer.length).toBeLessThan(BIG)
    expect(await answered()).toBe(true)
  })

  test('[SC21] a response that is read slowly comes whole, and one that comes late is not cut off', async () => {
    const slow = plain(get('/assets/big.js'))
    const late = plain(get('/api/slow'))
    late.read()
    await waitFor(() => begun.all === 1, { what: 'the late one to be begun' })
    slow.read()
    while (slow.state.answer.length < BIG) {
      const before = slow.socket.bytesRead
      slow.socket.resume()
      await waitFor(() => slow.socket.bytesRead > before, { what: 'some of it' })
      slow.socket.pause()
      clock.skip(15_000)
    }
    slow.socket.resume()
    await waitFor(() => slow.state.answer.length > BIG, { what: 'all of it', timeoutMs: 10_000 })
    clock.skip(600_000)
    await waitFor(() => late.state.answer.includes('at last'), { what: 'the late answer' })
  })

  test('[SC21] unread is what waits and does not get shorter, and nothing else', () => {
    const time = fakeClock()
    const socket = { bytesWritten: 0, writableLength: 0 }
    let unread = 0
    const stop = whenUnread(socket, time, 20_000, () => (unread += 1))
    time.advanceBy(600_000)
    expect(unread).toBe(0)
    Object.assign(socket, { bytesWritten: 1_000, writableLength: 400 })
    time.advanceBy(15_000)
    // More was written, nothing was taken.
    Object.assign(socket, { bytesWritten: 1_100, writableLength: 500 })
    time.advanceBy(4_000)
    socket.writableLength = 499
    time.advanceBy(20_000)
    expect(unread).toBe(0)
    time.advanceBy(10_000)
    expect(unread).toBe(1)
    time.advanceBy(600_000)
    expect(unread).toBe(1)
    stop()
    whenUnread(socket, time, 20_000, () => (unread += 1))()
    time.advanceBy(600_000)
    expect(unread).toBe(1)
  })

  test('[SC22] a thousand idle sockets from other computers never shut out the pages on this one', async ({ skip }) => {
    skip(process.platform !== 'linux', 'Only Linux has all of 127.0.0.0/8 for its own.')
    const { elsewhere, each } = SOCKET_PLACES
    const count = (all: { state: { closed: boolean } }[]): number => all.filter(({ state }) => !state.closed).length
    const one = Array.from({ length: each + 20 }, () => plain('', '127.0.1.1'))
    for (const { read } of one) read()
    await waitFor(() => one.every(({ state }) => state.open || state.closed) && count(one) === each, { what: 'the first computer’s' })
    const others = Array.from({ length: 1_000 }, (_, n) => plain('', `127.0.2.${1 + (n % 25)}`))
    for (const { read } of others) read()
    await waitFor(() => count(one) + count(others) === elsewhere, { what: 'the others’', timeoutMs: 10_000 })
    const page = await server.client()
    expect(page.messages[0]?.type).toBe('snapshot')
    const here = Array.from({ length: 100 }, () => plain(get('/api/echo/here')))
    for (const { read } of here) read()
    await waitFor(() => here.every(({ state }) => state.answer.includes('<here>')), { what: 'the answers' })
    expect(count(one) + count(others)).toBe(elsewhere)
    // Another computer gets in again once one of them goes.
    for (const { socket } of one) socket.destroy()
    await waitFor(
      async () => {
        const again = plain(get('/api/echo/again'), '127.0.3.1')
        again.read()
        await waitFor(() => again.state.closed || again.state.answer !== '', { what: 'an answer or the end' })
        return again.state.answer.includes('<again>')
      },
      { what: 'a place', everyMs: 50 },
    )
    page.socket.terminate()
  })
})
