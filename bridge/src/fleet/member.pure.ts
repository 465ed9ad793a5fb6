import { isHeld, takeAt, type Lease, type LeaseEntry, type LeaseTimes } from './lease.pure.ts'
import { mostFor, rankOf, type WorkerFacts } from './placement.pure.ts'

/** What a worker has to do. The answer to a `write` comes back with `answered`. */
export type Action =
  /** Replaces the lease if its revision is still this one. `id` goes with the answer: a late one must not be taken for a later write's. */
  | { type: 'write'; channel: string; id: number; revision: number; lease: Lease }
  | { type: 'open'; channel: string; epoch: number }
  /** Ends the connection at once and writes nothing more. `isLost`: the lease is gone, so there is nothing to give back. */
  | { type: 'close'; channel: string; isLost: boolean }

/** The revision of the lease now; `conflict`: somebody else wrote it before; `unknown`: no answer, so it may have been written or not. */
export type WriteResult = { revision: number } | 'conflict' | 'unknown'

/** A worker's part in the fleet: which channels are its own. Times are ms of its own monotonic clock. */
export interface Member {
  /** Something changed, or it is time: what has to be done now. */
  step(now: number): Action[]
  /** A lease as somebody wrote it. */
  saw(channel: string, entry: LeaseEntry, now: number): Action[]
  answered(channel: string, id: number, result: WriteResult, now: number): Action[]
  /** What should run. */
  want(channels: Iterable<string>): void
  /** The other workers that are there. */
  workers(others: readonly WorkerFacts[]): void
  /** How many connections the key allows this worker; all, until it is told. It takes no more channels, and gives none back for it. */
  slots(count: number): void
  /** Its share of what is wanted. */
  share(): number
  /** From now on it takes nothing, and gives back what it has. */
  drain(): void
  /** The epoch under which this worker may write for a channel now, or null. To be asked before each write and each request. */
  epochOf(channel: string, now: number): number | null
  /** Its connection is closed and all of its events are written: the lease can be given back. */
  closed(channel: string): void
  owned(): string[]
  /** A channel's lease as it was last seen; null: nobody ever owned it. */
  leaseOf(channel: string): Lease | null
}

export interface MemberOptions extends WorkerFacts {
  times: LeaseTimes
}

interface Seen {
  entry: LeaseEntry
  /** When this worker first saw this revision. */
  at: number
}

interface Owned {
  entry: LeaseEntry
  /** When the last renewal that succeeded was sent. */
  renewedAt: number
  phase: 'open' | 'closing' | 'closed'
}

interface Pending {
  id: number
  kind: 'take' | 'renew' | 'release'
  sentAt: number
  lease: Lease
}

export function createMember({ name, capacity, times }: MemberOptions): Member {
  const seen = new Map<string, Seen>()
  const owned = new Map<string, Owned>()
  const pending = new Map<string, Pending>()
  let wanted = new Set<string>()
  let others: readonly WorkerFacts[] = []
  let slotCount = Infinity
  let isDraining = false
  let writeCount = 0

  function write(channel: string, kind: Pending['kind'], entry: LeaseEntry, lease: Lease, now: number): Action {
    const id = (writeCount += 1)
    pending.set(channel, { id, kind, sentAt: now, lease })
    return { type: 'write', channel, id, revision: entry.revision, lease }
  }

  /** Its connection ends; the lease runs out by itself. */
  function lose(channel: string): Action[] {
    const own = owned.get(channel)
    owned.delete(channel)
    pending.delete(channel)
    return own === undefined || own.phase === 'closed' ? [] : [{ type: 'close', channel, isLost: true }]
  }

  function tend(channel: string, own: Owned, now: number): Action[] {
    if (!isHeld(own.renewedAt, now, times)) return lose(channel)
    const asked = pending.get(channel)
    if (asked !== undefined && now - asked.sentAt < times.answerMs) return []
    if (own.phase === 'closed') return [write(channel, 'release', own.entry, { worker: null, epoch: own.entry.lease.epoch }, now)]
    const actions: Action[] = []
    if (own.phase === 'open' && (isDraining || !wanted.has(channel))) {
      own.phase = 'closing'
      actions.push({ type: 'close', channel, isLost: false })
    }
    const isDue = now - Math.max(own.renewedAt, asked?.sentAt ?? -Infinity) >= times.renewEveryMs
    return isDue ? [...actions, write(channel, 'renew', own.entry, own.entry.lease, now)] : actions
  }

  /** The lease of a channel that this worker may take now, or null. */
  function takeable(channel: string, now: number): LeaseEntry | null {
    const asked = pending.get(channel)
    if (owned.has(channel) || (asked !== undefined && now - asked.sentAt < times.answerMs)) return null
    const known = seen.get(channel)
    if (known === undefined) return null
    // Nearly all leases are held, and the rank needs a look at every other worker.
    if (now < takeAt(known.entry, known.at, 0, others.length, times)) return null
    const names = others.map((other) => other.name)
    return now < takeAt(known.entry, known.at, rankOf(name, names, channel), names.length, times) ? null : known.entry
  }

  const share = (): number => mostFor({ name, capacity }, others, wanted.size)

  function take(now: number): Action[] {
    if (isDraining) return []
    const taking = [...pending.values()].filter(({ kind, sentAt }) => kind === 'take' && now - sentAt < times.answerMs).length
    let room = Math.min(share(), slotCount) - owned.size - taking
    const actions: Action[] = []
    for (const channel of wanted) {
      if (room <= 0) break
      const entry = takeable(channel, now)
      if (entry === null) continue
      actions.push(write(channel, 'take', entry, { worker: name, epoch: entry.lease.epoch + 1 }, now))
      room -= 1
    }
    return actions
  }

  return {
    step(now) {
      const tended = [...owned].flatMap(([channel, own]) => tend(channel, own, now))
      return [...tended, ...take(now)]
    },
    saw(channel, entry, now) {
      const known = seen.get(channel)
      if (known !== undefined && entry.revision <= known.entry.revision) return []
      seen.set(channel, { entry, at: now })
      const own = owned.get(channel)
      if (own === undefined) return []
      if (entry.lease.worker !== name || entry.lease.epoch !== own.entry.lease.epoch) return lose(channel)
      // A renewal whose answer was lost. When it was sent is not known any more, so it proves no time.
      if (entry.revision > own.entry.revision) own.entry = entry
      return []
    },
    answered(channel, id, result, now) {
      const asked = pending.get(channel)
      if (asked?.id !== id) return []
      pending.delete(channel)
      const own = owned.get(channel)
      // The write of another worker is about to be seen, or it was an earlier one of this worker, whose answer was lost.
      if (typeof result === 'string') return []
      const entry: LeaseEntry = { revision: result.revision, lease: asked.lease }
      if ((seen.get(channel)?.entry.revision ?? 0) < entry.revision) seen.set(channel, { entry, at: now })
      if (asked.kind === 'release') {
        owned.delete(channel)
        return []
      }
      if (!isHeld(asked.sentAt, now, times)) return lose(channel)
      if (asked.kind === 'take') {
        // Somebody may have taken it over already, if the answer was slow.
        if (seen.get(channel)?.entry.revision !== entry.revision) return []
        owned.set(channel, { entry, renewedAt: asked.sentAt, phase: 'open' })
        return [{ type: 'open', channel, epoch: entry.lease.epoch }]
      }
      if (own !== undefined) {
        own.renewedAt = Math.max(own.renewedAt, asked.sentAt)
        if (entry.revision > own.entry.revision) own.entry = entry
      }
      return []
    },
    want: (channels) => void (wanted = new Set(channels)),
    workers: (now) => void (others = now.filter((other) => other.name !== name)),
    slots: (count) => void (slotCount = count),
    share,
    drain: () => void (isDraining = true),
    epochOf(channel, now) {
      const own = owned.get(channel)
      if (own === undefined || own.phase === 'closed' || !isHeld(own.renewedAt, now, times)) return null
      return own.entry.lease.epoch
    },
    closed(channel) {
      const own = owned.get(channel)
      if (own?.phase === 'closing') own.phase = 'closed'
    },
    owned: () => [...owned.keys()],
    leaseOf: (channel) => seen.get(channel)?.entry.lease ?? null,
  }
}
