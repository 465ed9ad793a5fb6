import { afterEach, describe, expect, test } from 'vitest'
import type { WayProblem } from '@standby/shared/connection/way.ts'
import { openTikFinity } from '@standby/bridge/sources/tikfinity/attempt.ts'
import { fakeClock } from '../support/fakes/fake-clock.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { wayListener } from '../support/fakes/way-listener.ts'
import { strangePort, tikfinityPort } from '../support/peers/tikfinity-port.ts'
import { waitFor } from '../support/wait.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function watch(url: string, roomId: string | null = '77') {
  const clock = fakeClock(Date.UTC(2026, 8, 1))
  const { seen, callbacks, onProblem } = wayListener()
  const link = openTikFinity({ url, username: 'ada', roomId: () => roomId, clock, log: silentLog, onProblem }, callbacks)
  closing.push(() => link.close())
  return { ...link, clock, seen }
}

async function port(greeting?: object) {
  const made = await tikfinityPort(greeting)
  closing.push(made.close)
  return made
}

const chat = (msgId: string, host: string | null = 'ada') => ({
  comment: `chat ${msgId}`,
  msgId,
  userId: '5',
  uniqueId: 'bob',
  ...(host !== null && { tikfinityUsername: host }),
})

describe('TikFinity as a way', () => {
  test('[TI6] the feed is open with the first event of the creator’s LIVE, and loses none', async () => {
    const peer = await port()
    const link = watch(peer.url)
    await waitFor(() => peer.clients() === 1, { what: 'the client' })
    peer.send('chat', chat('1', null))
    peer.send('chat', chat('2', null))
    peer.send('chat', chat('3', 'Ada'))
    await waitFor(() => link.seen.inputs.length === 3, { what: 'three chats' })
    expect(link.seen.opened).toEqual(['77 local'])
    expect(link.seen.inputs.map((input) => (input.type === 'event' ? input.event.id : ''))).toEqual(['1', '2', '3'])
    link.close()
    await waitFor(() => link.seen.closed.length === 1, { what: 'the end' })
    expect(link.seen.closed[0]).toMatchObject({ kind: 'local', reason: 'cancelled' })
  })

  test.each<[string, WayProblem, (peer: Awaited<ReturnType<typeof port>>) => void, object?]>([
    ['another creator’s feed', 'other-creator', (peer) => peer.send('chat', chat('1', 'eve'))],
    ['a Standby', 'is-standby', () => undefined, { event: 'config', data: { events: [], standby: '0.1.0' } }],
    ['frames that are not JSON', 'not-its-program', (peer) => peer.raw('hello')],
    ['JSON of another program', 'not-its-program', (peer) => peer.raw('{"op":0}')],
    ['binary frames', 'not-its-program', (peer) => peer.raw(Buffer.from([1, 2, 3]))],
    ['a frame without an end', 'too-long', (peer) => peer.raw('x'.repeat(600_000))],
  ])('[TI7] %s is refused with its own message, and not used', async (_, problem, act, greeting) => {
    const peer = await port(greeting)
    const link = watch(peer.url)
    // A Standby is refused by its first frame: its client may be gone before anybody looks.
    await waitFor(() => peer.clients() === 1 || link.seen.closed.length === 1, { what: 'the client' })
    act(peer)
    await waitFor(() => link.seen.closed.length === 1, { what: 'the refusal' })
    expect(link.seen).toMatchObject({ problems: [problem], inputs: [], opened: [], closed: [{ kind: 'local', reason: 'answered' }] })
    await waitFor(() => peer.clients() === 0, { what: 'the socket to close' })
  })

  test.each([
    'SSH-2.0-OpenSSH\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    'HTTP/1.1 302 Found\r\nlocation: ws://127.0.0.1:1/\r\n\r\n',
  ])('[TI7] a port that speaks something else is refused: %j', async (says) => {
    const peer = await strangePort(says)
    closing.push(peer.close)
    const link = watch(peer.url)
    await waitFor(() => link.seen.closed.length === 1, { what: 'the refusal' })
    expect(link.seen).toMatchObject({ problems: ['not-its-program'], inputs: [], opened: [] })
  })

  test('[TI8] a feed that says nothing, or not whose it is, is given up after some seconds', async () => {
    for (const [problem, host] of [
      ['silent', undefined],
      ['no-creator', null],
    ] as const) {
      const peer = await port()
      const link = watch(peer.url)
      await waitFor(() => peer.clients() === 1, { what: 'the client' })
      if (host === null) {
        peer.send('chat', chat('1', null))
        peer.send('chat', { ...chat('2', null), msgId: undefined })
        await waitFor(() => link.seen.undecoded.length === 1, { what: 'both chats' })
      }
      link.clock.advanceBy(11_000)
      await waitFor(() => link.seen.closed.length === 1, { what: 'the end' })
      expect(link.seen).toMatchObject({ problems: [problem], inputs: [], opened: [] })
    }
  })

  test('[TI9] once it is open, nonsense is counted and passed over, and a change of account closes it', async () => {
    const peer = await port()
    const link = watch(peer.url)
    await waitFor(() => peer.clients() === 1, { what: 'the client' })
    peer.send('chat', chat('1'))
    peer.raw('{')
    peer.send('chat', { ...chat('2'), msgId: '' })
    peer.send('chat', chat('3'))
    await waitFor(() => link.seen.inputs.length === 2, { what: 'the chats around it' })
    expect(link.seen.undecoded).toEqual(['tikfinity:frame', 'tikfinity:chat'])
    peer.send('chat', chat('4', 'eve'))
    await waitFor(() => link.seen.closed.length === 1, { what: 'the end' })
    expect(link.seen.problems).toEqual(['other-creator'])
    expect(link.seen.inputs).toHaveLength(2)
  })

  test('[TI10] a pong is a sign of life; the end of the LIVE and a lost port are told apart', async () => {
    const peer = await port()
    const one = watch(peer.url)
    await waitFor(() => peer.clients() === 1, { what: 'the client' })
    peer.send('chat', chat('1'))
    await waitFor(() => one.seen.frames === 1, { what: 'the chat' })
    one.clock.advanceBy(10_000)
    await waitFor(() => one.seen.frames === 2, { what: 'the pong' })
    peer.send('streamEnd', {})
    await waitFor(() => one.seen.closed.length === 1, { what: 'the end' })
    expect(one.seen.closed[0]).toMatchObject({ kind: 'ended' })
    await waitFor(() => peer.clients() === 0, { what: 'the first client to be gone' })
    const two = watch(peer.url)
    await waitFor(() => peer.clients() === 1, { what: 'the next client' })
    peer.send('config', { events: [] })
    peer.drop()
    await waitFor(() => two.seen.closed.length === 1, { what: 'the loss' })
    expect(two.seen.closed[0]).toMatchObject({ kind: 'local', reason: 'closed' })
    await peer.close()
    const three = watch(peer.url)
    await waitFor(() => three.seen.closed.length === 1, { what: 'the refusal' })
    expect(three.seen.closed[0]).toMatchObject({ kind: 'local', reason: 'unreachable' })
  })
})
