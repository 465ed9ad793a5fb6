import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { CLOSE_SHUTTING_DOWN, CLOSE_TOO_SLOW } from '@standby/shared/protocol.ts'
import { chat } from '../../support/fixtures/events.ts'
import { startFeedServer } from '../../support/peers/feed-server.ts'
import { waitFor } from '../../support/wait.ts'

let server: Awaited<ReturnType<typeof startFeedServer>>
beforeEach(async () => void (server = await startFeedServer()))
afterEach(() => server.close())

const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)
const chats = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => chat(`${from + n}`))
/** 20 MB in all: more than the network's own buffers hold, so that pages stay unread, and less than what is too far. */
const LONG_COUNT = 5_000
const long = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => chat(`${from + n}`, 'x'.repeat(4_000)))

describe('Feed', () => {
  test('[FD5] a new client gets the state and the history of the show, then what happens, in order', async () => {
    server.add(chats(0, 100))
    const client = await server.client()
    expect(client.messages[0]).toMatchObject({
      type: 'snapshot',
      epoch: 'epoch-1',
      offset: 100,
      recovered: false,
      events: [],
      state: { recovery: null },
    })
    const [snapshot] = client.messages
    expect(snapshot?.type === 'snapshot' && ids(snapshot.history)).toEqual(ids(chats(40, 100)))
    server.add(chats(100, 102))
    server.add(chats(102, 103))
    server.hub.set('recovery', { correlationId: 'c', at: 1, awayMs: 2, caughtUp: 3 })
    await waitFor(() => client.messages.length > 1, { timeoutMs: 2_000, what: 'an update' })
    // All of one turn in one message, and of the state only what changed.
    expect(client.messages[1]).toMatchObject({ type: 'update', offset: 103, state: { recovery: { caughtUp: 3 } } })
    expect(client.messages[1]).not.toHaveProperty('state.counters')
    expect(ids(client.events())).toEqual(['100', '101', '102'])
  })

  test.each([0, 1, 499, 500, 501, 2_345])('[FD6] a client that was away for %i events gets each of them once, in order', async (missed) => {
    server.add(chats(0, 10))
    const first = await server.client()
    const position = first.position()
    first.socket.terminate()
    for (let n = 10; n < 10 + missed; n += 100) server.add(chats(n, Math.min(n + 100, 10 + missed)))
    const second = await server.client(position)
    expect(second.messages[0]).toMatchObject({ type: 'snapshot', recovered: true, history: [] })
    server.add(chats(10 + missed, 20 + missed))
    await waitFor(() => second.events().length >= missed + 10, { timeoutMs: 5_000, what: 'all events' })
    expect(ids(second.events())).toEqual(ids(chats(10, 20 + missed)))
    expect(second.messages.findLast((message) => 'offset' in message)).toMatchObject({ offset: 20 + missed })
  })

  test('[FD7] events that arrive while a client catches up reach it once, after what it missed', async () => {
    server.add(chats(0, 3_000))
    const client = server.client('?epoch=epoch-1&offset=0')
    for (let n = 3_000; n < 3_200; n += 10) {
      server.add(chats(n, n + 10))
      await new Promise(setImmediate)
    }
    const caught = await client
    await waitFor(() => caught.events().length >= 3_200, { timeoutMs: 5_000, what: 'all events' })
    expect(ids(caught.events())).toEqual(ids(chats(0, 3_200)))
  })

  test.each([
    ['of another epoch', '?epoch=other&offset=3'],
    ['ahead of the journal', '?epoch=epoch-1&offset=4000'],
  ])('[FD8] a position %s is not recovered, and says so', async (_what, query) => {
    server.add(chats(0, 5))
    const client = await server.client(query)
    expect(client.messages[0]).toMatchObject({ type: 'snapshot', epoch: 'epoch-1', offset: 5, recovered: false, events: [] })
  })

  test.each([
    '?offset=3',
    '?epoch=epoch-1',
    '?epoch=epoch-1&offset=',
    '?epoch=epoch-1&offset=-1',
    '?epoch=epoch-1&offset=x',
    '?epoch=epoch-1&offset=1.5',
  ])('[FD9] a position that makes no sense (%s) is refused with a reason', async (query) => {
    const client = await server.client(query)
    expect(client.refused()?.status).toBe(400)
    expect(client.refused()?.body).toContain('offset')
  })

  test('[FD10] a client that does not read is closed with its own code and comes back by resuming', async () => {
    const slow = await server.client()
    const quick = await server.client()
    const position = slow.position()
    slow.socket.pause()
    let sent = 0
    // Loopback buffers swallow some megabytes before anything queues up.
    while (server.hub.clientCount() === 2 && sent < 3_000) {
      server.add(Array.from({ length: 10 }, () => chat(`${sent++}`, 'x'.repeat(4_000))))
      await new Promise(setImmediate)
    }
    expect(server.hub.clientCount()).toBe(1)
    await waitFor(() => quick.events().length === sent, { timeoutMs: 10_000, what: 'the quick client to have everything' })
    slow.socket.resume()
    server.clock.advanceBy(2_000)
    await waitFor(() => slow.closed() !== null, { timeoutMs: 10_000, what: 'the slow client to be closed' })
    expect([CLOSE_TOO_SLOW, 1006]).toContain(slow.closed()?.code)
    const back = await server.client(position)
    await waitFor(() => back.events().length === sent, { timeoutMs: 10_000, what: 'the slow client to have caught up' })
    expect(ids(back.events())).toEqual(ids(quick.events()))
  })

  test('[FD10] one that stops reading while it catches up is closed too, and comes back by resuming', async () => {
    for (let n = 0; n < LONG_COUNT; n += 250) {
      server.add(long(n, n + 250))
      await new Promise(setImmediate)
    }
    const slow = await server.client('?epoch=epoch-1&offset=0')
    slow.socket.pause()
    const seen = slow.events().length
    // It has read no more when its time is up, again and again, than fits on the way.
    await waitFor(() => (server.clock.advanceBy(10_000), server.hub.clientCount() === 0), {
      timeoutMs: 10_000,
      what: 'the end of patience',
    })
    server.clock.advanceBy(2_000)
    slow.socket.resume()
    await waitFor(() => slow.closed() !== null, { timeoutMs: 10_000, what: 'the close' })
    expect([CLOSE_TOO_SLOW, 1006]).toContain(slow.closed()?.code)
    expect(seen).toBeLessThan(LONG_COUNT)
    const back = await server.client(slow.position())
    await waitFor(() => slow.events().length + back.events().length >= LONG_COUNT, { timeoutMs: 20_000, what: 'all events' })
    expect(ids([...slow.events(), ...back.events()])).toEqual(ids(chats(0, LONG_COUNT)))
  })

  test('[FD20] of many clients that come at once one is let in in each turn of the event loop', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const socket = connect(server.port, '127.0.0.1')
        // The server has taken it in when it answers; a connection that waits for that would come in a turn of its own anyway.
        socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)
        await once(socket, 'data')
        return socket
      }),
    )
    let before = 0
    let most = 0
    let watching = true
    const watch = (): void => {
      const now = server.hub.clientCount()
      most = Math.max(most, now - before)
      before = now
      if (watching) setImmediate(watch)
    }
    watch()
    const knock = [
      'GET /ws HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ]
    for (const socket of sockets) socket.write([...knock, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', '', ''].join('\r\n'))
    await waitFor(() => server.hub.clientCount() === 100, { what: 'all of them' })
    watching = false
    expect(most).toBe(1)
    for (const socket of sockets) socket.destroy()
  })

  test('[FD11] a quiet feed still shows that it lives, every 15 s', async () => {
    const client = await server.client()
    server.clock.advanceBy(15_000)
    server.clock.advanceBy(15_000)
    await waitFor(() => client.messages.length === 3, { timeoutMs: 2_000, what: 'two heartbeats' })
    expect(client.messages.slice(1)).toEqual([
      { type: 'update', offset: 0, events: [], state: {} },
      { type: 'update', offset: 0, events: [], state: {} },
    ])
  })

  test('[FD12] what happened before a drop is sent before the drop', async () => {
    const client = await server.client()
    server.add([chat('last')])
    server.hub.announce({
      type: 'tiktok:reconnection:started',
      correlationId: 'c',
      at: 1,
      cause: 'tiktok',
      attempt: 0,
      nextAttemptAt: 2,
      awayMs: 0,
    })
    await waitFor(() => client.messages.length === 3, { timeoutMs: 2_000, what: 'the announcement' })
    expect(client.messages.map(({ type }) => type)).toEqual(['snapshot', 'update', 'tiktok:reconnection:started'])
  })

  test('[FD8] a position of another feed, or ahead of this one, is answered with a gap up to now', async () => {
    server.add(chats(0, 5))
    const other = await server.client('?epoch=other&offset=3')
    expect(other.messages[0]).toMatchObject({ recovered: false, gap: { reason: 'other-feed', afterOffset: 3, untilOffset: 6 } })
    const ahead = await server.client('?epoch=epoch-1&offset=4000')
    expect(ahead.messages[0]).toMatchObject({ recovered: false, gap: { reason: 'lost-tail', afterOffset: 4000, untilOffset: 6 } })
    const none = await server.client()
    expect(none.messages[0]).toMatchObject({ recovered: false, gap: null })
  })

  test('[FD15] if the missed events were deleted the answer says so, with gap and history, and goes on', async () => {
    server.journal.append('ada', 'old room', chats(0, 10))
    server.add(chats(10, 20))
    while (server.journal.archive.eraseSome('ada', 'old room', 3));
    const late = await server.client('?epoch=epoch-1&offset=4')
    expect(late.messages[0]).toMatchObject({
      recovered: false,
      offset: 20,
      events: [],
      gap: { reason: 'deleted', afterOffset: 4, untilOffset: 11 },
    })
    const [snapshot] = late.messages
    expect(snapshot?.type === 'snapshot' && ids(snapshot.history)).toEqual(ids(chats(10, 20)))
    server.add(chats(20, 21))
    await waitFor(() => late.events().length === 1, { timeoutMs: 2_000, what: 'what comes next' })
    const inTime = await server.client('?epoch=epoch-1&offset=10')
    expect(inTime.messages[0]).toMatchObject({ recovered: true, gap: null })
    expect(ids(inTime.events())).toEqual(ids(chats(10, 21)))
  })

  test('[FD15] what is deleted while a client catches up is sent to it then', async () => {
    for (let n = 0; n < 4_500; n += 500) server.add(long(n, n + 500))
    const { socket, messages, events } = await server.client('?epoch=epoch-1&offset=0')
    // It reads no further than the network's own buffers reach.
    socket.pause()
    while (server.journal.archive.eraseSome('ada', 'room', 5_000));
    server.add(chats(4_500, 4_510))
    socket.resume()
    await waitFor(() => messages.some((message) => message.type === 'snapshot' && message.gap !== null), {
      timeoutMs: 10_000,
      what: 'the gap',
    })
    const last = messages.findLast((message) => message.type === 'snapshot')
    const read = events().at(-1)?.offset ?? 0
    expect(last).toMatchObject({ recovered: false, offset: 4_510, gap: { reason: 'deleted', afterOffset: read, untilOffset: 4_501 } })
    expect(read).toBeLessThan(4_500)
  })

  test('[FD16] test events go to the connected clients, have no place in the feed, and come once', async () => {
    const client = await server.client()
    const made = { ...chat('test-1'), offset: 0 }
    server.hub.announce({ type: 'test', events: [made] })
    await waitFor(() => client.messages.length === 2, { timeoutMs: 2_000, what: 'the test' })
    expect(client.messages[1]).toEqual({ type: 'test', events: [made] })
    const back = await server.client(client.position())
    expect(back.messages).toMatchObject([{ type: 'snapshot', recovered: true, offset: 0, events: [] }])
  })

  test('[FD14] when another show begins every client gets a snapshot of it in place of what it has', async () => {
    const client = await server.client()
    server.add([chat('old')])
    server.hub.set('recovery', null)
    server.hub.restart()
    await waitFor(() => client.messages.length === 3, { timeoutMs: 2_000, what: 'the new snapshot' })
    expect(client.messages.map(({ type }) => type)).toEqual(['snapshot', 'update', 'snapshot'])
    expect(client.messages[2]).toMatchObject({ epoch: 'epoch-1', offset: 1, recovered: false, events: [] })
  })

  test('[FD13] clients get a close code when Standby stops', async () => {
    const client = await server.client()
    server.hub.close()
    await waitFor(() => client.closed() !== null, { timeoutMs: 2_000, what: 'the close' })
    expect(client.closed()?.code).toBe(CLOSE_SHUTTING_DOWN)
  })
})

describe('Access', () => {
  test('[AC5] an upgrade from a foreign page, or to a foreign name, is refused', async () => {
    const foreign = await server.client('', { origin: 'https://evil.example' })
    expect(foreign.refused()?.status).toBe(403)
    const rebound = await server.client('', { host: `evil.example:${server.port}` })
    expect(rebound.refused()?.status).toBe(403)
    const ours = await server.client('', { origin: server.base })
    expect(ours.refused()).toBeNull()
  })
})
