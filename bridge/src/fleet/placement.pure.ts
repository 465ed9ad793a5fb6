/** What a worker says about itself to the others. */
export interface WorkerFacts {
  name: string
  /** How many channels it can connect. */
  capacity: number
}

/** Room above an equal share, so that rounding and a channel on its way from one worker to another leave none without an owner. */
const SLACK = 0.1

/** A number that only these two names decide, in [0, 2^32): FNV-1a, then mixed so that similar names lie far apart. */
export function rendezvous(worker: string, channel: string): number {
  let hash = 0x811c9dc5
  for (const character of `${worker}\n${channel}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** How many of `others` come before this worker for a channel: 0 if it is the first choice. Every worker works out the same order. */
export function rankOf(worker: string, others: readonly string[], channel: string): number {
  const own = rendezvous(worker, channel)
  return others.filter((other) => {
    const theirs = rendezvous(other, channel)
    return other !== worker && (theirs > own || (theirs === own && other < worker))
  }).length
}

/**
 * How many channels a worker may own: an equal share and a tenth more, never above its capacity. What the small workers cannot take is shared
 * among the large ones, so that no wanted channel is left over while somebody has room.
 */
export function mostFor(worker: WorkerFacts, others: readonly WorkerFacts[], wantedCount: number): number {
  const capacities = [worker, ...others.filter(({ name }) => name !== worker.name)].map(({ capacity }) => capacity).sort((a, b) => a - b)
  let left = wantedCount
  let share = 0
  for (const [index, capacity] of capacities.entries()) {
    share = left / (capacities.length - index)
    if (capacity >= share) break
    left -= capacity
  }
  return Math.min(worker.capacity, Math.ceil(share) + Math.ceil(share * SLACK))
}
