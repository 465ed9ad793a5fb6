import { createChannel } from '@standby/bridge/live/channel.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import { keptIn } from '@standby/bridge/store/journal.ts'
import { restoredAtOnce } from '../fixtures/restored.ts'
import { killable, memoryJournal } from '../peers/channel.ts'
import { fakeClock } from './fake-clock.ts'
import { oneWay } from './one-way.ts'
import { fakeRoom, type BatchShape } from './fake-room.ts'
import { silentLog } from './silent-log.ts'

export type BridgeWorld = ReturnType<typeof bridgeWorld>

/** What can happen to a bridge and its connection, whatever is said in the room. */
export type WorldCommand =
  | { do: 'drop' | 'stop' | 'connect' | 'next' | 'restart' | 'kill' }
  | { do: 'wait'; ms: number }
  | { do: 'up'; on: boolean }
  | { do: 'shape'; shape: BatchShape }

export function happen(one: BridgeWorld, command: WorldCommand): void {
  const { clock, room } = one
  switch (command.do) {
    case 'wait':
      return clock.advanceBy(command.ms)
    case 'drop':
      return room.drop()
    case 'stop':
      return one.run().channel.disconnect()
    case 'connect':
      return void one.run().channel.connect(true)
    case 'next':
      return room.next()
    case 'restart':
    case 'kill':
      return one.restart(command.do === 'kill')
    case 'up':
      return room.up(command.on)
    case 'shape':
      return room.shape(command.shape)
  }
}

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
    const state: Partial<FeedState> = {}
    const mortal = killable(journal)
    const keyValues = keptIn(mortal.journal)
    const channel = createChannel({
      username: 'ada',
      demo: false,
      core: { clock, random: () => 0.5, log: silentLog, defer: (callback) => void clock.after(0, callback) },
      store: {
        journal: mortal.journal,
        keyValues,
        restoredShow: restoredAtOnce({ journal: mortal.journal, keyValues, username: 'ada', now: clock.now }),
        connection: { saved: null, save: () => undefined },
      },
      source: {
        ways: oneWay(room.openLink),
        askRoom: never,
        probe: never,
        learn: () => Promise.resolve(),
        signBudgetLeft: () => [],
      },
      timings: { policy: tiktokPolicy(DEFAULT_RECONNECTION), degradedAfterMs: 10_000 },
      surroundings: { outputIsReconnecting: () => false, otherParts: () => ({}) },
      listener: {
        onEvents: (events) => void (mortal.isDead() || published.push(...events)),
        onSlice: (slice, value) => void (state[slice] = value),
        onNewShow: () => undefined,
        onDeleted: () => undefined,
        onAnnouncement: () => undefined,
        onHealth: () => undefined,
      },
    })
    channel.start()
    return { channel, state, kill: mortal.kill }
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
