import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { signRefused } from '@standby/bridge/simulator/failures.ts'
import { chat, gift, like, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { startStudio, type Studio, type StudioError, type StudioSetting } from '@standby/bridge/simulator/studio.ts'
import { openStudio, STUDIO_URLS, type StudioSource } from '@standby/bridge/sources/studio/attempt.ts'
import type { TikTokLinkCallbacks } from '@standby/bridge/sources/link.ts'
import { studioSource } from '@standby/bridge/sources/studio/source.ts'
import type { Way, WayProblem } from '@standby/shared/connection/way.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { wayListener } from '../support/fakes/way-listener.ts'
import { watchChannel } from '../support/peers/channel.ts'
import { strangePort, tikfinityPort } from '../support/peers/tikfinity-port.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

const CREDENTIALS = { appId: 'an-app', keyId: 'a-key-id', secret: 'the-secret-of-the-app' }
const NOBODY = 'ws://127.0.0.1:9/v1/third-party'

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

async function studio(setting: Partial<StudioSetting> = {}): Promise<Studio> {
  const started = await startStudio(room, { credentials: CREDENTIALS, ...setting })
  closing.push(started.close)
  return started
}

function watch(urls: readonly string[], more: Partial<StudioSource> = {}) {
  const { seen, callbacks, onProblem } = wayListener()
  const source = { credentials: CREDENTIALS, urls, roomId: () => room.roomId, clock: systemClock, log: silentLog, ...more }
  const opened: TikTokLinkCallbacks['opened'] = ({ roomId }) => void seen.opened.push(roomId)
  const link = openStudio({ ...source, onProblem }, { ...callbacks, opened })
  closing.push(() => link.close())
  return { ...link, seen }
}

const bob = viewer('bob')
const ROSE = { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }

describe('LIVE Studio', () => {
  test('[LS4] it is found among its ports and sent one AUTH; its events come in order', async () => {
    expect(STUDIO_URLS).toHaveLength(16)
    expect([STUDIO_URLS[0], STUDIO_URLS[15]]).toEqual(['ws://127.0.0.1:30000/v1/third-party', 'ws://127.0.0.1:30015/v1/third-party'])
    const peer = await studio()
    const link = watch([NOBODY, peer.url])
    await waitFor(() => link.seen.opened.length === 1, { what: 'the connection' })
    expect(link.seen.opened).toEqual([room.roomId])
    room.send([
      chat(room.heading(), { who: bob, text: 'hello' }),
      gift(room.heading(), { who: bob, gift: { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }, repeatCount: 2, groupId: '17' }),
      like(room.heading(), { who: bob, count: 3, total: 30 }),
    ])
    await waitFor(() => link.seen.inputs.length === 4, { what: 'the events' })
    peer.raw('{"type":"EVENT","event":"live.unknown","payload":{}}')
    peer.raw('no JSON')
    await waitFor(() => link.seen.undecoded.length === 2, { what: 'the nonsense to be counted' })
    expect(peer.received.map((text) => JSON.parse(text) as unknown)).toEqual([
      { type: 'AUTH', app_id: 'an-app', key_id: 'a-key-id', secret: 'the-secret-of-the-app', version: '1.0.0' },
    ])
    link.close()
    await waitFor(() => peer.clientCount === 0, { what: 'the socket to close' })
  })

  test('[LS5] a program that greets otherwise, or not at all, never sees the credentials', async () => {
    const others = [
      await studio({ greeting: { type: 'SERVER_HELLO', product: 'another', channel: 'third-party-im' } }),
      await studio({ greeting: { type: 'SERVER_HELLO', product: 'tiktok_live_studio', channel: 'other' } }),
      await studio({ greeting: null }),
    ]
    const feed = await tikfinityPort()
    const strange = await strangePort('SSH-2.0-OpenSSH\r\n')
    closing.push(feed.close, strange.close)
    const link = watch([...others.map(({ url }) => url), feed.url, strange.url])
    await waitFor(() => link.seen.closed.length === 1, { what: 'the end', timeoutMs: 10_000 })
    expect(link.seen).toMatchObject({ problems: ['not-its-program'], opened: [], inputs: [] })
    for (const { received } of others) expect(received).toEqual([])
  })

  test.each<[StudioError, WayProblem | null]>([
    ['INVALID_FORMAT', 'credentials'],
    ['INVALID_CREDENTIALS', 'credentials'],
    ['ACCESS_DISABLED', 'access-disabled'],
    ['CONNECTION_LIMIT', 'connection-limit'],
    ['AUTH_TIMEOUT', null],
    ['SERVER_ERROR', null],
  ])('[LS2] refused with %s', async (code, problem) => {
    const peer = await studio()
    peer.refusal = code
    const link = watch([peer.url])
    await waitFor(() => link.seen.closed.length === 1, { what: 'the refusal' })
    expect(link.seen).toMatchObject({ problems: problem === null ? [] : [problem], opened: [] })
    expect(link.seen.closed[0]).toMatchObject({ kind: 'local', detail: `LIVE Studio: ${code}` })
    expect(JSON.stringify(link.seen)).not.toContain('the-secret')
  })

  test.each<[number, WayProblem | null]>([
    [100, null],
    [200, null],
    [201, null],
    [300, null],
    [400, 'credentials'],
    [500, null],
    [510, 'access-disabled'],
  ])('[LS2] a goodbye with %d', async (code, problem) => {
    const peer = await studio()
    const link = watch([peer.url])
    await waitFor(() => link.seen.opened.length === 1, { what: 'the connection' })
    peer.disconnect(code)
    await waitFor(() => link.seen.closed.length === 1, { what: 'the end' })
    expect(link.seen).toMatchObject({ problems: problem === null ? [] : [problem], closed: [{ kind: 'local' }] })
  })

  test('[LS6] without a LIVE that was lost it is open with its first event', async () => {
    const peer = await studio()
    const link = watch([peer.url], { roomId: () => null })
    await waitFor(() => peer.clientCount === 1, { what: 'the client' })
    expect(link.seen.opened).toEqual([])
    room.send([chat(room.heading(), { who: bob, text: 'hello' })])
    await waitFor(() => link.seen.inputs.length === 1, { what: 'the event' })
    expect(link.seen.opened).toEqual([room.roomId])
    const gone = watch([NOBODY])
    await waitFor(() => gone.seen.closed.length === 1, { what: 'the end' })
    expect(gone.seen).toMatchObject({ problems: [], closed: [{ kind: 'local', reason: 'unreachable' }] })
  })

  test('[LS7] put first it is used first; wrong credentials close it, and another goes on', async () => {
    const peer = await studio()
    const order: Way[] = ['studio', 'connector']
    const begin = (secret: string) => {
      const credentials = () => ({ ...CREDENTIALS, secret })
      const others = [studioSource({ urls: [peer.url], credentials, clock: systemClock, log: silentLog })]
      const watched = watchChannel({ simulator: sim, username: 'ada', others, order: () => order })
      closing.push(watched.channel.dispose)
      watched.channel.start()
      return watched
    }
    const wrong = begin('guessed')
    await waitFor(() => wrong.channel.status().via?.way === 'connector', { what: 'the connector', timeoutMs: 15_000 })
    expect(wrong.channel.status().ways.find(({ way }) => way === 'studio')).toMatchObject({ ready: false, problem: 'credentials' })
    expect(JSON.stringify(wrong.channel.status())).not.toContain('guessed')
    sim.fail(signRefused(503))
    const right = begin(CREDENTIALS.secret)
    const talk = setInterval(() => room.send([chat(room.heading(), { who: bob, text: 'hello' })]), 100)
    closing.push(() => clearInterval(talk))
    await waitFor(() => right.channel.status().via?.way === 'studio', { what: 'LIVE Studio', timeoutMs: 15_000 })
    await waitFor(() => right.events.length > 0, { what: 'its events' })
    expect(right.channel.status()).toMatchObject({ roomId: room.roomId, degraded: { parts: { counters: 'stale', deletions: 'paused' } } })
  })

  test.each([false, true])('[LS8] over changes to it and back each event counts once (ids of its own: %s)', async (hasOwnIds) => {
    const peer = await studio({ hasOwnIds })
    const others = [studioSource({ urls: [peer.url], credentials: () => CREDENTIALS, clock: systemClock, log: silentLog })]
    const order: Way[] = ['connector', 'studio']
    const one = watchChannel({ simulator: sim, username: 'ada', others, order: () => order })
    closing.push(one.channel.dispose)
    one.channel.start()
    const by = (way: Way) => waitFor(() => one.channel.status().via?.way === way, { what: way, timeoutMs: 15_000 })
    let said = 0
    const say = async (repeatEnd = false): Promise<void> => {
      said += 1
      room.send([
        chat(room.heading(), { who: bob, text: said % 2 === 0 ? 'again' : `chat ${said}` }),
        gift(room.heading(), { who: bob, gift: ROSE, repeatCount: said, repeatEnd, groupId: '1700' }),
        like(room.heading(), { who: bob, count: 3, total: said * 3 }),
      ])
      await waitFor(() => one.events.filter(({ type }) => type === 'chat').length === said, { what: `chat ${said}` })
    }
    await by('connector')
    await say()
    await say()
    const undo = sim.fail(signRefused(503))
    room.terminateSockets()
    await by('studio')
    await say()
    await say()
    undo()
    order.pop()
    peer.disconnect(500)
    await waitFor(() => one.channel.status().via?.way !== 'studio', { what: 'the end of LIVE Studio’s connection' })
    // On a busy computer more than one request was refused: the signed connection rests for minutes, and LIVE Studio would be back before.
    one.channel.connect(true)
    await by('connector')
    await say()
    await say(true)
    expect(one.events.filter(({ type }) => type !== 'gap')).toHaveLength(18)
    expect(one.state.counters).toMatchObject({ chats: 6, likes: 18, gifts: 6, diamonds: 6 })
  })
})
