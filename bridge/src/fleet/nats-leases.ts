import type { KV, KvWatchEntry } from '@nats-io/kv'
import { parsedJson } from '@standby/shared/json.ts'
import * as z from 'zod'
import { channelOf, isConflict, keyOf, type Streams } from './nats.ts'
import type { Leases } from './ports.ts'

const leaseSchema = z.object({ worker: z.string().nullable(), epoch: z.int().nonnegative() })
const wantedSchema = z.object({ since: z.number() })
const beatSchema = z.object({ name: z.string(), capacity: z.int().nonnegative(), url: z.string(), connected: z.int().nonnegative() })

/** The leases in NATS's key-value buckets: a revision is a place in the bucket's stream, so no two writes can replace the same one. */
export function natsLeases({ wanted, leases, workers }: Pick<Streams, 'wanted' | 'leases' | 'workers'>, answerMs: number): Leases {
  return {
    async follow({ onWanted, onLease, onBeat }) {
      await followBucket(leases, (key, value, revision) => {
        const lease = leaseSchema.safeParse(value)
        if (lease.success) onLease(channelOf(key), { revision, lease: lease.data })
      })
      await followBucket(workers, (_key, value) => {
        const beat = beatSchema.safeParse(value)
        if (beat.success) onBeat(beat.data)
      })
      await followBucket(wanted, (key, value) => {
        const parsed = wantedSchema.safeParse(value)
        onWanted(channelOf(key), parsed.success ? parsed.data : null)
      })
    },
    async write(channel, revision, lease) {
      try {
        return { revision: await leases.put(keyOf(channel), JSON.stringify(lease), { previousSeq: revision, timeout: answerMs }) }
      } catch (error) {
        return isConflict(error) ? 'conflict' : 'unknown'
      }
    },
    async want(channel, value) {
      if (value === null) await wanted.delete(keyOf(channel))
      else await wanted.put(keyOf(channel), JSON.stringify(value))
    },
    async beat(beat) {
      try {
        await workers.put(beat.name, JSON.stringify(beat), { timeout: answerMs })
        return 'ok'
      } catch {
        return 'unknown'
      }
    },
  }
}

/** Resolves once all that is in the bucket was told. A value that is gone, or cannot be read, is told as null. */
async function followBucket(bucket: KV, onValue: (key: string, value: unknown, revision: number) => void): Promise<void> {
  const { values } = await bucket.status()
  const told = Promise.withResolvers<undefined>()
  if (values === 0) told.resolve(undefined)
  const entries = await bucket.watch()
  void (async () => {
    for await (const entry of entries) {
      onValue(entry.key, valueOf(entry), entry.revision)
      if (entry.delta === 0) told.resolve(undefined)
    }
  })()
  await told.promise
}

function valueOf(entry: KvWatchEntry): unknown {
  return entry.operation === 'PUT' ? parsedJson(entry.string()) : null
}
