import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { newShow, withEvents } from '@standby/shared/live/show.ts'
import { chat, gift, like } from '../../support/fixtures/events.ts'
import { FEED_LIMITS, feedWorld, type FeedWorld } from '../../support/fakes/feed-world.ts'
import { feedReader, type FeedReader } from '../../support/peers/feed-reader.ts'

// Schedules of everything that can happen between the journal and its clients. `FEED_RUNS=20000` plays more of them.
const RUNS = Number(process.env['FEED_RUNS'] ?? 1_000)
const READERS = 3

let dir = ''
beforeAll(() => void (dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'standby-feed-'))))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

type Step =
  | { do: 'events'; count: number; big: boolean }
  | { do: 'batch'; repeated: number[]; fresh: number; mixed: boolean }
  | { do: 'turn' | 'newLive' | 'erase' | 'restart' | 'kill' | 'sync' | 'powerCut' | 'diskFills' }
  | { do: 'wait'; ms: number }
  | { do: 'connect' | 'drop'; reader: number }
  | { do: 'read'; reader: number; count: number }

const reader = fc.nat({ max: READERS - 1 })
const common: fc.WeightedArbitrary<Step>[] = [
  { weight: 12, arbitrary: fc.record({ do: fc.constant('events'), count: fc.integer({ min: 1, max: 20 }), big: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('batch'),
      repeated: fc.array(fc.nat({ max: 30 }), { maxLength: 12 }),
      fresh: fc.nat({ max: 5 }),
      mixed: fc.boolean(),
    }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('turn') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('newLive') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('erase') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(1_000, 2_000, 15_000, 20_000) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('connect', 'drop'), reader }) },
  { weight: 16, arbitrary: fc.record({ do: fc.constant('read'), reader, count: fc.constantFrom(1, 2, 5, 100) }) },
]
const onFiles: fc.WeightedArbitrary<Step>[] = [
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('restart', 'kill', 'sync', 'powerCut') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('diskFills') }) },
]

function play(world: FeedWorld, steps: readonly Step[]): FeedReader[] {
  const readers = Array.from({ length: READERS }, () => feedReader(world))
  let made = 0
  const event = (big = false) => {
    const id = `${(made += 1)}`
    if (made % 7 === 0) return gift(id, { streakId: `s${made % 5}`, count: made % 4, final: made % 3 === 0, diamondCount: 5 })
    if (made % 5 === 0) return like(id, 3, made)
    return chat(id, big ? 'x'.repeat(300) : 'x')
  }
  for (const one of readers) one.connect()
  for (const step of steps) {
    switch (step.do) {
      case 'events':
        world.append(Array.from({ length: step.count }, () => event(step.big)))
        break
      case 'batch': {
        // What TikTok hands out on connecting: the last messages once more, some new among them, not always in order.
        const last = world.truth().events.slice(-31)
        const old = step.repeated.flatMap((back) => last.at(-1 - back) ?? []).map(({ offset: _, roomId: __, ...draft }) => draft)
        const fresh = Array.from({ length: step.fresh }, () => ({ ...event(), missed: true }))
        world.append(step.mixed ? [...fresh, ...old, ...fresh.slice(0, 1)] : [...old, ...fresh])
        break
      }
      case 'wait':
        world.clock.advanceBy(step.ms)
        break
      case 'connect':
      case 'drop':
        readers[step.reader]![step.do]()
        break
      case 'read':
        readers[step.reader]!.read(step.count)
        break
      default:
        world[step.do]()
    }
    // Nobody is sent anything while more than the bound waits for them.
    for (const one of readers) expect(one.peakBytes()).toBeLessThanOrEqual(FEED_LIMITS.bufferedBytes)
  }
  return readers
}

/** In the end everybody comes back, reads what there is, and stands where the bridge stands. */
function settle(world: FeedWorld, readers: readonly FeedReader[]): void {
  for (const one of readers) {
    for (let n = 0; n < 1_000; n += 1) {
      world.turn()
      if (!one.isConnected()) one.connect()
      one.read(1_000)
      const { offset, state } = one.replica()
      if (one.isConnected() && one.isAnswered() && offset === world.truth().head && state !== null) break
    }
    world.turn()
    one.read(1_000)
    const { offset, epoch, state, recent } = one.replica()
    expect({ offset, epoch }).toEqual({ offset: world.truth().head, epoch: world.epoch() })
    expect(state?.counters).toEqual(world.counters())
    // One that was never told of a gap can add up for itself.
    const shown = recent.filter((event) => world.truth().events.some((one) => one.offset === event.offset && one.roomId === world.roomId()))
    if (one.gaps().length === 0 && shown.length < 60) expect(withEvents(newShow(null), shown).counters).toEqual(world.counters())
  }
}

function check(world: FeedWorld, steps: readonly Step[]): void {
  try {
    settle(world, play(world, steps))
  } finally {
    world.close()
  }
}

describe('Feed', () => {
  test('[FD17] whatever happens between journal and clients: nothing lost or twice, all in order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...common), { minLength: 5, maxLength: 60 }), (steps) => check(feedWorld(null), steps)),
      { numRuns: RUNS },
    )
  }, 300_000)

  test('[FD17] and over restarts, kills, power cuts, and a disk that fills up', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...common, ...onFiles), { minLength: 5, maxLength: 60 }), (steps) => check(feedWorld(dir), steps)),
      { numRuns: RUNS },
    )
  }, 300_000)
})
