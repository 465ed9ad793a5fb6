import { screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { FULL_COVERAGE, type GapRecord } from '@standby/shared/live/gap.ts'
import type { Goal } from '@standby/shared/settings/overlay-settings.ts'
import { enViewers } from '../../../overlay/src/i18n/en-viewers.ts'
import { progressOf } from '../../../overlay/src/parts/goals.ts'
import { summaryOf } from '../../../overlay/src/parts/summary.ts'
import { liveState } from '../../support/fixtures/show.ts'
import { staged } from '../../support/browser/stage.ts'

const counters = liveState(0).counters
const goal = (kind: Goal['kind'], target: number, more: Partial<Goal> = {}): Goal => ({ kind, target, title: '', current: 0, ...more })
const plain = ({ textContent }: HTMLElement): string => textContent.replace(/\s+/g, ' ').trim()
const texts = (): string[] => screen.getAllByTestId('goal').map((one) => one.textContent.replace(/\s+/g, ' ').trim())

describe('Overlay and standby card', () => {
  test('[OV35] each kind of goal counts what it is of, at most four', () => {
    const goals = [
      goal('likes', 96_620),
      goal('diamonds', 6_240),
      goal('viewers', 1_000),
      goal('custom', 20, { current: 5 }),
      goal('likes', 1),
    ]
    expect(progressOf(goals, counters).map(({ current, share, reached }) => [current, share, reached])).toEqual([
      [48_310, 0.5, false],
      [6_240, 1, true],
      [1_248, 1, true],
      [5, 0.25, false],
    ])
    expect(progressOf([goal('followers', 25_280)], counters)[0]).toMatchObject({ current: 12_640, share: 0.5 })
    expect(progressOf([goal('followers', 10)], { ...counters, followers: null })[0]).toMatchObject({ current: 0, share: 0 })
    expect(progressOf([goal('custom', 0, { current: -4 })], counters)[0]).toMatchObject({ share: 0, reached: false })
  })

  test('[OV35] a goal reached while it is watched is celebrated; one reached before has been', () => {
    const feed = staged('overlay')
    feed.show('live')
    feed.set({ goals: [goal('likes', 50_000), goal('diamonds', 6_000, { title: 'New brushes' })] })
    expect(texts()).toEqual(['Likes 48.3K / 50K', 'New brushes 6.2K / 6K'])
    feed.update([], { counters: { ...counters, likes: 50_020 } })
    expect(texts()[0]).toBe('Likes Reached!')
    feed.advanceBy(9_000)
    expect(texts()).toEqual(['Likes 50K / 50K', 'New brushes 6.2K / 6K'])
  })

  test('[OV35] two goals that are the same are two goals', () => {
    const feed = staged('overlay')
    feed.show('live')
    feed.set({ goals: [goal('likes', 50_000), goal('likes', 50_000)] })
    expect(texts()).toEqual(['Likes 48.3K / 50K', 'Likes 48.3K / 50K'])
  })

  test('[OV36] the top three supporters are shown, and sums that may lack gifts say at least', () => {
    const feed = staged('overlay', '?show=supporters,goals')
    feed.show('live')
    feed.set({ goals: [goal('diamonds', 9_000)] })
    const supporters = screen.getByTestId('supporters')
    expect(supporters.querySelectorAll('li')).toHaveLength(3)
    expect(supporters.textContent).not.toContain('+')
    feed.update([], { coverage: { ...FULL_COVERAGE, gaps: 1, giftsMayBeIncomplete: true } })
    expect(supporters.textContent).toContain('2.9K+')
    expect(texts()[0]).toContain('6.2K+')
  })

  test('[OV17] what may be missing is said if the creator wants it', () => {
    const feed = staged('overlay')
    feed.show('degraded')
    feed.show('recovered-late')
    feed.set({ outageFigures: true })
    expect(plain(screen.getByTestId('summary'))).toContain('Away for 1 min 40 s · 38 messages, 4 gifts caught up')
    expect(plain(screen.getByTestId('lost'))).toBe('about 31 messages may be missing')
  })

  const recovery = { correlationId: 'a', at: 0, awayMs: 100_000, caughtUp: 12 }
  const said = (record: Partial<GapRecord> | null): (string | null)[] => {
    const none = { correlationId: 'a', caughtUp: {}, estimatedLost: null, overlapped: false }
    const { back, lost } = summaryOf(recovery, record === null ? [] : [{ ...none, ...record } as GapRecord], enViewers.overlay)
    return [back, lost].map((text) => text?.replaceAll('\u00a0', ' ') ?? null)
  }

  test('[OV17] it claims no more than is known', () => {
    expect(said(null)).toEqual(['Away for 1 min 40 s · 12 caught up', null])
    expect(said({})).toEqual(['Away for 1 min 40 s', null])
    expect(said({ caughtUp: { chat: 1 } })).toEqual(['Away for 1 min 40 s · 1 message caught up', null])
    expect(said({ caughtUp: { join: 3 } })).toEqual(['Away for 1 min 40 s · 3 moments caught up', null])
    expect(said({ caughtUp: { chat: 2 }, estimatedLost: { chat: 31, gift: 2, like: 900 } })[1]).toBe(
      'about 31 messages, 2 gifts may be missing',
    )
    expect(said({ estimatedLost: { chat: 31 }, overlapped: true })[1]).toBeNull()
    expect(said({ estimatedLost: { like: 100 } })[1]).toBeNull()
    expect(said({ correlationId: 'another', caughtUp: { chat: 5 } })[0]).toBe('Away for 1 min 40 s · 12 caught up')
  })
})
