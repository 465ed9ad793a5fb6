import * as proto from 'tiktok-live-proto/v3'
import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock } from '@standby/bridge/clock.ts'
import { startDemo } from '@standby/bridge/simulator/demo.ts'
import { CONTROL, chat, follow, gift, like, member, roomUser, share, subscribe, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { stockConnector, type Peer } from '../support/peers/stock-connector.ts'
import { waitFor } from '../support/wait.ts'

let simulator: Simulator
let room: Room
let peers: Peer[]

beforeEach(async () => {
  simulator = await startSimulator({ clock: systemClock, random: Math.random })
  room = simulator.room('mila')
  peers = []
})

afterEach(async () => {
  for (const { connection } of peers) connection.wsClient?.terminate()
  await simulator.close()
})

function peer(uniqueId = 'mila', heartbeatMs?: number): Peer {
  const made = stockConnector(simulator, uniqueId, heartbeatMs)
  peers.push(made)
  return made
}

async function connected(heartbeatMs?: number): Promise<Peer> {
  const made = peer('mila', heartbeatMs)
  await made.connect()
  return made
}

const noor = viewer('noor', 'Noor')
const rose = { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }

describe('Simulator', () => {
  test('[SM15] the stock connector connects unchanged: page, room info, signature and socket once each', async () => {
    const { connection } = await connected()
    expect(connection.isConnected).toBe(true)
    expect(connection.roomId).toBe(room.roomId)
    expect(simulator.requests.counts).toMatchObject({ page: 1, roomApi: 0, eulerRoom: 0, roomInfo: 1, sign: 1, upgrade: 1 })
  })

  test('[SM15] if the page fails, the connector finds the room through the API, then the sign service', async () => {
    simulator.fail({ page: { kind: 'answer', status: 500 } })
    await peer().connect()
    simulator.fail({ roomApi: { kind: 'answer', status: 500 } })
    await peer().connect()
    expect(simulator.requests.counts).toMatchObject({ page: 2, roomApi: 2, eulerRoom: 1, upgrade: 2 })
  })

  test('[SM16] chat, gift, like, join, follow, share, subscription and viewers arrive as their events', async () => {
    const { heard, names, until } = await connected()
    await until('enterRoom')
    const start = names().length
    for (const one of [
      chat(room.heading(), { who: noor, text: 'hello' }),
      gift(room.heading(), { who: noor, gift: rose, repeatCount: 3, groupId: '77' }),
      like(room.heading(), { who: noor, count: 5, total: 90 }),
      member(room.heading(), { who: noor }),
      follow(room.heading(), { who: noor }),
      share(room.heading(), { who: noor }),
      subscribe(room.heading(), { who: noor }),
    ]) {
      room.send([one])
    }
    room.send([roomUser(room.heading(), { viewers: 12, totalViewers: 34 })], { gzip: false })
    await waitFor(() => names().length === start + 8, { what: 'eight events' })
    const by = (name: string) => heard.find((one) => one.name === name)?.data
    const user = { id: noor.id, displayId: 'noor', nickname: 'Noor' }
    expect(by('chat')).toMatchObject({ user, content: 'hello', common: { roomId: room.roomId } })
    expect(by('gift')).toMatchObject({ user, giftId: '5655', repeatCount: 3, repeatEnd: 0, groupId: '77' })
    expect(by('gift')?.['gift']).toMatchObject({ name: 'Rose', diamondCount: 1, type: 1 })
    expect(by('like')).toMatchObject({ user, count: 5, total: '90' })
    expect(by('member')).toMatchObject({ user, action: 1 })
    for (const name of ['follow', 'share', 'subNotify']) expect(by(name)).toMatchObject({ user })
    expect(by('roomUser')).toMatchObject({ total: '12', totalUser: '34' })
  })

  test('[SM17] every frame is acknowledged with its own words, and heartbeats and entering are answered', async () => {
    const { heard } = await connected(30)
    for (let count = 0; count < 3; count++) room.send([chat(room.heading(), { who: noor, text: 'hello' })])
    room.send([chat(room.heading(), { who: noor, text: 'no ack for this' })], { needAck: false })
    const { frames, counts } = simulator.requests
    await waitFor(() => counts.acks >= 3 && counts.heartbeats >= 3, { what: 'three acks and heartbeats' })
    expect(counts).toMatchObject({ acks: 3, entered: 1, malformed: 0 })
    const acks = frames.filter((frame) => frame.type === 'ack')
    expect(new Set(acks.map(({ logId }) => logId)).size).toBe(3)
    for (const { internalExt } of acks) expect(internalExt).toContain('fetch_time:')
    expect(frames.filter((frame) => frame.type === 'hb').map(({ roomId }) => roomId)).toContain(room.roomId)
    // Four frames, one answer to entering, and an answer to each heartbeat.
    await waitFor(() => heard.filter(({ name }) => name === 'websocketData').length >= 4 + 1 + 3, { what: 'answers to heartbeats' })
  })

  test('[SM27] a frame is gzipped unless asked otherwise, whatever the number of messages in it', async () => {
    const { heard, until } = await connected()
    await until('enterRoom')
    const before = heard.length
    const some = (count: number) => Array.from({ length: count }, () => chat(room.heading(), { who: noor, text: 'hello' }))
    room.send(some(3))
    room.send(some(2), { gzip: false })
    await waitFor(() => heard.filter(({ name }) => name === 'chat').length === 5, { what: 'five chats' })
    const frames = heard.slice(before).filter(({ name }) => name === 'websocketData')
    const payloads = frames.map(({ data }) => proto.WebcastPushFrame.decode(data as unknown as Uint8Array).payload)
    expect(payloads.map((payload) => payload.subarray(0, 3).toString('hex') === '1f8b08')).toEqual([true, false])
  })

  test('[SM18] what was sent while nobody was connected comes on connecting, the last 20, same ids', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => {
      const one = chat(room.heading(), { who: noor, text: `line ${index}` })
      room.send([one])
      return one.msgId
    })
    const chats = ({ heard }: Peer): unknown[] =>
      heard.filter(({ name }) => name === 'chat').map(({ data }) => (data['common'] as { msgId: string }).msgId)
    const first = await connected()
    expect(chats(first)).toEqual(ids.slice(5))
    expect(first.names().indexOf('chat')).toBeLessThan(first.names().indexOf('websocketConnected'))
    expect(chats(await connected())).toEqual(ids.slice(5))
  })

  test.each([
    ['ended', CONTROL.ended],
    ['suspended', CONTROL.suspended],
  ] as const)('[SM19] a LIVE that is %s says so, and the connector leaves', async (_, action) => {
    const { until } = await connected()
    room.pause()
    room.resume()
    room.end(action)
    expect((await until('streamEnd')).data).toEqual({ action })
    await until('disconnected')
    await expect(peer().connect()).rejects.toThrow('online')
    room.goLive()
    await peer().connect()
  })

  test('[SM20] sockets close with the code given, are cut, break or fall silent', async () => {
    const closed = await connected()
    room.closeSockets(1011, 'internal error')
    expect((await closed.until('disconnected')).data).toEqual({ code: 1011, reason: 'internal error' })

    const cut = await connected()
    room.terminateSockets()
    expect((await cut.until('disconnected')).data).toMatchObject({ code: 1006 })

    const broken = await connected()
    room.breakProtocol()
    expect((await broken.until('error')).data).toMatchObject({ info: 'WebSocket Error after connecting' })
    await broken.until('disconnected')

    const bad = await connected()
    room.sendRaw(Buffer.from('0f0f0f0fffffffff', 'hex'))
    expect((await bad.until('error')).data).toMatchObject({ info: 'Websocket message decoding failed' })
    expect(bad.connection.isConnected).toBe(true)
    room.terminateSockets()
    await bad.until('disconnected')

    const silent = await connected(20)
    await silent.until('enterRoom')
    room.silence(true)
    const heardBefore = silent.heard.length
    const beatsBefore = simulator.requests.counts.heartbeats
    room.send([chat(room.heading(), { who: noor, text: 'unheard' })])
    room.sendRaw(Buffer.from('unheard'))
    await waitFor(() => simulator.requests.counts.heartbeats >= beatsBefore + 5, { what: 'five heartbeats into the silence' })
    expect(silent.heard.length).toBe(heardBefore)
    expect(silent.connection.isConnected).toBe(true)
    room.silence(false)
    room.send([chat(room.heading(), { who: noor, text: 'heard' })])
    await silent.until('chat')
    expect(silent.heard.filter(({ name }) => name === 'chat')).toHaveLength(1)
  })

  test('[SM21] five hundred frames sent just before a close are all on the wire before it', async () => {
    const { heard, until } = await connected()
    const before = heard.filter(({ name }) => name === 'websocketData').length
    for (let count = 0; count < 500; count++) room.send([chat(room.heading(), { who: noor, text: String(count) })])
    room.closeSockets(1000)
    await until('disconnected')
    const frames = heard.filter(({ name }) => name === 'websocketData').length - before
    // The answer to entering the room may fall on either side.
    expect([500, 501]).toContain(frames)
  })

  test('[SM22] a signature opens one socket, and soon', async () => {
    await connected()
    const url = simulator.url.replace('http', 'ws') + (simulator.requests.asked.at(-1)?.url ?? '')
    const status = await new Promise((resolve) => {
      new WebSocket(url).on('unexpected-response', (_, response) => resolve(response.statusCode)).on('error', () => undefined)
    })
    expect(status).toBe(403)
  })

  test('[SM23] nonsense from a client is counted and harms nobody', async () => {
    const { until } = await connected()
    const signed = peer()
    await signed.connect()
    const socket = signed.connection.wsClient
    socket?.send('text')
    socket?.send(Buffer.from([0xff, 0xff, 0xff]))
    socket?.send(Buffer.alloc(0))
    await waitFor(() => simulator.requests.counts.malformed >= 3, { what: 'three malformed frames' })
    socket?.send(Buffer.alloc(300 * 1024))
    await signed.until('disconnected')
    room.send([chat(room.heading(), { who: noor, text: 'still here' })])
    await until('chat')
  })

  test('[SM12] a client of the demo gets events of several kinds within two seconds', async () => {
    const demo = startDemo({ simulator, clock: systemClock, random: Math.random })
    const { connect, names } = peer('standby.demo')
    await connect()
    await waitFor(() => ['chat', 'gift', 'member', 'follow', 'like', 'roomUser'].every((name) => names().includes(name)), {
      what: 'six kinds of events',
      timeoutMs: 2000,
    })
    demo.stop()
  })
})
