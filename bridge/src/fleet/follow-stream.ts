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
const HEARTBEAT_MS = 1_000
/** A reader that hears nothing for so long starts again, on another server if that one is gone. Leases run out in four seconds. */
const SILENT_MS = 3_000
const AGAIN_MS = 500

/**
 * Reads a stream, and whatever comes later, each message once and in order, also if the server that it is read from dies. Returns what ends
 * it. Rejects if the servers do not answer at first.
 */
export async function followStream(
  js: JetStreamClient,
  clock: Pick<Clock, 'after' | 'now'>,
  { stream, subject, from }: Followed,
  onMessage: (message: JsMsg) => void,
): Promise<() => void> {
  let next = from === 'newest' ? null : Math.max(1, from)
  let current: ConsumerMessages | null = null
  let heardAt = clock.now()
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
        heardAt = clock.now()
        // What came already, if the reader had to start again.
        if (isOver || message.seq < (next ?? 0)) return
        next = message.seq + 1
        onMessage(message)
      },
    })
    current = messages
    heardAt = clock.now()
    const cancel = watchSilence(messages)
    void messages.closed().then(() => {
      cancel()
      again()
    })
    if (isOver) messages.stop()
  }

  /**
   * The client's own look after its reader is too slow: it asks whether the reader is still there, which nobody answers if its server has
   * gone, and waits ten seconds before it asks again. After a new connection it does not even look.
   */
  function watchSilence(messages: ConsumerMessages): () => void {
    void (async () => {
      for await (const { type } of messages.status()) if (type === 'heartbeat') heardAt = clock.now()
    })()
    let cancel = (): void => undefined
    const look = (): void => {
      if (Math.abs(clock.now() - heardAt) > SILENT_MS) messages.stop()
      else cancel = clock.after(HEARTBEAT_MS, look)
    }
    look()
    return () => cancel()
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
