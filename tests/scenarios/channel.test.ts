import { describe, afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chat, gift, like, roomUser, viewer } from '@standby/bridge/simulator/messages.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { signRefused, tiktokDown } from '@standby/bridge/simulator/failures.ts'
import type { SavedConnection } from '@standby/shared/connection/connection.ts'
import { createProbe } from '@standby/bridge/network/probe.ts'
import { probeTargets } from '@standby/bridge/network/targets.ts'
import { skippingClock } from '../support/fakes/skipping-clock.ts'
import { memoryJournal, watchChannel, type WatchOptions } from '../support/peers/channel.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
const watched: ReturnType<typeof watchChannel>[] = []
const who = viewer('bob')

beforeAll(async () => void (sim = await simulator()))
afterEach(() => {
  for (const { channel } of watched.splice(0)) channel.dispose()
  sim.clearFaults()
})
afterAll(() => sim.close())

function watch(username: string, options: Partial<WatchOptions> = {}) {
  const room = (options.simulator ?? sim).room(username)
  const one = watchChannel({ simulator: sim, username, ...options })
  watched.push(one)
  return Object.assign(one, { username, room, state: (): string => one.channel.status().reconnectionState, slices: one.state })
}

const say = (room: ReturnType<typeof watch>['room'], text: string): void => room.send([chat(room.heading(), { who, text })])
const texts = (events: readonly { type: string; text?: string }[]): string[] =>
  events.flatMap(({ type, text }) => (type === 'chat' && text !== undefined ? [text] : []))
const connected = (one: ReturnType<typeof watch>) =>
  waitFor(() => one.state() === 'CONNECTED', { what: 'the connection', timeoutMs: 15_000 })

describe('Channel', () => {
  test('[CH1] what TikTok sends becomes events and totals of the show', async () => {
    const one = watch('show')
    one.channel.connect(false)
    await connected(one)
    one.room.send([
      chat(one.room.heading(), { who, text: 'hello' }),
      like(one.room.heading(), { who, count: 15, total: 1_200 }),
      roomUser(one.room.heading(), { viewers: 321, totalViewers: 900 }),
      gift(one.room.heading(), {
        who,
        gift: { id: '5655', name: 'Rose', diamondCount: 1, type: 1 },
        repeatCount: 3,
        repeatEnd: true,
        groupId: '9',
      }),
    ])
    await waitFor(() => one.events.length === 3, { what: 'three events' })
    expect(one.slices.counters).toMatchObject({ chats: 1, likes: 1_200, viewers: 321, gifts: 3, diamonds: 3 })
    expect(one.slices.supporters).toMatchObject([{ user: { uniqueId: 'bob' }, diamonds: 3 }])
    expect(one.channel.feed.history(10)).toEqual(one.events)
  })

  test('[CH2] after a drop it reconnects, catches up what was said once and in order, and says so', async () => {
    const one = watch('drop')
    one.channel.connect(false)
    await connected(one)
    for (let n = 0; n < 5; n += 1) say(one.room, `before ${n}`)
    await waitFor(() => one.events.length === 5, { what: 'the first events' })
    one.room.closeSockets(1011)
    await waitFor(() => one.state() === 'RECONNECTING', { what: 'the drop' })
    for (let n = 0; n < 7; n += 1) say(one.room, `meanwhile ${n}`)
    await connected(one)
    say(one.room, 'after')
    await waitFor(() => texts(one.events).includes('after'), { what: 'the event after' })
    expect(texts(one.events)).toEqual([
      ...[0, 1, 2, 3, 4].map((n) => `before ${n}`),
      ...[0, 1, 2, 3, 4, 5, 6].map((n) => `meanwhile ${n}`),
      'after',
    ])
    const said = one.events.filter(({ type }) => type === 'chat')
    expect(said.map(({ missed }) => missed)).toEqual([...Array<boolean>(5).fill(false), ...Array<boolean>(7).fill(true), false])
    expect(one.announcements.map(({ type }) => type.split(':')[2])).toEqual(['started', 'attempt', 'success'])
    const [started, , success] = one.announcements
    expect(started?.correlationId).toBe(success?.correlationId)
    expect(one.slices.recovery).toMatchObject({ correlationId: started?.correlationId, caughtUp: 7 })
    expect(one.healths).toEqual(['live', 'reconnecting', 'live'])
    expect(one.channel.status().metrics).toMatchObject({ drops: 1, recoveries: 1, attempts: 2, duplicatesIgnored: 5 })
  })

  test('[CH3] a restart of the bridge in the middle of a show keeps its totals and takes nothing twice', async () => {
    const journal = memoryJournal()
    const first = watch('restart', { journal })
    first.channel.connect(false)
    await connected(first)
    for (let n = 0; n < 4; n += 1) say(first.room, `${n}`)
    await waitFor(() => first.events.length === 4, { what: 'the events' })
    first.channel.dispose()
    const second = watch('restart', { journal })
    expect(second.slices.counters).toMatchObject({ chats: 4 })
    second.channel.connect(false)
    await connected(second)
    say(second.room, '4')
    await waitFor(() => texts(second.events).length > 0, { what: 'the next event' })
    expect(texts(second.events)).toEqual(['4'])
    expect(second.slices.counters).toMatchObject({ chats: 5 })
  })

  test('[CH4] a new LIVE is a new show', async () => {
    const one = watch('next')
    one.channel.connect(false)
    await connected(one)
    say(one.room, 'first show')
    await waitFor(() => one.events.length === 1, { what: 'the event' })
    one.room.end()
    await waitFor(() => one.state() === 'WAITING_FOR_LIVE', { what: 'the end' })
    expect(one.healths.at(-1)).toBe('offline')
    one.room.goLive()
    one.channel.connect(false)
    await connected(one)
    say(one.room, 'second show')
    await waitFor(() => texts(one.events).length === 2, { what: 'the event of the second show' })
    expect(one.slices.counters).toMatchObject({ chats: 1 })
    expect(texts(one.channel.feed.history(10))).toEqual(['second show'])
    expect(one.announcements).toEqual([])
  })

  test('[CH5] a stop is a stop at every stage, and a start starts again', async () => {
    const one = watch('stop')
    one.channel.connect(false)
    one.channel.disconnect()
    expect(one.state()).toBe('STOPPED')
    one.channel.connect(false)
    await connected(one)
    one.channel.disconnect()
    await waitFor(() => one.room.socketCount === 0, { what: 'the socket to go' })
    expect(one.state()).toBe('STOPPED')
    expect(one.announcements).toEqual([])
    one.channel.connect(false)
    await connected(one)
    expect(one.room.socketCount).toBe(1)
  })

  test('[CH6] while their side fails it backs off, and the breaker refuses what is not forced', async () => {
    const one = watch('down', { reconnection: { baseDelayMs: 10, maxDelayMs: 20 } })
    const undo = sim.fail(signRefused(503))
    one.channel.connect(false)
    await waitFor(() => one.channel.status().circuitBreaker.state === 'open', { what: 'the breaker to open', timeoutMs: 15_000 })
    expect(one.channel.status()).toMatchObject({ cause: { kind: 'sign' }, health: 'offline' })
    expect(one.channel.connect(false).heldUntil).toBe(one.channel.status().circuitBreaker.openUntil)
    undo()
    expect(one.channel.connect(true).heldUntil).toBeNull()
    await connected(one)
    expect(one.channel.status()).toMatchObject({ cause: null, circuitBreaker: { state: 'closed', openUntil: null } })
  })

  test('[CH7] a drop while TikTok is down tries again until it is back', async () => {
    const one = watch('outage', { reconnection: { baseDelayMs: 50, maxDelayMs: 100 } })
    one.channel.connect(false)
    await connected(one)
    const undo = sim.fail(tiktokDown(503), { uniqueId: 'outage' })
    one.room.terminateSockets()
    await waitFor(() => one.channel.status().attempt >= 3, { what: 'three attempts', timeoutMs: 15_000 })
    expect(one.channel.status()).toMatchObject({ reconnectionState: 'RECONNECTING', cause: { kind: 'tiktok' } })
    undo()
    await connected(one)
    const said = one.announcements.map(({ type }) => type.split(':')[2])
    expect(said).toEqual(['started', ...Array<string>(said.length - 2).fill('attempt'), 'success'])
    expect(new Set(one.announcements.map(({ correlationId }) => correlationId)).size).toBe(1)
  })

  test('[CH8] a probe detects a lost network, which costs no attempts and is retried within 3 s', async () => {
    const clock = skippingClock()
    const own = await startSimulator({ clock, random: Math.random })
    const room = own.room('line')
    const { probe } = createProbe({ targets: probeTargets(own.upstream(), []), clock })
    let lookedCount = 0
    const counted: NonNullable<WatchOptions['probe']> = async () => {
      const result = await probe()
      lookedCount += 1
      return result
    }
    const one = watch('line', { simulator: own, probe: counted, clock, reconnection: { baseDelayMs: 1_000, maxDelayMs: 60_000 } })
    one.channel.connect(false)
    await connected(one)
    await own.network(false)
    await waitFor(() => one.channel.status().cause?.kind === 'network', { what: 'the network as the cause', timeoutMs: 5_000 })
    expect(one.channel.status().nextAttemptAt).toBeNull()
    for (const before = lookedCount; lookedCount < before + 3;) {
      const looked = lookedCount
      clock.skip(2_000)
      await waitFor(() => lookedCount > looked, { what: 'another look at the network' })
    }
    expect(one.channel.status()).toMatchObject({ reconnectionState: 'RECONNECTING', cause: { kind: 'network' }, attempt: 0 })
    let triedAt = 0
    one.onAttempt = () => (triedAt = clock.now())
    const back = clock.now()
    await own.network(true)
    await connected(one)
    expect(triedAt).toBeGreaterThanOrEqual(back)
    expect(triedAt - back).toBeLessThan(3_000)
    expect(one.channel.status().metrics.attempts).toBe(2)
    expect(room.socketCount).toBe(1)
    one.channel.dispose()
    await own.close()
  })

  test('[CH9] the sign service is not asked beyond the budget, and its usage is saved for the next run', async () => {
    const saved: SavedConnection[] = []
    let asked = 0
    const retryAt = Date.now() + 600_000
    const one = watch('thrifty', { spendSign: () => ((asked += 1), asked > 1 ? retryAt : null), onSave: (state) => saved.push(state) })
    one.channel.connect(false)
    await connected(one)
    const signed = sim.requests.counts.sign
    one.room.terminateSockets()
    await waitFor(() => one.channel.status().cause?.kind === 'rate-limited', { what: 'the budget to say no', timeoutMs: 10_000 })
    expect(sim.requests.counts.sign).toBe(signed)
    expect(one.channel.status().nextAttemptAt).toBeGreaterThanOrEqual(retryAt)
    expect(saved.at(-1)).toMatchObject({ askedUntil: retryAt, cause: { kind: 'rate-limited' } })
    expect(one.channel.connect(false).heldUntil).toBe(retryAt)
    const next = watch('thrifty', { saved: saved.at(-1) ?? null })
    next.channel.start()
    expect(next.channel.status()).toMatchObject({ reconnectionState: 'RECONNECTING', cause: { kind: 'rate-limited' } })
    expect(sim.requests.counts.sign).toBe(signed)
  })

  test('[CH10] fifty channels dropped at once come back with one connection each, and spread out', async () => {
    const own = await simulator()
    const all = Array.from({ length: 50 }, (_, n) => watch(`many.${n}`, { simulator: own, reconnection: { baseDelayMs: 2_000 } }))
    for (const one of all) {
      own.room(one.username)
      one.channel.start()
    }
    for (const one of all) await connected(one)
    const times: number[] = []
    for (const one of all) one.onAttempt = () => times.push(Date.now())
    for (const one of all) own.room(one.username).terminateSockets()
    await waitFor(() => all.every((one) => one.state() === 'RECONNECTING'), { what: 'all to be dropped' })
    for (const one of all) await connected(one)
    expect(all.every((one) => own.room(one.username).socketCount === 1)).toBe(true)
    // 50 attempts within ±10 % of the delay: spread over most of that, not one burst.
    times.sort((a, b) => a - b)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200)
    for (const { channel } of all) channel.dispose()
    await own.close()
  })

  test('[CH11] a stop in the middle of a handshake leaves no socket behind, however often', async () => {
    const one = watch('hasty')
    const asked = (): number => {
      const { page, roomInfo, sign, upgrade } = sim.requests.counts
      return page + roomInfo + sign + upgrade
    }
    for (let n = 0; n < 20; n += 1) {
      // Now before the first question, now after each of them.
      const enough = asked() + (n % 5)
      one.channel.connect(true)
      await waitFor(() => asked() >= enough, { what: 'the next question', everyMs: 1 })
      one.channel.disconnect()
    }
    expect(one.state()).toBe('STOPPED')
    await waitFor(() => one.room.socketCount === 0, { what: 'the sockets to go' })
    expect(one.announcements).toEqual([])
  })
})
