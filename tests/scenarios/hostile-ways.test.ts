import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { systemClock } from '@standby/bridge/clock.ts'
import { signRefused } from '@standby/bridge/simulator/failures.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { eulerSource } from '@standby/bridge/sources/euler/source.ts'
import type { Source } from '@standby/bridge/sources/source.ts'
import { studioSource } from '@standby/bridge/sources/studio/source.ts'
import { tikfinitySource } from '@standby/bridge/sources/tikfinity/source.ts'
import { directSource } from '@standby/bridge/sources/tiktok/source.ts'
import { createWays } from '@standby/bridge/sources/ways.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { wayListener } from '../support/fakes/way-listener.ts'
import { freePort } from '../support/obs/obs.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { strangePort } from '../support/peers/tikfinity-port.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
let room: Room
const closing: (() => unknown)[] = []
beforeEach(async () => {
  sim = await simulator()
  room = sim.room('ada')
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await sim.close()
})

const HOUR_MS = 3_600_000
const common = { clock: systemClock, log: silentLog }

/** A server that greets as the program of a way does, and then says whatever a test has it say. */
async function program(greet: (client: WebSocket) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  server.on('connection', (client) => {
    client.on('error', () => undefined)
    greet(client)
  })
  const address = server.address()
  closing.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  return {
    url: `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    say: (text: string | Buffer) => server.clients.forEach((client) => client.send(text)),
    clients: () => server.clients.size,
  }
}

interface Peer {
  source: (url: string) => Source
  greet: (client: WebSocket) => void
  /** A chat as this way brings it. */
  chat: (id: string | null, at: number) => string
  /** How an answer that is none of this way's counts. */
  nonsense: string
}

const PEERS: Readonly<Record<'tikfinity' | 'studio' | 'euler', Peer>> = {
  tikfinity: {
    source: (url) => tikfinitySource({ ...common, url, username: 'ada' }),
    greet: (client) => client.send('{"event":"config","data":{"events":[]}}'),
    chat: (id, at) =>
      JSON.stringify({
        event: 'chat',
        data: { comment: 'hi', uniqueId: 'bob', createTime: String(at), tikfinityUsername: 'ada', ...(id !== null && { msgId: id }) },
      }),
    nonsense: 'tikfinity:frame',
  },
  studio: {
    source: (url) => studioSource({ ...common, urls: [url], credentials: () => ({ appId: 'a', keyId: 'k', secret: 'the-secret' }) }),
    greet(client) {
      client.send('{"type":"SERVER_HELLO","product":"tiktok_live_studio","channel":"third-party-im"}')
      client.once('message', () => client.send('{"type":"AUTH_RESULT","success":true}'))
    },
    chat: (id, at) =>
      JSON.stringify({
        type: 'EVENT',
        event: 'live.chat',
        timestamp: at,
        payload: { room_id: '77', content: 'hi', user: { display_id: 'bob' }, ...(id !== null && { message_id: id }) },
      }),
    nonsense: 'studio:frame',
  },
  euler: {
    source: (url) => eulerSource({ ...common, url, username: 'ada', apiKey: () => 'the-key', spend: () => null }),
    greet: () => undefined,
    chat: (id, at) => {
      const about = { roomId: '77', createTime: String(at), ...(id !== null && { msgId: id }) }
      const data = { common: about, content: 'hi', user: { id: '5', displayId: 'bob' } }
      return JSON.stringify({ messages: [{ type: 'WebcastChatMessage', data }] })
    },
    nonsense: 'euler:frame',
  },
}

async function opened(way: keyof typeof PEERS) {
  const peer = PEERS[way]
  const other = await program(peer.greet)
  const { seen, callbacks, onProblem } = wayListener()
  const link = peer.source(other.url).open({ roomId: () => '77', onProblem }, callbacks)
  closing.push(() => link.close())
  await waitFor(() => other.clients() === 1, { what: 'the client' })
  return { ...peer, ...other, seen, link }
}

const ids = (seen: ReturnType<typeof wayListener>['seen']): string[] =>
  seen.inputs.flatMap((input) => (input.type === 'event' ? [input.event.id] : []))

describe('Ladder', () => {
  describe.each(['tikfinity', 'studio', 'euler'] as const)('%s', (way) => {
    test('[LD27] nonsense, and events without an id, are counted; what is around them arrives', async () => {
      const { say, chat: one, seen, nonsense } = await opened(way)
      say(one('1', Date.now()))
      await waitFor(() => ids(seen).length === 1, { what: 'the first chat' })
      for (const text of ['no JSON', '{', '[]', 'null', '{"__proto__":{"a":1}}', one(null, Date.now())]) say(text)
      say(Buffer.from([1, 2, 3]))
      say(one('2', Date.now()))
      await waitFor(() => ids(seen).length === 2, { what: 'the chat after it' })
      expect(ids(seen)).toEqual(['1', '2'])
      expect(seen.closed).toEqual([])
      expect(seen.undecoded.filter((name) => name === nonsense).length).toBeGreaterThanOrEqual(5)
      expect(seen.undecoded).toContain(way === 'euler' ? 'WebcastChatMessage' : way === 'studio' ? 'studio:live.chat' : 'tikfinity:chat')
    })

    test('[LD27] a clock that is an hour off changes no id and loses nothing', async () => {
      const { say, chat: one, seen } = await opened(way)
      for (const [id, at] of [
        ['1', Date.now() - HOUR_MS],
        ['2', Date.now() + HOUR_MS],
        ['3', -5],
        ['4', 1e300],
      ] as const) {
        say(one(id, at))
      }
      await waitFor(() => ids(seen).length === 4, { what: 'the chats' })
      expect(ids(seen)).toEqual(['1', '2', '3', '4'])
      for (const input of seen.inputs) {
        if (input.type === 'event') expect(Math.abs(input.event.at - Date.now())).toBeLessThan(25 * HOUR_MS)
      }
    })

    test('[LD28] a frame without an end closes it, with its own message, and is not kept in memory', async () => {
      const { say, seen, chat: one } = await opened(way)
      say(one('1', Date.now()))
      await waitFor(() => ids(seen).length === 1, { what: 'the first chat' })
      say('x'.repeat(9_000_000))
      await waitFor(() => seen.closed.length === 1, { what: 'the end' })
      expect(seen).toMatchObject({ problems: ['too-long'], closed: [{ reason: 'answered' }] })
      expect(seen.closed[0]!.detail).toMatch(/sent more than \d+ bytes in one frame/)
    })

    test.each(['SSH-2.0-OpenSSH\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'])(
      '[LD28] a port that says %j brings nothing, and learns no secret',
      async (says) => {
        const stranger = await strangePort(says)
        closing.push(stranger.close)
        const { seen, callbacks, onProblem } = wayListener()
        const link = PEERS[way].source(stranger.url).open({ roomId: () => null, onProblem }, callbacks)
        closing.push(() => link.close())
        await waitFor(() => seen.closed.length === 1, { what: 'the end', timeoutMs: 10_000 })
        expect(seen).toMatchObject({ inputs: [], opened: [] })
        expect(JSON.stringify(seen)).not.toMatch(/the-secret|the-key/)
        if (way !== 'euler') expect(seen.problems).toEqual(['not-its-program'])
      },
    )
  })

  test('[LD27] direct: broken frames are counted, and what is around them arrives', async () => {
    sim.guests.open = true
    const { seen, callbacks, onProblem } = wayListener()
    const source = directSource(() => ({ ...common, username: 'ada', upstream: sim.upstream() }))
    const link = source.open({ roomId: () => null, onProblem }, callbacks)
    closing.push(() => link.close())
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    const say = (msgId: string, createTime = String(Date.now())) =>
      room.send([chat(room.heading({ msgId, createTime }), { who: viewer('bob'), text: 'hi' })])
    say('1')
    room.sendRaw(Buffer.from('no frame'))
    room.sendRaw(Buffer.alloc(600_000, 0xff))
    say('0')
    say('2', String(Date.now() + HOUR_MS))
    await waitFor(() => ids(seen).includes('2'), { what: 'the chat after it' })
    expect(ids(seen)).toEqual(['1', '2'])
    expect(seen.closed).toEqual([])
  })

  test('[LD29] Standby does not look for a way at its own ports', async () => {
    const own = await program((client) => client.send('{"event":"config","data":{"standby":"1"}}'))
    const ways = createWays({
      sources: [PEERS.tikfinity.source(own.url)],
      order: () => ['tikfinity'],
      isOwnPort: (port) => port === Number(new URL(own.url).port),
      clock: systemClock,
    })
    closing.push(() => ways.stop())
    let looks = 0
    ways.start(() => (looks += 1))
    await waitFor(() => ways.view().length === 1, { what: 'the way' })
    expect([ways.isReady('tikfinity'), own.clients(), looks]).toEqual([false, 0, 0])
  })

  test('[LD29] two Standbys that are pointed at each other feed nothing to each other', async () => {
    const [one, two] = [await freePort(), await freePort()]
    const address = (port: number): string => `ws://127.0.0.1:${port}`
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const env = { TIKTOK_USERNAME: 'ada', RECONNECTION_BASE_DELAY: '1000', RECONNECTION_MAX_DELAY: '2000', ...upstreams }
    const bridges = await Promise.all(
      [
        { STANDBY_TIKFINITY_PORT: String(one), TIKFINITY_URL: address(two) },
        { STANDBY_TIKFINITY_PORT: String(two), TIKFINITY_URL: address(one) },
      ].map((more) => startBridge({ env: { ...env, ...more } })),
    )
    closing.push(...bridges.map((bridge) => () => bridge.kill()))
    const status = async (bridge: TestBridge): Promise<TikTokStatus> =>
      (await fetch(`${bridge.origin}/api/tiktok/status`)).json() as Promise<TikTokStatus>
    const both = (what: string, holds: (now: TikTokStatus) => boolean) =>
      waitFor(async () => (await Promise.all(bridges.map(status))).every(holds), { what, timeoutMs: 25_000 })
    await both('both connections', ({ via }) => via?.way === 'connector')
    sim.fail(signRefused(503))
    room.terminateSockets()
    await both('both to see what the other is', ({ ways }) => ways.some(({ problem }) => problem === 'is-standby'))
    const { events } = (await (await fetch(`${bridges[0]!.origin}/api/history`)).json()) as { events?: unknown[] }
    expect(events ?? []).toEqual([])
    expect((await Promise.all(bridges.map(status))).map(({ via }) => via)).toEqual([null, null])
  })
})
