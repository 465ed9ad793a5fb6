import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, afterEach, expect, test } from 'vitest'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function bridge(options: BridgeOptions = {}): Promise<TestBridge> {
  const started = await startBridge({ readyMs: 60_000, ...options })
  ends.push(() => started.kill())
  return started
}

const status = async (one: TestBridge): Promise<TikTokStatus> =>
  (await fetch(`${one.origin}/api/tiktok/status`)).json() as Promise<TikTokStatus>
const post = (one: TestBridge, path: string, body: unknown) =>
  fetch(one.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

describe('Bridge', () => {
  test('[BR17] a second start with the same data says that Standby runs and where, and does no harm', async () => {
    const first = await bridge()
    const client = await feedClient(first.url.feed)
    await waitFor(() => client.events().length > 3, { what: 'events', timeoutMs: 20_000 })
    const second = await bridge({ dataDir: first.dataDir, env: { STANDBY_PORT: String(first.port) } })
    expect(await second.exited).toEqual({ code: 0, signal: null })
    expect(second.output()).toContain('already running')
    expect(second.origin).toBe(first.origin)
    const before = client.events().length
    await waitFor(() => client.events().length > before, { what: 'the first to go on', timeoutMs: 20_000 })
    expect(await (await fetch(`${first.origin}/healthz`)).json()).toMatchObject({ storage: 'ok' })
  })

  test('[BR15] a taken port is not swapped for another: it says who has it, and how to choose one', async () => {
    const other = createServer((_request, response) => response.end('not Standby'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    ends.push(() => other.close())
    const { port } = other.address() as AddressInfo
    await expect(startBridge({ env: { STANDBY_PORT: String(port) }, readyMs: 60_000 })).rejects.toThrow(
      new RegExp(`exit code 1[\\s\\S]*${port} is used by another web server[\\s\\S]*STANDBY_PORT=\\d+`),
    )
  })

  test('[BR16] without a terminal nothing is offered at the first start: only the addresses are printed', async () => {
    const one = await bridge()
    expect(one.output()).toContain(one.url.home)
    expect(one.output()).not.toContain('Press Enter')
  })
})

describe('Home page and setup', () => {
  test('[HM9][HM10] a name is checked with TikTok itself, costs no sign request, and is used at once', async () => {
    const sim = await simulator()
    ends.push(() => sim.close())
    sim.room('ada')
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const one = await bridge({ env: upstreams })
    const check = async (username: string) => {
      const response = await post(one, '/api/tiktok/check', { username })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    const answer = await check('https://www.tiktok.com/@Ada/live')
    expect(answer).toEqual({ status: 200, body: { username: 'ada', verdict: 'live', cause: null } })
    expect(sim.requests.asked.filter(({ step }) => step === 'sign')).toEqual([])
    // At once, though commands by hand come one in five seconds.
    expect((await post(one, '/api/tiktok/connect', { username: 'ada' })).status).toBe(200)
    expect(await check('ada')).toMatchObject({ status: 429, body: { error: 'too-often' } })
    expect(await check('two words')).toMatchObject({ status: 400, body: { field: 'username' } })
    await waitFor(async () => (await status(one)).reconnectionState === 'CONNECTED', { what: 'the connection', timeoutMs: 20_000 })
  })

  test('[HM11] a rehearsal runs the demo, keeps the name, is refused while live, and ends with the name', async () => {
    const sim = await simulator()
    ends.push(() => sim.close())
    const room = sim.room('ada')
    room.goOffline()
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const one = await bridge({ env: { ...upstreams, TIKTOK_USERNAME: 'ada' } })
    expect((await post(one, '/api/rehearsal', { on: true })).status).toBe(200)
    await waitFor(async () => (await status(one)).health === 'live', { what: 'the demo', timeoutMs: 20_000 })
    expect(await status(one)).toMatchObject({ demo: true })
    expect((await post(one, '/api/demo/drop', { kind: 'close', seconds: 1 })).status).toBe(200)
    // Asked for when the name comes back; a LIVE that begins later is found within a minute.
    room.goLive()
    expect(await (await post(one, '/api/rehearsal', { on: false })).json()).toEqual({ on: false, until: null })
    expect(await status(one)).toMatchObject({ demo: false, username: 'ada' })
    await waitFor(async () => (await status(one)).reconnectionState === 'CONNECTED', { what: 'the LIVE', timeoutMs: 20_000 })
    const refused = await post(one, '/api/rehearsal', { on: true })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ error: 'on-air' })
    expect(await status(one)).toMatchObject({ demo: false, reconnectionState: 'CONNECTED' })
  })
})
