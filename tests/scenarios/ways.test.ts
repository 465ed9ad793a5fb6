import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { notFoundByMistake, roomInfoRefused, signRefused } from '@standby/bridge/simulator/failures.ts'
import { chat, gift, like, roomUser, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { startTikFinity, type TikFinityFeed } from '@standby/bridge/simulator/tikfinity.ts'
import { openTikFinity } from '@standby/bridge/sources/tikfinity/attempt.ts'
import { createRefusedRooms } from '@standby/bridge/sources/tiktok/refused-rooms.ts'
import { tikfinitySource } from '@standby/bridge/sources/tikfinity/source.ts'
import type { Source } from '@standby/bridge/sources/source.ts'
import type { LiveInput } from '@standby/shared/live/event.ts'
import { newShow, withEvents, withReport } from '@standby/shared/live/show.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { memoryJournal, watchChannel, type WatchOptions } from '../support/peers/channel.ts'
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
const ROSE = { id: '5655', name: 'Rose', diamondCount: 1, type: 1 }

function channel(options: Partial<WatchOptions> = {}) {
  const watched = watchChannel({ simulator: sim, username: 'ada', ...options })
  closing.push(watched.channel.dispose)
  watched.channel.start()
  return watched
}

/** A TikFinity, and the way through it. */
async function tikfinity(host = 'ada'): Promise<{ feed: TikFinityFeed; others: readonly Source[] }> {
  const feed = await startTikFinity(room, { host })
  closing.push(feed.close)
  return { feed, others: [tikfinitySource({ url: feed.url, username: 'ada', clock: systemClock, log: silentLog })] }
}

const status = (watched: ReturnType<typeof channel>) => watched.channel.status()
const connected = (watched: ReturnType<typeof channel>) =>
  waitFor(() => status(watched).reconnectionState === 'CONNECTED', { what: 'the connection', timeoutMs: 10_000 })
const by = (watched: ReturnType<typeof channel>, way: string, timeoutMs = 15_000) =>
  waitFor(() => status(watched).via?.way === way, { what: `the events to come through ${way}`, timeoutMs })

describe('One attempt at TikTok', () => {
  test('[TK37] a name that TikTok knew and denies is tried again, another needs a person', async () => {
    const known = new Set<string>()
    const name = { isKnown: () => known.has('ada'), found: () => void known.add('ada') }
    sim.fail(notFoundByMistake())
    expect(await watchLink({ username: 'ada', upstream: sim.upstream(), name }).closed()).toMatchObject({ kind: 'not-found' })
    sim.clearFaults()
    const link = watchLink({ username: 'ada', upstream: sim.upstream(), name })
    await link.opened()
    link.close()
    sim.fail(notFoundByMistake())
    expect(await watchLink({ username: 'ada', upstream: sim.upstream(), name }).closed()).toMatchObject({ kind: 'vanished' })
  })

  test('[TK37] an account without a LIVE is known too', async () => {
    let isKnown = false
    room.goOffline()
    const name = { isKnown: () => isKnown, found: () => void (isKnown = true) }
    await watchLink({ username: 'ada', upstream: sim.upstream(), name }).closed()
    expect(isKnown).toBe(true)
  })

  test.each([
    { status: 200, headers: { 'handshake-status': '417', 'handshake-msg': 'illegal app_id' }, body: '' },
    { status: 400, headers: {}, body: '' },
    { status: 403, headers: { 'handshake-msg': 'DEVICE_BLOCKED' }, body: '' },
  ])('[TK38] a refusal of the sign service’s own server is the sign service’s ($status)', async (refusal) => {
    sim.throughProxy(true)
    sim.proxy.refusal = refusal
    const cause = await watchLink({ username: 'ada', upstream: sim.upstream() }).closed()
    expect(cause).toMatchObject({ kind: 'sign', reason: 'answered' })
    expect(cause.detail).toContain(new URL(sim.proxy.url).host)
  })

  test('[TK38] so is its close of a connection that is open', async () => {
    sim.throughProxy(true)
    const link = watchLink({ username: 'ada', upstream: sim.upstream() })
    await link.opened()
    sim.proxy.closeSockets(1000, 'payload_handler_im_enter_room')
    expect(await link.closed()).toMatchObject({ kind: 'sign', reason: 'closed' })
  })

  test('[TK39] a room that is live by its page alone is joined once; silence closes it', async () => {
    const refusedRooms = createRefusedRooms()
    const attempt = () => watchLink({ username: 'ada', upstream: sim.upstream(), refusedRooms })
    sim.fail(roomInfoRefused())
    const first = attempt()
    await first.opened()
    expect(first.calls()).toContain('opened')
    first.close()
    await first.closed()
    expect(await attempt().closed()).toMatchObject({ kind: 'closed' })
    room.goLive()
    sim.clearFaults()
    sim.fail(roomInfoRefused(10_011))
    for (let time = 0; time < 2; time += 1) {
      const link = attempt()
      await link.opened()
      await waitFor(() => room.socketCount > 0, { what: 'the socket' })
      room.send([chat(room.heading(), { who: bob, text: 'heard' })])
      await waitFor(() => link.chats().includes('heard'), { what: 'the chat' })
      link.close()
      await link.closed()
    }
    sim.fault('upgrade', { kind: 'answer', status: 200, headers: { 'handshake-msg': 'DEVICE_BLOCKED' } })
    expect(await attempt().closed()).toMatchObject({ kind: 'blocked', detail: expect.stringContaining('refused the socket') as unknown })
  })
})

describe('Ladder', () => {
  test('[LD11] the status says by which way the events come, and whose server they pass through', async () => {
    const one = channel()
    await connected(one)
    expect(status(one).via).toMatchObject({ way: 'connector', host: new URL(sim.url).host, party: 'tiktok' })
    sim.throughProxy(true)
    room.terminateSockets()
    await waitFor(() => status(one).via?.party === 'sign', { what: 'the other server' })
    expect(status(one).via).toMatchObject({ way: 'connector', host: new URL(sim.proxy.url).host })
    one.channel.disconnect()
    expect(status(one).via).toBeNull()
  })

  test('[LD12] TikFinity takes over, then the connector: nothing lost, nothing twice', async () => {
    const { feed, others } = await tikfinity()
    const one = channel({ others })
    await connected(one)
    let [likes, texts] = [0, 0]
    const say = (pieces: number, repeatEnd = false): void => {
      likes += 3
      texts += 1
      room.send([
        chat(room.heading(), { who: bob, text: `chat ${texts}` }),
        gift(room.heading(), { who: bob, gift: ROSE, repeatCount: pieces, repeatEnd, groupId: '1700' }),
        like(room.heading(), { who: bob, count: 3, total: likes }),
      ])
    }
    say(1)
    say(2)
    await waitFor(() => one.events.length === 6, { what: 'the first events' })
    const undo = sim.fail(signRefused(503))
    room.terminateSockets()
    await waitFor(() => feed.clientCount === 1, { what: 'TikFinity to be asked', timeoutMs: 10_000 })
    await by(one, 'tikfinity')
    expect(status(one)).toMatchObject({ health: 'live', degraded: { cause: null, parts: { deletions: 'paused', chat: 'works' } } })
    say(3)
    say(4)
    await waitFor(() => one.events.filter(({ type }) => type === 'chat').length === 4, { what: 'the events of TikFinity' })
    undo()
    await feed.close()
    await by(one, 'connector')
    say(5, true)
    await waitFor(() => one.events.filter(({ type }) => type === 'chat').length === 5, { what: 'the last events' })
    expect(one.events.filter(({ type }) => type !== 'gap').map(({ id }) => id)).toHaveLength(15)
    expect(new Set(one.events.map(({ id }) => id)).size).toBe(one.events.length)
    expect(one.state.counters).toMatchObject({ chats: 5, likes: 15, gifts: 5, diamonds: 5 })
    expect(status(one).stability.outages.map(({ ways }) => ways)).toEqual([
      ['tikfinity', 'connector'],
      ['connector', 'tikfinity'],
    ])
  })

  test('[LD13] a server that lets in more than the key allows is left within seconds', async () => {
    const { others } = await tikfinity()
    const one = channel({ others })
    await connected(one)
    const chatting = setInterval(() => room.send([roomUser(room.heading(), { viewers: 5 })]), 200)
    closing.push(() => clearInterval(chatting))
    await waitFor(() => one.ways.isReady('tikfinity') && one.state.counters?.viewers === 5, { what: 'viewers' })
    sim.throughProxy(true)
    sim.proxy.limit = 0
    const before = sim.requests.counts.sign
    room.terminateSockets()
    await waitFor(() => status(one).cause?.kind === 'crowded' || status(one).via?.way === 'tikfinity', {
      what: 'the way',
      timeoutMs: 15_000,
    })
    await by(one, 'tikfinity')
    expect(sim.requests.counts.sign).toBe(before + 1)
  })

  test('[LD14] a feed of another creator is not used, and the status says why', async () => {
    const { others } = await tikfinity('eve')
    const one = channel({ others })
    await connected(one)
    sim.fail(signRefused(503))
    room.terminateSockets()
    await waitFor(() => status(one).ways.some(({ problem }) => problem === 'other-creator'), { what: 'the refusal', timeoutMs: 10_000 })
    room.send([chat(room.heading(), { who: bob, text: 'for eve' })])
    expect(status(one)).toMatchObject({ reconnectionState: 'RECONNECTING', via: null })
    expect(one.events).toEqual([])
    expect(one.ways.isReady('tikfinity')).toBe(false)
  })

  test('[LD15] two ways that overlap give each event once, with the totals of one way', async () => {
    const feed = await startTikFinity(room)
    closing.push(feed.close)
    const journal = memoryJournal()
    const both: LiveInput[] = []
    const alone: LiveInput[] = []
    const signed = watchLink({ username: 'ada', upstream: sim.upstream() }, (seen) => {
      if (seen.call !== 'inputs') return
      both.push(...seen.inputs)
      alone.push(...seen.inputs)
    })
    const nothing = (): void => undefined
    const local = openTikFinity(
      { url: feed.url, username: 'ada', roomId: () => null, clock: systemClock, log: silentLog, onProblem: nothing },
      { opened: nothing, frame: nothing, undecoded: nothing, closed: nothing, inputs: (inputs) => void both.push(...inputs) },
    )
    closing.push(
      () => signed.close(),
      () => local.close(),
    )
    await signed.opened()
    await waitFor(() => feed.clientCount === 1, { what: 'TikFinity’s client' })
    for (let piece = 1; piece <= 40; piece += 1) {
      const who = viewer(`viewer.${piece % 7}`)
      room.send([
        chat(room.heading(), { who, text: `chat ${piece}` }),
        gift(room.heading(), { who: bob, gift: ROSE, repeatCount: piece, repeatEnd: piece === 40, groupId: '1700' }),
        gift(room.heading(), { who, gift: { id: '6', name: 'Lion', diamondCount: 29_999, type: 4 } }),
        like(room.heading(), { who, count: 2, total: piece * 2 }),
      ])
    }
    const events = (inputs: readonly LiveInput[]) => inputs.flatMap((input) => (input.type === 'event' ? [input.event] : []))
    await waitFor(() => events(both).length === 320 && events(alone).length === 160, { what: 'both ways to have brought everything' })
    const fold = (inputs: readonly LiveInput[], username: string) => {
      let show = newShow(room.roomId)
      for (const input of inputs) {
        show =
          input.type === 'event' ? withEvents(show, journal.append(username, room.roomId, [input.event])) : withReport(show, input.report)
      }
      return { counters: show.counters, supporters: show.supporters }
    }
    expect(fold(both, 'both')).toEqual(fold(alone, 'alone'))
    expect(fold([...both].reverse(), 'reversed').counters).toEqual(fold(alone, 'alone again').counters)
  })
})
