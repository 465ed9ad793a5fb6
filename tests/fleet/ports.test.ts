import { systemClock } from '@standby/bridge/clock.ts'
import { natsBudget, type KeyAllowance } from '@standby/bridge/fleet/nats-budget.ts'
import { natsFeed } from '@standby/bridge/fleet/nats-feed.ts'
import { natsLeases } from '@standby/bridge/fleet/nats-leases.ts'
import { openStreams, type Streams } from '@standby/bridge/fleet/nats.ts'
import type { Budget, Feed, FleetListener, Leases, StoredRecord, WorkerBeat } from '@standby/bridge/fleet/ports.ts'
import type { LeaseEntry } from '@standby/bridge/fleet/lease.pure.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { singleFleet } from '../support/fakes/single-fleet.ts'
import { findNatsServer } from '../support/peers/nats-program.ts'
import { startNats, type NatsServers } from '../support/peers/nats-servers.ts'
import { waitFor } from '../support/wait.ts'

interface Ports {
  leases: Leases
  feed: Feed
  budget: Budget
}

const ALLOWANCE: KeyAllowance = { windows: [{ ms: 60_000, limit: 5 }], sockets: 3 }
const ANSWER_MS = 5_000

let servers: NatsServers | null = null
const opened: Streams[] = []
let single: Ports | null = null

beforeAll(async () => {
  if (findNatsServer() !== null) servers = await startNats(3)
})
afterAll(async () => {
  for (const { connection } of opened) await connection.close()
  servers?.close()
})

/** A worker's ports. All workers of one kind share a fleet. */
const KINDS: Record<'one process' | 'NATS', (worker: string) => Promise<Ports>> = {
  'one process': async () => (single ??= singleFleet(() => ALLOWANCE, systemClock)),
  async NATS(worker) {
    const streams = await openStreams({ servers: servers!.url.split(','), seedFile: null, caFile: null }, worker)
    opened.push(streams)
    return {
      leases: natsLeases(streams, ANSWER_MS, systemClock),
      feed: natsFeed(streams, ANSWER_MS, systemClock),
      budget: natsBudget(streams, { allowance: () => ALLOWANCE, worker, clock: systemClock, answerMs: ANSWER_MS }),
    }
  },
}

/** What a worker was told, the newest of each. */
function heard() {
  const leases = new Map<string, LeaseEntry>()
  const beats = new Map<string, WorkerBeat>()
  const wanted = new Map<string, unknown>()
  const listener: FleetListener = {
    onLease: (channel, entry) => void leases.set(channel, entry),
    onBeat: (beat) => void beats.set(beat.name, beat),
    onWanted: (channel, value) => void wanted.set(channel, value),
  }
  return { leases, beats, wanted, listener }
}

describe.each(Object.keys(KINDS) as (keyof typeof KINDS)[])('Fleet', (kind) => {
  const ports = KINDS[kind]
  const here = test.skipIf(kind === 'NATS' && findNatsServer() === null)

  here('[FL1] of all who take a lease at the same revision one gets it, and all hear of it', async () => {
    const workers = await Promise.all(['a', 'b', 'c'].map((name) => ports(name)))
    const told = heard()
    await workers[0]!.leases.follow(told.listener)
    const results = await Promise.all(workers.map(({ leases }, index) => leases.write('anna.b', 0, { worker: `w${index}`, epoch: 1 })))
    const won = results.filter((result) => typeof result === 'object')
    expect([won.length, results.filter((result) => result === 'conflict').length]).toEqual([1, 2])
    const entry = await waitFor(() => told.leases.get('anna.b'), { what: 'the lease to be told' })
    expect(entry).toEqual({ revision: won[0]!.revision, lease: { worker: `w${results.indexOf(won[0]!)}`, epoch: 1 } })
    expect(await workers[1]!.leases.write('anna.b', entry.revision, { worker: null, epoch: 1 })).toEqual({ revision: expect.any(Number) })
    expect(await workers[2]!.leases.write('anna.b', entry.revision, { worker: 'w2', epoch: 2 })).toBe('conflict')
  })

  here('[FL10] who comes later hears which channels are wanted and who is there', async () => {
    const [first, second] = [await ports('a'), await ports('b')]
    await first.leases.want('cleo', { since: 7 })
    await first.leases.want('dora', { since: 7 })
    await first.leases.want('dora', null)
    expect(await first.leases.beat({ name: 'w1', capacity: 5, url: 'http://127.0.0.1:1', connected: 2 })).toBe('ok')
    const told = heard()
    await second.leases.follow(told.listener)
    expect(told.wanted.get('cleo')).toEqual({ since: 7 })
    expect(told.wanted.get('dora') ?? null).toBeNull()
    expect(told.beats.get('w1')).toMatchObject({ capacity: 5, connected: 2 })
    await first.leases.want('cleo', null)
    await waitFor(() => (told.wanted.get('cleo') ?? null) === null, { what: 'the change to be told' })
  })

  here('[FL2] a record that does not come after the last one is refused, and says what the last one is', async () => {
    const { feed } = await ports('a')
    expect(await feed.last('ben')).toBeNull()
    const first = await feed.append('ben', { epoch: 1, id: 'ben:1:0', events: [] }, 0)
    const { sequence } = first as { sequence: number }
    const second = (await feed.append('ben', { epoch: 2, id: 'ben:2:0', events: [] }, sequence)) as { sequence: number }
    const late = await feed.append('ben', { epoch: 1, id: 'ben:1:1', events: ['late'] }, sequence)
    expect(late).toEqual({ stale: expect.objectContaining({ epoch: 2, id: 'ben:2:0', sequence: second.sequence }) })
    // An id that is known is acknowledged before the fence is looked at.
    expect(await feed.append('ben', { epoch: 1, id: 'ben:1:0', events: [] }, sequence)).toEqual({ duplicate: sequence })
    expect(await feed.last('ben')).toMatchObject({ epoch: 2, id: 'ben:2:0', sequence: second.sequence })
  })

  here('[FL9] a reader gets each record of its channel once and in order, from where it asks', async () => {
    const [writer, other] = [await ports('a'), await ports('b')]
    const write = async (channel: string, number: number, after: number): Promise<number> => {
      const result = await writer.feed.append(channel, { epoch: 1, id: `${channel}:1:${number}`, events: [{ number }] }, after)
      expect(result).toEqual({ sequence: expect.any(Number) })
      return (result as { sequence: number }).sequence
    }
    const sequences = [await write('eva.x', 0, 0)]
    await write('fred', 0, 0)
    sequences.push(await write('eva.x', 1, sequences[0]!))
    const read: StoredRecord[] = []
    const stop = await other.feed.read('eva.x', sequences[1]!, (record) => read.push(record))
    sequences.push(await write('eva.x', 2, sequences[1]!))
    await waitFor(() => read.length === 2, { what: 'both records' })
    expect(read.map(({ sequence, events }) => [sequence, events])).toEqual([
      [sequences[1], [{ number: 1 }]],
      [sequences[2], [{ number: 2 }]],
    ])
    stop()
  })

  here('[FL5] of forty who ask at once as many are served as the key allows', async () => {
    const workers = await Promise.all(['a', 'b', 'c'].map((name) => ports(name)))
    const before = systemClock.now()
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => workers[index % 3]!.budget.take('key-1', 'return')))
    expect(answers.filter((retryAt) => retryAt === null)).toHaveLength(5)
    for (const retryAt of answers) if (retryAt !== null) expect(retryAt).toBeGreaterThan(before)
  })

  here('[FL7] a refusal that one worker met binds all of them', async () => {
    const [first, second] = [await ports('a'), await ports('b')]
    await first.budget.refused('key-2', 90_000)
    const retryAt = await second.budget.take('key-2', 'return')
    expect(retryAt).toBeGreaterThan(systemClock.now() + 80_000)
  })

  here('[FL8] workers together never hold more sockets than the key allows', async () => {
    const [first, second] = [await ports('a'), await ports('b')]
    const live = ['w1', 'w2']
    expect(await first.budget.hold('key-3', 'w1', 2, live)).toBe(2)
    expect(await second.budget.hold('key-3', 'w2', 2, live)).toBe(1)
    expect(await first.budget.hold('key-3', 'w1', 1, live)).toBe(1)
    expect(await second.budget.hold('key-3', 'w2', 2, live)).toBe(2)
    // One that is gone holds none.
    expect(await second.budget.hold('key-3', 'w2', 9, ['w2'])).toBe(3)
  })
})

describe('Fleet', () => {
  test.skipIf(findNatsServer() === null)('[FL5] a worker whose clock is wrong by hours spends no earlier than the others', async () => {
    const streams = await openStreams({ servers: servers!.url.split(','), seedFile: null, caFile: null }, 'wrong')
    opened.push(streams)
    const askOf = (worker: string, aheadMs: number): Budget => {
      const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
      return natsBudget(streams, { allowance: () => ALLOWANCE, worker, clock, answerMs: ANSWER_MS })
    }
    const [right, ahead, behind] = [askOf('right', 0), askOf('ahead', 3 * 3_600_000), askOf('behind', -3 * 3_600_000)]
    const answers = []
    for (const budget of [right, ahead, behind, right, ahead, behind, right, ahead]) answers.push(await budget.take('key-4', 'return'))
    expect(answers.map((retryAt) => retryAt === null)).toEqual([true, true, true, true, true, false, false, false])
  })
})
