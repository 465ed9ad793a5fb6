import { createChannel } from '@standby/bridge/channel.ts'
import type { Journal } from '@standby/bridge/store/journal.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import { memoryJournal } from './channel.ts'
import { fakeClock } from './fake-clock.ts'
import { fakeRoom } from './fake-room.ts'
import { silentLog } from './silent-log.ts'

export type BridgeWorld = ReturnType<typeof bridgeWorld>

const never = () => new Promise<never>(() => undefined)

/** One bridge after the other on one journal, in a room that goes on without them. */
export function bridgeWorld() {
  const clock = fakeClock()
  const room = fakeRoom(clock)
  const journal = memoryJournal()
  const published: LiveEvent[] = []
  let lastId = 0
  let run = begin()

  function begin() {
    let isDead = false
    const state: Partial<FeedState> = {}
    const mortal: Journal = {
      ...journal,
      append: (...args) => (isDead ? [] : journal.append(...args)),
      remember: (...args) => (isDead ? undefined : journal.remember(...args)),
    }
    const channel = createChannel({
      username: 'ada',
      demo: false,
      policy: tiktokPolicy(DEFAULT_RECONNECTION),
      degradedAfterMs: 10_000,
      signBudgetLeft: () => [],
      openLink: room.openLink,
      askRoom: never,
      network: { probe: never, outputIsReconnecting: () => false },
      saved: null,
      save: () => undefined,
      journal: mortal,
      clock,
      random: () => 0.5,
      defer: (callback) => void clock.after(0, callback),
      log: silentLog,
      onEvents: (events) => void (isDead || published.push(...events)),
      onSlice: (slice, value) => void (state[slice] = value),
      onNewShow: () => undefined,
      onDeleted: () => undefined,
      otherParts: () => ({}),
      onAnnouncement: () => undefined,
      onHealth: () => undefined,
    })
    channel.start()
    return { channel, state, kill: () => void (isDead = true) }
  }

  return {
    clock,
    room,
    journal,
    published,
    run: () => run,
    nextId: () => String((lastId += 1)),
    restart(killed: boolean) {
      // What has come in this turn is in; a process dies between two turns.
      clock.advanceBy(0)
      if (killed) run.kill()
      run.channel.dispose()
      run = begin()
    },
  }
}
