import type { Clock } from '@standby/shared/clock.ts'
import { forReader, type ReaderMessage } from '@standby/shared/feed/reader.ts'
import { hiddenNow } from '@standby/shared/settings/moderation.ts'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { Journal } from '../store/journal.ts'
import type { FeedPosition, Hub } from './hub.ts'

export interface ReaderOptions {
  hub: Pick<Hub, 'state'>
  journal: Pick<Journal, 'epoch' | 'latest' | 'lastOutside'>
  /** Whose LIVE is on, or was last. */
  live: { channelName(): string; channel(): { roomId(): string | null } }
  clock: Pick<Clock, 'now'>
  log: Pick<Logger, 'warn'>
}

/** Clients that came with the read token. They see the show of the LIVE that is on: `shared/src/feed/reader.ts` says what that is. */
export interface Readers {
  /** The socket as the feed is to use it: what is sent through it is cut down first, whatever it is. */
  through(socket: WebSocket): WebSocket
  /** Where such a client may go on from: what came before this LIVE is nothing that it missed. Null: from now. */
  position(position: FeedPosition | null): FeedPosition | null
}

interface Live {
  /** Another one for another LIVE, creator or journal. */
  key: string
  since: number
  before: number
  /** What readers may have got of it, by type and id: the pages keep some dozens of each type. */
  sent: Map<string, Map<string, Shown>>
}
type Shown = Parameters<ReturnType<typeof hiddenNow>>[0]

const KEPT_PER_TYPE = 60
/** If the bridge was started again, or nobody read: in a rush the last of each type lie far apart. */
const SEED_COUNT = 2_000

type Sent = string | Buffer
type Done = (error?: Error) => void

export function createReaders({ hub: { state }, journal, live: { channel, channelName }, clock, log }: ReaderOptions): Readers {
  let live: Live | null = null
  const hides = hiddenNow(() => state().moderation)
  /** The feed sends the same bytes to every client: they are cut down once. */
  const cut = new WeakMap<Buffer, Buffer | null>()

  function now(): Live {
    const room = channel().roomId()
    const name = channelName()
    const key = JSON.stringify([journal.epoch(), name, room])
    if (live?.key === key) return live
    // Whatever is there already when the first LIVE is looked at may be of it.
    const since = live === null ? 0 : clock.now()
    live = { key, since, before: room === null ? Infinity : journal.lastOutside(name, room), sent: new Map() }
    if (room !== null) for (const event of journal.latest(name, room, SEED_COUNT)) note(live, event)
    return live
  }

  function note({ sent }: Live, event: Shown & { type: string }): void {
    const ofType = sent.get(event.type) ?? new Map<string, Shown>()
    sent.set(event.type, ofType.set(event.id, event))
    const [oldest] = ofType.keys()
    if (ofType.size > KEPT_PER_TYPE && oldest !== undefined) ofType.delete(oldest)
  }

  function shown(text: string): Buffer | null {
    const { before, since, sent } = now()
    const takenBack = (): string[] => [...sent.values()].flatMap((ofType) => [...ofType.values()].filter(hides).map(({ id }) => id))
    const scope = { hides, supporters: state().supporters, beforeLive: before, liveSince: since, takenBack }
    const parsed: unknown = JSON.parse(text)
    const message = forReader(parsed, scope)
    if (message === null) {
      const type = typeof parsed === 'object' && parsed !== null && 'type' in parsed ? parsed.type : null
      // Announcements are for other tools; that one of these is not understood is a mistake of ours.
      if (['snapshot', 'update', 'test'].includes(String(type))) log.warn({ type }, 'feed: a message has no form for readers')
      return null
    }
    for (const event of eventsOf(message)) note(now(), event)
    return Buffer.from(JSON.stringify(message))
  }

  function cutDown(data: Sent): Buffer | null {
    if (typeof data === 'string') return shown(data)
    const known = cut.get(data)
    if (known !== undefined) return known
    const made = shown(data.toString())
    cut.set(data, made)
    return made
  }

  return {
    through(socket) {
      const send = (data: Sent, options?: object | Done, done?: Done): void => {
        const whenSent = isDone(options) ? options : done
        const bytes = cutDown(data)
        if (bytes === null) whenSent?.()
        else socket.send(bytes, { binary: false }, whenSent)
      }
      return new Proxy(socket, {
        get(target, name) {
          if (name === 'send') return send
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        },
      })
    },
    position: (position) => (position === null || position.offset < now().before ? null : position),
  }
}

function eventsOf(message: ReaderMessage): ReaderMessage['events'] {
  return message.type === 'snapshot' ? [...message.events, ...message.history] : message.events
}

function isDone(value: unknown): value is Done {
  return typeof value === 'function'
}
