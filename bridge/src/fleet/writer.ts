import type { Clock } from '@standby/shared/clock.ts'
import type { Logger } from 'pino'
import { createOutbox, type Outbox } from './outbox.pure.ts'
import type { Feed } from './ports.ts'

/** Writes one channel's events into the stream while this worker owns it. The journal has them already. */
export interface Writer<Event> {
  add(events: readonly Event[]): void
  /** Resolves once all is written, another owner has begun, or the time is up. */
  flushed(withinMs: number): Promise<void>
  stop(): void
  /** Events that are not known to be in the stream. */
  waitingCount(): number
}

export interface WriterOptions<Event> {
  feed: Feed
  channel: string
  epoch: number
  /** Whether this worker owns the channel at this moment. */
  mayAct: () => boolean
  /** These are in the stream. */
  onWritten: (events: readonly Event[]) => void
  clock: Pick<Clock, 'after'>
  log: Logger
}

/** After a write without an answer. */
const AGAIN_MS = 200

export function createWriter<Event>({ feed, channel, epoch, mayAct, onWritten, clock, log }: WriterOptions<Event>): Writer<Event> {
  let outbox: Outbox<Event> | null = null
  const early: Event[] = []
  let isRunning = false
  let isOver = false
  let whenEmpty: (() => void)[] = []

  function settle(): void {
    for (const done of whenEmpty.splice(0)) done()
  }

  const pause = (): Promise<void> => new Promise((resolve) => void clock.after(AGAIN_MS, resolve))

  async function opened(): Promise<Outbox<Event>> {
    for (;;) {
      try {
        return createOutbox<Event>(channel, epoch, await feed.last(channel))
      } catch (error) {
        log.debug({ err: error, channel }, 'fleet: the servers do not answer; asked again')
        await pause()
        if (isOver) throw error
      }
    }
  }

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    try {
      outbox ??= await opened()
      outbox.add(early.splice(0))
      for (let next = outbox.next(); next !== null && !isOver; next = outbox.next()) {
        // Also after a `duplicate`, which says nothing about who owns the channel now.
        // A renewal that is answered late makes it the owner again; one that has lost the channel is stopped.
        if (!mayAct()) {
          await pause()
          continue
        }
        const result = await feed.append(channel, next.record, next.after)
        if (outbox.sent(result) === 'fenced')
          log.warn({ channel, epoch }, 'fleet: another worker owns the channel; nothing more is written')
        if (result === 'unknown') await pause()
        else if (!('stale' in result)) onWritten(next.record.events)
        outbox.add(early.splice(0))
      }
      settle()
    } catch (error) {
      if (!isOver) log.error({ err: error, channel }, 'fleet: writing stopped')
    } finally {
      isRunning = false
    }
  }

  void run()
  return {
    add(events) {
      early.push(...events)
      void run()
    },
    async flushed(withinMs) {
      const done = Promise.withResolvers<undefined>()
      whenEmpty.push(() => done.resolve(undefined))
      void run()
      const cancel = clock.after(withinMs, () => done.resolve(undefined))
      await done.promise
      cancel()
    },
    stop() {
      isOver = true
      whenEmpty = []
    },
    waitingCount: () => early.length + (outbox?.waitingCount() ?? 0),
  }
}
