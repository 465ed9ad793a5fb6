import type { FeedState } from '@standby/shared/protocol.ts'
import type { LiveEventDraft } from '@standby/shared/live/event.ts'
import { createFurtherChannel, type FurtherChannel, type Shared } from '../channels/further-channel.ts'
import type { Core } from '../core.ts'
import { PAGE_SIZE } from '../store/page.ts'
import type { KeyValues } from '../store/key-values.ts'
import { keptSettings } from './kept-settings.ts'
import type { States } from './nats-states.ts'
import type { Feed } from './ports.ts'
import type { StreamEvent } from './watched.ts'
import type { Running } from './worker.ts'
import { createWriter } from './writer.ts'

/** A channel that this worker runs: the same as a further channel of one bridge, and its events also go into the stream. */
export interface Owned extends Running {
  /** Null until what the stream has of it is in the journal. */
  channel(): FurtherChannel | null
}

export interface OwnedOptions {
  core: Core
  shared: Shared
  username: string
  epoch: number
  mayAct: () => boolean
  feed: Feed
  /** Tells the other workers a slice of the channel's state. False: it did not reach them. */
  tellState: (slice: keyof FeedState, value: unknown) => Promise<boolean>
  settings: Pick<States, 'settings' | 'keepSettings'>
  /** What this worker knows of the stream, over restarts. */
  values: KeyValues
}

/** A channel that is given back waits so long for its last events to be written. */
const FLUSH_MS = 3_000
const STATE_EVERY_MS = 500
const SETTINGS_EVERY_MS = 5_000
const AGAIN_MS = 500

export function openOwned(options: OwnedOptions): Owned {
  const { core, shared, username, epoch, mayAct, feed, tellState, settings, values } = options
  const { clock, journal } = core
  const log = core.log.child({ channel: username })
  const writer = createWriter<StreamEvent>({ feed, channel: username, epoch, mayAct, onWritten: noteWritten, clock, log })
  const told = new Map<string, unknown>()
  const readKey = `fleet-read:${username}`
  const writtenKey = `fleet-written:${username}`
  const kept = keptSettings(core.config.dataDir, journal, username)
  let keptText = ''
  let channel: FurtherChannel | null = null
  /** Left over from before, and not in the stream yet. */
  let restCount = 0
  let isOver = false
  let cancelState = (): void => undefined
  let cancelSettings = (): void => undefined

  const pause = (): Promise<void> => new Promise((resolve) => void clock.after(AGAIN_MS, resolve))

  /** What is in the journal and could not be written into the stream when this worker had the channel before. */
  function leftOver(): StreamEvent[] {
    const roomId = journal.lastRoomId(username)
    const written = values.read(writtenKey)
    if (roomId === null || typeof written !== 'number') return []
    const left: StreamEvent[] = []
    for (let offset = written, more = true; more;) {
      const page = journal.page(username, roomId, offset, PAGE_SIZE)
      left.push(...page.events.map((event) => ({ roomId, event })))
      offset = page.upTo
      more = page.more
    }
    return left
  }

  /** What other workers wrote goes into the journal, so that totals, known ids and the last sign of life are those of the show. */
  async function takeOver(): Promise<void> {
    const left = leftOver()
    const known = values.read(readKey)
    // Whether something is in the stream already can only be told by all of it.
    const from = left.length === 0 && typeof known === 'number' ? known + 1 : 1
    const last = await feed.last(username)
    const inStream = new Set<string>()
    if (last !== null && last.sequence >= from) {
      const done = Promise.withResolvers<undefined>()
      const stop = await feed.read(username, from, (record) => {
        for (const { roomId, event } of record.events as StreamEvent[]) {
          inStream.add(event.id)
          journal.append(username, roomId, [draftOf(event)])
        }
        if (record.sequence >= last.sequence) done.resolve(undefined)
      })
      await done.promise
      stop()
      values.write(readKey, last.sequence)
    }
    const rest = left.filter(({ event }) => !inStream.has(event.id))
    restCount = rest.length
    writer.add(rest)
    if (restCount === 0) values.write(writtenKey, journal.head())
  }

  function noteWritten(events: readonly StreamEvent[]): void {
    restCount -= events.length
    const last = events.at(-1)
    if (restCount <= 0 && last !== undefined) values.write(writtenKey, last.event.offset)
  }

  async function begin(): Promise<void> {
    for (let isDone = false; !isDone && !isOver;) {
      try {
        await takeOver()
        kept.write((await settings.settings(username)) ?? '')
        isDone = true
      } catch (error) {
        log.debug({ err: error }, 'fleet: the servers do not answer; asked again')
        await pause()
      }
    }
    if (isOver || !mayAct()) return
    const own: Core['journal'] = {
      ...journal,
      append(name, roomId, drafts) {
        const events = journal.append(name, roomId, drafts)
        writer.add(events.map((event) => ({ roomId, event })))
        return events
      },
    }
    const opened = createFurtherChannel({ ...core, journal: own }, username, shared)
    channel = opened
    await opened.start()
    if (isOver) return opened.stop()
    keptText = kept.read()
    tell()
    keepSettings()
  }

  /** Slices that changed since they were told last. */
  function tell(): void {
    if (isOver || channel === null) return
    if (mayAct()) {
      for (const [slice, value] of Object.entries(channel.feed.hub.state())) {
        if (told.get(slice) === value) continue
        told.set(slice, value)
        void tellState(slice as keyof FeedState, value).then((isTold) => !isTold && told.delete(slice))
      }
    }
    cancelState = clock.after(STATE_EVERY_MS, tell)
  }

  /** A creator changed something: the next worker is to have it too. */
  function keepSettings(): void {
    if (isOver) return
    const text = kept.read()
    if (text !== keptText && mayAct())
      void settings.keepSettings(username, text).then((isKept) => void (keptText = isKept ? text : keptText))
    cancelSettings = clock.after(SETTINGS_EVERY_MS, keepSettings)
  }

  const begun = begin().catch((error: unknown) => log.error({ err: error }, 'fleet: a channel could not start'))
  return {
    channel: () => channel,
    async close(isLost) {
      isOver = true
      cancelState()
      cancelSettings()
      const text = kept.read()
      if (!isLost && channel !== null && text !== keptText) await settings.keepSettings(username, text)
      await (channel === null ? begun : channel.stop())
      if (!isLost) await writer.flushed(FLUSH_MS)
      writer.stop()
      const waiting = writer.waitingCount()
      if (waiting > 0) log.warn({ waiting }, 'fleet: events stay in the journal until this worker has the channel again')
    },
  }
}

function draftOf({ offset: _offset, ...draft }: StreamEvent['event']): LiveEventDraft {
  return draft
}
