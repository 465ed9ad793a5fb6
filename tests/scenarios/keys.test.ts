import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { signRefused } from '@standby/bridge/simulator/failures.ts'
import { startManagedSocket } from '@standby/bridge/simulator/managed-socket.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const SECRETS = { signKey: 'sign-key-PLANTED', studio: { appId: 'app-PLANTED', keyId: 'key-PLANTED', secret: 'secret-PLANTED' } }

describe('Settings', () => {
  test('[SE17] a key that was entered is used at once and after a restart, and never shown again', async () => {
    const sim = await simulator()
    closing.push(sim.close)
    const room = sim.room('ada')
    const managed = await startManagedSocket(room, SECRETS.signKey)
    closing.push(managed.close)
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url, EULER_URL: managed.url }
    const quick = { RECONNECTION_BASE_DELAY: '1000', RECONNECTION_MAX_DELAY: '2000' }
    const env = { TIKTOK_USERNAME: 'ada', TIKTOK_SOURCES: 'connector,euler', LOG_LEVEL: 'debug', ...upstreams, ...quick }
    const begin = async (dataDir?: string): Promise<TestBridge> => {
      const bridge = await startBridge({ env, ...(dataDir !== undefined && { dataDir }) })
      closing.push(() => bridge.kill())
      return bridge
    }
    const one = await begin()
    const get = async (bridge: TestBridge, path: string) => (await fetch(bridge.origin + path)).text()
    const status = async (bridge: TestBridge) => JSON.parse(await get(bridge, '/api/tiktok/status')) as TikTokStatus
    const post = (bridge: TestBridge, body: unknown) =>
      fetch(`${bridge.origin}/api/tiktok/keys`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const until = (bridge: TestBridge, what: string, holds: (now: TikTokStatus) => boolean) =>
      waitFor(async () => holds(await status(bridge)), { what, timeoutMs: 25_000 })
    const signKeys = () => sim.requests.asked.filter(({ step }) => step === 'sign').map(({ headers }) => headers['x-api-key'] ?? null)

    await until(one, 'the connector', ({ via }) => via?.way === 'connector')
    expect((await status(one)).ways.find(({ way }) => way === 'euler')).toMatchObject({
      ready: false,
      problem: 'no-credentials',
      hasKey: false,
    })
    for (const wrong of [
      { signKey: '' },
      { signKey: 'two words' },
      { signKey: 'a\nb' },
      { signKey: 5 },
      { studio: { appId: 'a' } },
      { other: 1 },
    ]) {
      expect((await post(one, wrong)).status, JSON.stringify(wrong)).toBe(400)
    }
    const answer = await post(one, SECRETS)
    expect(answer.status).toBe(200)
    const shown = [await answer.text()]
    expect((await status(one)).ways.map(({ way, hasKey }) => `${way} ${hasKey}`)).toEqual([
      ...['connector null', 'direct null', 'studio true', 'tikfinity null', 'euler true'],
    ])

    sim.fail(signRefused(401, 'the key is not valid any more'))
    const talking = setInterval(() => room.send([chat(room.heading(), { who: viewer('bob'), text: 'hello' })]), 200)
    closing.push(() => clearInterval(talking))
    room.terminateSockets()
    await until(one, 'the managed socket', ({ via }) => via?.way === 'euler')
    expect(signKeys().at(-1)).toBe(SECRETS.signKey)
    for (const path of ['/api/tiktok/status', '/api/settings', '/api/settings/export', '/api/doctor', '/metrics'])
      shown.push(await get(one, path))
    await one.stop()
    shown.push(one.output(), readFileSync(join(one.dataDir, 'logs', 'standby.log'), 'utf8'))
    for (const text of shown) expect(text).not.toContain('PLANTED')

    sim.clearFaults()
    const two = await begin(one.dataDir)
    await until(two, 'the connector', ({ via }) => via?.way === 'connector')
    expect(signKeys().at(-1)).toBe(SECRETS.signKey)
    expect((await post(two, { signKey: null, studio: null })).status).toBe(200)
    expect((await status(two)).ways.some(({ hasKey }) => hasKey === true)).toBe(false)
    expect(readFileSync(join(one.dataDir, 'settings.json'), 'utf8')).not.toContain('PLANTED')
    await two.stop()
  })

  test('[SE20] after a key was refused, another one is tried at once', async () => {
    const sim = await simulator()
    closing.push(sim.close)
    sim.room('ada')
    const undo = sim.fail(signRefused(401, 'the key is not valid any more'))
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const bridge = await startBridge({ env: { TIKTOK_USERNAME: 'ada', TIKTOK_SOURCES: 'connector', ...upstreams } })
    closing.push(() => bridge.kill())
    const status = async () => (await (await fetch(`${bridge.origin}/api/tiktok/status`)).json()) as TikTokStatus
    await waitFor(async () => (await status()).cause?.kind === 'auth', { what: 'the refusal', timeoutMs: 15_000 })
    undo()
    const headers = { 'content-type': 'application/json' }
    await fetch(`${bridge.origin}/api/tiktok/keys`, { method: 'POST', headers, body: JSON.stringify({ signKey: 'a-better-key' }) })
    await waitFor(async () => (await status()).via?.way === 'connector', { what: 'the connection', timeoutMs: 10_000 })
  })
})
