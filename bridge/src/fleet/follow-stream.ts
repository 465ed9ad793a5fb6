import { DeliverPolicy, type ConsumerMessages, type JetStreamClient, type JsMsg } from '@nats-io/jetstream'
import type { Clock } from '@standby/shared/clock.ts'

export interface Followed {
  stream: string
  /** What to read of it; with `>` at the end all below. */
  subject: string
  /** A sequence to begin with, or the newest message of each subject. */
  from: number | 'newest'
}

const ASK_AGAIN_MS = 10_000
/** If the reader misses two of these, it starts again, on another server if that one is gone. */
const HEARTBEAT_MS = 1_000
const AGAIN_MS = 500

/**
 * Reads a stream, and whatever comes later, each message once and in order, also if the server that it is read from dies. Returns what ends
 * it. Rejects if the servers do not answer at first.
 */
export async function followStream(
  js: JetStreamClient,
  clock: Pick<Clock, 'after'>,
  { stream, subject, from }: Followed,
  onMessage: (message: JsMsg) => void,
): Promise<() => void> {
  let next = from === 'newest' ? null : Math.max(1, from)
  let current: ConsumerMessages | null = null
  let isOver = false

  async function open(): Promise<void> {
    const begin =
      next === null
        ? { deliver_policy: DeliverPolicy.LastPerSubject }
        : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next }
    const consumer = await js.consumers.get(stream, { filter_subjects: subject, ...begin })
    const messages = await consumer.consume({
      expires: ASK_AGAIN_MS,
      idle_heartbeat: HEARTBEAT_MS,
      callback(message) {
        // What came already, if the reader had to start again.
        if (isOver || message.seq < (next ?? 0)) return
        next = message.seq + 1
        onMessage(message)
      },
    })
    current = messages
    void messages.closed().then(again)
    if (isOver) messages.stop()
    else void stopIfSilent(messages)
  }

  /**
   * The client would ask whether its reader is still there, wait five seconds for an answer that nobody gives, and ten more before it asks
   * again. Leases run out in four.
   */
  async function stopIfSilent(messages: ConsumerMessages): Promise<void> {
    for await (const { type } of messages.status()) if (type === 'heartbeats_missed') messages.stop()
  }

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
}
