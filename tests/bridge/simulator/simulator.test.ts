import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, afterEach, expect, test } from 'vitest'
import { createDrops } from '@standby/bridge/simulator/drops.ts'
import { tiktokDown } from '@standby/bridge/simulator/failures.ts'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import { signatureBook } from '@standby/bridge/simulator/signatures.ts'
import { startSimulator, type Simulator } from '@standby/bridge/simulator/simulator.ts'
import { DROP_KINDS, type DropKind } from '@standby/shared/protocol.ts'
import { fakeClock, type FakeClock } from '../../support/fakes/fake-clock.ts'
import { waitFor } from '../../support/wait.ts'

let simulator: Simulator
let clock: FakeClock

async function begin(options: { autoCreate?: boolean } = {}): Promise<void> {
  clock = fakeClock()
  simulator = await startSimulator({ clock, random: () => 0.5, ...options })
}

afterEach(() => simulator.close())

const ask = (path: string, at = simulator.url): Promise<Response> => fetch(at + path, { headers: { connection: 'close' } })
const statusOf = async (path: string): Promise<number> => (await ask(path)).status
const roomStatus = async (roomId: string): Promise<unknown> =>
  ((await (await ask(`/webcast/room/info/?room_id=${roomId}`)).json()) as { data: { status?: number } }).data.status
const sign = (roomId: string): Promise<Response> => ask(`/webcast/rooms/${roomId}/connect`)

describe('Simulator', () => {
  test('[SM4] it listens on 127.0.0.1 alone', async () => {
    await begin()
    expect(simulator.url).toBe(`http://127.0.0.1:${simulator.port}`)
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    const outer = addresses.filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const host of ['[::1]', ...outer.map(({ address }) => address)]) {
      await expect(ask('/@mila/live', `http://${host}:${simulator.port}`)).rejects.toThrow()
    }
  })

  test('[SM5] an account nobody made is not found, at every place that could know it', async () => {
    await begin()
    expect(await (await ask('/@nobody/live')).text()).not.toContain('liveRoomUserInfo')
    const api: unknown = await (await ask('/api-live/user/room/?uniqueId=nobody')).json()
    expect(api).toMatchObject({ statusCode: 19_881_007, message: 'user_not_found' })
    expect(await (await ask('/webcast/anchors/nobody/room_id')).json()).toMatchObject({ ok: false })
    expect(await statusOf('/webcast/rooms/123/connect')).toBe(404)
  })

  test('[SM31] with autoCreate every account exists and is live', async () => {
    await begin({ autoCreate: true })
    expect(await (await ask('/webcast/anchors/anybody/room_id')).json()).toMatchObject({ ok: true, is_live: true })
  })

  test('[SM5] addresses that mean nothing are answered, not suffered', async () => {
    await begin()
    expect(await statusOf('/')).toBe(404)
    expect(await statusOf('/@%E0%A4%A/live')).toBe(404)
    simulator.room('</script><b>')
    const page = await (await ask(`/@${encodeURIComponent('</script><b>')}/live`)).text()
    expect(page.split('</script>')).toHaveLength(2)
  })

  test('[SM6] a room is live, paused or over, and a new LIVE is a new room', async () => {
    await begin()
    const room = simulator.room('mila')
    const first = room.roomId
    expect(await roomStatus(first)).toBe(2)
    room.pause()
    expect(await roomStatus(first)).toBe(3)
    room.resume()
    room.end()
    expect([room.status, await roomStatus(first)]).toEqual(['ended', 4])
    room.goLive()
    expect(room.roomId).not.toBe(first)
    expect([await roomStatus(first), await roomStatus(room.roomId)]).toEqual([4, 2])
    room.goOffline()
    expect(await roomStatus(room.roomId)).toBe(4)
  })

  test('[SM29] room info reports the account’s followers and the time, and omits what the account lacks', async () => {
    await begin()
    const room = simulator.room('mila')
    const info = async (): Promise<unknown> => (await ask(`/webcast/room/info/?room_id=${room.roomId}`)).json()
    expect(await info()).toMatchObject({ data: { owner: { display_id: 'mila' } }, extra: { now: clock.now() } })
    expect(JSON.stringify(await info())).not.toContain('follow')
    room.followers = 5_200
    expect(await info()).toMatchObject({ data: { owner: { follow_info: { follower_count: 5_200 } } } })
    room.goLive()
    expect(await info()).toMatchObject({ data: { owner: { follow_info: { follower_count: 5_200 } } } })
  })

  test('[SM7] history is the last twenty messages without controls, and starts empty with a new LIVE', async () => {
    await begin()
    const room = simulator.room('mila')
    const sent = Array.from({ length: 25 }, (_, index) => chat(room.heading(), { who: viewer('noor'), text: String(index) }))
    for (const one of sent) room.send([one])
    room.pause()
    expect(room.history().map(({ msgId }) => msgId)).toEqual(sent.slice(5).map(({ msgId }) => msgId))
    room.goLive()
    expect(room.history()).toEqual([])
  })

  test('[SM8] a fault hits its step, account and count of requests; the newest wins; it can be undone', async () => {
    await begin()
    simulator.room('mila')
    simulator.room('noor')
    const undo = simulator.fail(tiktokDown(503))
    simulator.fault('page', { kind: 'answer', status: 418 }, { uniqueId: 'mila', times: 1 })
    expect(await statusOf('/@noor/live')).toBe(503)
    expect(await statusOf('/@mila/live')).toBe(418)
    expect(await statusOf('/@mila/live')).toBe(503)
    expect(await statusOf('/webcast/anchors/mila/room_id')).toBe(200)
    undo()
    expect(await statusOf('/@mila/live')).toBe(200)
    simulator.fault('page', { kind: 'answer', status: 418 })
    simulator.clearFaults()
    expect(await statusOf('/@mila/live')).toBe(200)
    expect(simulator.requests.counts).toMatchObject({ page: 5, eulerRoom: 1 })
    expect(simulator.requests.asked.map(({ uniqueId }) => uniqueId)).toEqual(['noor', ...Array.from({ length: 5 }, () => 'mila')])
  })

  test('[SM32] a delay lasts by the clock, a hang until the client goes, a reset ends it at once', async () => {
    await begin()
    simulator.room('mila')
    simulator.fault('page', { kind: 'delay', delayMs: 60_000 }, { times: 1 })
    const late = statusOf('/@mila/live')
    while (clock.nextDueAt() === null) await new Promise(setImmediate)
    clock.advanceBy(60_000)
    expect(await late).toBe(200)

    simulator.fault('page', { kind: 'hang' }, { times: 1 })
    const gone = new AbortController()
    const hung = fetch(`${simulator.url}/@mila/live`, { signal: gone.signal })
    while (simulator.requests.counts.page < 2) await new Promise(setImmediate)
    gone.abort()
    await expect(hung).rejects.toThrow()

    simulator.fault('page', { kind: 'reset' }, { times: 1 })
    await expect(statusOf('/@mila/live')).rejects.toThrow()
    expect(await statusOf('/@mila/live')).toBe(200)
  })

  test('[SM22] a signature is good once, for thirty seconds', async () => {
    await begin()
    const signatures = signatureBook(clock)
    for (const token of ['used', 'late', 'old']) signatures.issue('7', token)
    expect([signatures.roomOf('used'), signatures.roomOf('used')]).toEqual(['7', null])
    clock.advanceBy(30_000)
    expect(signatures.roomOf('late')).toBe('7')
    clock.advanceBy(1)
    expect([signatures.roomOf('old'), signatures.roomOf('unknown')]).toEqual([null, null])
  })

  test('[SM9] off the network nothing answers; back on it, the same port does', async () => {
    await begin()
    simulator.room('mila')
    await simulator.network(false)
    await expect(statusOf('/@mila/live')).rejects.toThrow()
    await simulator.network(true)
    expect(await statusOf('/@mila/live')).toBe(200)
  })

  test('[SM9] when another program holds the port, a network drop waits for it', async () => {
    await begin()
    const drops = createDrops({ simulator, room: simulator.room('mila'), clock })
    drops.start('network', 5)
    await simulator.network(false)
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(simulator.port, '127.0.0.1', resolve))
    clock.advanceBy(5000)
    while (clock.nextDueAt() === null) await new Promise(setImmediate)
    await new Promise((resolve) => squatter.close(resolve))
    clock.advanceBy(1000)
    await waitFor(async () => (await statusOf('/@mila/live')) === 200, { what: 'the port to be listened on again', everyMs: 5 })
  })

  /** What a client would meet now, in one word. */
  async function met(): Promise<string> {
    const room = simulator.room('mila')
    try {
      if ((await statusOf('/@mila/live')) === 503) return 'close'
      if ((await roomStatus(room.roomId)) === 4) return 'not live'
      const signed = await sign(room.roomId)
      if (signed.status === 429) return `rate-limit ${signed.headers.get('retry-after') ?? ''}`
      return 'well'
    } catch {
      return 'network'
    }
  }

  test.each<[DropKind, string]>([
    ['close', 'close'],
    ['rate-limit', 'rate-limit 20'],
    ['offline', 'not live'],
    ['end', 'not live'],
    ['network', 'network'],
  ])('[SM10] a drop of kind %s undoes itself by the clock', async (kind, expected) => {
    await begin()
    const seen: unknown[] = []
    const drops = createDrops({ simulator, room: simulator.room('mila'), clock, changed: (drop) => seen.push(drop) })
    const before = simulator.room('mila').roomId
    expect(await met()).toBe('well')
    const drop = drops.start(kind, 20)
    expect(drop).toEqual({ kind, until: clock.now() + 20_000 })
    expect(drops.current()).toEqual(drop)
    if (kind === 'network') await simulator.network(false)
    expect(await met()).toBe(expected)
    clock.advanceBy(19_999)
    expect(drops.current()).toEqual(drop)
    clock.advanceBy(1)
    if (kind === 'network') await simulator.network(true)
    expect(drops.current()).toBeNull()
    expect(await met()).toBe('well')
    expect(simulator.room('mila').roomId !== before).toBe(kind === 'offline' || kind === 'end')
    expect(seen).toEqual([drop, null])
  })

  test('[SM33] the wait a rate limit asks for is what is left of the drop', async () => {
    await begin()
    const room = simulator.room('mila')
    createDrops({ simulator, room, clock }).start('rate-limit', 20)
    clock.advanceBy(12_500)
    const answer = await sign(room.roomId)
    expect(answer.headers.get('retry-after')).toBe('8')
    expect(await answer.json()).toMatchObject({ limit_label: 'rate_limit_account_minute' })
  })

  test('[SM11] a second drop takes the place of the first, and a cancelled one leaves nothing behind', async () => {
    await begin()
    const drops = createDrops({ simulator, room: simulator.room('mila'), clock })
    for (const kind of DROP_KINDS) drops.start(kind, 10)
    drops.start('close', 30)
    await simulator.network(true)
    expect(await met()).toBe('close')
    clock.advanceBy(10_000)
    expect(drops.current()?.kind).toBe('close')
    drops.cancel()
    expect(drops.current()).toBeNull()
    expect(await met()).toBe('well')
    expect(clock.nextDueAt()).toBeNull()
  })
})
