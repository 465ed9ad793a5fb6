import type { Lease, LeaseEntry } from './lease.pure.ts'
import type { WriteResult } from './member.pure.ts'
import type { FeedRecord, Placed, SendResult } from './outbox.pure.ts'
import type { Priority } from './budget.pure.ts'
import type { WorkerFacts } from './placement.pure.ts'

/** What a worker tells the others, once a second. */
export interface WorkerBeat extends WorkerFacts {
  /** Where its pages are, for people. */
  url: string
  connected: number
}

/** A channel that is to run. */
export interface Wanted {
  /** When somebody asked for it, ms since the epoch. */
  since: number
}

/** What a worker hears of the others. Each method is called for what is there already, and then for each change. */
export interface FleetListener {
  onWanted(channel: string, wanted: Wanted | null): void
  onLease(channel: string, entry: LeaseEntry): void
  onBeat(beat: WorkerBeat): void
}

/** Which channels are wanted, who owns each, and who is there. Nothing here rejects but `follow` and `want`. */
export interface Leases {
  /** Resolves once everything that was there has been told. Rejects if the servers do not answer. */
  follow(listener: FleetListener): Promise<void>
  /** Replaces a lease if its revision is still this one; revision 0: nobody ever had it. */
  write(channel: string, revision: number, lease: Lease): Promise<WriteResult>
  /** Null: the channel is not wanted any more. Rejects if it could not be saved. */
  want(channel: string, wanted: Wanted | null): Promise<void>
  beat(beat: WorkerBeat): Promise<'ok' | 'unknown'>
}

/** A record and its place in the stream. */
export type StoredRecord = FeedRecord<unknown> & { sequence: number }

/** The records of all channels, in one order for each channel. */
export interface Feed {
  /** The channel's last record; null if there is none. Rejects if the servers do not answer. */
  last(channel: string): Promise<Placed | null>
  /** Writes a record if the channel's last one has the sequence `after`; 0: if there is none. Never rejects. */
  append(channel: string, record: FeedRecord<unknown>, after: number): Promise<SendResult>
  /** Reads from a sequence on, and whatever comes later. Returns what ends it. Rejects if the servers do not answer. */
  read(channel: string, from: number, onRecord: (record: StoredRecord) => void): Promise<() => void>
}

/** What all workers may ask of the sign service together. Never rejects: without an answer nothing may be spent. */
export interface Budget {
  /** Spends one request of a key: null, or when one may be spent next, in ms since the epoch by this worker's clock. */
  take(keyId: string, priority: Priority): Promise<number | null>
  /** The service refused a request and asked for a wait of so long. */
  refused(keyId: string, waitMs: number): Promise<void>
  /** Asks for sockets of a key, and gives back what it had before: how many this worker may hold now; null: no answer. `live`: who is there. */
  hold(keyId: string, worker: string, count: number, live: readonly string[]): Promise<number | null>
}
