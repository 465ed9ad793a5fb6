import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock } from '@standby/bridge/clock.ts'
import { startManagedSocket } from '@standby/bridge/simulator/managed-socket.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import { PUSH_PATH } from '@standby/bridge/simulator/push-server.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { openEuler } from '@standby/bridge/sources/euler/attempt.ts'
import type { Upstream } from '@standby/bridge/sources/tiktok/upstream.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { wayListener } from '../support/fakes/way-listener.ts'
import { startConnectProxy, type ConnectProxy } from '../support/peers/connect-proxy.ts'
import { newDataDir, startBridge } from '../support/peers/bridge.ts'
import { doctor, found } from '../support/peers/doctor.ts'
import { openSockets, simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
let peer: ConnectProxy
const closing: (() => unknown)[] = []
beforeEach(async () => {
  sim = await simulator()
  peer = await startConnectProxy()
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await peer.close()
  await sim.close()
})

/** The simulator under a name that only the proxy can look up. */
function behindProxy(): Upstream {
  const url = `http://tiktok.test:${sim.port}`
  sim.fault('sign', { kind: 'alter', fetchResult: { pushServer: `ws://tiktok.test:${sim.port}${PUSH_PATH}` } })
  return { webUrl: url, webcastUrl: url, signUrl: url, signApiKey: null, proxy: peer.proxy }
}

describe('One attempt at TikTok', () => {
  test('[TK45] pages, signature and socket go through the proxy, and nothing passes it by', async () => {
    const room = sim.room('ada')
    const link = watchLink({ username: 'ada', upstream: behindProxy() })
    closing.push(() => link.close())
    await link.opened()
    room.send([chat(room.heading(), { who: viewer('bob'), text: 'through' })])
    await waitFor(() => link.chats(false).includes('through'), { what: 'the chat' })
    expect(peer.asked.filter((one) => one.startsWith('CONNECT'))).toEqual([`CONNECT tiktok.test:${sim.port}`])
    expect(peer.asked.filter((one) => one.startsWith('GET')).length).toBe(
      sim.requests.asked.filter(({ step }) => step !== 'upgrade').length,
    )
  })

  test('[TK45] a refused tunnel ends the attempt as the network’s failure, and leaves nothing open', async () => {
    sim.room('ada')
    const upstream = behindProxy()
    const before = openSockets()
    peer.refusal = 407
    const link = watchLink({ username: 'ada', upstream })
    const cause = await link.closed()
    expect(cause).toMatchObject({ kind: 'network', reason: 'unreachable' })
    expect(cause.detail).toContain(`${peer.proxy.shown} answers with 407`)
    expect(sim.requests.counts.upgrade).toBe(0)
    await waitFor(() => openSockets() <= before, { what: 'the sockets to go' })
  })

  test('[TK45] an encrypted socket asks for a tunnel too, with the proxy’s own credentials', async () => {
    const named = await startConnectProxy('me:p%40ss@')
    closing.push(() => named.close())
    sim.room('ada')
    const upstream = { ...behindProxy(), proxy: named.proxy }
    sim.fault('sign', { kind: 'alter', fetchResult: { pushServer: `wss://tiktok.test:1${PUSH_PATH}` } })
    const link = watchLink({ username: 'ada', upstream })
    const cause = await link.closed()
    expect(named.asked).toContain('CONNECT tiktok.test:1')
    expect(new Set(named.credentials)).toEqual(new Set(['me:p@ss']))
    expect(cause.detail).not.toContain('p@ss')
    expect(cause.detail).not.toContain('p%40ss')
  })
})

describe('Managed socket', () => {
  test('[EU5] it goes through the proxy', async () => {
    const managed = await startManagedSocket(sim.room('ada'), 'key')
    closing.push(() => managed.close())
    const { seen, callbacks, onProblem } = wayListener()
    const url = managed.url.replace('127.0.0.1', 'euler.test')
    const link = openEuler(
      {
        url,
        apiKey: 'key',
        proxy: peer.proxy,
        username: 'ada',
        roomId: () => null,
        clock: systemClock,
        log: silentLog,
        spend: () => null,
        onProblem,
      },
      callbacks,
    )
    closing.push(() => link.close())
    await waitFor(() => managed.clientCount === 1, { what: 'the client' })
    expect(peer.asked).toEqual([`CONNECT ${new URL(url).host}`])
    expect(seen.closed).toEqual([])
  })
})

describe('Alerts', () => {
  test('[AL17] a dead proxy is named in the dock’s alert, and by the doctor', async () => {
    await peer.close()
    const env = { STANDBY_PROXY: `http://me:hunter2@${peer.proxy.shown}`, TIKTOK_USERNAME: 'ada' }
    const bridge = await startBridge({
      env: { ...env, TIKTOK_WEB_URL: 'https://tiktok.test', TIKTOK_WEBCAST_URL: 'https://tiktok.test', SIGN_API_URL: 'https://sign.test' },
    })
    closing.push(() => bridge.stop())
    const feed = new WebSocket(bridge.url.feed)
    closing.push(() => feed.terminate())
    let heard = ''
    feed.on('message', (data: Buffer) => (heard += data.toString()))
    // With `"code":"proxy"` and the address among its params.
    await waitFor(() => heard.includes(`"proxy":"${peer.proxy.shown}"`), { what: 'the alert', timeoutMs: 20_000 })
    expect(bridge.output()).not.toContain('hunter2')

    const { code, json } = await doctor({ ...env, STANDBY_DATA_DIR: newDataDir(), STANDBY_PORT: '0' }, '--json')
    expect([code, found(json.checks)]).toMatchObject([1, { proxy: 'proxy-dead', network: 'network-proxied', tiktok: 'host-unasked' }])
    expect(json.checks.find(({ id }) => id === 'proxy')?.found).toContain('STANDBY_PROXY')
    expect(JSON.stringify(json)).not.toContain('hunter2')
  })
})

describe('Doctor', () => {
  test('[DO18] a way into a LIVE is looked for through the proxy', async () => {
    const url = `http://tiktok.test:${sim.port}`
    const env = { TIKTOK_WEB_URL: url, TIKTOK_WEBCAST_URL: url, SIGN_API_URL: url, TIKTOK_SOURCES: 'connector,direct' }
    const { json } = await doctor({ ...env, STANDBY_PROXY: peer.proxy.url, STANDBY_DATA_DIR: newDataDir(), STANDBY_PORT: '0' }, '--json')
    expect(found(json.checks)).toMatchObject({ proxy: 'proxy-fine', 'way-connector': 'way-ready', 'way-direct': 'way-ready' })
    expect(new Set(peer.asked)).toEqual(new Set([`CONNECT tiktok.test:${sim.port}`]))
  })
})
