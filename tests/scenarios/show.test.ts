import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chat, imDelete, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import type { SettingsExport, SettingsImported, SettingsView } from '@standby/shared/settings/settings-view.ts'
import { startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { journaledIds } from '../support/fixtures/journal-file.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let tiktok: Simulator
beforeAll(async () => void (tiktok = await simulator()))
afterAll(() => tiktok.close())

const bridges: TestBridge[] = []
async function bridge(options: BridgeOptions = {}): Promise<TestBridge> {
  const env = { TIKTOK_WEB_URL: tiktok.url, TIKTOK_WEBCAST_URL: tiktok.url, SIGN_API_URL: tiktok.url, ...options.env }
  const started = await startBridge({ ...options, env })
  bridges.push(started)
  return started
}
afterEach(async () => {
  await Promise.all(bridges.splice(0).map((one) => one.kill()))
})

const get = async <T>(one: TestBridge, path: string): Promise<T> => (await fetch(one.origin + path)).json() as Promise<T>
async function post<T>(one: TestBridge, path: string, body: unknown): Promise<T> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(one.origin + path, sent)
  expect([path, response.status, await response.clone().text()]).toMatchObject([path, 200, expect.anything()])
  return response.json() as Promise<T>
}

type Client = Awaited<ReturnType<typeof feedClient>>
/** What a page would have as its state now. */
const state = ({ messages }: Client): FeedState =>
  Object.assign({}, ...messages.flatMap((message) => ('state' in message ? [message.state] : []))) as FeedState
const testEvents = ({ messages }: Client): LiveEvent[] => messages.flatMap((message) => (message.type === 'test' ? message.events : []))

describe('Overlay settings', () => {
  test('[OC6] overlay settings reach every page at once and are kept over a restart', async () => {
    const one = await bridge()
    const clients = [await feedClient(one.url.feed), await feedClient(one.url.feed)]
    expect(state(clients[0]!).overlay).toEqual(DEFAULT_OVERLAY)
    await post(one, '/api/overlay/settings', { theme: 'minimal', goals: [{ kind: 'custom', title: 'Laps', target: 10 }] })
    await post(one, '/api/overlay/goal', { index: 0, add: 3 })
    await waitFor(() => clients.every((client) => state(client).overlay.goals[0]?.current === 3), { what: 'the goal on both pages' })
    await one.kill()
    const two = await bridge({ dataDir: one.dataDir })
    expect(state(await feedClient(two.url.feed)).overlay).toMatchObject({ theme: 'minimal', goals: [{ title: 'Laps', current: 3 }] })
  })
})

describe('Moderation', () => {
  test('[MO6] what TikTok deletes or a hand hides is hidden on every page, over a restart', async () => {
    const room = tiktok.room('ada')
    const one = await bridge({ env: { TIKTOK_USERNAME: 'ada' } })
    const client = await feedClient(one.url.feed)
    await waitFor(() => state(client).tiktok.reconnectionState === 'CONNECTED', { what: 'the connection', timeoutMs: 20_000 })
    const lines = ['good', 'bad', 'worse'].map((text) => chat(room.heading(), { who: viewer('bob'), text }))
    room.send(lines)
    const events = await waitFor(() => (client.events().length >= 3 ? client.events() : null), { what: 'three chats' })
    const [, bad, worse] = events.map(({ id }) => id)
    room.send([imDelete(room.heading(), { msgIds: [bad!] })])
    await post(one, '/api/moderation/hide', { messageId: worse })
    await post(one, '/api/moderation/hide', { userId: '77', name: 'Troll' })
    await post(one, '/api/moderation/words', { words: ['Spoiler'] })
    const hidden = { hiddenUsers: [{ id: '77', name: 'Troll' }], blockedWords: ['spoiler'] }
    await waitFor(() => state(client).moderation.hiddenMessages.length === 2, { what: 'both to be hidden' })
    expect(new Set(state(client).moderation.hiddenMessages)).toEqual(new Set([bad, worse]))
    await one.kill()

    const two = await bridge({ dataDir: one.dataDir, env: { TIKTOK_USERNAME: 'ada' } })
    const again = await feedClient(two.url.feed)
    await waitFor(() => state(again).moderation.hiddenMessages.length === 2, { what: 'both to be hidden after the restart' })
    expect(await get(two, '/api/moderation')).toMatchObject(hidden)
    // What it knew is told before TikTok is there.
    await waitFor(() => state(again).tiktok.reconnectionState === 'CONNECTED', { what: 'the connection', timeoutMs: 20_000 })
    room.end()
    await waitFor(() => state(again).tiktok.reconnectionState === 'WAITING_FOR_LIVE', { what: 'the end of the LIVE' })
    room.goLive()
    await post(two, '/api/tiktok/reconnect', {})
    await waitFor(() => state(again).moderation.hiddenMessages.length === 0, { what: 'the next LIVE', timeoutMs: 20_000 })
    expect(state(again).moderation).toEqual({ hiddenMessages: [], ...hidden })
  })
})

describe('Test events', () => {
  test('[TE3] test events reach every page, and are in no journal, no total and no metric', async () => {
    tiktok.room('quiet')
    const one = await bridge({ env: { TIKTOK_USERNAME: 'quiet' } })
    const clients = [await feedClient(one.url.feed), await feedClient(one.url.feed)]
    await waitFor(() => state(clients[0]!).tiktok.reconnectionState === 'CONNECTED', { what: 'the connection', timeoutMs: 20_000 })
    const before = state(clients[0]!).counters
    await post(one, '/api/test/event', { type: 'gift', count: 500 })
    await post(one, '/api/test/event', { type: 'chat', text: 'مرحبا 👋' })
    await post(one, '/api/test/event', { type: 'recovery' })
    await waitFor(() => clients.every((client) => testEvents(client).length === 3), { what: 'the test events' })
    expect(testEvents(clients[1]!)).toMatchObject([{ type: 'gift', count: 500 }, { text: 'مرحبا 👋' }, { type: 'gap' }])
    const metrics = await (await fetch(`${one.origin}/metrics`)).text()
    expect(metrics).not.toMatch(/^standby_[a-z_]*events[a-z_]*\{[^}]*\} [1-9]/m)
    expect(clients.flatMap((client) => client.events().filter(({ id }) => !id.startsWith('test-')))).toEqual([])
    expect(state(clients[0]!).counters).toEqual(before)
    await one.stop()
    expect(journaledIds(one.dataDir)).toEqual([])
  })
})

describe('Settings', () => {
  test('[SE2] the settings in force say what the environment fixes, and hold no secret, exported or not', async () => {
    const env = {
      TIKTOK_USERNAME: 'ada',
      OBS_WEBSOCKET_PASSWORD: 'env-secret-1',
      SIGN_API_KEY: 'env-secret-2',
      STANDBY_WEBHOOK_URL: 'https://x.example/env-secret-3',
    }
    const one = await bridge({ env })
    await post(one, '/api/obs/connect', { standbyScene: 'Pause' })
    const view = await get<SettingsView>(one, '/api/settings')
    expect(view).toMatchObject({ tiktokUsername: 'ada', obs: { url: 'ws://127.0.0.1:1', standbyScene: 'Pause' }, hasObsPassword: true })
    expect(view.fixed.map(({ field, variable }) => `${field} ${variable}`)).toEqual([
      'tiktokUsername TIKTOK_USERNAME',
      'obs.url OBS_WEBSOCKET_URL',
      'obs.password OBS_WEBSOCKET_PASSWORD',
    ])
    const texts = [JSON.stringify(view), await (await fetch(`${one.origin}/api/settings/export`)).text()]
    for (const text of texts) expect(text).not.toMatch(/env-secret|password":/)
  })

  test('[SE5] an import changes what it names, keeps the rest, names fixed settings, applies at once', async () => {
    const from = await bridge({ env: { OBS_WEBSOCKET_URL: '' } })
    await post(from, '/api/overlay/settings', { theme: 'solid' })
    await post(from, '/api/moderation/words', { words: ['Spoiler'] })
    await post(from, '/api/obs/connect', { enabled: false, standbyScene: 'Back soon', mode: 'source' })
    const file = await get<SettingsExport>(from, '/api/settings/export')
    tiktok.room('grace')
    file.settings.tiktokUsername = 'grace'

    const to = await bridge()
    await post(to, '/api/obs/connect', { enabled: false, password: 'kept-secret' })
    await post(to, '/api/moderation/hide', { userId: '77', name: 'Troll' })
    const client = await feedClient(to.url.feed)
    const imported = await post<SettingsImported>(to, '/api/settings/import', file)
    expect(imported).toMatchObject({
      tiktokUsername: 'grace',
      obs: { standbyScene: 'Back soon', mode: 'source' },
      overlay: { theme: 'solid' },
    })
    expect(imported.notChanged).toEqual([{ field: 'obs.url', variable: 'OBS_WEBSOCKET_URL' }])
    expect(imported.hasObsPassword).toBe(true)
    await waitFor(() => state(client).overlay.theme === 'solid' && state(client).moderation.blockedWords.length === 1, {
      what: 'the overlay',
    })
    await waitFor(() => state(client).tiktok.username === 'grace', { what: 'the new name', timeoutMs: 10_000 })
    const saved = JSON.parse(readFileSync(join(to.dataDir, 'settings.json'), 'utf8')) as { obs: { password: string } }
    expect(saved.obs.password).toBe('kept-secret')

    const foreign = {
      standby: 'settings',
      version: 1,
      settings: { moderation: { blockedWords: [] }, history: { days: 2, megabytes: 60 } },
    }
    await post(to, '/api/settings/import', foreign)
    expect(await get(to, '/api/moderation')).toMatchObject({ hiddenUsers: [], blockedWords: [] })
    expect(await get(to, '/api/settings')).toMatchObject({ history: { days: 30, megabytes: null } })
  })
})

describe("Viewers' pictures", () => {
  test('[AV15] the demo’s people have pictures, and they come through the bridge', async () => {
    const one = await startBridge()
    bridges.push(one)
    const client = await feedClient(one.url.feed)
    const shown = (): (string | null)[] =>
      client.messages
        .flatMap((message) => ('events' in message ? [...message.events, ...('history' in message ? message.history : [])] : []))
        .flatMap((event) => ('user' in event ? [event.user.avatarUrl] : []))
    const address = await waitFor(() => shown().find((url) => url !== null), { what: 'somebody with a picture', timeoutMs: 20_000 })
    const response = await fetch(`${one.origin}/avatar?u=${encodeURIComponent(address)}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png'])
    await waitFor(() => shown().includes(null), { what: 'somebody without a picture', timeoutMs: 20_000 })
    const inside = new URL('/api/live/x', address).href.replace('127.0.0.1', 'localhost')
    expect((await fetch(`${one.origin}/avatar?u=${encodeURIComponent(inside)}`)).status).toBe(404)
    expect((await fetch(`${one.origin}/avatar?u=${encodeURIComponent(`${one.origin}/healthz`)}`)).status).toBe(404)
  })
})
