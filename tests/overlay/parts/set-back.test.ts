import { cleanup, screen, within } from '@testing-library/svelte'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import type { Goal } from '@standby/shared/settings/overlay-settings.ts'
import type { Condition } from '../../../overlay/src/parts/condition.ts'
import { enViewers } from '../../../overlay/src/i18n/en-viewers.ts'
import { OVERLAY_PACE } from '../../../overlay/src/parts/pace.ts'
import { badgeText } from '../../../overlay/src/overlay/badge.ts'
import { event, gift, liveState, person } from '../../support/fixtures/show.ts'
import { staged, type StagedFeed } from '../../support/browser/stage.ts'

// What a page knows of the time changes with what the bridge says on its return: a bridge that starts anew reads the time of day anew.

const HOUR_MS = 3_600_000
const talk = (count: number, from: number): LiveEvent[] =>
  Array.from({ length: count }, (_, at) => event(from + at, { type: 'chat', text: `message ${from + at}` }))
const newest = (): string | undefined => {
  const [row] = within(screen.getByRole('list', { name: 'Chat' })).queryAllByRole('listitem')
  return /message \d+/.exec(row?.textContent ?? '')?.[0]
}

/** The bridge goes, and is back with another time of day: where it was, with `events`, or with a history where the feed begins anew. */
function comeBack(feed: StagedFeed, setByMs: number, events: LiveEvent[] = [], history: LiveEvent[] | null = null): void {
  feed.cut()
  feed.advanceBy(1_000)
  feed.bridge.wake()
  const now = feed.clock.now() + setByMs
  const told = history === null ? { recovered: true, events } : { history }
  feed.snapshot({ ...told, offset: (history ?? events).at(-1)?.offset ?? feed.bridge.replica.offset, state: liveState(now), now })
}

/** A second of a rush, at 50 messages a second. Returns the last. */
function rush(feed: StagedFeed, from: number): number {
  for (let turn = 0; turn < 20; turn += 1) {
    feed.update(talk(3, from + 1 + turn * 3))
    feed.advanceBy(50)
  }
  return from + 60
}

describe('Overlay and standby card', () => {
  test('[OV56] a clock that is set back holds up no chat, in a rush neither', () => {
    const feed = staged('overlay', '', { pace: OVERLAY_PACE })
    feed.snapshot()
    let last = 0
    for (let second = 0; second < 5; second += 1) last = rush(feed, last)
    comeBack(feed, -HOUR_MS, talk(100, last + 1))
    last = rush(feed, last + 100)
    feed.advanceBy(2_000)
    expect(newest()).toBe(`message ${last}`)
  })

  test('[OV56] the last messages of a rush that ends as the clock is set back come in by themselves', () => {
    const feed = staged('overlay', '', { pace: OVERLAY_PACE })
    feed.snapshot()
    const last = rush(feed, rush(feed, 0))
    comeBack(feed, -HOUR_MS, talk(30, last + 1))
    feed.advanceBy(2_000)
    expect(newest()).toBe(`message ${last + 30}`)
  })

  test('[OV56] the same if the clock of the page’s computer is set back', () => {
    const feed = staged('overlay')
    feed.snapshot()
    for (let turn = 0; turn < 20; turn += 1) feed.update(talk(30, 1 + turn * 30))
    expect(newest()).not.toBe('message 600')
    const { now } = feed.clock
    feed.clock.now = () => now() - HOUR_MS
    feed.advanceBy(2_000)
    expect(newest()).toBe('message 600')
  })

  test('[OV56] an alert, an activity and a goal’s moment end though the clock went back; others follow', () => {
    const feed = staged('overlay')
    const likes: Goal = { kind: 'likes', target: 50_000, title: '', current: 0 }
    feed.snapshot()
    feed.set({ goals: [likes] })
    const { counters } = liveState(0)
    feed.update([1, 2, 3].map((at) => gift(at, `streak ${at}`, 'Rose', 1, 1, true, { user: person(at, `giver ${at}`) })))
    feed.update([event(4, { type: 'follow' }, { user: person(4, 'follower 4') })], { counters: { ...counters, likes: 50_020 } })
    feed.update([event(5, { type: 'follow' }, { user: person(5, 'follower 5') })])
    feed.advanceBy(500)
    comeBack(feed, -HOUR_MS)
    feed.set({ goals: [likes] })
    feed.advanceBy(3_000)
    expect(screen.getAllByTestId('gift-alert').map((card) => card.textContent)).toEqual([expect.stringContaining('giver 3')])
    expect(screen.getByTestId('activity').textContent).toContain('follower 5')
    feed.advanceBy(8_000)
    expect(screen.queryByTestId('gift-alert')).toBeNull()
    expect(screen.queryByTestId('activity')).toBeNull()
    expect(screen.queryByText(enViewers.overlay.reached)).toBeNull()
  })

  test('[OV56] what was made up as a test leaves though the clock was set back', () => {
    const feed = staged('overlay')
    feed.snapshot()
    const recovery: LiveEvent = {
      ...{ id: 'test-2', offset: 0, type: 'gap', at: 42_000, missed: false, from: 0, to: 42_000 },
      ...{ cause: 'tiktok', correlationId: null, attempts: 3, caughtUp: { chat: 14 }, estimatedLost: null },
      ...{ overlapped: false, caughtUpWhole: true, likesAdded: 0, followersAdded: 0 },
    }
    const row = { ...event(0, { type: 'chat', text: 'made up' }), id: 'test-1' }
    feed.say({ type: 'test', events: [row, recovery] })
    expect(screen.queryByTestId('summary')).not.toBeNull()
    comeBack(feed, -HOUR_MS)
    feed.advanceBy(16_000)
    expect(screen.queryByTestId('summary')).toBeNull()
    expect(screen.queryByText('made up')).toBeNull()
  })

  test('[OV56] an absent bridge is reported though the page’s clock was set back meanwhile', () => {
    const away: Condition = { kind: 'bridge-away', since: HOUR_MS, nextAttemptAt: null, cause: null, refused: false }
    expect(badgeText(away, HOUR_MS + 1_000, enViewers.overlay)).toBeNull()
    expect(badgeText(away, 5_000, enViewers.overlay)).toBe(enViewers.overlay.oneMoment)
  })
})

const turn = fc.oneof(
  fc.record({ kind: fc.constant('talk' as const), count: fc.nat(200), times: fc.integer({ min: 1, max: 12 }), ms: fc.nat(300) }),
  fc.record({ kind: fc.constant('gift' as const), ms: fc.nat(2_000) }),
  fc.record({
    kind: fc.constant('return' as const),
    setByMs: fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
    count: fc.nat(400),
    recovered: fc.boolean(),
  }),
)

describe('Overlay and standby card', () => {
  test('[OV56] whatever comes and however the clock moves, the last message shows and no alert stays', () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 15 }), (turns) => {
        cleanup()
        const feed = staged('overlay', '', { pace: OVERLAY_PACE })
        feed.snapshot()
        const all: LiveEvent[] = []
        const more = (events: LiveEvent[]): LiveEvent[] => (all.push(...events), events)
        let setByMs = 0
        for (const one of turns) {
          const next = all.length + 1
          switch (one.kind) {
            case 'talk':
              for (let times = one.times; times > 0; times -= 1) {
                feed.update(more(talk(one.count, all.length + 1)))
                feed.advanceBy(one.ms)
              }
              break
            case 'gift':
              feed.update(more([gift(next, `streak ${next}`, 'Rose', 1, 1, true, { user: person(next, `giver ${next}`) })]))
              feed.advanceBy(one.ms)
              break
            case 'return':
              setByMs += one.setByMs
              comeBack(feed, setByMs, more(talk(one.count, next)), one.recovered ? null : all.slice(-40))
          }
        }
        // In steps, as a browser lets the page see each tick.
        for (let step = 0; step < 80; step += 1) feed.advanceBy(500)
        const last = all.findLast(({ type }) => type === 'chat')
        expect(newest()).toBe(last === undefined ? undefined : `message ${last.offset}`)
        expect(screen.queryByTestId('gift-alert')).toBeNull()
      }),
      { numRuns: 25 },
    )
  })
})
