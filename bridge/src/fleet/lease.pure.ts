/** Who runs a channel. `worker` is null if its last owner gave it back. */
export interface Lease {
  worker: string | null
  /** Grows by one with each owner, so that a record tells which of two owners wrote it. */
  epoch: number
}

/** A lease as it was read. A channel that nobody ever owned has revision 0 and epoch 0. */
export interface LeaseEntry {
  /** Another one with each write, also if it changes nothing. */
  revision: number
  lease: Lease
}

export const NEVER_LEASED: LeaseEntry = { revision: 0, lease: { worker: null, epoch: 0 } }

/** In ms, by a worker's own monotonic clock. */
export interface LeaseTimes {
  renewEveryMs: number
  /** A lease without a new revision for so long is over. The others take it; nobody has to be told. */
  ttlMs: number
  /** The others try within so long of each other, in the order of their rank, so that they do not all try at once. */
  spreadMs: number
  /** An answer that takes longer is taken for none. */
  answerMs: number
}

export const LEASE_TIMES: LeaseTimes = { renewEveryMs: 1_000, ttlMs: 4_000, spreadMs: 500, answerMs: 2_000 }

/**
 * Whether an owner may still act on a lease. `renewedAt`: when it sent the last renewal that succeeded. It counts from the sending and stops at
 * two thirds, while the others count from what they see and wait for all of it. So no two of them act at once, even if one clock runs at
 * two thirds of the other's pace.
 */
export function isHeld(renewedAt: number, now: number, { ttlMs }: LeaseTimes): boolean {
  return now - renewedAt < (ttlMs * 2) / 3
}

/**
 * When a worker may take a lease that it has seen unchanged since `seenAt`. `rank`: how many of the other `count` workers come before it for
 * this channel.
 */
export function takeAt({ lease }: LeaseEntry, seenAt: number, rank: number, count: number, { ttlMs, spreadMs }: LeaseTimes): number {
  const waitMs = lease.worker === null ? 0 : ttlMs
  return seenAt + waitMs + (count === 0 ? 0 : (spreadMs * rank) / count)
}
