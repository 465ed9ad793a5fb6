import { describe, expect, test } from 'vitest'
import type { FeedState } from '@standby/shared/protocol.ts'
import { createSampler } from '@standby/bridge/history/sampler.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { liveState } from '../../support/fixtures/show.ts'
import { journals } from '../../support/fixtures/journals.ts'

const { at: journalAt } = journals()

function world() {
  const clock = fakeClock(1_700_000_000_000)
  const { archive } = journalAt(':memory:')
  let state: FeedState = liveState(clock.now())
  const sampler = createSampler({ archive, channel: () => 'ada', state: () => state, clock })
  sampler.start()
  return {
    clock,
    archive,
    sampler,
    say(roomId: string | null, viewers: number, likes: number, reconnectionState: FeedState['tiktok']['reconnectionState'] = 'CONNECTED') {
      state = { ...state, tiktok: { ...state.tiktok, roomId, reconnectionState }, counters: { ...state.counters, viewers, likes } }
    },
  }
}

describe('Past LIVEs', () => {
  test('[HI13] viewers and likes are written down: the most there were, and a sample a minute', () => {
    const { clock, archive, say } = world()
    const start = clock.now()
    say('room', 10, 100)
    clock.advanceBy(15_000)
    say('room', 90, 200)
    clock.advanceBy(15_000)
    say('room', 30, 300)
    clock.advanceBy(60_000)
    expect(archive.session('ada', 'room')).toMatchObject({
      startedAt: start + 15_000,
      endedAt: start + 90_000,
      peakViewers: 90,
      likes: 300,
    })
    expect(archive.samples('ada', 'room')).toEqual([
      { at: start + 15_000, viewers: 10, likes: 100 },
      { at: start + 75_000, viewers: 30, likes: 300 },
    ])
  })

  test('[HI13] while there is no connection nothing is written down, for nothing is known', () => {
    const { clock, archive, say } = world()
    say('room', 10, 100)
    clock.advanceBy(60_000)
    const before = { session: archive.session('ada', 'room'), samples: archive.samples('ada', 'room') }
    say('room', 10, 100, 'RECONNECTING')
    clock.advanceBy(10 * 60_000)
    expect({ session: archive.session('ada', 'room'), samples: archive.samples('ada', 'room') }).toEqual(before)
    say('room', 11, 500)
    clock.advanceBy(15_000)
    expect(archive.samples('ada', 'room')).toHaveLength(before.samples.length + 1)
  })

  test('[HI13] a new LIVE is sampled from its begin under its own room; after its end nothing is sampled', () => {
    const { clock, archive, sampler, say } = world()
    say('first', 10, 100)
    clock.advanceBy(15_000)
    say('second', 5, 1)
    sampler.onNewShow()
    expect(archive.samples('ada', 'second')).toEqual([{ at: clock.now(), viewers: 5, likes: 1 }])
    expect(archive.session('ada', 'first')?.likes).toBe(100)
    sampler.dispose()
    clock.advanceBy(600_000)
    expect(archive.samples('ada', 'second')).toHaveLength(1)
  })
})
