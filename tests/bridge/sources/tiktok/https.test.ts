import diagnostics from 'node:diagnostics_channel'
import dns from 'node:dns'
import type { ClientRequest } from 'node:http'
import { describe, afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { Upstream } from '@standby/bridge/sources/tiktok/upstream.ts'
import { simulator, watchLink } from '../../../support/peers/tiktok-link.ts'

const KEY = 'a-key-nobody-may-see'
const production: Upstream = {
  webUrl: 'https://www.tiktok.com',
  webcastUrl: 'https://webcast.tiktok.com',
  signUrl: 'https://api.eulerstream.com',
  signApiKey: KEY,
}

let sim: Simulator
/** Every HTTP request this process began, as `scheme//host/path`. */
let began: string[] = []
const lookup = dns.lookup
const onRequest = (message: unknown): void => {
  const { request } = message as { request: ClientRequest }
  began.push(`${request.protocol}//${request.host}${request.path}`)
}

beforeAll(async () => {
  sim = await simulator()
  sim.room('anna')
})
beforeEach(() => {
  began = []
  // No name resolves, so nothing leaves this computer whatever a test asks for.
  const nowhere = (host: string, _: unknown, done: (error: Error) => void): void =>
    process.nextTick(done, Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }))
  dns.lookup = nowhere as unknown as typeof dns.lookup
  diagnostics.subscribe('http.client.request.created', onRequest)
})
afterEach(() => {
  diagnostics.unsubscribe('http.client.request.created', onRequest)
  dns.lookup = lookup
  sim.clearFaults()
})
afterAll(() => sim.close())

describe('One attempt at TikTok', () => {
  test.each<[string, Partial<Upstream>, string[]]>([
    ['the page and the API', production, ['https://www.tiktok.com/@anna/live', 'https://www.tiktok.com/api-live/user/room/']],
    ['the room info', { webcastUrl: production.webcastUrl }, ['https://webcast.tiktok.com/webcast/room/info/']],
    ['the sign service', { signUrl: production.signUrl }, ['https://api.eulerstream.com/webcast/rooms/']],
  ])('[TK5] %s of the real TikTok: asked over https', async (_, changed, expected) => {
    const link = watchLink({ username: 'anna', upstream: { ...sim.upstream(), ...changed } })
    await link.closed()
    const outside = began.filter((request) => !request.includes('//127.0.0.1'))
    expect(outside).toHaveLength(expected.length)
    for (const [index, start] of expected.entries()) expect(outside[index]?.startsWith(start), outside[index]).toBe(true)
  })

  test('[TK5] the socket of the real TikTok is opened over TLS, and never in clear', async () => {
    sim.fault('sign', { kind: 'alter', fetchResult: { pushServer: 'wss://webcast-ws.tiktok.com/webcast/im/' } })
    expect((await watchLink({ username: 'anna', upstream: sim.upstream() }).closed()).kind).toBe('network')
    expect(began.filter((request) => !request.includes('//127.0.0.1'))[0]).toMatch(/^https:\/\/webcast-ws\.tiktok\.com\/webcast\/im\//)
  })

  test('[TK6] the sign key is in a header to the sign service only: no address, no cause, not TikTok', async () => {
    sim.fault('sign', () => ({ kind: 'answer', status: 401, body: JSON.stringify({ message: `key ${KEY} is not valid` }) }))
    const asked = sim.requests.asked.length
    const link = watchLink({ username: 'anna', upstream: { ...sim.upstream(), signApiKey: KEY } })
    const cause = await link.closed()
    const requests = sim.requests.asked.slice(asked)
    const carrying = requests.filter(({ headers }) => JSON.stringify(headers).includes(KEY)).map(({ step }) => step)
    expect(cause.kind).toBe('auth')
    expect(carrying).toEqual(['sign'])
    expect(requests.find(({ step }) => step === 'sign')?.headers['x-api-key']).toBe(KEY)
    expect(JSON.stringify([requests.map(({ url }) => url), began, cause])).not.toContain(KEY)
  })
})
