import { describe, expect, test } from 'vitest'
import { createChannel } from '@standby/bridge/live/channel.ts'
import { openOutages } from '@standby/bridge/live/outages.ts'
import { createRateBudget } from '@standby/bridge/live/rate-budget.ts'
import { keptIn } from '@standby/bridge/store/journal.ts'
import { SIGN_BUDGET } from '@standby/shared/connection/budget.ts'
import { DEFAULT_RECONNECTION, tiktokPolicy } from '@standby/shared/connection/policy.ts'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { FeedState, Health } from '@standby/shared/protocol.ts'
import { chat, gift } from '../../support/fixtures/events.ts'
import { restoredAtOnce } from '../../support/fixtures/restored.ts'
import { memoryJournal } from '../../support/peers/channel.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { fakeRoom } from '../../support/fakes/fake-room.ts'
import { oneWay } from '../../support/fakes/one-way.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'

const never = () => new Promise<never>(() => undefined)

/** Two creators in one process. Their rooms and their messages have the same ids. */
function twoChannels() {
  const clock = fakeClock()
  const journal = memoryJournal()
  const keyValues = keptIn(journal)
  const budget = createRateBudget(SIGN_BUDGET, clock)
  const core = { clock, random: () => 0.5, log: silentLog, defer: (callback: () => void) => void clock.after(0, callback) }
  const timings = { policy: tiktokPolicy(DEFAULT_RECONNECTION), degradedAfterMs: 10_000 }

  function begin(username: string) {
    const room = fakeRoom(clock)
    const state: Partial<FeedState> = {}
    const events: LiveEvent[] = []
    const healths: Health[] = []
    const announced: string[] = []
    const channel = createChannel({
      username,
      demo: false,
      core,
      store: {
        journal,
        keyValues,
        restoredShow: restoredAtOnce({ journal, keyValues, username, now: clock.now }),
        connection: { saved: null, save: () => undefined },
      },
      source: {
        ways: oneWay((callbacks) => {
          budget.spend()
          return room.openLink(callbacks)
        }),
        askRoom: never,
        probe: never,
        learn: () => Promise.resolve(),
        signBudgetLeft: budget.left,
      },
      timings,
      surroundings: { outputIsReconnecting: () => false, otherParts: () => ({}) },
      listener: {
        onEvents: (more) => void events.push(...more),
        onSlice: (slice, value) => void (state[slice] = value),
        onNewShow: () => undefined,
        onDeleted: () => undefined,
        onAnnouncement: ({ type }) => void announced.push(type.split(':').at(-1) ?? ''),
        onHealth: (health) => void healths.push(health),
      },
    })
    channel.start()
    return { channel, room, state, events, healths, announced }
  }

  const ada = begin('ada')
  const bob = begin('bob')
  let lastId = 0
  clock.advanceBy(100)
  return {
    clock,
    journal,
    budget,
    /** The outages that are saved for a later run. */
    saved: (username: string) => openOutages(keyValues, username).all(),
    ada,
    bob,
    /** Both rooms talk for so long: a chat every 10 s in one, a gift in the other. */
    talk(seconds: number): void {
      for (let left = seconds; left > 0; left -= 10) {
        const id = String((lastId += 1))
        ada.room.say({ ...chat(id), at: clock.now() })
        bob.room.say({ ...gift(id, { streakId: id, count: 1, final: true }), at: clock.now() })
        clock.advanceBy(10_000)
      }
    },
  }
}

describe('Channel', () => {
  test('[CH13] two channels in one process have each its own show, outages, gaps, counters and feed', () => {
    const { clock, journal, budget, saved, ada, bob, talk } = twoChannels()
    talk(60)

    ada.room.drop()
    const adaLostAt = clock.now()
    clock.advanceBy(1_000)
    expect([ada, bob].map(({ channel }) => channel.status().reconnectionState)).toEqual(['RECONNECTING', 'CONNECTED'])
    expect(bob.channel.status()).toMatchObject({ lostAt: null, correlationId: null, cause: null, metrics: { drops: 0 } })
    talk(60)
    expect([ada, bob].map(({ channel }) => channel.status().metrics)).toMatchObject([
      { drops: 1, recoveries: 1, attempts: 2 },
      { drops: 0, recoveries: 0, attempts: 1 },
    ])

    bob.room.up(false)
    bob.room.drop()
    const bobLostAt = clock.now()
    talk(30)
    expect(bob.channel.status()).toMatchObject({ health: 'degraded', cause: { kind: 'sign' }, degraded: { cause: 'sign' } })
    expect(ada.channel.status()).toMatchObject({ health: 'live', circuitBreaker: { state: 'closed' } })
    bob.room.up(true)
    talk(120)

    // The show: what was said in each room, whatever ids the other one used.
    expect(ada.events.flatMap(({ type }) => (type === 'gap' ? [] : [type])).every((type) => type === 'chat')).toBe(true)
    expect(bob.events.flatMap(({ type }) => (type === 'gap' ? [] : [type])).every((type) => type === 'gift')).toBe(true)
    expect([ada, bob].map(({ state }) => state.counters)).toMatchObject([
      { chats: 27, gifts: 0 },
      { chats: 0, gifts: 27 },
    ])

    // The outages, the gaps that they left, and their figures.
    const outages = [ada, bob].map(({ channel }) => channel.status().stability.outages)
    expect(outages).toMatchObject([
      [{ from: adaLostAt, firstCause: 'tiktok', lastCause: 'tiktok', attempts: 1, outcome: 'recovered' }],
      [{ from: bobLostAt, firstCause: 'tiktok', lastCause: 'sign', outcome: 'recovered' }],
    ])
    for (const [index, { state, events, channel }] of [ada, bob].entries()) {
      const [outage] = outages[index]!
      const { metrics, stability } = channel.status()
      const { drops, recoveries, connectedMs } = stability.total
      expect(metrics).toMatchObject({ drops: 1, recoveries: 1, connectedMs })
      expect({ drops, recoveries }).toEqual({ drops: 1, recoveries: 1 })
      expect(saved(index === 0 ? 'ada' : 'bob')).toEqual([{ cause: 'tiktok', lastedMs: outage!.to! - outage!.from }])
      expect(state.gaps).toMatchObject([{ from: outage!.from, to: outage!.to, correlationId: outage!.correlationId }])
      expect(events.filter(({ type }) => type === 'gap')).toHaveLength(1)
      expect(channel.losses().gaps).toEqual({ tiktok: 1 })
    }
    expect(ada.announced).toEqual(['started', 'attempt', 'success'])
    expect(ada.healths).toEqual(['live', 'reconnecting', 'live'])
    expect(bob.healths).toEqual(['live', 'reconnecting', 'degraded', 'live'])

    // The feed.
    expect(ada.channel.feed.epoch()).not.toBe(bob.channel.feed.epoch())
    for (const { channel, events } of [ada, bob]) {
      expect(channel.feed.history(1_000)).toEqual(events)
      expect(channel.feed.after(0, { count: 1_000, bytes: 10_000_000 }).events).toEqual(events)
    }
    expect([journal.lastRoomId('ada'), journal.lastRoomId('bob')]).toEqual(['1', '1'])

    // The sign budget is the one thing that both spend.
    const attempts = [ada, bob].reduce((sum, { channel }) => sum + channel.status().metrics.attempts, 0)
    const hour = budget.left().at(-1)
    expect(hour).toMatchObject({ left: hour!.limit - attempts })
    expect(ada.channel.status().signBudget).toEqual(bob.channel.status().signBudget)

    // One stops, and the other goes on.
    ada.channel.dispose()
    talk(60)
    expect(bob.channel.status()).toMatchObject({ reconnectionState: 'CONNECTED', metrics: { drops: 1, recoveries: 1 } })
    expect(bob.state.counters).toMatchObject({ gifts: 33 })
    expect(ada.state.counters).toMatchObject({ chats: 27 })
    bob.channel.dispose()
  })
})
