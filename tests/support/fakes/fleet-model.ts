import { NEVER_LEASED, LEASE_TIMES, type LeaseEntry } from '@standby/bridge/fleet/lease.pure.ts'
import { createMember, type Action, type Member } from '@standby/bridge/fleet/member.pure.ts'
import { createFence, createOutbox, type FeedRecord, type Outbox, type Placed, type SendResult } from '@standby/bridge/fleet/outbox.pure.ts'

/** What went wrong in one schedule, a sentence each, and what the schedule had in it. */
export interface ModelRun {
  problems: string[]
  takeovers: number
  /** Records that the stream refused because another owner had begun. */
  fenced: number
}

interface Stream {
  records: (Placed & { events: number[] })[]
  ids: Map<string, number>
}

interface Running {
  name: string
  member: Member
  /** Its clock runs at a pace and from an origin of its own. */
  local: () => number
  state: 'runs' | 'stopped' | 'dead'
  /** It cannot reach the servers: what it sends and what it would be sent comes once it can. */
  isCut: boolean
  /** What reaches the process once it goes on. */
  held: (() => void)[]
  open: Map<string, { outbox: Outbox<number>; epoch: number; isSending: boolean; isClosing: boolean } | null>
  /** It has looked at its clock since it went on. */
  isAwake: boolean
}

const CHANNELS = ['anna', 'ben']
const STEP_MS = 300
/** A channel has an event at every third step or so. */
const EVENT_CHANCE = 0.3
/** Faults happen for so long; then all must be well again within the rest. */
const FAULTS_MS = 10_000
const END_MS = 26_000

/** One fleet of three workers in virtual time, with all that a network and a machine can do to it. `random` decides everything. */
export function runFleetModel(random: () => number): ModelRun {
  const problems: string[] = []
  const queue = createQueue()
  const leases = new Map<string, LeaseEntry>()
  const streams = new Map<string, Stream>(CHANNELS.map((channel) => [channel, { records: [], ids: new Map() }]))
  const workers: Running[] = []
  let revision = 0
  let sequence = 0
  let eventCount = 0
  let takeovers = 0
  let fenced = 0

  const between = (low: number, high: number): number => low + random() * (high - low)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  // Now and then far longer than a lease.
  const delay = (): number => (queue.now() < FAULTS_MS && random() < 0.06 ? between(100, 6_000) : between(1, 30))

  /** Something reaches a process: when the network lets it through, and when the process runs. */
  function reach(worker: Running, work: () => void): void {
    queue.after(delay(), function arrive() {
      if (worker.state === 'dead') return
      if (worker.isCut) queue.after(100, arrive)
      else if (worker.state === 'stopped') worker.held.push(work)
      else work()
    })
  }

  /** Something reaches the servers. It was sent, so it does even if the process is gone by then. */
  function reachServers(worker: Running, work: () => void): void {
    queue.after(delay(), function arrive() {
      if (worker.isCut) queue.after(100, arrive)
      else work()
    })
  }

  function writeLease(worker: Running, action: Extract<Action, { type: 'write' }>): void {
    const { channel, id, lease } = action
    let isAnswered = false
    const answer = (result: Parameters<Member['answered']>[2]): void => {
      if (isAnswered) return
      isAnswered = true
      act(worker, worker.member.answered(channel, id, result, worker.local()))
    }
    reachServers(worker, () => {
      const current = leases.get(channel) ?? NEVER_LEASED
      if (current.revision !== action.revision) return reach(worker, () => answer('conflict'))
      const written: LeaseEntry = { revision: (revision += 1), lease }
      if (lease.epoch > current.lease.epoch) takeovers += 1
      leases.set(channel, written)
      reach(worker, () => answer({ revision: written.revision }))
      for (const other of workers) reach(other, () => act(other, other.member.saw(channel, written, other.local())))
    })
    queue.after(LEASE_TIMES.answerMs, () => {
      if (worker.state === 'runs') answer('unknown')
      else worker.held.push(() => answer('unknown'))
    })
  }

  function act(worker: Running, actions: Action[]): void {
    for (const action of actions) {
      const { channel } = action
      if (action.type === 'write') writeLease(worker, action)
      else if (action.type === 'open') {
        worker.open.set(channel, null)
        // The subject's last record is read first.
        reachServers(worker, () => {
          const last = streams.get(channel)!.records.at(-1) ?? null
          reach(worker, () => {
            if (worker.open.get(channel) !== null) return
            const outbox = createOutbox<number>(channel, action.epoch, last)
            worker.open.set(channel, { outbox, epoch: action.epoch, isSending: false, isClosing: false })
            send(worker, channel)
          })
        })
      } else if (action.isLost || worker.open.get(channel) === null) {
        worker.open.delete(channel)
        worker.member.closed(channel)
      } else {
        const open = worker.open.get(channel)
        if (open) open.isClosing = true
        finish(worker, channel)
      }
    }
    if (actions.length > 0) look()
  }

  /** A channel that is given back is closed once all is written. */
  function finish(worker: Running, channel: string): void {
    const open = worker.open.get(channel)
    if (!open?.isClosing || open.isSending || open.outbox.waitingCount() > 0) return
    worker.open.delete(channel)
    worker.member.closed(channel)
  }

  function send(worker: Running, channel: string): void {
    const open = worker.open.get(channel)
    if (!open || open.isSending) return
    const next = open.outbox.next()
    if (next === null) return finish(worker, channel)
    // The lease's clock is looked at before each write.
    if (worker.member.epochOf(channel, worker.local()) !== open.epoch) return
    open.isSending = true
    let isAnswered = false
    const answer = (result: SendResult): void => {
      if (isAnswered) return
      isAnswered = true
      open.isSending = false
      if (open.outbox.sent(result) !== 'fenced' && worker.open.get(channel) === open) send(worker, channel)
    }
    reachServers(worker, () => {
      const result = append(streams.get(channel)!, next.record, next.after)
      reach(worker, () => answer(result))
    })
    queue.after(LEASE_TIMES.answerMs, () => {
      if (worker.state === 'runs') answer('unknown')
      else worker.held.push(() => answer('unknown'))
    })
  }

  /** As JetStream does it: an id that it knows is acknowledged before the fence is looked at. */
  function append(stream: Stream, record: FeedRecord<number>, after: number): SendResult {
    const known = stream.ids.get(record.id)
    if (known !== undefined) return { duplicate: known }
    const last = stream.records.at(-1) ?? null
    if ((last?.sequence ?? 0) !== after) {
      if (last !== null && last.epoch > record.epoch) fenced += 1
      return { stale: last }
    }
    sequence += 1
    stream.records.push({ ...record, sequence })
    stream.ids.set(record.id, sequence)
    return { sequence }
  }

  function start(name: string): void {
    const pace = between(0.9, 1.1)
    const origin = between(0, 1e6)
    const worker: Running = {
      name,
      member: createMember({ name, capacity: 10, times: LEASE_TIMES }),
      local: () => origin + queue.now() * pace,
      state: 'runs',
      isCut: false,
      held: [],
      open: new Map(),
      isAwake: true,
    }
    workers.push(worker)
    worker.member.want(CHANNELS)
    for (const channel of CHANNELS) {
      reach(worker, () => act(worker, worker.member.saw(channel, leases.get(channel) ?? NEVER_LEASED, worker.local())))
    }
    queue.after(between(0, STEP_MS), function tick() {
      if (worker.state === 'dead') return
      if (worker.state === 'runs') {
        const there = workers.filter(({ state }) => state !== 'dead').map((other) => ({ name: other.name, capacity: 10 }))
        worker.member.workers(there)
        act(worker, worker.member.step(worker.local()))
        worker.isAwake = true
        look()
        for (const channel of worker.open.keys()) {
          const open = worker.open.get(channel)
          if (open && !open.isClosing && random() < EVENT_CHANCE) open.outbox.add([(eventCount += 1)])
          send(worker, channel)
        }
      }
      queue.after(STEP_MS, tick)
    })
  }

  function goOn(worker: Running): void {
    worker.state = 'runs'
    worker.isAwake = false
    // What has waited reaches the process in any order, and before or after its own timer.
    for (const work of worker.held.splice(0)) queue.after(between(0, 20), () => worker.state === 'runs' && work())
  }

  function fault(): void {
    const alive = workers.filter(({ state }) => state !== 'dead')
    const worker = pick(alive)
    const kind = Math.floor(random() * 5)
    if (kind === 0 && alive.length > 1) {
      worker.state = 'dead'
      queue.after(between(500, 6_000), () => start(`${worker.name}'`))
    } else if (kind === 1 && worker.state === 'runs') {
      worker.state = 'stopped'
      queue.after(between(100, 9_000), () => worker.state === 'stopped' && goOn(worker))
    } else if (kind === 2) {
      worker.isCut = true
      queue.after(between(100, 9_000), () => (worker.isCut = false))
    } else if (kind === 3) {
      const wanted = CHANNELS.filter(() => random() < 0.7)
      for (const one of workers) one.member.want(wanted)
      queue.after(1_500, () => workers.forEach((one) => one.member.want(CHANNELS)))
    } else if (alive.length > 1) {
      worker.member.drain()
      queue.after(4_000, () => {
        if (worker.state === 'dead') return
        worker.state = 'dead'
        start(`${worker.name}+`)
      })
    }
  }

  function look(): void {
    for (const channel of CHANNELS) {
      const acting = workers.filter(({ state, isAwake, open }) => state === 'runs' && isAwake && open.has(channel))
      if (acting.length > 1) problems.push(`${queue.now().toFixed(0)}: ${acting.map(({ name }) => name).join(' and ')} have ${channel}`)
    }
  }

  for (const name of ['a', 'b', 'c']) start(name)
  for (let at = between(500, 3_000); at < FAULTS_MS; at += between(300, 4_000)) queue.after(at, fault)
  queue.run(END_MS)

  for (const channel of CHANNELS) {
    const { records } = streams.get(channel)!
    const counts = createFence()
    if (!records.every(counts)) problems.push(`${channel}: a record of an owner comes after one of the next owner`)
    const events = records.flatMap((record) => record.events)
    if (new Set(events).size !== events.length) problems.push(`${channel}: an event is in the stream twice`)
    const owners = workers.filter(({ state, member, local }) => state === 'runs' && member.epochOf(channel, local()) !== null)
    if (owners.length !== 1) problems.push(`${channel}: ${owners.length} owners at the end`)
  }
  return { problems, takeovers, fenced }
}

/** Virtual time: what is due runs in order. */
function createQueue() {
  const heap: { at: number; order: number; work: () => void }[] = []
  let now = 0
  let order = 0
  const isBefore = (a: number, b: number): boolean =>
    heap[a]!.at < heap[b]!.at || (heap[a]!.at === heap[b]!.at && heap[a]!.order < heap[b]!.order)
  const swap = (a: number, b: number): void => void ([heap[a], heap[b]] = [heap[b]!, heap[a]!])

  function pop(): { at: number; work: () => void } | undefined {
    if (heap.length === 0) return undefined
    swap(0, heap.length - 1)
    const first = heap.pop()
    for (let at = 0; ;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(child, least)) least = child
      if (least === at) return first
      swap(at, least)
      at = least
    }
  }

  return {
    now: () => now,
    after(delayMs: number, work: () => void): void {
      heap.push({ at: now + delayMs, order: (order += 1), work })
      for (let at = heap.length - 1; at > 0 && isBefore(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1)
    },
    run(until: number): void {
      for (let due = pop(); due !== undefined && due.at <= until; due = pop()) {
        now = due.at
        due.work()
      }
    },
  }
}
