import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import * as proto from 'tiktok-live-proto/v3'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { pushServerAt } from '@standby/bridge/simulator/failures.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { encode, encodeFetchResult, fetchResult, pushFrame } from '@standby/bridge/simulator/wire.ts'
import type { Upstream } from '@standby/bridge/sources/tiktok/upstream.ts'
import { openSockets, simulator, watchLink, type WatchedLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

// What comes from TikTok, from its sign service, or from whoever stands between, is taken for hostile.

let sim: Simulator
const servers: Server[] = []
beforeAll(async () => {
  sim = await simulator()
})
afterAll(async () => {
  await sim.close()
  for (const server of servers) server.closeAllConnections()
})

const who = viewer('mallory')
const MB = 2 ** 20

async function connected(username: string): Promise<WatchedLink> {
  sim.room(username)
  const link = watchLink({ username, upstream: sim.upstream() })
  await link.opened()
  return link
}

/** A server that answers everything in one way; `asked` counts. */
async function elsewhere(answer: (response: ServerResponse) => void): Promise<{ url: string; asked: () => number }> {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.on('error', () => undefined)
    answer(response)
  })
  server.on('upgrade', (_request, socket) => {
    asked += 1
    socket.destroy()
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked }
}

/** Writes for as long as somebody reads. */
function endless(response: ServerResponse, chunk: Buffer): void {
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', write)
  }
  write()
}

describe('The wire', () => {
  test('[WI1] over any frames, whole, cut, altered or invented, the link holds and sound ones arrive', async () => {
    const room = sim.room('fuzzed')
    const link = await connected('fuzzed')
    const sound = pushFrame(encodeFetchResult(fetchResult([chat(room.heading(), { who, text: 'seed' })], {})), {
      logId: '1',
      seqId: 1,
      gzip: false,
    })
    const packed = pushFrame(encodeFetchResult(fetchResult([chat(room.heading(), { who, text: 'seed' })], {})), {
      logId: '1',
      seqId: 1,
      gzip: true,
    })
    const cut = fc.nat(sound.length).map((length) => sound.subarray(0, length))
    const altered = fc
      .tuple(fc.constantFrom(sound, packed), fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }))
      .map(([frame, changes]) => {
        const copy = Buffer.from(frame)
        for (const [at, byte] of changes) copy[at] = byte
        return copy
      })
    const invented = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes))
    const inside = fc
      .tuple(fc.uint8Array({ maxLength: 400 }), fc.boolean())
      .map(([bytes, gzip]) => pushFrame(bytes, { logId: '2', seqId: 2, gzip }))
    const message = fc.uint8Array({ maxLength: 300 }).map((payload) =>
      pushFrame(encodeFetchResult(fetchResult([{ method: 'WebcastGiftMessage', ...room.heading(), payload }], {})), {
        logId: '3',
        seqId: 3,
        gzip: false,
      }),
    )
    let soundCount = 0
    const marked = (): number => link.chats(false).filter((text) => text.startsWith('sound ')).length
    for (const frame of fc.sample(fc.oneof(cut, altered, invented, inside, message), 1_500)) {
      room.sendRaw(frame)
      if (soundCount * 10 < link.reported.length) room.send([chat(room.heading(), { who, text: `sound ${(soundCount += 1)}` })])
    }
    room.send([chat(room.heading(), { who, text: `sound ${(soundCount += 1)}` })])
    await waitFor(() => marked() === soundCount, { what: 'all that is sound', timeoutMs: 20_000 })
    expect(link.complaints).toEqual([])
    expect(link.calls()).not.toContain('closed')
    link.close()
  })

  test('[WI2] a frame that would unpack to gigabytes costs no more than the limit; the next one arrives', async () => {
    const room = sim.room('bombed')
    const link = await connected('bombed')
    // A kilobyte of zeros a thousand times over; ten of them are what one frame can carry and be worth 10 GB.
    const bomb = gzipSync(Buffer.alloc(256 * MB))
    const before = process.memoryUsage().rss
    for (let times = 0; times < 5; times++) {
      room.sendRaw(encode(proto.WebcastPushFrame, { logId: '1', payloadEncoding: 'pb', payloadType: 'msg', payload: bomb }))
    }
    room.send([chat(room.heading(), { who, text: 'still here' })])
    await waitFor(() => link.chats(false).includes('still here'), { what: 'the chat behind the bombs', timeoutMs: 20_000 })
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MB)
    expect(link.reported.filter(({ call }) => call === 'undecoded')).toHaveLength(5)
    link.close()
  })

  test('[WI2] a protobuf that claims to be huge is not believed', async () => {
    const room = sim.room('huge')
    const link = await connected('huge')
    // Field 8, length-delimited, "2 GB follow": nothing follows.
    room.sendRaw(Buffer.from([0x42, 0xff, 0xff, 0xff, 0xff, 0x07, 0x00]))
    const claims = Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07, 0x0a])
    room.sendRaw(pushFrame(claims, { logId: '1', seqId: 1, gzip: true }))
    room.send([{ method: 'WebcastChatMessage', ...room.heading(), payload: claims }])
    room.send([chat(room.heading(), { who, text: 'still here' })])
    await waitFor(() => link.chats(false).includes('still here'), { what: 'the chat behind' })
    expect(link.reported.filter(({ call }) => call === 'undecoded')).toHaveLength(3)
    link.close()
  })

  test('[WI3] a sign service that names somebody else’s WebSocket is refused, and nobody is dialled', async () => {
    sim.room('lured')
    const other = await elsewhere((response) => response.end())
    // By its name it is another host than the configured one.
    const lures = ['wss://evil.example/', 'ws://169.254.169.254/latest/', `ws://evil.localhost:${new URL(other.url).port}/`]
    for (const lure of lures) {
      const undo = sim.fail(pushServerAt(lure), { uniqueId: 'lured' })
      const before = sim.requests.counts.upgrade
      const link = watchLink({ username: 'lured', upstream: sim.upstream() })
      expect(await link.closed()).toMatchObject({ kind: 'sign', detail: expect.stringContaining('neither TikTok') })
      expect(sim.requests.counts.upgrade).toBe(before)
      undo()
    }
    expect(other.asked()).toBe(0)
  })

  const pages: [string, (response: ServerResponse) => void][] = [
    ['an endless page', (response) => endless(response.writeHead(200, { 'content-type': 'text/html' }), Buffer.alloc(MB, '<p>more '))],
    [
      'a page that unpacks without end',
      (response) =>
        endless(response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }), gzipSync(Buffer.alloc(64 * MB))),
    ],
  ]
  for (const [name, answer] of pages) {
    test(`[WI4] ${name} is let go at the limit, long before the memory or the time is used up`, async () => {
      const tiktok = await elsewhere(answer)
      const upstream: Upstream = { ...sim.upstream(), webUrl: tiktok.url, webcastUrl: tiktok.url }
      const before = process.memoryUsage().rss
      const startedAt = performance.now()
      const link = watchLink({ username: 'patient', upstream })
      await waitFor(() => link.calls().includes('closed'), { what: 'the attempt to end', timeoutMs: 30_000 })
      expect(tiktok.asked()).toBeGreaterThan(0)
      expect(process.memoryUsage().rss - before).toBeLessThan(400 * MB)
      expect(performance.now() - startedAt).toBeLessThan(30_000)
    })
  }

  test('[WI4] an endless answer of the sign service is let go too', async () => {
    sim.room('signed')
    const sign = await elsewhere((response) =>
      endless(response.writeHead(200, { 'content-type': 'application/protobuf' }), Buffer.alloc(MB)),
    )
    const before = process.memoryUsage().rss
    const link = watchLink({ username: 'signed', upstream: { ...sim.upstream(), signUrl: sign.url } })
    await waitFor(() => link.calls().includes('closed'), { what: 'the attempt to end', timeoutMs: 30_000 })
    expect(await link.closed()).toMatchObject({ kind: 'sign' })
    expect(sign.asked()).toBe(1)
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MB)
  })

  test('[WI5] redirects in a circle, or to somebody else, end the attempt, and nobody else is asked', async () => {
    const other = await elsewhere((response) => response.end('secrets'))
    const circle = await elsewhere((response) => response.writeHead(302, { location: '/again' }).end())
    const away = await elsewhere((response) => response.writeHead(302, { location: `${other.url}/latest/meta-data` }).end())
    for (const { url } of [circle, away]) {
      const link = watchLink({ username: 'led', upstream: { ...sim.upstream(), webUrl: url, webcastUrl: url } })
      await waitFor(() => link.calls().includes('closed'), { what: 'the attempt to end', timeoutMs: 30_000 })
    }
    expect(other.asked()).toBe(0)
    expect(circle.asked()).toBeLessThan(100)
  })

  test('[WI6] a sign service that redirects with our key is not followed', async () => {
    sim.room('keyed')
    const other = await elsewhere((response) => response.end('thank you'))
    const sign = await elsewhere((response) => response.writeHead(307, { location: other.url }).end())
    const link = watchLink({ username: 'keyed', upstream: { ...sim.upstream(), signUrl: sign.url, signApiKey: 'a-secret-key' } })
    expect(await link.closed()).toMatchObject({ kind: 'sign' })
    expect(sign.asked()).toBe(1)
    expect(other.asked()).toBe(0)
    expect(JSON.stringify(link.reported)).not.toContain('a-secret-key')
  })

  test('[WI1] none of it leaves a socket behind', async () => {
    for (const server of servers) server.closeAllConnections()
    await waitFor(() => openSockets() === 0, { what: 'all sockets to be gone', timeoutMs: 10_000 })
  })
})
