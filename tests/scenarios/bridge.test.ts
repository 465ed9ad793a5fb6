import { createServer } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import { newDataDir, startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { journaledIds } from '../support/fixtures/journal-file.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

/** Delays as short as the settings allow. */
const QUICK = { RECONNECTION_BASE_DELAY: '1000', RECONNECTION_MAX_DELAY: '2000', DEGRADED_AFTER: '1500' }

const bridges: TestBridge[] = []
async function bridge(options: BridgeOptions = {}): Promise<TestBridge> {
  const started = await startBridge(options)
  bridges.push(started)
  return started
}
afterEach(async () => {
  await Promise.all(bridges.splice(0).map((one) => one.kill()))
})

const status = async (one: TestBridge): Promise<TikTokStatus> =>
  (await fetch(`${one.origin}/api/tiktok/status`)).json() as Promise<TikTokStatus>
const connected = (one: TestBridge) =>
  waitFor(async () => (await status(one)).reconnectionState === 'CONNECTED', { what: 'the connection', timeoutMs: 20_000 })
const post = (one: TestBridge, path: string, body: unknown) =>
  fetch(one.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

describe('Bridge', () => {
  test('[BR1] with nothing configured the demo LIVE runs, and its events reach a client within seconds', async () => {
    const one = await bridge()
    for (const address of [one.url.home, one.url.overlay, one.url.dock]) expect(one.output()).toContain(address)
    const client = await feedClient(one.url.feed)
    await waitFor(() => new Set(client.events().map(({ type }) => type)).size >= 4, { what: 'four kinds of events', timeoutMs: 15_000 })
    expect(await status(one)).toMatchObject({ demo: true, username: null, reconnectionState: 'CONNECTED', health: 'live', cause: null })
    expect((await fetch(`${one.origin}/healthz`)).status).toBe(200)
    expect(await one.stop()).toEqual({ code: 0, signal: null })
    expect(client.closed()?.code).toBe(1001)
  })

  test('[BR2] a demo drop is reported, degrades, recovers and is caught up; a cut client resumes', async () => {
    const one = await bridge({ env: QUICK })
    await connected(one)
    const watching = await feedClient(one.url.feed)
    const cutOff = await feedClient(one.url.feed)
    await waitFor(() => watching.events().length > 5, { what: 'events', timeoutMs: 15_000 })
    expect((await post(one, '/api/demo/drop', { kind: 'close', seconds: 4 })).status).toBe(200)
    await waitFor(() => watching.messages.some(({ type }) => type === 'tiktok:reconnection:started'), {
      what: 'the drop',
      timeoutMs: 1_000,
    })
    const position = cutOff.position()
    cutOff.socket.terminate()
    await waitFor(async () => (await status(one)).health === 'degraded', { what: 'the degraded mode', timeoutMs: 5_000 })
    expect(await status(one)).toMatchObject({ reconnectionState: 'RECONNECTING', cause: { kind: 'tiktok' }, degraded: { cause: 'tiktok' } })
    await waitFor(() => watching.messages.some(({ type }) => type === 'tiktok:reconnection:success'), {
      what: 'the recovery',
      timeoutMs: 15_000,
    })
    const back = await feedClient(one.url.feed + position)
    expect(back.messages[0]).toMatchObject({ type: 'snapshot', recovered: true })
    const caughtUp = watching.events().filter(({ missed }) => missed)
    expect(caughtUp.length).toBeGreaterThan(0)
    const last = watching.events().at(-1)?.offset ?? 0
    await waitFor(() => (back.events().at(-1)?.offset ?? 0) >= last, { what: 'the resumed client to have caught up' })
    await one.stop()
    const all = [...cutOff.events(), ...back.events()].map(({ id }) => id)
    expect(new Set(all).size).toBe(all.length)
    const first = cutOff.events()[0]?.offset ?? 0
    expect(all).toEqual(journaledIds(one.dataDir, first - 1).slice(0, all.length))
  })

  test('[BR3] killed in a show and started again, it goes on from there: nothing lost, nothing twice', async () => {
    const dataDir = newDataDir()
    const first = await bridge({ dataDir, env: QUICK })
    const before = await feedClient(first.url.feed)
    await waitFor(() => before.events().length > 10, { what: 'events', timeoutMs: 15_000 })
    await first.kill()
    await waitFor(() => before.closed() !== null, { what: 'the client to notice' })
    const second = await bridge({ dataDir, env: QUICK })
    const after = await feedClient(second.url.feed + before.position())
    expect(after.messages[0]).toMatchObject({ type: 'snapshot', recovered: true })
    await waitFor(() => after.events().length > 10, { what: 'more events', timeoutMs: 15_000 })
    await second.stop()
    const all = [...before.events(), ...after.events()].map(({ id }) => id)
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(journaledIds(dataDir, (before.events()[0]?.offset ?? 0) - 1).slice(0, all.length))
  })

  test('[BR4] a second start on the same data says so and leaves the first alone; so does a taken port', async () => {
    const one = await bridge()
    await expect(startBridge({ dataDir: one.dataDir })).rejects.toThrow(
      /in use by another program, most likely another Standby[\s\S]*STANDBY_DATA_DIR/,
    )
    await expect(startBridge({ env: { STANDBY_PORT: String(one.port) } })).rejects.toThrow(/port is taken[\s\S]*STANDBY_PORT/)
    await connected(one)
  })

  test('[BR5] a bad environment value is named at the start', async () => {
    await expect(startBridge({ env: { TIKTOK_WEB_URL: 'tiktok', STANDBY_HOST: '0.0.0.0' } })).rejects.toThrow(
      /exit code 1[\s\S]*STANDBY_HOST[\s\S]*TIKTOK_WEB_URL/,
    )
    const one = await bridge({ env: { RECONNECTION_MAX_DELAY: 'soon' } })
    expect(one.output()).toContain('RECONNECTION_MAX_DELAY')
  })

  test('[BR6] a name in the environment takes the same path to the upstreams, and no page changes it', async () => {
    const sim = await simulator()
    const room = sim.room('ada')
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const one = await bridge({ env: { TIKTOK_USERNAME: '@Ada', ...upstreams, ...QUICK } })
    await connected(one)
    expect(await status(one)).toMatchObject({ demo: false, username: 'ada', roomId: room.roomId })
    const client = await feedClient(one.url.feed)
    room.send([chat(room.heading(), { who: viewer('bob'), text: 'hello from TikTok' })])
    await waitFor(() => client.events().length === 1, { what: 'the event' })
    expect(client.events()[0]).toMatchObject({ type: 'chat', text: 'hello from TikTok', user: { uniqueId: 'bob' }, missed: false })
    expect((await post(one, '/api/demo/drop', { kind: 'close' })).status).toBe(409)
    expect((await post(one, '/api/tiktok/connect', { username: 'somebody' })).status).toBe(409)
    await one.stop()
    await sim.close()
  })

  test('[BR7] a name typed on a page is used at once and survives a restart; an empty one is the demo', async () => {
    const sim = await simulator()
    sim.room('ada')
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const dataDir = newDataDir()
    const first = await bridge({ dataDir, env: upstreams })
    expect(await status(first)).toMatchObject({ demo: true })
    expect((await post(first, '/api/tiktok/connect', { username: 'https://www.tiktok.com/@ada/live' })).status).toBe(200)
    await connected(first)
    expect(await status(first)).toMatchObject({ demo: false, username: 'ada' })
    await first.stop()
    const second = await bridge({ dataDir, env: upstreams })
    await connected(second)
    expect(await status(second)).toMatchObject({ demo: false, username: 'ada' })
    expect((await post(second, '/api/tiktok/connect', { username: null })).status).toBe(200)
    await connected(second)
    expect(await status(second)).toMatchObject({ demo: true, username: null })
    await second.stop()
    await sim.close()
  })

  test('[BR8] a name that does not exist stops with a cause, and a stop by hand stays a stop', async () => {
    const sim = await simulator()
    const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const one = await bridge({ env: { TIKTOK_USERNAME: 'nobody.here', ...upstreams, ...QUICK } })
    await waitFor(async () => (await status(one)).cause !== null, { what: 'a cause', timeoutMs: 10_000 })
    expect(await status(one)).toMatchObject({ reconnectionState: 'FAILED', cause: { kind: 'not-found' } })
    await post(one, '/api/tiktok/disconnect', {})
    expect(await status(one)).toMatchObject({ reconnectionState: 'STOPPED', cause: null, health: 'offline' })
    await one.stop()
    await sim.close()
  })

  test('[BR9] secrets are in no answer, no page, no log and no output, whatever fails', async () => {
    const sim = await simulator()
    sim.room('ada')
    sim.fault('sign', { kind: 'answer', status: 401, body: '{"message":"key signkey-PLANTED is not valid"}' })
    // Something that answers but is no OBS, so that the OBS side fails too.
    const noObs = createServer((_request, response) => response.end('hello'))
    await new Promise<void>((resolve) => noObs.listen(0, '127.0.0.1', resolve))
    const address = noObs.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const one = await bridge({
      env: {
        TIKTOK_USERNAME: 'ada',
        TIKTOK_WEB_URL: sim.url,
        TIKTOK_WEBCAST_URL: sim.url,
        SIGN_API_URL: sim.url,
        SIGN_API_KEY: 'signkey-PLANTED',
        OBS_WEBSOCKET_URL: `ws://127.0.0.1:${port}`,
        OBS_WEBSOCKET_PASSWORD: 'obspass-PLANTED',
        TIKTOK_SOURCES: 'studio,connector,euler',
        EULER_URL: 'ws://127.0.0.1:9',
        LIVE_STUDIO_APP_ID: 'app-PLANTED',
        LIVE_STUDIO_KEY_ID: 'keyid-PLANTED',
        LIVE_STUDIO_SECRET: 'studio-PLANTED',
        // Refused at once: what the alert about the key is sent to fails too.
        STANDBY_WEBHOOK_URL: 'http://127.0.0.1:1/hook-PLANTED?token=webhook-PLANTED',
        LOG_LEVEL: 'trace',
      },
    })
    const client = await feedClient(one.url.feed)
    await waitFor(async () => (await status(one)).cause?.kind === 'sign', { what: 'the managed socket to fail too', timeoutMs: 15_000 })
    await post(one, '/api/obs/connect', { password: 'obspass-PLANTED' })
    const answers = await Promise.all(
      ['/', '/dock', '/api/tiktok/status', '/api/obs/status', '/api/obs/pages', '/metrics', '/healthz'].map(async (path) =>
        (await fetch(one.origin + path)).text(),
      ),
    )
    const log = readFileSync(join(one.dataDir, 'logs', 'standby.log'), 'utf8')
    expect(log.length).toBeGreaterThan(500)
    for (const text of [...answers, log, one.output(), JSON.stringify(client.messages)]) expect(text).not.toContain('PLANTED')
    await one.stop()
    noObs.close()
    await sim.close()
  })

  test('[BR10] an unreadable database is reported by name and left as it is; the show goes on', async () => {
    const dataDir = newDataDir()
    writeFileSync(join(dataDir, 'standby.db'), 'not a database, but somebody may want it')
    const one = await bridge({ dataDir })
    await connected(one)
    expect(one.output()).toContain('standby.db')
    await one.stop()
    expect(readFileSync(join(dataDir, 'standby.db'), 'utf8')).toContain('somebody may want it')
  })

  test('[BR13] manual reconnects are limited for all callers; a healthy connection is left alone', async () => {
    const one = await bridge({ env: QUICK })
    await connected(one)
    const { metrics } = await status(one)
    for (let n = 0; n < 10; n += 1) expect((await post(one, '/api/tiktok/reconnect', {})).status).toBe(200)
    expect((await status(one)).metrics.attempts).toBe(metrics.attempts)
    await post(one, '/api/tiktok/disconnect', {})
    expect((await post(one, '/api/tiktok/reconnect', {})).status).toBe(200)
    await post(one, '/api/tiktok/disconnect', {})
    const again = await post(one, '/api/tiktok/connect', {})
    expect(again.status).toBe(429)
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await status(one)).reconnectionState).toBe('STOPPED')
  })

  test('[BR14] figures of the connection are in the status and in Prometheus’ format', async () => {
    const one = await bridge({ env: QUICK })
    await connected(one)
    await post(one, '/api/demo/drop', { kind: 'close', seconds: 1 })
    await waitFor(async () => (await status(one)).stability.total.recoveries === 1, { what: 'the recovery', timeoutMs: 15_000 })
    const { stability, policy } = await status(one)
    expect(stability.total).toMatchObject({ drops: 1, cyclesSucceeded: 1, cycleSuccessPercent: 100, byCause: { tiktok: { drops: 1 } } })
    expect(stability.outages).toMatchObject([{ firstCause: 'tiktok', outcome: 'recovered' }])
    expect(policy).toEqual({ maxAttempts: 10, baseDelayMs: 1_000, maxDelayMs: 2_000, multiplier: 2, degradedAfterMs: 1_500 })
    const answer = await fetch(`${one.origin}/metrics`)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    expect(text).toMatch(/^standby_tiktok_connected 1$/m)
    expect(text).toMatch(/^standby_tiktok_outage_duration_seconds_count\{cause="tiktok"\} 1$/m)
  })
})
