import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, afterEach, expect, test } from 'vitest'
import type { HistoryView, LiveReport } from '@standby/shared/history.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { chat, roomUser, viewer } from '@standby/bridge/simulator/messages.ts'
import { newDataDir, startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const bridges: TestBridge[] = []
async function bridge(options: BridgeOptions = {}): Promise<TestBridge> {
  const started = await startBridge(options)
  bridges.push(started)
  return started
}
afterEach(async () => {
  await Promise.all(bridges.splice(0).map((one) => one.kill()))
})

const get = async <Answer>(one: TestBridge, path: string): Promise<Answer> => (await fetch(one.origin + path)).json() as Promise<Answer>
const post = (one: TestBridge, path: string, body: unknown) =>
  fetch(one.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const sessions = async (one: TestBridge): Promise<HistoryView> => get(one, '/api/history/sessions')
const connected = (one: TestBridge, username: string | null) =>
  waitFor(
    async () => {
      const status = await get<TikTokStatus>(one, '/api/tiktok/status')
      return status.reconnectionState === 'CONNECTED' && status.username === username
    },
    { what: 'the connection', timeoutMs: 20_000 },
  )

describe('Past LIVEs', () => {
  test('[HI14] the LIVE that is on is listed, reported and exported; the retention survives a restart', async () => {
    const sim = await simulator()
    const room = sim.room('ada')
    const who = viewer('bob')
    const env = { TIKTOK_USERNAME: 'ada', TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const dataDir = newDataDir()
    const one = await bridge({ dataDir, env })
    await connected(one, 'ada')
    const client = await feedClient(one.url.feed)
    room.send([roomUser(room.heading(), { viewers: 321 })])
    for (let n = 0; n < 200; n += 1) room.send([chat(room.heading(), { who, text: `=${n}, "quoted"` })])
    await waitFor(() => client.events().length === 200, { what: 'the events' })

    const { sessions: listed, bytes } = await sessions(one)
    expect(listed).toMatchObject([{ roomId: room.roomId, current: true, counts: { chat: 200 }, gaps: 0 }])
    expect(bytes).toBeGreaterThan(0)
    const report = await get<LiveReport>(one, `/api/history/sessions/${room.roomId}`)
    expect(report).toMatchObject({ connectedPercent: 100, supporters: [], gapRecords: [] })
    expect(report.chatsPerMinute.reduce((sum, count) => sum + count, 0)).toBe(200)
    const ndjson = await (await fetch(`${one.origin}/api/history/sessions/${room.roomId}/export`)).text()
    expect(
      ndjson
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(client.events())
    const csv = await (await fetch(`${one.origin}/api/history/sessions/${room.roomId}/export?format=csv`)).text()
    expect(csv).toContain('"\'=0, ""quoted"""')
    expect((await post(one, `/api/history/sessions/${room.roomId}/delete`, {})).status).toBe(409)

    expect((await post(one, '/api/history/retention', { days: 7, megabytes: 500 })).status).toBe(200)
    expect(await one.stop()).toEqual({ code: 0, signal: null })
    const again = await bridge({ dataDir, env })
    expect((await sessions(again)).retention).toEqual({ days: 7, megabytes: 500 })
    await again.stop()
    await sim.close()
  })
})

describe('Feed', () => {
  test('[FD19] a position in one creator’s feed does not resume another’s, and works again at the first', async () => {
    const sim = await simulator()
    const room = sim.room('ada')
    const who = viewer('bob')
    const env = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
    const dataDir = newDataDir()
    writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ tiktokUsername: 'ada' }))
    const one = await bridge({ dataDir, env })
    await connected(one, 'ada')
    /** By hand it may be done once in five seconds. */
    const connect = async (username: string | null): Promise<void> => {
      await waitFor(async () => (await post(one, '/api/tiktok/connect', { username })).status === 200, { what: 'leave', timeoutMs: 15_000 })
      await connected(one, username)
    }
    const client = await feedClient(one.url.feed)
    room.send([chat(room.heading(), { who, text: 'one' })])
    await waitFor(() => client.events().length === 1, { what: 'the event' })
    const position = client.position()
    client.socket.terminate()
    room.send([chat(room.heading(), { who, text: 'two' })])
    await connect(null)
    const elsewhere = await feedClient(one.url.feed + position)
    expect(elsewhere.messages[0]).toMatchObject({ type: 'snapshot', recovered: false, gap: { reason: 'other-feed' } })
    elsewhere.socket.terminate()
    await connect('ada')
    const back = await feedClient(one.url.feed + position)
    expect(back.messages[0]).toMatchObject({ type: 'snapshot', recovered: true, gap: null })
    await waitFor(() => back.events().some((event) => event.type === 'chat' && event.text === 'two'), { what: 'what was missed' })
    const texts = back.events().flatMap((event) => (event.type === 'chat' ? [event.text] : []))
    expect(texts).toEqual(['two'])
    await one.stop()
    await sim.close()
  })
})
