import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import * as proto from 'tiktok-live-proto/v3'
import { chat, control, CONTROL, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { encode, pushFrame } from '@standby/bridge/simulator/wire.ts'
import { simulator, watchLink, type WatchedLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
const who = viewer('bob')
const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => String(from + index))

beforeAll(async () => {
  sim = await simulator()
})
afterAll(() => sim.close())

async function connected(username: string): Promise<WatchedLink> {
  const link = watchLink({ username, upstream: sim.upstream() })
  await link.opened()
  await waitFor(() => sim.room(username).socketCount === 1, { what: 'the socket', everyMs: 5 })
  return link
}

describe('One attempt at TikTok', () => {
  test('[TK1] 100 bursts of several multi-message gzip frames arrive in the order TikTok sent them', async () => {
    const room = sim.room('order')
    const link = await connected('order')
    const framesInBurst = 6
    const messagesInFrame = 4
    let next = 0
    for (let burst = 1; burst <= 100; burst++) {
      // Written in one tick by the process that also reads them, so they reach the client in one read.
      for (let frame = 0; frame < framesInBurst; frame++) {
        room.send(numbers(messagesInFrame, next).map((text) => chat(room.heading(), { who, text })))
        next += messagesInFrame
      }
      await waitFor(() => link.chats(false).length >= next, { what: `burst ${burst}`, everyMs: 1 })
    }
    expect(link.chats(false)).toEqual(numbers(100 * framesInBurst * messagesInFrame))
    link.close()
    await link.closed()
  })

  test.each([
    ['with a close frame', () => sim.room('loss').closeSockets(1000)],
    ['as the server goes down', () => sim.room('loss').closeSockets(1011, 'gone')],
  ])('[TK2] none of 500 frames sent just before a close is lost: %s', async (_, close) => {
    const room = sim.room('loss')
    const link = await connected('loss')
    for (const text of numbers(500)) room.send([chat(room.heading(), { who, text })])
    close()
    const cause = await link.closed()
    expect(cause.kind).toBe('tiktok')
    expect(link.chats(false)).toEqual(numbers(500))
    expect(link.calls().at(-1)).toBe('closed')
  })

  test('[TK3] every frame that asks for it is acknowledged in kind, before its messages are handed on', async () => {
    const room = sim.room('acks')
    const link = await connected('acks')
    const before = sim.requests.counts.acks
    for (const text of numbers(5)) room.send([chat(room.heading(), { who, text })])
    room.send([chat(room.heading(), { who, text: 'no ack' })], { needAck: false })
    await waitFor(() => link.chats(false).length === 6 && sim.requests.counts.acks >= before + 5, { what: 'acks' })
    const acks = sim.requests.frames.flatMap((frame) => (frame.type === 'ack' ? [frame] : [])).slice(-5)
    expect(sim.requests.counts.acks).toBe(before + 5)
    expect(new Set(acks.map((ack) => ack.logId)).size).toBe(5)
    expect(acks.every((ack) => ack.internalExt.includes('ack_ids'))).toBe(true)
    link.close()
  })

  test('[TK4] what cannot be decoded is counted by name, and everything around it still arrives', async () => {
    const room = sim.room('broken')
    const link = await connected('broken')
    const good = (text: string): ReturnType<typeof chat> => chat(room.heading(), { who, text })
    const heading = room.heading()
    room.send([good('1'), { method: 'WebcastChatMessage', ...heading, payload: Buffer.from([0x0a, 0xff, 0xff]) }, good('2')])
    room.send([{ method: 'WebcastFromTheFuture', ...heading, payload: Buffer.from('anything') }, good('3')])
    room.sendRaw(Buffer.from('not a push frame at all'))
    const fetchResult = encode(proto.ProtoMessageFetchResult, {})
    room.sendRaw(pushFrame(gzipSync(Buffer.alloc(64)).subarray(0, 12), { logId: '1', seqId: 1, gzip: false }))
    room.sendRaw(pushFrame(Buffer.alloc(40 * 1024 * 1024), { logId: '2', seqId: 2, gzip: true }))
    room.sendRaw(pushFrame(fetchResult, { logId: '3', seqId: 3, gzip: true }))
    room.send([good('4')])
    await waitFor(() => link.chats(false).length === 4, { what: 'the last chat' })
    expect(link.chats(false)).toEqual(['1', '2', '3', '4'])
    expect(link.reported.flatMap((one) => (one.call === 'undecoded' ? [one.method] : []))).toEqual([
      'WebcastChatMessage',
      'WebcastFromTheFuture',
      'WebcastPushFrame',
      'ProtoMessageFetchResult',
      'ProtoMessageFetchResult',
    ])
    expect(link.complaints).toEqual([])
    link.close()
  })

  test('[TK12] when the LIVE ends, what follows in the same frame is delivered before the link closes', async () => {
    const room = sim.room('goodbye')
    const link = await connected('goodbye')
    room.send([
      chat(room.heading(), { who, text: 'last words' }),
      control(room.heading(), { action: CONTROL.ended }),
      chat(room.heading(), { who, text: 'after the end' }),
    ])
    expect(await link.closed()).toMatchObject({ kind: 'ended' })
    expect(link.chats(false)).toEqual(['last words', 'after the end'])
    expect(link.calls().filter((call) => call === 'closed')).toHaveLength(1)
    expect(link.calls().at(-1)).toBe('closed')
  })

  test('[TK12] a LIVE that ends within the initial batch is never opened', async () => {
    const room = sim.room('initial-end')
    const initial = [control(room.heading(), { action: CONTROL.suspended }), chat(room.heading(), { who, text: 'still said' })]
    const undo = sim.fault('sign', { kind: 'alter', initial }, { uniqueId: 'initial-end' })
    const before = sim.requests.counts.upgrade
    const link = watchLink({ username: 'initial-end', upstream: sim.upstream() })
    expect(await link.closed()).toMatchObject({ kind: 'ended', detail: 'the LIVE was stopped by TikTok' })
    expect(link.chats(true)).toEqual(['still said'])
    expect(link.calls()).toEqual(['inputs', 'closed'])
    expect(sim.requests.counts.upgrade).toBe(before)
    undo()
  })

  test('[TK13] the initial batch comes first, once, marked, and opens with the room being live or paused', async () => {
    const room = sim.room('history')
    room.send([chat(room.heading(), { who, text: 'earlier' })])
    room.pause()
    const link = await connected('history')
    room.send([chat(room.heading(), { who, text: 'now' })])
    await waitFor(() => link.chats(false).length === 1, { what: 'the live chat' })
    expect(link.calls().slice(0, 2)).toEqual(['inputs', 'opened'])
    expect(link.chats(true)).toEqual(['earlier'])
    expect(link.inputs(true)[0]).toEqual({ type: 'room', report: { type: 'paused' } })
    expect(link.reported.find((one) => one.call === 'opened')).toEqual({ call: 'opened', roomId: room.roomId })
    link.close()
  })
})
