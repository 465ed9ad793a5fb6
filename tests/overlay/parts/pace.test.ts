import { fireEvent, screen } from '@testing-library/svelte'
import fc from 'fast-check'
import { flushSync } from 'svelte'
import { describe, expect, test } from 'vitest'
import type { LiveEvent } from '@standby/shared/live/event.ts'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import { createPace, OVERLAY_PACE } from '../../../overlay/src/parts/pace.ts'
import { fakeClock } from '../../support/fakes/fake-clock.ts'
import { fakeFeed, type FakeFeed } from '../../support/fakes/fake-feed.ts'
import { event, liveState, person } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'

const chat = (offset: number): LiveEvent => event(offset, { type: 'chat', text: `message ${offset}` })
const like = (offset: number): LiveEvent => event(offset, { type: 'like', count: 1, total: offset })
const lastOf = (feed: FakeFeed): number => feed.bridge.recent.at(-1)?.offset ?? 0

/** So many messages, one every 100 ms, and when each change was seen. */
function busy(feed: FakeFeed, count: number, from = 1): number[] {
  const changes: number[] = []
  for (let at = 0; at < count; at += 1) {
    const before = lastOf(feed)
    feed.update([chat(from + at)])
    feed.advanceBy(100)
    if (lastOf(feed) !== before) changes.push(feed.clock.now())
  }
  return changes
}

describe('Overlay and standby card', () => {
  test('[OV55] ten messages a second are shown in two or three turns a second, in order, all of them', () => {
    const feed = fakeFeed('overlay', { pace: OVERLAY_PACE })
    const seen: number[] = []
    feed.bridge.onFresh((events) => seen.push(...events.map(({ offset }) => offset)))
    feed.snapshot()
    expect(busy(feed, 100).length).toBeGreaterThan(20)
    expect(busy(feed, 100, 101).length).toBeLessThanOrEqual(26)
    feed.advanceBy(400)
    expect(seen).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  })

  test('[OV55] more than a turn can have waiting does not wait', () => {
    const feed = fakeFeed('overlay', { pace: OVERLAY_PACE })
    feed.snapshot()
    busy(feed, 30)
    // Takes the turn, if there is one.
    feed.update([like(31)])
    const before = lastOf(feed)
    feed.update(Array.from({ length: 490 }, (_, at) => like(32 + at)))
    expect(lastOf(feed)).toBe(before)
    feed.update(Array.from({ length: 11 }, (_, at) => like(522 + at)))
    expect(lastOf(feed)).toBe(532)
  })

  test('[OV55] in a quiet room what comes is shown at once', () => {
    const feed = fakeFeed('overlay', { pace: OVERLAY_PACE })
    feed.snapshot()
    for (let at = 1; at <= 20; at += 1) {
      feed.update([chat(at)])
      expect(lastOf(feed)).toBe(at)
      feed.advanceBy(500)
    }
  })

  test.each([
    ['what is hidden', { moderation: { ...NO_MODERATION, hiddenUsers: [{ id: '1', name: 'a' }] } }],
    ['the connection', { tiktok: { ...liveState(0).tiktok, reconnectionState: 'RECONNECTING' as const } }],
    ['a setting', { overlay: { ...liveState(0).overlay, scale: 2 } }],
  ])('[OV57] in a busy room %s is news at once, with all that waited', (_what, state) => {
    const feed = fakeFeed('overlay', { pace: OVERLAY_PACE })
    feed.snapshot()
    busy(feed, 30)
    feed.update([chat(31)])
    feed.update([chat(32)], { counters: { ...liveState(0).counters, likes: 7 } })
    expect(lastOf(feed)).toBeLessThan(32)
    feed.update([chat(33)], state)
    expect(lastOf(feed)).toBe(33)
    expect(feed.bridge.state).toMatchObject({ ...state, counters: { likes: 7 } })
  })

  test('[OV57] a test event is shown at once', () => {
    const feed = fakeFeed('overlay', { pace: OVERLAY_PACE })
    feed.snapshot()
    busy(feed, 31)
    feed.say({ type: 'test', events: [{ ...chat(0), id: 'test-1' }] })
    expect(feed.bridge.recent.at(-1)?.id).toBe('test-1')
  })

  test('[OV55] what time changes changes with the events, and without them by itself', () => {
    const feed = staged('overlay', '', { pace: OVERLAY_PACE })
    feed.snapshot()
    feed.update([1, 2, 3].map((offset) => event(offset, { type: 'join' }, { user: person(offset, `Viewer ${offset}`) })))
    const shown = (): string => screen.queryByTestId('activity')?.textContent ?? ''
    const between: string[] = []
    for (let at = 0; at < 9; at += 1) {
      const before = shown()
      feed.advanceBy(400)
      if (shown() !== before) between.push(shown())
      feed.update([like(10 + at)])
    }
    expect(between).toEqual([])
    expect(shown()).toContain('Viewer 3')
    feed.advanceBy(6_500)
    expect(shown()).toBe('')
  })

  test('[OV55] a picture that comes late comes in with the next turn of a busy room', async () => {
    const feed = staged('overlay', '?show=chat', { pace: { burst: 1, everyMs: 400 } })
    feed.snapshot()
    const user = { ...person(1, 'Maya'), avatarUrl: 'https://pictures.test/1' }
    feed.update([event(1, { type: 'chat', text: 'hello' }, { user })])
    feed.advanceBy(400)
    const image = (): HTMLImageElement | null => document.querySelector('li img')
    expect(image()?.hidden).toBe(true)
    feed.update([like(2)])
    await fireEvent.load(image() as HTMLImageElement)
    expect(image()?.hidden).toBe(true)
    feed.advanceBy(400)
    flushSync()
    expect(image()?.hidden).toBe(false)
  })

  test('[OV55] a task runs in time, once for each time it waits, and never more often than the pace', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(600), { minLength: 1, maxLength: 80 }), (gaps) => {
        const clock = fakeClock()
        const pace = createPace({ ...OVERLAY_PACE, ...clock })
        const ran: number[] = []
        let askedAt: number | null = null
        const task = (): void => {
          expect(clock.now() - (askedAt ?? NaN)).toBeLessThanOrEqual(401)
          askedAt = null
          ran.push(clock.now())
        }
        for (const gap of gaps) {
          clock.advanceBy(gap)
          askedAt ??= clock.now()
          pace(task)
        }
        clock.advanceBy(1_000)
        expect(askedAt).toBeNull()
        for (const [at, time] of ran.entries()) {
          const later = ran[at + OVERLAY_PACE.burst + 5]
          if (later !== undefined) expect(later - time).toBeGreaterThanOrEqual(5 * 400)
        }
      }),
    )
  })

  test('[OV55] a timer that is held back, as in a hidden page, delays nothing while messages come', () => {
    let now = 0
    const pace = createPace({ ...OVERLAY_PACE, now: () => now, after: () => () => undefined })
    const ran: number[] = []
    for (; now < 4_000; now += 100) {
      const asked = now
      pace(() => ran.push(asked))
    }
    expect(ran.length).toBeGreaterThan(35)
    expect(new Set(ran).size).toBe(ran.length)
  })
})
