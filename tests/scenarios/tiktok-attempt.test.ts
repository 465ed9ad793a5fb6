import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Step } from '@standby/bridge/simulator/requests.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { CONNECT_DEADLINE_MS } from '@standby/bridge/sources/tiktok/attempt.ts'
import { fakeClock } from '../support/fakes/fake-clock.ts'
import { openSockets, simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
const who = viewer('bob')
const rejections: unknown[] = []
const onRejection = (reason: unknown): void => void rejections.push(reason)

beforeAll(async () => {
  sim = await simulator()
  process.on('unhandledRejection', onRejection)
  // The first link loads the library.
  const link = watchLink({ username: 'first', upstream: sim.upstream() })
  sim.room('first')
  await link.opened()
  link.close()
})
afterEach(() => {
  sim.clearFaults()
  expect(rejections).toEqual([])
})
afterAll(async () => {
  process.off('unhandledRejection', onRejection)
  await sim.close()
})

async function noSocketsLeft(before: number): Promise<void> {
  await waitFor(() => openSockets() <= before, { what: 'the sockets to go', everyMs: 5 })
}

/** The steps at which a request can be pending. `eulerRoom` is only asked where the two before it failed. */
const STEPS: [Step, Step[]][] = [
  ['page', []],
  ['roomApi', ['page']],
  ['eulerRoom', ['page', 'roomApi']],
  ['roomInfo', []],
  ['sign', []],
  ['upgrade', []],
]

describe('One attempt at TikTok', () => {
  test.each(STEPS)('[TK7] close() while waiting at %s ends it at once and leaves no socket', async (step, failing) => {
    sim.room('cancel')
    await waitFor(() => sim.room('first').socketCount === 0, { what: 'a quiet start' })
    const before = openSockets()
    for (const other of failing) sim.fault(other, { kind: 'answer', status: 503 })
    sim.fault(step, { kind: 'hang' })
    const asked = sim.requests.counts[step]
    const link = watchLink({ username: 'cancel', upstream: sim.upstream() })
    await waitFor(() => sim.requests.counts[step] > asked, { what: `the request at ${step}`, everyMs: 2 })
    link.close()
    expect(link.calls()).not.toContain('closed')
    await Promise.resolve()
    expect(link.calls().filter((call) => call === 'closed')).toHaveLength(1)
    link.close()
    await noSocketsLeft(before)
    expect(link.calls().filter((call) => call === 'closed')).toHaveLength(1)
    expect(link.calls()).not.toContain('opened')
  })

  test('[TK7] close() in the same breath as opening asks TikTok nothing', async () => {
    sim.room('instant')
    const asked = sim.requests.asked.length
    const link = watchLink({ username: 'instant', upstream: sim.upstream() })
    link.close()
    await link.closed()
    await new Promise((resolve) => setImmediate(resolve))
    expect(sim.requests.asked.slice(asked).filter((one) => one.uniqueId === 'instant')).toEqual([])
    expect(link.calls()).toEqual(['closed'])
  })

  test('[TK7] after close() nothing more is reported, not even the rest of the same frame', async () => {
    const room = sim.room('quiet')
    const link = watchLink({ username: 'quiet', upstream: sim.upstream() }, (one) => {
      if (one.call === 'frame' && link.chats(false).length === 1) link.close()
    })
    await link.opened()
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    room.send([chat(room.heading(), { who, text: 'one' })])
    await waitFor(() => link.chats(false).length === 1, { what: 'the first chat' })
    room.send([chat(room.heading(), { who, text: 'two' })])
    room.send([chat(room.heading(), { who, text: 'three' })])
    await link.closed()
    await waitFor(() => room.socketCount === 0, { what: 'the socket to go' })
    expect(link.chats()).toEqual(['one'])
    expect(link.calls().at(-1)).toBe('closed')
  })

  test.each(['page', 'roomInfo', 'sign', 'upgrade'] as const)('[TK8] an attempt that hangs at %s ends at its deadline', async (step) => {
    sim.room('deadline')
    const clock = fakeClock()
    sim.fault(step, { kind: 'hang' })
    const asked = sim.requests.counts[step]
    const link = watchLink({ username: 'deadline', upstream: sim.upstream(), clock })
    await waitFor(() => sim.requests.counts[step] > asked, { what: `the request at ${step}`, everyMs: 2 })
    clock.advanceBy(CONNECT_DEADLINE_MS - 1)
    expect(link.calls()).not.toContain('closed')
    clock.advanceBy(1)
    const cause = await link.closed()
    expect(cause.kind).toBe(step === 'sign' ? 'sign' : 'tiktok')
    expect(cause.detail).toContain('45 s')
    expect(clock.nextDueAt()).toBeNull()
  })

  test('[TK8] once connected, the deadline is gone', async () => {
    const room = sim.room('calm')
    const clock = fakeClock()
    const link = watchLink({ username: 'calm', upstream: sim.upstream(), clock })
    await link.opened()
    expect(clock.nextDueAt()).toBeNull()
    clock.advanceBy(10 * CONNECT_DEADLINE_MS)
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    link.close()
    expect((await link.closed()).detail).toBe('closed by the bridge while connected')
  })

  test('[TK15] pings of the server are answered', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await once(server, 'listening')
    const address = server.address() as { port: number }
    sim.room('ping')
    sim.fault('sign', { kind: 'alter', fetchResult: { pushServer: `ws://127.0.0.1:${address.port}/` } })
    const connection = new Promise<WebSocket>((resolve) => server.once('connection', resolve))
    const link = watchLink({ username: 'ping', upstream: sim.upstream() })
    const socket = await connection
    const pong = new Promise<string>((resolve) => socket.once('pong', (data) => resolve(data.toString())))
    socket.ping('are you there')
    expect(await pong).toBe('are you there')
    link.close()
    await new Promise((resolve) => server.close(resolve))
  })

  test('[TK16] an upgrade refused on a kept-alive connection leaves no socket behind', async () => {
    sim.room('refused')
    sim.fault('upgrade', { kind: 'answer', status: 403, headers: { connection: 'keep-alive' } })
    const before = openSockets()
    for (let round = 0; round < 10; round++) await watchLink({ username: 'refused', upstream: sim.upstream() }).closed()
    await noSocketsLeft(before)
  })

  /** One kept connection with its cookies and buffers is far more than this; what the test itself keeps of a cycle is less. */
  const BYTES_PER_CYCLE = 20_000

  function heapAfterCollecting(): number {
    setFlagsFromString('--expose_gc')
    const collect = runInNewContext('gc') as () => void
    collect()
    collect()
    return process.memoryUsage().heapUsed
  }

  test('[TK16] 200 drops and reconnects leave no sockets, no timers and no memory behind', async () => {
    const room = sim.room('again')
    const cycle = async (drop: () => void): Promise<void> => {
      const link = watchLink({ username: 'again', upstream: sim.upstream() })
      await link.opened()
      await waitFor(() => room.socketCount === 1, { what: 'the socket', everyMs: 2 })
      drop()
      await link.closed()
      await waitFor(() => room.socketCount === 0, { what: 'the socket to go', everyMs: 2 })
    }
    const ways = [() => room.closeSockets(1011), () => room.terminateSockets(), () => room.breakProtocol()]
    for (const way of ways) await cycle(way)
    await new Promise((resolve) => setImmediate(resolve))
    const before = process.getActiveResourcesInfo()
    // The first cycles warm caches up; what comes after them must not add up.
    for (let round = 0; round < 50; round++) await cycle(ways[round % ways.length]!)
    const heapBefore = heapAfterCollecting()
    for (let round = 0; round < 150; round++) await cycle(ways[round % ways.length]!)
    expect(heapAfterCollecting() - heapBefore).toBeLessThan(150 * BYTES_PER_CYCLE)
    await noSocketsLeft(before.filter((name) => name === 'TCPSocketWrap').length)
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before.length + 2)
  })

  test('[TK17] a listener that throws is logged, and disturbs neither the library nor the process', async () => {
    const room = sim.room('throwing')
    const link = watchLink({ username: 'throwing', upstream: sim.upstream() }, ({ call }) => {
      throw new Error(`from ${call}`)
    })
    await link.opened()
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    room.send([chat(room.heading(), { who, text: 'one' })])
    room.send([{ ...chat(room.heading(), { who, text: 'x' }), method: 'Unknown' }, chat(room.heading(), { who, text: 'two' })])
    await waitFor(() => link.chats(false).length === 2, { what: 'both chats' })
    room.closeSockets(1000)
    expect(await link.closed()).toMatchObject({ kind: 'tiktok' })
    expect(link.complaints.length).toBe(link.reported.length)
  })
})
