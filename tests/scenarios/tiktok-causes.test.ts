import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Fault } from '@standby/bridge/simulator/faults.ts'
import type { Step } from '@standby/bridge/simulator/requests.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import { simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator

beforeAll(async () => {
  sim = await simulator()
})
afterEach(() => sim.clearFaults())
afterAll(() => sim.close())

const json = (body: unknown): Fault => ({ kind: 'answer', status: 200, body: JSON.stringify(body) })
const noCode = (status: number, headers: Record<string, string> = {}, body = ''): Fault => ({ kind: 'answer', status, headers, body })

describe('One attempt at TikTok', () => {
  test('[TK10] an offline creator, an unknown name: the sign service is not asked', async () => {
    sim.room('away').goOffline()
    const { sign, eulerRoom } = sim.requests.counts
    const away = watchLink({ username: 'away', upstream: sim.upstream() })
    expect(await away.closed()).toMatchObject({ kind: 'offline' })
    const unknown = watchLink({ username: 'nobody.here', upstream: sim.upstream() })
    expect(await unknown.closed()).toMatchObject({ kind: 'not-found' })
    sim.fault('roomApi', json({ statusCode: 0, data: { user: { id: '1', roomId: '' } } }))
    const never = watchLink({ username: 'never.live', upstream: sim.upstream() })
    expect(await never.closed()).toMatchObject({ kind: 'offline' })
    expect(sim.requests.counts).toMatchObject({ sign, eulerRoom })
  })

  test.each<[string, unknown, CauseKind]>([
    ['a refusal', { data: { prompts: '' }, status_code: 0 }, 'closed'],
    ['an error code', { data: {}, status_code: 4003110 }, 'closed'],
    ['another error code', { data: {}, status_code: 10011 }, 'blocked'],
    ['no status', { data: { title: 'x' }, status_code: 0 }, 'protocol'],
    ['nothing', null, 'protocol'],
  ])('[TK11] a room that tells no usable status (%s) is not joined', async (_, body, kind) => {
    sim.room('closed.door')
    sim.fault('roomInfo', json(body))
    const { sign } = sim.requests.counts
    const link = watchLink({ username: 'closed.door', upstream: sim.upstream() })
    expect(await link.closed()).toMatchObject({ kind })
    expect(sim.requests.counts.sign).toBe(sign)
  })

  test.each<[string, Step, Fault, CauseKind]>([
    ['room info 503', 'roomInfo', noCode(503), 'tiktok'],
    ['room info 429', 'roomInfo', noCode(429), 'rate-limited'],
    ['room info in HTML', 'roomInfo', noCode(200, {}, '<html>'), 'protocol'],
    ['room info reset', 'roomInfo', { kind: 'reset' }, 'tiktok'],
    ['sign 429, short message', 'sign', noCode(429, { 'retry-after': '90' }, '{"message":"no"}'), 'rate-limited'],
    ['sign 429, Cloudflare page', 'sign', noCode(429, {}, '<html>slow down</html>'), 'rate-limited'],
    ['sign 402 without message', 'sign', noCode(402, {}, '{}'), 'auth'],
    ['sign 401', 'sign', noCode(401, {}, '{}'), 'auth'],
    ['sign 500', 'sign', noCode(500, {}, 'oops'), 'sign'],
    ['sign redirects', 'sign', noCode(302, { location: 'http://127.0.0.1:1/' }), 'sign'],
    ['sign reset', 'sign', { kind: 'reset' }, 'sign'],
    ['sign without cookies', 'sign', { kind: 'alter', headers: { 'x-set-tt-cookie': null } }, 'sign'],
    ['sign without cursor', 'sign', { kind: 'alter', fetchResult: { cursor: '' } }, 'sign'],
    ['sign without push server', 'sign', { kind: 'alter', fetchResult: { pushServer: '' } }, 'sign'],
    ['sign body is garbage', 'sign', noCode(200, { 'x-set-tt-cookie': 'a=b' }, '\xff\xff\xff\xff'), 'sign'],
    ['upgrade 503', 'upgrade', noCode(503), 'tiktok'],
    ['upgrade 429', 'upgrade', noCode(429), 'rate-limited'],
    ['upgrade DEVICE_BLOCKED', 'upgrade', noCode(200, { 'handshake-status': '415', 'handshake-msg': 'DEVICE_BLOCKED' }), 'blocked'],
    ['a bad accept', 'upgrade', noCode(101, { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-accept': 'x' }), 'tiktok'],
    ['upgrade reset', 'upgrade', { kind: 'reset' }, 'tiktok'],
  ])('[TK19] through the real library: %s at %s', async (_, step, fault, kind) => {
    sim.room('trouble')
    sim.fault(step, fault)
    const asked = sim.requests.counts[step]
    const link = watchLink({ username: 'trouble', upstream: sim.upstream() })
    expect(await link.closed()).toMatchObject({ kind })
    // TK14: no retries of the library's own.
    expect(sim.requests.counts[step]).toBe(asked + 1)
  })

  test('[TK19] a page behind a captcha is blocked unless another source knows the room', async () => {
    sim.room('captcha')
    sim.fault('page', { kind: 'answer', status: 200, body: '<html>are you human</html>' })
    const around = watchLink({ username: 'captcha', upstream: sim.upstream() })
    await around.opened()
    around.close()
    sim.fault('roomApi', { kind: 'answer', status: 403 })
    sim.fault('eulerRoom', { kind: 'answer', status: 402, body: '{"code":402}' })
    const blocked = watchLink({ username: 'captcha', upstream: sim.upstream() })
    expect(await blocked.closed()).toMatchObject({ kind: 'blocked' })
  })

  test.each<[string, () => void, CauseKind]>([
    ['a reset connection', () => sim.room('cut').terminateSockets(), 'tiktok'],
    ['a broken protocol', () => sim.room('cut').breakProtocol(), 'protocol'],
    ['a going-away', () => sim.room('cut').closeSockets(1001), 'tiktok'],
  ])('[TK19] an open socket lost by %s closes the link once', async (_, cut, kind) => {
    const room = sim.room('cut')
    const link = watchLink({ username: 'cut', upstream: sim.upstream() })
    await link.opened()
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    cut()
    expect(await link.closed()).toMatchObject({ kind })
    expect(link.calls().filter((call) => call === 'closed')).toHaveLength(1)
  })

  test('[TK14] one attempt asks each place once: nothing is retried behind our back', async () => {
    sim.room('busy')
    for (const step of ['page', 'roomApi', 'eulerRoom'] as const) sim.fault(step, noCode(503))
    const before = { ...sim.requests.counts }
    const link = watchLink({ username: 'busy', upstream: sim.upstream() })
    expect(await link.closed()).toMatchObject({ kind: 'tiktok' })
    const { page, roomApi, eulerRoom, roomInfo } = before
    expect(sim.requests.counts).toMatchObject({ page: page + 1, roomApi: roomApi + 1, eulerRoom: eulerRoom + 1, roomInfo })
  })

  test('[TK19] with the network down the cause is the network, and the sign service is not tried', async () => {
    await sim.network(false)
    const link = watchLink({ username: 'down', upstream: sim.upstream() })
    const cause = await link.closed()
    expect(cause.kind).toBe('network')
    expect(cause.detail).toContain('ECONNREFUSED')
    await sim.network(true)
  })
})
