import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { fallbackOutage, notFoundByMistake, roomInfoRefused, upgradeRefused } from '@standby/bridge/simulator/failures.ts'
import { createDrops } from '@standby/bridge/simulator/drops.ts'
import { MANAGED_CLOSES, startManagedSocket } from '@standby/bridge/simulator/managed-socket.ts'
import { chat, CONTROL, control, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { startStudio, STUDIO_ERRORS, STUDIO_REASONS } from '@standby/bridge/simulator/studio.ts'
import { startTikFinity } from '@standby/bridge/simulator/tikfinity.ts'
import { createRefusedRooms } from '@standby/bridge/sources/tiktok/refused-rooms.ts'
import { fakeClock } from '../support/fakes/fake-clock.ts'
import { simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
let room: Room
const closing: (() => unknown)[] = []
beforeEach(async () => {
  sim = await simulator()
  room = sim.room('ada')
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await sim.close()
})

const bob = viewer('bob')
const say = (text: string): void => room.send([chat(room.heading(), { who: bob, text })])

function link(more: Partial<Parameters<typeof watchLink>[0]> = {}) {
  const opened = watchLink({ username: 'ada', upstream: sim.upstream(), ...more })
  closing.push(() => opened.close())
  return opened
}

/** A client that says only what it is made to say. */
async function client(url: string) {
  const socket = new WebSocket(url)
  const frames: Record<string, unknown>[] = []
  let code: number | null = null
  socket.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString('utf8')) as Record<string, unknown>))
  socket.on('error', () => undefined)
  socket.on('close', (given) => void (code = given))
  closing.push(() => socket.terminate())
  await once(socket, 'open')
  return { frames, closed: () => code, send: (body: object) => socket.send(JSON.stringify(body)) }
}

describe('Simulator', () => {
  test('[SM35] the sign service’s own server opens one socket too many, and is silent there', async () => {
    sim.throughProxy(true)
    expect(sim.proxy.limit).toBe(25)
    sim.proxy.limit = 1
    const first = link()
    await first.opened()
    await waitFor(() => sim.proxy.socketCount === 1, { what: 'the first socket' })
    const second = link()
    await second.opened()
    await waitFor(() => sim.requests.counts.entered === 2, { what: 'both to enter the room' })
    say('hello')
    await waitFor(() => first.chats(false).includes('hello'), { what: 'the first to hear it' })
    expect(second.chats(false)).toEqual([])
    expect(second.calls()).not.toContain('closed')
    first.close()
    await waitFor(() => sim.proxy.socketCount === 1, { what: 'one socket to be left' })
    const third = link()
    await third.opened()
    say('again')
    expect(third.calls()).toContain('opened')
    expect(third.chats(false)).toEqual([])
  })

  test.each([
    ['417 illegal app_id', 200, () => sim.fail(fallbackOutage(sim.url))],
    ['400', 400, () => [sim.fail(fallbackOutage(sim.url)), sim.fail(upgradeRefused(400, ''))]],
  ])('[SM36] in the outage of 2026-09 a stub names a server that refuses: %s', async (_, status, fail) => {
    fail()
    const one = link()
    const { detail } = await one.closed()
    expect(detail).toContain(`refused the socket: ${status}`)
    expect(one.inputs(true).filter(({ type }) => type === 'event')).toEqual([])
    expect(sim.requests.counts).toMatchObject({ sign: 1, upgrade: 1 })
  })

  test('[SM37] an account is denied for so many minutes though it is live, and then is there again', async () => {
    const clock = fakeClock()
    const own = await startSimulator({ clock, random: Math.random })
    closing.push(own.close)
    const denied = own.room('ada')
    const drops = createDrops({ simulator: own, room: denied, clock })
    drops.start('not-found-by-mistake', 12 * 60)
    expect(denied.status).toBe('live')
    expect(await watchLink({ username: 'ada', upstream: own.upstream() }).closed()).toMatchObject({ kind: 'not-found' })
    clock.advanceBy(12 * 60_000)
    const found = watchLink({ username: 'ada', upstream: own.upstream() })
    closing.push(() => found.close())
    await found.opened()
    expect(found.calls()).toContain('opened')
  })

  test.each([4_003_110, 10_011] as const)('[SM38] room info is refused with %d, the page says live, and the socket opens', async (code) => {
    sim.fail(roomInfoRefused(code))
    const one = link({ refusedRooms: createRefusedRooms() })
    await one.opened()
    say('hello')
    await waitFor(() => one.chats().includes('hello'), { what: 'the chat' })
    expect(await link().closed()).toMatchObject({ kind: 'closed', detail: expect.stringContaining(String(code)) as unknown })
  })

  test('[SM39] TikTok’s own socket wants a guest’s cookie and agent, and lets in so many in an hour', async () => {
    sim.guests.open = true
    sim.guests.perHour = 3
    const dial = async (headers: Record<string, string>, version = '5.0 (X11)'): Promise<string> => {
      const query = new URLSearchParams({ room_id: room.roomId, browser_version: version })
      const path = '/webcast/im/ws_proxy/ws_reuse_supplement/'
      const socket = new WebSocket(`${sim.url.replace('http', 'ws')}${path}?${query}`, { headers })
      closing.push(() => socket.terminate())
      const answer = Promise.withResolvers<string>()
      socket.on('error', () => undefined)
      socket.on('open', () => answer.resolve('open'))
      socket.on('unexpected-response', (_, response) => {
        answer.resolve(`${response.statusCode} ${String(response.headers['handshake-msg'] ?? '')}`.trim())
        response.destroy()
      })
      return answer.promise
    }
    const agent = 'Mozilla/5.0 (X11)'
    expect(await dial({ 'user-agent': agent })).toBe('200')
    expect(await dial({ cookie: 'ttwid=1', 'user-agent': 'curl/8' })).toBe('200')
    expect(await dial({ cookie: 'ttwid=1', 'user-agent': agent })).toBe('open')
    expect(await dial({ cookie: 'ttwid=1', 'user-agent': agent })).toBe('200')
    sim.guests.blocked = true
    expect(await dial({ cookie: 'ttwid=1', 'user-agent': agent })).toBe('200 DEVICE_BLOCKED')
  })

  test('[SM40] TikFinity’s feed says its config, whose LIVE it is, and each message with TikTok’s id', async () => {
    const feed = await startTikFinity(room)
    closing.push(feed.close)
    const one = await client(feed.url)
    await waitFor(() => one.frames.length === 2, { what: 'the greeting' })
    const message = chat(room.heading(), { who: bob, text: 'hello' })
    room.send([message, control(room.heading(), { action: CONTROL.ended })])
    await waitFor(() => one.frames.length === 4, { what: 'the chat and the end' })
    expect(one.frames.map(({ event }) => event)).toEqual(['config', 'roomInfo', 'chat', 'streamEnd'])
    const { msgId, createTime } = message
    expect(one.frames[1]!['data']).toMatchObject({ uniqueId: 'ada', roomId: room.roomId })
    expect(one.frames[2]!['data']).toMatchObject({ comment: 'hello', uniqueId: 'bob', msgId, createTime, tikfinityUsername: 'ada' })
  })

  test('[SM41] LIVE Studio greets, and answers one AUTH; every error and every goodbye can be had', async () => {
    const credentials = { appId: 'app', keyId: 'key', secret: 'the-secret' }
    const clock = fakeClock()
    const peer = await startStudio(room, { credentials, clock })
    closing.push(peer.close)
    const auth = { type: 'AUTH', app_id: 'app', key_id: 'key', secret: 'the-secret', version: '1.0.0' }
    const answered = async (body: object | null): Promise<unknown> => {
      const one = await client(peer.url)
      await waitFor(() => one.frames.length === 1, { what: 'the greeting' })
      expect(one.frames[0]).toMatchObject({ type: 'SERVER_HELLO', product: 'tiktok_live_studio', channel: 'third-party-im' })
      if (body === null) clock.advanceBy(20_000)
      else one.send(body)
      await waitFor(() => one.frames.length === 2, { what: 'the answer' })
      if (one.frames[1]!['success'] !== true) await waitFor(() => one.closed() !== null, { what: 'the refused to be sent away' })
      return one.frames[1]!['error_code'] ?? 'let in'
    }
    peer.limit = 0
    const codes = [await answered(auth)]
    peer.limit = Infinity
    codes.push(await answered({ type: 'HELLO' }), await answered({ ...auth, secret: 'guessed' }), await answered(null))
    expect(codes).toEqual(['CONNECTION_LIMIT', 'INVALID_FORMAT', 'INVALID_CREDENTIALS', 'AUTH_TIMEOUT'])
    for (const code of STUDIO_ERRORS) {
      peer.refusal = code
      expect(await answered(auth)).toBe(code)
    }
    peer.refusal = null
    for (const reason of Object.values(STUDIO_REASONS)) {
      const one = await client(peer.url)
      one.send(auth)
      await waitFor(() => peer.clientCount === 1, { what: 'the client to be let in' })
      peer.disconnect(reason)
      await waitFor(() => one.frames.some(({ reason_code }) => reason_code === reason) && one.closed() === 1000, { what: 'the goodbye' })
    }
  })

  test('[SM42] the managed socket wants its key and its creator, and closes with each of its codes', async () => {
    const peer = await startManagedSocket(room, 'the-key')
    closing.push(peer.close)
    const closeOf = async (query: string): Promise<number | null> => {
      const one = await client(`${peer.url}/?${query}`)
      await waitFor(() => one.closed() !== null, { what: 'the close' })
      return one.closed()
    }
    expect(await closeOf('uniqueId=ada&apiKey=guessed')).toBe(4401)
    expect(await closeOf('uniqueId=eve&apiKey=the-key')).toBe(4404)
    for (const code of Object.values(MANAGED_CLOSES)) {
      peer.refusal = code
      expect(await closeOf('uniqueId=ada&apiKey=the-key')).toBe(code)
    }
    peer.refusal = null
    const one = await client(`${peer.url}/?uniqueId=ada&apiKey=the-key`)
    await waitFor(() => peer.clientCount === 1, { what: 'the client' })
    say('hello')
    await waitFor(() => one.frames.length === 1, { what: 'the chat' })
    expect(one.frames[0]).toMatchObject({ messages: [{ type: 'WebcastChatMessage', data: { content: 'hello' } }] })
  })

  test('[SM43] a false refusal of the account touches neither its socket nor the sign service', async () => {
    const one = link()
    await one.opened()
    await waitFor(() => room.socketCount === 1, { what: 'the socket' })
    sim.fail(notFoundByMistake())
    say('still here')
    await waitFor(() => one.chats().includes('still here'), { what: 'the chat' })
    expect(await link().closed()).toMatchObject({ kind: 'not-found' })
    expect(sim.requests.counts.sign).toBe(1)
  })
})
