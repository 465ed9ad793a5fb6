import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chat, gift, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { Check } from '@standby/shared/checks.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import type { TikFinityView } from '@standby/shared/tikfinity.ts'
import { IS_RELEASE } from '../support/drawn.ts'
import { newDataDir, startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { countedGifts, libraryClient, pageClient, pythonClient, type TikFinityClient } from '../support/peers/tikfinity-clients.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

/** As long as a person's drop in a release; else as short as the settings allow. */
const DROP_SECONDS = IS_RELEASE ? 20 : 5
// In a long drop quick attempts would open the circuit breaker.
const DELAYS: Record<string, string> = IS_RELEASE ? {} : { RECONNECTION_BASE_DELAY: '1000', RECONNECTION_MAX_DELAY: '2000' }
const ROSE = { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }

let tiktok: Simulator
beforeAll(async () => void (tiktok = await simulator()))
afterAll(() => tiktok.close())

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A port of both addresses that nobody has; a client that reconnects needs the same one after a restart. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function bridge(port: number, options: BridgeOptions = {}): Promise<TestBridge> {
  const started = await startBridge({ ...options, env: { ...DELAYS, STANDBY_TIKFINITY_PORT: String(port), ...options.env } })
  ends.push(() => started.kill())
  return started
}

function watched<Client extends TikFinityClient>(client: Client): Client {
  ends.push(() => client.stop())
  return client
}

/** Two where there is no Python. */
async function threeClients(port: number): Promise<TikFinityClient[]> {
  const python = await pythonClient(port)
  return [libraryClient(port), pageClient(port), ...(python === null ? [] : [python])].map(watched)
}

const get = async <T>(one: TestBridge, path: string): Promise<T> => (await fetch(one.origin + path)).json() as Promise<T>
async function post<T>(one: TestBridge, path: string, body: unknown): Promise<T> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(one.origin + path, sent)
  expect([path, response.status, await response.clone().text()]).toMatchObject([path, 200, expect.anything()])
  return response.json() as Promise<T>
}
const socketIs = (one: TestBridge, state: string) =>
  waitFor(async () => (await get<TikFinityView>(one, '/api/tikfinity')).socket.state === state, { what: `the socket to be ${state}` })
const connected = (one: TestBridge) =>
  waitFor(async () => (await get<TikTokStatus>(one, '/api/tiktok/status')).reconnectionState === 'CONNECTED', {
    what: 'the connection',
    timeoutMs: 20_000,
  })
const named = (client: TikFinityClient, event: string) => client.frames.filter((frame) => frame.event === event)

describe('TikFinity’s socket', () => {
  test('[TF8] [TF10] in a drop of the demo three clients that reconnect count each gift once', async () => {
    const port = await freePort()
    const one = await bridge(port)
    await socketIs(one, 'listening')
    await post(one, '/api/tikfinity', { caughtUp: true })
    const clients = await threeClients(port)
    // The feed begins last: each gift in it is one that every client could count.
    await waitFor(() => clients.every((client) => client.frames.length > 0), { what: 'every client', timeoutMs: 20_000 })
    const feed = await feedClient(one.url.feed)
    await waitFor(() => clients.every((client) => named(client, 'gift').length > 2), { what: 'gifts on every client', timeoutMs: 60_000 })
    await post(one, '/api/demo/drop', { kind: 'close', seconds: DROP_SECONDS })
    const [first] = clients
    await waitFor(() => named(first!, 'standby').some(({ data }) => 'health' in data && data.health === 'reconnecting'), {
      what: 'the frame that says that TikTok is away',
      timeoutMs: 15_000,
    })
    await waitFor(() => feed.events().some(({ type }) => type === 'gap'), { what: 'the recovery', timeoutMs: 60_000 })
    // One more streak has come to its end, so what was caught up has been dealt with.
    const ended = () => feed.events().flatMap((event) => (event.type === 'gift' && event.final ? [event] : []))
    const before = ended().length
    await waitFor(() => ended().length > before + 1, { what: 'gifts after the drop', timeoutMs: 90_000 })
    const expected = new Map(ended().map(({ streakId, count }) => [streakId, count]))
    const sums = (client: TikFinityClient): Map<string, number> => {
      const counted = new Map<string, number>()
      for (const { streak, pieces } of countedGifts(client))
        if (expected.has(streak)) counted.set(streak, (counted.get(streak) ?? 0) + pieces)
      return counted
    }
    for (const client of clients) {
      await waitFor(() => sums(client).size >= expected.size, { what: 'all ends', timeoutMs: 10_000 })
      expect(sums(client)).toEqual(expected)
      const ends = countedGifts(client).map(({ end }) => end)
      expect(ends).toHaveLength(new Set(ends).size)
      // The socket stayed up while TikTok was away.
      expect(client.connections()).toBe(1)
      expect(client.frames[0]?.event).toBe('config')
    }
  })

  test('[TF8] killed in a streak of a busy LIVE, it ends the streak once for each client that came back', async () => {
    const room = tiktok.room('ada')
    const port = await freePort()
    const env = { TIKTOK_WEB_URL: tiktok.url, TIKTOK_WEBCAST_URL: tiktok.url, SIGN_API_URL: tiktok.url, TIKTOK_USERNAME: 'ada' }
    const dataDir = newDataDir()
    const first = await bridge(port, { dataDir, env })
    await connected(first)
    const clients = await threeClients(port)
    await waitFor(() => clients.every((client) => client.connections() === 1), { what: 'the clients', timeoutMs: 20_000 })
    const rose = (repeatCount: number, isLast = false): void =>
      room.send([gift(room.heading(), { who: viewer('bob'), gift: ROSE, groupId: '77', repeatCount, repeatEnd: isLast })])
    const say = (...texts: string[]): void => room.send(texts.map((text) => chat(room.heading(), { who: viewer('bob'), text })))
    const chats = (client: TikFinityClient): string[] => named(client, 'chat').map(({ data }) => ('comment' in data ? data.comment : ''))
    rose(2)
    // More than the next run reads of what was there.
    for (let frame = 0; frame < 25; frame += 1) say(...Array.from({ length: 100 }, (_, index) => `${frame} ${index}`))
    await waitFor(() => clients.every((client) => chats(client).includes('24 99')), { what: 'a busy LIVE', timeoutMs: 30_000 })
    await first.kill()
    rose(5, true)
    const second = await bridge(port, { dataDir, env })
    await connected(second)
    const isEnded = (client: TikFinityClient): boolean => countedGifts(client).length > 0
    await waitFor(() => clients.every(isEnded), { what: 'the end of the streak', timeoutMs: 30_000 })
    rose(5, true)
    say('after it')
    await waitFor(() => clients.every((client) => chats(client).includes('after it')), { what: 'what came after it' })
    for (const client of clients) {
      expect(countedGifts(client).map(({ pieces }) => pieces)).toEqual([5])
      expect(client.connections()).toBe(2)
    }
  })

  test('[TF4] [TF12] [TF13] it says who has the port, and is switched, allowed and checked through the API', async () => {
    const port = await freePort()
    const one = await bridge(port)
    await socketIs(one, 'listening')
    const two = await bridge(port)
    await socketIs(two, 'taken')
    expect(await get<TikFinityView>(two, '/api/tikfinity')).toMatchObject({
      socket: { state: 'taken', by: 'standby' },
      port,
      clients: [],
    })
    const check = async (): Promise<Check | undefined> =>
      (await get<{ checks: Check[] }>(one, '/api/doctor')).checks.find(({ id }) => id === 'tikfinity')
    const origin = 'https://widgets.example'
    const page = watched(libraryClient(port, { origin }))
    await waitFor(async () => (await get<TikFinityView>(one, '/api/tikfinity')).refused.length > 0, { what: 'the refusal' })
    expect(page.connections()).toBe(0)
    const allowed = await post<TikFinityView>(one, '/api/tikfinity/origins', { origin: `${origin}/some/page.html`, allowed: true })
    expect(allowed).toMatchObject({ allowed: [origin], refused: [] })
    await waitFor(() => page.connections() === 1, { what: 'the page' })
    expect(await check()).toMatchObject({ verdict: 'ok', code: 'tikfinity-listening', params: { port, clients: 1 } })
    expect(await post<TikFinityView>(one, '/api/tikfinity', { on: false })).toMatchObject({ socket: { state: 'off' }, clients: [] })
    expect(await check()).toMatchObject({ verdict: 'skipped', code: 'tikfinity-off' })
    expect(await post<TikFinityView>(two, '/api/tikfinity', { on: true })).toMatchObject({ socket: { state: 'listening' } })
    expect(await post<TikFinityView>(one, '/api/tikfinity', { on: true })).toMatchObject({ socket: { state: 'taken', by: 'standby' } })
    await one.kill()
    const again = await bridge(await freePort(), { dataDir: one.dataDir })
    expect(await get<TikFinityView>(again, '/api/tikfinity')).toMatchObject({ on: true, caughtUp: false, allowed: [origin] })
  })
})
