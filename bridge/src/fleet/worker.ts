import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'
import { NEVER_LEASED, type Lease, type LeaseEntry, type LeaseTimes } from './lease.pure.ts'
import { createMember, type Action } from './member.pure.ts'
import type { Leases, Wanted, WorkerBeat } from './ports.ts'

/** A channel that this worker runs. */
export interface Running {
  /** Ends the connection. `isLost`: at once, for another worker may have it; otherwise once all of its events are in the stream. */
  close(isLost: boolean): Promise<void>
}

export interface WorkerOptions {
  name: string
  capacity: number
  url: () => string
  leases: Leases
  /** Asks for so many connections of the key: how many it allows this worker, null if there is no answer. Null: the key has no limit. */
  slots: ((count: number, live: readonly string[]) => Promise<number | null>) | null
  times: LeaseTimes
  /** Begins to run a channel. `mayAct`: whether this worker owns it at this moment; to be asked before each write. */
  open: (channel: string, epoch: number, mayAct: () => boolean) => Running
  /** ms of a clock that is never set; `performance.now`. */
  monotonic: () => number
  clock: Pick<Clock, 'after' | 'now'>
  log: Logger
}

/** A channel came to another worker, as this one saw it. `at`: ms since the epoch. */
export interface Takeover {
  channel: string
  worker: string
  epoch: number
  at: number
}

export interface Worker {
  /** Resolves once this worker knows what is wanted and who owns what. */
  start(): Promise<void>
  /** Gives back every channel; resolves once that is done, or after ten seconds. */
  drain(): Promise<void>
  stop(): void
  wanted(): readonly string[]
  /** Who owns a channel; null if nobody ever did. */
  leaseOf(channel: string): Lease | null
  workers(): readonly WorkerBeat[]
  owned(): readonly string[]
  /** Of the last hour, oldest first. */
  takeovers(): readonly Takeover[]
}

const STEP_MS = 200
const BEAT_MS = 1_000
const DRAIN_MS = 10_000
const TAKEOVERS_MS = 3_600_000

export function createWorker(options: WorkerOptions): Worker {
  const { name, capacity, url, leases, slots, times, open, monotonic, clock, log } = options
  const member = createMember({ name, capacity, times })
  if (slots !== null) member.slots(0)
  const wanted = new Map<string, Wanted>()
  const beats = new Map<string, { beat: WorkerBeat; at: number }>()
  const running = new Map<string, Running>()
  let takeovers: Takeover[] = []
  /** By channel, as the servers told them: this worker knows of its own takeover before they tell it. */
  const epochs = new Map<string, number>()
  let beatAt = -Infinity
  let slotsAsked: { count: number; at: number } | null = null
  let isAsking = false
  let cancel = (): void => undefined
  let isStopped = false
  let drained: (() => void) | null = null

  function act(actions: readonly Action[]): void {
    for (const action of actions) {
      const { channel } = action
      if (action.type === 'write') {
        const { id, revision, lease } = action
        void leases.write(channel, revision, lease).then((result) => act(member.answered(channel, id, result, monotonic())))
      } else if (action.type === 'open') {
        log.info({ channel, epoch: action.epoch }, 'fleet: took a channel')
        running.set(
          channel,
          open(channel, action.epoch, () => member.epochOf(channel, monotonic()) === action.epoch),
        )
      } else void close(channel, action.isLost)
    }
  }

  async function close(channel: string, isLost: boolean): Promise<void> {
    log.info({ channel, isLost }, 'fleet: lets a channel go')
    const one = running.get(channel)
    running.delete(channel)
    await one?.close(isLost).catch((error: unknown) => log.error({ err: error, channel }, 'fleet: a channel did not close as it should'))
    member.closed(channel)
  }

  function there(): WorkerBeat[] {
    const now = monotonic()
    for (const [worker, { at }] of beats) if (now - at > times.ttlMs) beats.delete(worker)
    return [...beats.values()].map(({ beat }) => beat)
  }

  function noteTakeover(channel: string, { lease: { worker, epoch } }: LeaseEntry): void {
    const before = epochs.get(channel) ?? 0
    epochs.set(channel, Math.max(before, epoch))
    if (worker === null || before === 0 || epoch <= before) return
    takeovers = [...recent(), { channel, worker, epoch, at: clock.now() }]
  }

  function recent(): Takeover[] {
    const since = clock.now() - TAKEOVERS_MS
    return takeovers.filter(({ at }) => at > since)
  }

  /** Once a second, for another worker may have left some, and whenever its share has changed. */
  async function askForSlots(now: number): Promise<void> {
    if (slots === null || isAsking) return
    const owned = member.owned().length
    const count = drained === null ? Math.max(member.share(), owned) : owned
    if (slotsAsked?.count === count && now - slotsAsked.at < BEAT_MS) return
    slotsAsked = { count, at: now }
    isAsking = true
    const granted = await slots(count, [name, ...there().map((beat) => beat.name)])
    isAsking = false
    if (granted !== null) member.slots(granted)
  }

  function step(): void {
    if (isStopped) return
    const now = monotonic()
    if (now - beatAt >= BEAT_MS) {
      beatAt = now
      // One that drains takes no part in what the others share.
      void leases.beat({ name, capacity: drained === null ? capacity : 0, url: url(), connected: member.owned().length })
    }
    member.workers(there())
    void askForSlots(now)
    act(member.step(now))
    if (drained !== null && member.owned().length === 0) drained()
    cancel = clock.after(STEP_MS, step)
  }

  return {
    async start() {
      await leases.follow({
        onWanted(channel, value) {
          if (value === null) wanted.delete(channel)
          else wanted.set(channel, value)
          member.want(wanted.keys())
          // Nobody may have owned it yet. What a lease says has a higher revision.
          act(member.saw(channel, NEVER_LEASED, monotonic()))
        },
        onLease(channel, entry) {
          noteTakeover(channel, entry)
          act(member.saw(channel, entry, monotonic()))
        },
        onBeat: (beat) => void beats.set(beat.name, { beat, at: monotonic() }),
      })
      step()
    },
    async drain() {
      member.drain()
      const done = Promise.withResolvers<undefined>()
      drained = () => done.resolve(undefined)
      const cancelLimit = clock.after(DRAIN_MS, drained)
      await done.promise
      cancelLimit()
    },
    stop() {
      isStopped = true
      cancel()
    },
    wanted: () => [...wanted.keys()],
    leaseOf: member.leaseOf,
    workers: there,
    owned: member.owned,
    takeovers: recent,
  }
}
