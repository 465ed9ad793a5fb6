import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { originOf } from '@standby/shared/live/event-id.ts'
import { chat, gift, like } from '../../support/fixtures/events.ts'
import { eventsOf } from '../../support/fixtures/journals.ts'
import { bridgeWorld, happen, type BridgeWorld, type WorldCommand } from '../../support/fakes/bridge-world.ts'

type Said = 'chat' | 'like'
type Command = WorldCommand | { do: Said } | { do: 'gift'; streak: number; count: number; final: boolean }
type Plain = Said | 'drop' | 'stop' | 'connect' | 'next' | 'restart' | 'kill'

const simple = (...all: Plain[]): fc.Arbitrary<Command> => fc.constantFrom(...all).map((name) => ({ do: name }))
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: simple('chat', 'like') },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('gift' as const),
      streak: fc.integer({ min: 1, max: 4 }),
      count: fc.integer({ min: 1, max: 9 }),
      final: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 100, 3_000, 15_000, 30_000, 90_000) }) },
  { weight: 4, arbitrary: simple('drop') },
  { weight: 2, arbitrary: simple('stop', 'connect', 'connect', 'restart', 'kill') },
  { weight: 1, arbitrary: simple('next') },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('up' as const), on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('shape' as const),
      shape: fc.record({ reach: fc.constantFrom(0, 1, 5, 20), doubled: fc.boolean(), reversed: fc.boolean() }),
    }),
  },
)

function play(one: BridgeWorld, command: Command): void {
  const { clock, room } = one
  const at = clock.now()
  switch (command.do) {
    case 'chat':
      return room.say({ ...chat(one.nextId()), at })
    case 'like':
      return room.say({ ...like(one.nextId(), 1, 0), at })
    case 'gift': {
      const { streak, count, final } = command
      return room.say({ ...gift(one.nextId(), { streakId: `${room.id}-${streak}`, count, final, diamondCount: streak }), at })
    }
    default:
      return happen(one, command)
  }
}

const isOwn = (event: { id: string }): boolean => originOf(event) !== 'tiktok'

function check(one: BridgeWorld): void {
  const { journal, room, published } = one
  const kept = eventsOf(journal, 'ada')
  const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id)
  // Nothing twice, nothing lost that had come, in the order in which it came; what was journalled was published.
  expect(ids(kept.filter((event) => !isOwn(event)))).toEqual(ids([...room.delivered.values()].flat()))
  expect(published.map(({ offset }) => offset)).toEqual(kept.map(({ offset }) => offset))

  const { state } = one.run()
  const roomId = one.run().channel.roomId()
  const delivered = room.delivered.get(roomId ?? '') ?? []
  const most = new Map<string, number>()
  for (const event of delivered) if (event.type === 'gift') most.set(event.streakId, Math.max(most.get(event.streakId) ?? 0, event.count))
  expect(state.counters).toMatchObject({
    chats: delivered.filter(({ type }) => type === 'chat').length,
    likes: delivered.filter(({ type }) => type === 'like').length,
    gifts: [...most.values()].reduce((all, count) => all + count, 0),
    diamonds: [...most].reduce((all, [streakId, count]) => all + count * Number(streakId.split('-')[1]), 0),
  })

  // Gaps follow one another, and each stands right behind what came with it.
  const gaps = kept.filter((event) => event.type === 'gap')
  for (const [index, gap] of gaps.entries()) {
    expect(gap.from).toBeLessThanOrEqual(gap.to)
    expect(gap.from).toBeGreaterThanOrEqual(gaps[index - 1]?.to ?? 0)
  }
  for (const [id, joins] of room.joins) {
    const inRoom = journal.latest('ada', id, 100_000)
    expect(inRoom.filter(({ type }) => type === 'gap').length).toBe(joins - 1)
  }
  // What was caught up stands right before its gap.
  for (const [index, event] of kept.entries()) {
    if (event.type !== 'gap') continue
    const caughtUp = Object.values(event.caughtUp).reduce((all, count) => all + count, 0)
    const before = kept[index - 1]
    if (caughtUp > 0) expect(before).toMatchObject({ missed: true })
  }
  expect(state.coverage?.gaps).toBe(journal.latest('ada', roomId ?? '', 100_000).filter(({ type }) => type === 'gap').length)
}

describe('Gaps', () => {
  test('[GP21] over random schedules with kills: nothing twice or lost, order kept, totals exact', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 80, size: 'max' }), (commands) => {
        const one = bridgeWorld()
        for (const each of commands) play(one, each)
        one.clock.advanceBy(0)
        check(one)
        // And the same once more from what is on disk.
        one.restart(true)
        check(one)
        one.run().channel.dispose()
      }),
      { numRuns: 300 },
    )
  })
})
