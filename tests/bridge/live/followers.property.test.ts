import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bridgeWorld, happen, type BridgeWorld, type WorldCommand } from '../../support/fakes/bridge-world.ts'
import { follow } from '../../support/fixtures/events.ts'
import type { ToldFollowers } from '../../support/fakes/fake-room.ts'

type Said = 'follow' | 'silent follow' | 'elsewhere' | 'leave'
type Command = WorldCommand | { do: Said } | { do: 'answers'; on: boolean }
type Plain = Said | 'drop' | 'stop' | 'connect' | 'next' | 'restart' | 'kill'

const simple = (...all: Plain[]): fc.Arbitrary<Command> => fc.constantFrom(...all).map((name) => ({ do: name }))
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: simple('follow', 'follow', 'silent follow', 'elsewhere', 'leave') },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 3_000, 15_000, 90_000) }) },
  { weight: 4, arbitrary: simple('drop') },
  { weight: 3, arbitrary: simple('stop', 'connect', 'connect', 'restart', 'kill') },
  { weight: 1, arbitrary: simple('next') },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('up' as const, 'answers' as const), on: fc.boolean() }) },
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
  switch (command.do) {
    case 'follow':
      clock.advanceBy(1)
      room.account.followers += 1
      return room.say(follow(one.nextId(), room.account.followers, clock.now()))
    case 'silent follow':
      clock.advanceBy(1)
      room.account.followers += 1
      return room.say(follow(one.nextId(), undefined, clock.now()))
    case 'elsewhere':
      return void (room.account.followers += 7)
    case 'leave':
      return void (room.account.followers -= 1)
    case 'answers':
      return void (room.account.answers = command.on)
    default:
      return happen(one, command)
  }
}

interface Expected {
  followers: number | null
  /** What each gap's event says of the LIVE that is on. */
  gaps: (number | null)[]
  /** What is known of the last one by now. */
  last: number | null
}

/** What is to be known from what was told, by the rules alone. `restarts` are places in `told`. */
function expected(told: readonly ToldFollowers[], restarts: readonly number[]): Expected {
  let roomId = ''
  let newest: { at: number; total: number } | null = null
  let gaps: (number | null)[] = []
  let last: number | null = null
  // The total that the next gap is reckoned from, and the one that the last is still to be reckoned from.
  let base: number | null = null
  let owed: number | null = null
  for (const [index, { by, totals, answered, ...of }] of told.entries()) {
    if (restarts.includes(index)) [owed, last] = [null, gaps.at(-1) ?? null]
    const isFirst = of.roomId !== roomId
    if (isFirst) [roomId, newest, gaps, last, base, owed] = [of.roomId, null, [], null, null, null]
    for (const each of totals) if (newest === null || each.at >= newest.at) newest = each
    const total: number | null = newest?.total ?? null
    if (by === 'follow') {
      if (owed !== null && total !== null) last = total - 1 - owed
      ;[owed, base] = [null, total]
    } else if (isFirst) base = total
    else {
      last = answered && base !== null && total !== null ? total - base : null
      gaps.push(last)
      ;[owed, base] = answered ? [null, total] : [base, null]
    }
  }
  if (restarts.includes(told.length)) last = gaps.at(-1) ?? null
  return { followers: newest?.total ?? null, gaps, last }
}

describe('Gaps', () => {
  test('[GP23][GP25][GP26] over random schedules each gap follows the rules and the followers are the newest known', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 80, size: 'max' }), (commands) => {
        const one = bridgeWorld()
        const { room, journal } = one
        const restarts: number[] = []
        const check = (): void => {
          one.clock.advanceBy(0)
          // A LIVE that was never joined is not known.
          const joined = one.run().channel.roomId()
          if (joined === null) return
          const { followers, gaps, last } = expected(
            room.told.filter(({ roomId }) => roomId === joined),
            restarts.map((place) => room.told.slice(0, place).filter(({ roomId }) => roomId === joined).length),
          )
          const { state } = one.run()
          const events = journal.latest('ada', joined, 100_000).filter((event) => event.type === 'gap')
          expect(events.map(({ followersAdded }) => followersAdded)).toEqual(gaps)
          expect(state.gaps?.at(-1)?.followersAdded ?? null).toBe(last)
          expect(state.counters?.followers).toBe(followers)
        }
        for (const each of commands) {
          play(one, each)
          if (each.do === 'restart' || each.do === 'kill') restarts.push(room.told.length)
          check()
        }
        one.run().channel.dispose()
      }),
      { numRuns: 200 },
    )
  })
})
