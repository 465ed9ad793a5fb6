import { DeliverPolicy, type ConsumerMessages } from '@nats-io/jetstream'
import type { Clock } from '@standby/shared/clock.ts'
import { parsedJson } from '@standby/shared/json.ts'
import * as z from 'zod'
import { FEED_STREAM, isConflict, keyOf, type Streams } from './nats.ts'
import type { Placed } from './outbox.pure.ts'
import type { Feed, StoredRecord } from './ports.ts'

const recordSchema = z.object({ epoch: z.int().nonnegative(), id: z.string(), events: z.array(z.unknown()) })

const ASK_AGAIN_MS = 10_000
/** If the reader misses two of these, it starts again on another server. */
const HEARTBEAT_MS = 1_000
const AGAIN_MS = 500

/** The feed in a JetStream stream, whose own checks are the fence and the dedupe. */
export function natsFeed({ js, manager }: Pick<Streams, 'js' | 'manager'>, answerMs: number, clock: Pick<Clock, 'after'>): Feed {
  const subjectOf = (channel: string): string => `feed.${keyOf(channel)}`

  async function last(channel: string): Promise<Placed | null> {
    const message = await manager.streams.getMessage(FEED_STREAM, { last_by_subj: subjectOf(channel) })
    const record = message === null ? null : recordIn(message.string())
    return message === null || record === null ? null : { ...record, sequence: message.seq }
  }

  return {
    last,
    async append(channel, record, after) {
      try {
        const expect = { lastSubjectSequence: after }
        const ack = await js.publish(subjectOf(channel), JSON.stringify(record), { msgID: record.id, expect, timeout: answerMs })
        return ack.duplicate ? { duplicate: ack.seq } : { sequence: ack.seq }
      } catch (error) {
        if (!isConflict(error)) return 'unknown'
        return await last(channel).then(
          (stale) => ({ stale }),
          () => 'unknown' as const,
        )
      }
    },
    async read(channel, from, onRecord) {
      let next = Math.max(1, from)
      let current: ConsumerMessages | null = null
      let isOver = false

      async function open(): Promise<void> {
        const consumer = await js.consumers.get(FEED_STREAM, {
          filter_subjects: subjectOf(channel),
          deliver_policy: DeliverPolicy.StartSequence,
          opt_start_seq: next,
        })
        const messages = await consumer.consume({
          expires: ASK_AGAIN_MS,
          idle_heartbeat: HEARTBEAT_MS,
          callback(message) {
            // What came already, if the reader had to start again.
            if (isOver || message.seq < next) return
            next = message.seq + 1
            const record = recordIn(message.string())
            if (record !== null) onRecord({ ...record, sequence: message.seq })
          },
        })
        current = messages
        if (isOver) messages.stop()
        else void messages.closed().then(again)
      }

      /** The client gives a reader up if the servers cannot make another one in time, as while they elect a leader. */
      function again(): void {
        if (isOver) return
        clock.after(AGAIN_MS, () => {
          if (!isOver) open().catch(again)
        })
      }

      await open()
      return () => {
        isOver = true
        current?.stop()
      }
    },
  }
}

function recordIn(text: string): Omit<StoredRecord, 'sequence'> | null {
  const record = recordSchema.safeParse(parsedJson(text))
  return record.success ? record.data : null
}
