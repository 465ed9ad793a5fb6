import { afterEach, describe, expect, test } from 'vitest'
import type { ApiError, TikTokStatus } from '@standby/shared/protocol.ts'
import { startTikFinity } from '@standby/bridge/simulator/tikfinity.ts'
import { notFoundByMistake } from '@standby/bridge/simulator/failures.ts'
import { startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const QUICK = { RECONNECTION_BASE_DELAY: '1000', RECONNECTION_MAX_DELAY: '2000', DEGRADED_AFTER: '1500' }

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function bridge(options: BridgeOptions): Promise<TestBridge> {
  const started = await startBridge(options)
  closing.push(() => started.kill())
  return started
}

const status = async (one: TestBridge): Promise<TikTokStatus> =>
  (await fetch(`${one.origin}/api/tiktok/status`)).json() as Promise<TikTokStatus>
const post = (one: TestBridge, path: string, body: unknown) =>
  fetch(one.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const until = (one: TestBridge, what: string, holds: (now: TikTokStatus) => boolean) =>
  waitFor(async () => holds(await status(one)), { what, timeoutMs: 25_000 })

describe('Ladder', () => {
  test.each(['sign-down', 'proxy-silent', 'not-found-by-mistake'] as const)(
    '[LD16] a demo drop of kind %s shows the ladder at work',
    async (kind) => {
      const one = await bridge({ env: QUICK })
      await until(one, 'the demo', ({ via }) => via?.way === 'connector')
      await waitFor(async () => (await status(one)).ways.find(({ way }) => way === 'tikfinity')?.ready === true, { what: 'the second way' })
      expect((await post(one, '/api/demo/drop', { kind, seconds: 20 })).status).toBe(200)
      await until(one, 'TikFinity', ({ via }) => via?.way === 'tikfinity')
      expect(await status(one)).toMatchObject({ health: 'live', via: { party: 'local' } })
      expect((await status(one)).stability.outages[0]).toMatchObject({ ways: ['connector', 'tikfinity'], outcome: 'recovered' })
      // The signed connection keeps its own wait, which is two minutes for a name that TikTok denies.
      if (kind === 'not-found-by-mistake') return
      expect((await post(one, '/api/demo/drop', { kind: 'close', seconds: 2 })).status).toBe(200)
      await until(one, 'the connector', ({ via }) => via?.way === 'connector')
      await one.stop()
    },
  )

  test('[LD17] the ways are set by a page, kept over a restart, and used without leaving a connection', async () => {
    const sim = await simulator()
    closing.push(sim.close)
    const room = sim.room('ada')
    const feed = await startTikFinity(room)
    closing.push(feed.close)
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const env = { TIKTOK_USERNAME: 'ada', TIKFINITY_URL: feed.url, ...upstreams, ...QUICK }
    const one = await bridge({ env })
    await until(one, 'the connector', ({ via }) => via?.way === 'connector')
    expect((await post(one, '/api/tiktok/ways', { ways: ['tikfinity', 'connector'] })).status).toBe(200)
    const { via, ways } = await status(one)
    expect(via).toMatchObject({ way: 'connector' })
    expect(ways.filter(({ place }) => place !== null).map(({ way, place }) => `${way} ${place}`)).toEqual(['connector 1', 'tikfinity 0'])
    expect(sim.requests.counts.upgrade).toBe(1)
    for (const wrong of [[], ['magic'], ['connector', 'connector'], 'connector']) {
      const refused = await post(one, '/api/tiktok/ways', { ways: wrong })
      const { message } = (await refused.json()) as ApiError
      expect([refused.status, message]).toEqual([400, expect.stringMatching(/^(“ways(\.0)?”|ways) .*\.$/)])
    }
    await one.stop()
    const two = await bridge({ env, dataDir: one.dataDir })
    await until(two, 'TikFinity', ({ via }) => via?.way === 'tikfinity')
    expect(await (await fetch(`${two.origin}/api/settings`)).json()).toMatchObject({ ways: ['tikfinity', 'connector'] })
    await two.stop()
    const three = await bridge({ env: { ...env, TIKTOK_SOURCES: 'connector' }, dataDir: one.dataDir })
    await until(three, 'the connector', ({ via }) => via?.way === 'connector')
    expect((await post(three, '/api/tiktok/ways', { ways: ['tikfinity'] })).status).toBe(409)
    await three.stop()
  })
})

describe('Bridge', () => {
  test('[BR20] the creator says that the name is right: it is tried at once, and again from then on', async () => {
    const sim = await simulator()
    closing.push(sim.close)
    sim.room('ada')
    const undo = sim.fail(notFoundByMistake())
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const one = await bridge({ env: { TIKTOK_USERNAME: 'ada', ...upstreams, ...QUICK } })
    await until(one, 'the refusal', ({ cause, reconnectionState }) => cause?.kind === 'not-found' && reconnectionState === 'FAILED')
    const { nextAttemptAt } = await status(one)
    expect(nextAttemptAt! - Date.now()).toBeGreaterThan(29 * 60_000)
    expect((await post(one, '/api/tiktok/keep-trying', {})).status).toBe(200)
    await until(one, 'the doubt', ({ cause }) => cause?.kind === 'vanished')
    expect((await status(one)).nextAttemptAt! - Date.now()).toBeLessThan(140_000)
    await one.stop()
    undo()
    sim.fail(notFoundByMistake())
    const two = await bridge({ env: { TIKTOK_USERNAME: 'ada', ...upstreams, ...QUICK }, dataDir: one.dataDir })
    await until(two, 'the doubt, over a restart', ({ cause }) => cause?.kind === 'vanished')
    await two.stop()
  })
})
