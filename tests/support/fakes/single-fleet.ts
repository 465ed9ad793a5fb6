import { NOTHING_SPENT, refusedUntil, spendOne, withSlots, type Slots, type Spending } from '@standby/bridge/fleet/budget.pure.ts'
import { NEVER_LEASED, type LeaseEntry } from '@standby/bridge/fleet/lease.pure.ts'
import type { KeyAllowance } from '@standby/bridge/fleet/nats-budget.ts'
import type { Placed } from '@standby/bridge/fleet/outbox.pure.ts'
import type { Budget, Feed, FleetListener, Leases, StoredRecord, Wanted, WorkerBeat } from '@standby/bridge/fleet/ports.ts'
import type { Clock } from '@standby/shared/clock.ts'

/** A fleet within one process: what NATS keeps is in maps. All that share it are its workers. */
export function singleFleet(allowance: (keyId: string) => KeyAllowance, clock: Clock): { leases: Leases; feed: Feed; budget: Budget } {
  const listeners: FleetListener[] = []
  const entries = new Map<string, LeaseEntry>()
  const wanted = new Map<string, Wanted>()
  const beats = new Map<string, WorkerBeat>()
  const records = new Map<string, StoredRecord[]>()
  const readers = new Set<{ channel: string; onRecord: (record: StoredRecord) => void }>()
  const spent = new Map<string, Spending>()
  const slots = new Map<string, Slots>()
  let revision = 0
  let sequence = 0

  const recordsOf = (channel: string): StoredRecord[] => records.get(channel) ?? []
  const lastOf = (channel: string): Placed | null => recordsOf(channel).at(-1) ?? null

  return {
    leases: {
      async follow(listener) {
        listeners.push(listener)
        for (const [channel, entry] of entries) listener.onLease(channel, entry)
        for (const beat of beats.values()) listener.onBeat(beat)
        for (const [channel, value] of wanted) listener.onWanted(channel, value)
      },
      async write(channel, expected, lease) {
        if ((entries.get(channel) ?? NEVER_LEASED).revision !== expected) return 'conflict'
        const entry = { revision: (revision += 1), lease }
        entries.set(channel, entry)
        for (const { onLease } of listeners) onLease(channel, entry)
        return { revision }
      },
      async want(channel, value) {
        if (value === null) wanted.delete(channel)
        else wanted.set(channel, value)
        for (const { onWanted } of listeners) onWanted(channel, value)
      },
      async beat(beat) {
        beats.set(beat.name, beat)
        for (const { onBeat } of listeners) onBeat(beat)
        return 'ok'
      },
    },
    feed: {
      last: async (channel) => lastOf(channel),
      async append(channel, record, after) {
        const known = recordsOf(channel).find(({ id }) => id === record.id)
        if (known !== undefined) return { duplicate: known.sequence }
        const last = lastOf(channel)
        if ((last?.sequence ?? 0) !== after) return { stale: last }
        const stored = { ...record, sequence: (sequence += 1) }
        records.set(channel, [...recordsOf(channel), stored])
        for (const reader of readers) if (reader.channel === channel) reader.onRecord(stored)
        return { sequence }
      },
      async read(channel, from, onRecord) {
        for (const record of recordsOf(channel)) if (record.sequence >= from) onRecord(record)
        const reader = { channel, onRecord }
        readers.add(reader)
        return () => void readers.delete(reader)
      },
    },
    budget: {
      async take(keyId, priority) {
        const result = spendOne(spent.get(keyId) ?? NOTHING_SPENT, allowance(keyId).windows, priority, clock.now())
        spent.set(keyId, result.spending)
        return result.retryAt
      },
      async refused(keyId, waitMs) {
        spent.set(keyId, refusedUntil(spent.get(keyId) ?? NOTHING_SPENT, clock.now() + waitMs))
      },
      async hold(keyId, worker, count, live) {
        const held = withSlots(slots.get(keyId) ?? {}, worker, count, live, allowance(keyId).sockets)
        slots.set(keyId, held.slots)
        return held.granted
      },
    },
  }
}
