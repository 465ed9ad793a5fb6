import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import type { ChannelsView, ChannelView } from '@standby/shared/channels.ts'
import type { FeedState, TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
let rooms: Record<'anna' | 'ben' | 'cleo', Room>
const ends: (() => unknown)[] = []

beforeEach(async () => {
  sim = await simulator()
  rooms = { anna: sim.room('anna'), ben: sim.room('ben'), cleo: sim.room('cleo') }
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  await sim.close()
})

async function bridge(env: Record<string, string>, dataDir?: string): Promise<TestBridge> {
  const upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
  const one = await startBridge({ env: { ...upstreams, ...env }, ...(dataDir !== undefined && { dataDir }) })
  ends.push(() => one.kill())
  return one
}

async function ask({ origin }: TestBridge, path: string, body?: unknown): Promise<{ status: number; answer: unknown }> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(origin + path, body === undefined ? {} : sent)
  return { status: response.status, answer: await response.json() }
}

const channels = async (one: TestBridge): Promise<ChannelView[]> => ((await ask(one, '/api/channels')).answer as ChannelsView).channels
const live = (one: TestBridge, ...names: string[]) =>
  waitFor(
    async () => {
      const on = (await channels(one)).filter(({ health }) => health === 'live').map(({ username }) => username)
      return names.every((name) => on.includes(name))
    },
    { what: `${names.join(' and ')} to be live`, timeoutMs: 20_000 },
  )
const say = (room: Room, text: string): void => room.send([chat(room.heading(), { who: viewer('bob'), text })])
const stateOf = ({ messages }: Awaited<ReturnType<typeof feedClient>>): FeedState => {
  const snapshot = messages.find((message) => message.type === 'snapshot')
  if (snapshot === undefined) throw new Error('The feed did not begin with a snapshot.')
  return snapshot.state
}
const sockets = (): number[] => Object.values(rooms).map(({ socketCount }) => socketCount)

describe('Several channels', () => {
  test('[CL1][CL2] each channel has a feed of its own, and addresses without one mean the first', async () => {
    const one = await bridge({ STANDBY_CHANNELS: 'anna, @Ben' })
    await live(one, 'anna', 'ben')
    const feeds = await Promise.all(['', '?channel=anna', '?channel=@Ben'].map((query) => feedClient(one.url.feed + query)))
    say(rooms.anna, 'for anna')
    say(rooms.ben, 'for ben')
    const texts = () => feeds.map((feed) => feed.events().flatMap((event) => (event.type === 'chat' ? [event.text] : [])))
    await waitFor(() => texts().every((list) => list.length > 0), { what: 'a chat in each feed' })
    expect(texts()).toEqual([['for anna'], ['for anna'], ['for ben']])
    expect(await channels(one)).toMatchObject([
      { username: 'anna', first: true, health: 'live' },
      { username: 'ben', first: false, health: 'live' },
    ])
    for (const name of ['ben', '@Ben']) {
      const status = await ask(one, `/api/tiktok/status?channel=${name}`)
      expect(status.answer).toMatchObject({ username: 'ben', roomId: rooms.ben.roomId })
    }
  })

  test('[CL3] settings of one channel leave the others as they are, and survive a restart', async () => {
    const one = await bridge({ STANDBY_CHANNELS: 'anna,ben' })
    expect((await ask(one, '/api/overlay/settings?channel=ben', { theme: 'solid' })).status).toBe(200)
    expect((await ask(one, '/api/moderation/words?channel=ben', { words: ['spoiler'] })).status).toBe(200)
    await one.stop()
    const again = await bridge({ STANDBY_CHANNELS: 'anna,ben' }, one.dataDir)
    const states = await Promise.all(['', '?channel=ben'].map(async (query) => stateOf(await feedClient(again.url.feed + query))))
    expect(states.map(({ overlay, moderation }) => [overlay.theme, moderation.blockedWords])).toEqual([
      ['glass', []],
      ['solid', ['spoiler']],
    ])
    expect(JSON.parse(readFileSync(join(one.dataDir, 'channels', '@ben', 'settings.json'), 'utf8'))).toMatchObject({
      overlay: { theme: 'solid' },
    })
  })

  test('[CL4] a channel that nobody has, and what only the first one has, are refused with a sentence', async () => {
    const one = await bridge({ STANDBY_CHANNELS: 'anna,ben' })
    for (const path of ['/api/tiktok/status?channel=nobody', '/overlay?channel=nobody', '/card/music?channel=nobody']) {
      expect([path, await ask(one, path)]).toMatchObject([path, { status: 404, answer: { error: 'no-such-channel' } }])
    }
    expect(await ask(one, '/api/obs/standby?channel=ben', { on: true })).toMatchObject({ status: 404, answer: { error: 'not-of-channel' } })
    expect((await feedClient(`${one.url.feed}?channel=nobody`)).refused()).toMatchObject({ status: 404 })
    expect((await fetch(`${one.url.overlay}?channel=ben`)).status).toBe(200)
  })

  test('[CL5] a channel is added and removed while others stay connected', async () => {
    const one = await bridge({ TIKTOK_USERNAME: 'anna' })
    await live(one, 'anna')
    expect(await ask(one, '/api/channels', { username: '@ben' })).toMatchObject({ status: 200, answer: { fixed: false } })
    await live(one, 'anna', 'ben')
    expect(await ask(one, '/api/channels', { username: 'anna' })).toMatchObject({ status: 200 })
    expect((await channels(one)).map(({ username }) => username)).toEqual(['anna', 'ben'])
    expect(sockets()).toEqual([1, 1, 0])
    expect(await ask(one, '/api/channels/remove', { username: 'ben' })).toMatchObject({ status: 200 })
    await waitFor(() => rooms.ben.socketCount === 0, { what: 'the socket to be given back' })
    expect(rooms.anna.socketCount).toBe(1)
    expect(await ask(one, '/api/channels/remove', { username: 'ben' })).toMatchObject({ status: 404, answer: { error: 'no-such-channel' } })
    expect(await ask(one, '/api/channels/remove', { username: 'anna' })).toMatchObject({ status: 409, answer: { error: 'first-channel' } })
    expect(await ask(one, '/api/channels', { username: 'no name!' })).toMatchObject({ status: 400, answer: { error: 'invalid-request' } })
  })

  test('[CL6] no LIVE ever has two sockets, also if a further channel becomes the first', async () => {
    const one = await bridge({})
    await ask(one, '/api/tiktok/connect', { username: 'anna' })
    await ask(one, '/api/channels', { username: 'ben' })
    await live(one, 'anna', 'ben')
    await waitFor(async () => (await ask(one, '/api/tiktok/connect', { username: 'ben' })).status === 200, {
      what: 'a turn by hand',
      timeoutMs: 10_000,
    })
    await waitFor(async () => (await channels(one))[0]?.username === 'ben', { what: 'ben to be the first' })
    await live(one, 'ben')
    expect(sockets()).toEqual([0, 1, 0])
    expect(rooms.ben.mostSockets).toBe(1)
    expect((await channels(one)).map(({ username }) => username)).toEqual(['ben'])
  })

  test('[CL7] the list of the environment cannot be changed on a page', async () => {
    const one = await bridge({ STANDBY_CHANNELS: 'anna,ben' })
    expect(await ask(one, '/api/channels', { username: 'cleo' })).toMatchObject({ status: 409, answer: { error: 'fixed-by-environment' } })
    expect(await ask(one, '/api/channels/remove', { username: 'ben' })).toMatchObject({
      status: 409,
      answer: { error: 'fixed-by-environment' },
    })
  })

  test('[CL8] a drop of one channel is its own: the others lose nothing and report nothing', async () => {
    const one = await bridge({ STANDBY_CHANNELS: 'anna,ben' })
    await live(one, 'anna', 'ben')
    const drops = async (query: string) => ((await ask(one, `/api/tiktok/status${query}`)).answer as TikTokStatus).stability.total.drops
    rooms.ben.terminateSockets()
    await waitFor(async () => (await drops('?channel=ben')) === 1, { what: 'the drop of ben', timeoutMs: 10_000 })
    expect(await drops('')).toBe(0)
    expect(rooms.anna.socketCount).toBe(1)
  })
})
