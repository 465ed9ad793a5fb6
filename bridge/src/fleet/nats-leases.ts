import type { KV } from '@nats-io/kv'
import type { Clock } from '@standby/shared/clock.ts'
import { parsedJson } from '@standby/shared/json.ts'
import * as z from 'zod'
import { followStream } from './follow-stream.ts'
import { channelOf, inBucket, isConflict, keyOf, newestIn, type Streams } from './nats.ts'
import type { FleetListener, Leases } from './ports.ts'

const leaseSchema = z.object({ worker: z.string().nullable(), epoch: z.int().nonnegative() })
const wantedSchema = z.object({ since: z.number() })
const beatSchema = z.object({ name: z.string(), capacity: z.int().nonnegative(), url: z.string(), connected: z.int().nonnegative() })

type Needed = Pick<Streams, 'js' | 'manager' | 'wanted' | 'leases' | 'workers'>

/** The leases in NATS's key-value buckets: a revision is a place in the bucket's stream, so no two writes can replace the same one. */
export function natsLeases(
  { js, manager, wanted, leases, workers }: Needed,
  answerMs: number,
  clock: Pick<Clock, 'after' | 'now'>,
): Leases {
  let listener: FleetListener | null = null

  function noteLease(key: string, value: unknown, revision: number): void {
    const lease = leaseSchema.safeParse(value)
    if (lease.success) listener?.onLease(channelOf(key), { revision, lease: lease.data })
  }

  /** Somebody wrote it, and this worker has not heard of it: the server that it hears from may just have died. */
  async function askFor(key: string): Promise<void> {
    try {
      const newest = await newestIn(manager, 'leases', key)
      if (newest !== null) noteLease(key, parsedJson(newest.text), newest.revision)
    } catch {
      // The next conflict asks again.
    }
  }

  /** Resolves once all that is in the bucket was told. A value that is gone, or cannot be read, is told as null. */
  async function followBucket(kept: KV, onValue: (key: string, value: unknown, revision: number) => void): Promise<void> {
    const { bucket, values } = await kept.status()
    const prefix = inBucket(bucket, '').subject
    const told = Promise.withResolvers<undefined>()
    if (values === 0) told.resolve(undefined)
    await followStream(js, clock, { ...inBucket(bucket, '>'), from: 'newest' }, (message) => {
      const isGone = message.headers?.has('KV-Operation') === true
      onValue(message.subject.slice(prefix.length), isGone ? null : parsedJson(message.string()), message.seq)
      if (message.info.pending === 0) told.resolve(undefined)
    })
    await told.promise
  }

  return {
    async follow(to) {
      listener = to
      await followBucket(leases, noteLease)
      await followBucket(workers, (_key, value) => {
        const beat = beatSchema.safeParse(value)
        if (beat.success) to.onBeat(beat.data)
      })
      await followBucket(wanted, (key, value) => {
        const parsed = wantedSchema.safeParse(value)
        to.onWanted(channelOf(key), parsed.success ? parsed.data : null)
      })
    },
    async write(channel, revision, lease) {
      const key = keyOf(channel)
      try {
        return { revision: await leases.put(key, JSON.stringify(lease), { previousSeq: revision, timeout: answerMs }) }
      } catch (error) {
        if (!isConflict(error)) return 'unknown'
        await askFor(key)
        return 'conflict'
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
