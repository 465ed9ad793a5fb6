import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chat, follow, gift, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { ActionsView, Offers, Outcome } from '@standby/shared/actions/view.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { newDataDir, startBridge, type BridgeOptions, type TestBridge } from '../support/peers/bridge.ts'
import { startStreamerbot } from '../support/peers/streamerbot.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { webReceiver, type WebReceiver } from '../support/peers/web-receiver.ts'
import { stays, waitFor } from '../support/wait.ts'

const ROSE = { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }
const SECRET = 'hush-hush-hush'

let tiktok: Simulator
beforeAll(async () => void (tiktok = await simulator()))
afterAll(() => tiktok.close())

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** Until it is given a name it is the demo, in which actions can be set and nothing is run. */
const toSimulator = (): Record<string, string> => ({
  TIKTOK_WEB_URL: tiktok.url,
  TIKTOK_WEBCAST_URL: tiktok.url,
  SIGN_API_URL: tiktok.url,
  RECONNECTION_BASE_DELAY: '1000',
  RECONNECTION_MAX_DELAY: '2000',
})

async function bridge(options: BridgeOptions = {}): Promise<TestBridge> {
  const started = await startBridge(options)
  ends.push(() => started.kill())
  return started
}
async function receiver(): Promise<WebReceiver> {
  const peer = await webReceiver()
  ends.push(peer.close)
  return peer
}
const get = async <T>(one: TestBridge, path: string): Promise<T> => (await fetch(one.origin + path)).json() as Promise<T>
async function post<T>(one: TestBridge, path: string, body: unknown, status = 200): Promise<T> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(one.origin + path, sent)
  const text = await response.text()
  expect([path, response.status, text]).toEqual([path, status, text])
  return JSON.parse(text) as T
}
const watch = async (one: TestBridge, username: string): Promise<unknown> => {
  await post(one, '/api/tiktok/connect', { username })
  return connected(one)
}
const connected = (one: TestBridge) =>
  waitFor(async () => (await get<TikTokStatus>(one, '/api/tiktok/status')).reconnectionState === 'CONNECTED', {
    what: 'the connection',
    timeoutMs: 20_000,
  })
const request = (peer: WebReceiver, path: string, when: object, more: object = {}): object => ({
  action: {
    when,
    deed: {
      type: 'http-request',
      method: 'POST',
      url: `${peer.origin}/${path}?who={user}`,
      headers: [],
      body: '{"event": "{event}", "count": {count}, "text": "{text}", "rest": "{rest}"}',
    },
    ...more,
  },
})
const paths = (peer: WebReceiver): string[] => peer.received.map(({ url }) => url)

describe('Actions', () => {
  test('[AN1] [AN3] [AN6] a LIVE, its gifts, follows and chats, a drop and the return set off what they should', async () => {
    const room = tiktok.room('anna')
    const peer = await receiver()
    const one = await bridge({ env: toSimulator() })
    for (const type of ['drop', 'back', 'live-begins', 'live-ends', 'follow'])
      await post(one, '/api/actions', request(peer, type, { type }))
    await post(one, '/api/actions', request(peer, 'gift', { type: 'gift', diamonds: 5 }))
    await post(one, '/api/actions', request(peer, 'chat', { type: 'chat', text: '!go' }))
    await watch(one, 'anna')
    const rose = (repeatCount: number, repeatEnd = false): void =>
      room.send([gift(room.heading(), { who: viewer('bob'), gift: ROSE, groupId: '77', repeatCount, repeatEnd })])
    rose(2)
    rose(5)
    rose(5, true)
    rose(5, true)
    room.send([
      chat(room.heading(), { who: viewer('bob'), text: '!GO to the left' }),
      chat(room.heading(), { who: viewer('bob'), text: 'no !go' }),
    ])
    room.send([follow(room.heading(), { who: viewer('eve') })])
    await waitFor(() => paths(peer).some((path) => path.startsWith('/follow')), { what: 'the follow' })
    expect(paths(peer).map((path) => path.split('?')[0])).toContain('/live-begins')
    const of = (path: string) => peer.received.filter(({ url }) => url.startsWith(`/${path}`))
    expect(of('gift').map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ event: 'gift', count: 5, text: '', rest: '' }])
    expect(of('chat').map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ text: '!GO to the left', rest: 'to the left' }])
    room.terminateSockets()
    await waitFor(() => of('drop').length === 1, { what: 'the drop', timeoutMs: 10_000 })
    await waitFor(() => of('back').length === 1, { what: 'the return', timeoutMs: 20_000 })
    room.end()
    await waitFor(() => of('live-ends').length === 1, { what: 'the end', timeoutMs: 20_000 })
    for (const path of ['live-begins', 'drop', 'back', 'live-ends', 'gift', 'follow', 'chat'])
      expect([path, of(path).length]).toEqual([path, 1])
  })

  test('[AN5] killed in the middle of sending, it does not send again, and follows the drop by a return', async () => {
    const room = tiktok.room('carla')
    const peer = await receiver()
    const dataDir = newDataDir()
    const env = toSimulator()
    const first = await bridge({ dataDir, env })
    await post(first, '/api/actions', request(peer, 'gift', { type: 'gift', diamonds: 2 }, { caughtUp: true }))
    await post(first, '/api/actions', request(peer, 'drop', { type: 'drop' }))
    await post(first, '/api/actions', request(peer, 'back', { type: 'back' }))
    await post(first, '/api/actions', request(peer, 'live-begins', { type: 'live-begins' }))
    await watch(first, 'carla')
    await waitFor(() => paths(peer).length === 1, { what: 'the beginning' })
    // It is taken and never answered: nobody can know whether it was done.
    peer.answer(() => undefined)
    const rose = (): void =>
      room.send([gift(room.heading(), { who: viewer('bob'), gift: ROSE, groupId: '78', repeatCount: 3, repeatEnd: true })])
    rose()
    await waitFor(() => paths(peer).length === 2, { what: 'the gift' })
    await first.kill()
    peer.answer((_request, response) => void response.end('{}'))
    const second = await bridge({ dataDir, env })
    await connected(second)
    rose()
    room.terminateSockets()
    await waitFor(() => paths(peer).some((path) => path.startsWith('/drop')), { what: 'the drop', timeoutMs: 10_000 })
    await second.kill()
    const third = await bridge({ dataDir, env })
    await waitFor(() => paths(peer).some((path) => path.startsWith('/back')), { what: 'the return', timeoutMs: 20_000 })
    await connected(third)
    expect(paths(peer).map((path) => path.split('?')[0])).toEqual(['/live-begins', '/gift', '/drop', '/back'])
  })

  test('[AN4] [AN8] what was caught up runs only what the creator wants; the demo runs nothing but a test', async () => {
    const room = tiktok.room('dora')
    const peer = await receiver()
    const one = await bridge({ env: toSimulator() })
    await post(one, '/api/actions', request(peer, 'now', { type: 'chat', text: '!' }))
    await post(one, '/api/actions', request(peer, 'late', { type: 'chat', text: '!' }, { caughtUp: true }))
    await watch(one, 'dora')
    room.terminateSockets()
    room.send([chat(room.heading(), { who: viewer('bob'), text: '! in the drop' })])
    await waitFor(() => paths(peer).length > 0, { what: 'what was caught up', timeoutMs: 20_000 })
    room.send([chat(room.heading(), { who: viewer('bob'), text: '! after it' })])
    await waitFor(() => paths(peer).some((path) => path.startsWith('/now')), { what: 'what came after it' })
    await waitFor(() => paths(peer).length === 3, { what: 'all three' })
    const told = peer.received.map(({ url, body }) => `${url.split('?')[0] ?? ''} ${(JSON.parse(body) as { text: string }).text}`)
    expect(told.toSorted()).toEqual(['/late ! after it', '/late ! in the drop', '/now ! after it'])

    const demo = await bridge()
    const quiet = await receiver()
    for (const when of [
      { type: 'chat', text: 'a' },
      { type: 'gift', diamonds: 1 },
      { type: 'follow' },
      { type: 'drop' },
      { type: 'live-begins' },
    ])
      await post(demo, '/api/actions', request(quiet, 'demo', when))
    await post(demo, '/api/demo/drop', { kind: 'close', seconds: 1 })
    await stays(() => quiet.received.length === 0, { that: 'nothing is run for the demo', forMs: 4_000 })
    const [action] = (await get<ActionsView>(demo, '/api/actions')).actions
    expect(await post<Outcome>(demo, '/api/actions/test', { id: action!.id })).toMatchObject({ result: 'done', isTest: true })
    expect(paths(quiet)).toEqual(['/demo?who=Ada'])
  })

  test('[AN25] what Streamer.bot’s client needs is in a file of its own, which no start loads', () => {
    const dist = join(import.meta.dirname, '../../bridge/dist')
    const mark = 'sb:client:'
    expect(readFileSync(join(dist, 'main.js'), 'utf8')).not.toContain(mark)
    const holders = readdirSync(dist).filter((file) => file.endsWith('.js') && readFileSync(join(dist, file), 'utf8').includes(mark))
    expect(holders).toHaveLength(1)
  })

  test('[AN12] [AN16] [AN22] [AN23] passwords are shown, logged and exported nowhere', async () => {
    const bot = await startStreamerbot({ password: SECRET, actions: [{ id: 'a-1', name: 'Confetti', group: 'Party' }] })
    ends.push(bot.close)
    const peer = await receiver()
    const dataDir = newDataDir()
    const one = await bridge({ dataDir, env: { LOG_LEVEL: 'trace' } })
    const told: string[] = []
    const note = (value: unknown): void => void told.push(JSON.stringify(value))
    note(await post(one, '/api/actions/programs', { program: 'streamerbot', address: bot.address, password: SECRET }))
    const { offers } = await get<Offers>(one, '/api/actions/offers/streamerbot-action')
    expect(offers).toEqual([{ id: 'a-1', name: 'Confetti', group: 'Party' }])
    const deed = { type: 'streamerbot-action', id: 'a-1', name: 'Confetti' }
    note(await post(one, '/api/actions', { action: { when: { type: 'back' }, deed } }))
    const headers = [{ name: 'Authorization', value: 'Bearer {secret}' }]
    const web = { type: 'http-request', method: 'GET', url: `${peer.origin}/`, headers, body: '' }
    const saved = await post<ActionsView>(one, '/api/actions', { action: { when: { type: 'drop' }, deed: web }, secret: SECRET })
    note(saved)
    for (const { id } of saved.actions) {
      const outcome = await post<Outcome>(one, '/api/actions/test', { id })
      expect(outcome).toMatchObject({ result: 'done' })
      note(outcome)
    }
    expect(bot.asked).toMatchObject([{ request: 'DoAction', args: { user: '', event: 'back', seconds: 12 } }])
    expect(peer.received[0]?.headers.authorization).toBe(`Bearer ${SECRET}`)

    // At another address it is not used, and nothing says what it was.
    await post(one, '/api/actions/programs', { program: 'streamerbot', address: 'ws://127.0.0.1:1' })
    const view = await get<ActionsView>(one, '/api/actions')
    expect(view.programs.streamerbot).toEqual({ address: 'ws://127.0.0.1:1', hasPassword: false })
    const moved = { ...view.actions[1]!, deed: { ...web, url: 'http://127.0.0.1:1/' } }
    const { last: _, hasSecret: __, ...action } = moved
    await post(one, '/api/actions', { action })
    expect(await post<Outcome>(one, '/api/actions/test', { id: action.id })).toMatchObject({ sentence: { code: 'secret-missing' } })

    for (const path of ['/api/settings', '/api/settings/export', '/api/doctor', '/metrics'])
      told.push(await (await fetch(one.origin + path)).text())
    expect(told.join()).not.toContain(SECRET)
    const exported = JSON.parse(await (await fetch(`${one.origin}/api/settings/export`)).text()) as { settings: object }
    expect(exported.settings).not.toHaveProperty('actions')
    await post(one, '/api/settings/import', { ...exported, settings: { ...exported.settings, actions: { list: [] } } }, 400)
    expect((await get<ActionsView>(one, '/api/actions')).actions).toHaveLength(2)
    await one.stop()
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const holders = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(SECRET)).map(({ name }) => name)
    expect(holders).toEqual(['action-secrets.json'])
    expect(one.output()).not.toContain(SECRET)
  })
})
