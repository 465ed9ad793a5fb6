import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '@standby/bridge/clock.ts'
import { createRateBudget } from '@standby/bridge/live/rate-budget.ts'
import { signRefused, tiktokDown } from '@standby/bridge/simulator/failures.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Room } from '@standby/bridge/simulator/room.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { guestPushServer } from '@standby/bridge/sources/tiktok/guest-client.ts'
import { directSource } from '@standby/bridge/sources/tiktok/source.ts'
import { GUEST_BUDGET } from '@standby/shared/connection/budget.ts'
import { DEFAULT_WAYS } from '@standby/shared/connection/way.ts'
import { fakeClock } from '../support/fakes/fake-clock.ts'
import { silentLog } from '../support/fakes/silent-log.ts'
import { watchChannel } from '../support/peers/channel.ts'
import { simulator, watchLink } from '../support/peers/tiktok-link.ts'
import { waitFor } from '../support/wait.ts'

let sim: Simulator
let room: Room
const closing: (() => unknown)[] = []
beforeEach(async () => {
  sim = await simulator()
  room = sim.room('ada')
  sim.guests.open = true
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await sim.close()
})

function guest(spendSign: () => number | null = () => null) {
  const link = watchLink({ username: 'ada', upstream: sim.upstream(), guest: true, spendSign })
  closing.push(() => link.close())
  return link
}
const upgrades = () => sim.requests.asked.filter(({ step }) => step === 'upgrade')

describe('Direct', () => {
  test('[DI1] a guest joins with TikTok’s own cookie and agent, and nothing is signed', async () => {
    const link = guest()
    await link.opened()
    await waitFor(() => room.socketCount === 1 && sim.requests.counts.entered === 1, { what: 'the room to be entered' })
    room.send([chat(room.heading(), { who: viewer('bob'), text: 'hello' })])
    await waitFor(() => link.chats().includes('hello'), { what: 'the chat' })
    expect(sim.requests.counts).toMatchObject({ sign: 0, eulerRoom: 0, upgrade: 1 })
    const [asked] = upgrades()
    const query = new URL(asked!.url, sim.url).searchParams
    expect(asked!.headers.cookie).toContain('ttwid=')
    expect(asked!.headers['user-agent']).toContain(query.get('browser_version'))
    for (const name of query.keys()) expect(name).not.toMatch(/bogus|gnarly|signature|wrss|token/i)
    await waitFor(() => sim.requests.counts.acks > 0, { what: 'the acknowledgement' })
  })

  test('[DI2] a page without the cookie is asked again, 750 ms apart; then the attempt ends', async () => {
    const undo = sim.fault('page', { kind: 'alter', headers: { 'set-cookie': null } }, { times: 2 })
    const late = guest()
    await late.opened()
    expect(late.calls()).toContain('opened')
    expect(sim.requests.counts.page).toBe(3)
    undo()
    sim.fault('page', { kind: 'alter', headers: { 'set-cookie': null } })
    expect(await guest().closed()).toMatchObject({ kind: 'tiktok', detail: expect.stringContaining('no guest cookie') as unknown })
  })

  test('[DI3] what TikTok answers a guest is what it answers: a refusal, a block, a throttle', async () => {
    sim.guests.open = false
    expect(await guest().closed()).toMatchObject({ kind: 'tiktok', reason: 'answered' })
    sim.guests.open = true
    sim.guests.blocked = true
    expect(await guest().closed()).toMatchObject({ kind: 'blocked' })
    sim.guests.blocked = false
    sim.guests.perHour = 0
    expect(await guest().closed()).toMatchObject({ kind: 'tiktok', detail: expect.stringContaining('refused the socket: 200') as unknown })
  })

  test('[DI4] the sign service is not asked for the room either', async () => {
    sim.fail(tiktokDown(503))
    expect(await guest().closed()).toMatchObject({ kind: 'tiktok' })
    expect(sim.requests.counts).toMatchObject({ sign: 0, eulerRoom: 0 })
  })

  test('[DI5] sockets of guests have a limit; the cause says when the next may be opened', async () => {
    const clock = fakeClock()
    const { spend } = createRateBudget(GUEST_BUDGET, clock)
    let made = 0
    for (let minute = 0; minute < 60; minute += 1) {
      for (let time = 0; time < 3; time += 1) if (spend() === null) made += 1
      clock.advanceBy(60_000)
    }
    expect(made).toBe(10)
    const retryAt = Date.now() + 1_000_000
    expect(await guest(() => retryAt).closed()).toMatchObject({ kind: 'rate-limited', retryAt })
    expect(upgrades()).toHaveLength(0)
  })

  test('[DI6] it goes to TikTok’s own socket, or to the address that the creator configured', () => {
    const path = '/webcast/im/ws_proxy/ws_reuse_supplement/'
    expect(guestPushServer('https://webcast.tiktok.com')).toBe(`wss://webcast-ws.tiktok.com${path}`)
    expect(guestPushServer('http://127.0.0.1:9/base/')).toBe(`ws://127.0.0.1:9/base${path}`)
    expect(guestPushServer('https://tiktok.com.evil.example')).toBe(`wss://tiktok.com.evil.example${path}`)
  })

  test('[DI7] it is off until the creator switches it on, then takes over', async () => {
    expect(DEFAULT_WAYS).not.toContain('direct')
    let order = DEFAULT_WAYS
    const source = { username: 'ada', upstream: sim.upstream(), clock: systemClock, log: silentLog }
    const one = watchChannel({ simulator: sim, username: 'ada', others: [directSource(() => source)], order: () => order })
    closing.push(one.channel.dispose)
    one.channel.start()
    const via = () => one.channel.status().via?.way ?? null
    await waitFor(() => via() === 'connector', { what: 'the connector' })
    const undo = sim.fail(signRefused(503))
    room.terminateSockets()
    await waitFor(() => one.channel.status().cause?.kind === 'sign', { what: 'the refusal' })
    expect(sim.guests.count).toBe(0)
    order = ['connector', 'direct']
    one.channel.waysChanged('order')
    await waitFor(() => via() === 'direct', { what: 'the guest', timeoutMs: 10_000 })
    expect(one.channel.status()).toMatchObject({ health: 'live', degraded: null, via: { party: 'tiktok' } })
    undo()
  })
})
