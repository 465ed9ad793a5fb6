import type { Clock } from '@standby/shared/clock.ts'
import { parsedJson } from '@standby/shared/json.ts'
import * as z from 'zod'
import { followStream } from './follow-stream.ts'
import { FEED_STREAM, isConflict, keyOf, type Streams } from './nats.ts'
import type { Placed } from './outbox.pure.ts'
import type { Feed, StoredRecord } from './ports.ts'

const recordSchema = z.object({ epoch: z.int().nonnegative(), id: z.string(), events: z.array(z.unknown()) })

/** The feed in a JetStream stream, whose own checks are the fence and the dedupe. */
export function natsFeed({ js, manager }: Pick<Streams, 'js' | 'manager'>, answerMs: number, clock: Pick<Clock, 'after' | 'now'>): Feed {
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
    read(channel, from, onRecord) {
      return followStream(js, clock, { stream: FEED_STREAM, subject: subjectOf(channel), from }, (message) => {
        const record = recordIn(message.string())
        if (record !== null) onRecord({ ...record, sequence: message.seq })
      })
    },
  }
}

function recordIn(text: string): Omit<StoredRecord, 'sequence'> | null {
  const record = recordSchema.safeParse(parsedJson(text))
  return record.success ? record.data : null
}
