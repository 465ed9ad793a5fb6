import { flushSync } from 'svelte'
import type { Replica } from '@standby/shared/feed/replica.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState, ServerMessage, SnapshotMessage } from '@standby/shared/protocol.ts'
import { Bridge, type FeedSocket, type PageName } from '../../../overlay/src/parts/bridge.svelte.ts'
import { createPace, type PaceOptions } from '../../../overlay/src/parts/pace.ts'
import { Ticks } from '../../../overlay/src/parts/ticks.svelte.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'
import { liveState } from '../fixtures/show.ts'
import { updateOf } from '../fixtures/situation.ts'
import { FIXTURES, type FixtureName } from '../fixtures/states.ts'

/** A page's side of the feed, real down to the socket; the other end is the test. */
export interface FakeFeed {
  bridge: Bridge
  ticks: Ticks
  clock: FakeClock
  /** Paths of all sockets opened so far. */
  opened: string[]
  /** Whether the last one is still open. */
  isOpen(): boolean
  say(...messages: ServerMessage[]): void
  snapshot(fields?: Partial<SnapshotMessage>): void
  /** Events and changed slices, following what was said before. */
  update(events: LiveEvent[], state?: Partial<FeedState>): void
  /** One of the situations that the pictures show. */
  show(name: FixtureName): void
  /** The other end closes the socket, with this code where it is known. */
  cut(code?: number): void
  advanceBy(ms: number): void
}

export interface FakeFeedOptions {
  bridgeAheadMs?: number
  begin?: Replica
  /** Without it everything is shown at once. */
  pace?: Pick<PaceOptions, 'burst' | 'everyMs'>
}

/** `random` 0.5 means no jitter. The page is up to date after each call. */
export function fakeFeed(page: PageName = 'overlay', options: FakeFeedOptions = {}): FakeFeed {
  const clock = fakeClock()
  const opened: string[] = []
  let socket: FeedSocket | null = null
  let offset = 0
  const bridge = new Bridge({
    page,
    clock,
    random: () => 0.5,
    ...(options.begin !== undefined && { begin: options.begin }),
    pace: options.pace === undefined ? (task) => task() : createPace({ ...options.pace, ...clock }),
    open(path) {
      opened.push(path)
      const own: FeedSocket = {
        onmessage: null,
        onclose: null,
        close() {
          if (socket === own) socket = null
        },
      }
      socket = own
      return own
    },
  })
  const now = (): number => clock.now() + (options.bridgeAheadMs ?? 0)
  const feed: FakeFeed = {
    bridge,
    ticks: new Ticks(bridge, clock.after),
    clock,
    opened,
    isOpen: () => socket !== null,
    say(...messages) {
      for (const message of messages) socket?.onmessage?.({ data: JSON.stringify(message) })
      flushSync()
    },
    snapshot(fields = {}) {
      offset = fields.offset ?? 0
      const empty = { epoch: 'a', offset, recovered: false, events: [], history: [], gap: null }
      feed.say({ type: 'snapshot', ...empty, state: liveState(now()), now: now(), ...fields })
    },
    update(events, state = {}) {
      const message = updateOf({ afterMs: 0, events, state }, offset)
      offset = message.offset
      feed.say(message)
    },
    show(name) {
      const { state, history } = FIXTURES[name](now())
      feed.snapshot({ epoch: name, state, history, offset: history.at(-1)?.offset ?? 0 })
    },
    cut(code) {
      socket?.onclose?.(code)
      flushSync()
    },
    advanceBy(ms) {
      clock.advanceBy(ms)
      flushSync()
    },
  }
  return feed
}
