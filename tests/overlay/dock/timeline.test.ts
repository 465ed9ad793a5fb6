import { screen, within } from '@testing-library/svelte'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GapRecord } from '@standby/shared/live/gap.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { followersText } from '../../../overlay/src/dock/outages.ts'
import { lostText } from '../../../overlay/src/parts/losses.ts'
import { rangeOfLive, sums, timeline } from '../../../overlay/src/dock/timeline.ts'
import { compactNumber } from '../../../overlay/src/parts/format.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { flat, openDock, textOf } from '../../support/browser/dock.ts'
import { FIXTURES, type FixtureName } from '../../support/fixtures/states.ts'
import { madeUpStability } from '../../support/fixtures/stability.ts'

const NOW = 1_700_000_000_000
const MINUTE = 60_000
const HOUR = { from: NOW - 60 * MINUTE, to: NOW }
const state = (name: FixtureName): { tiktok: TikTokStatus; gaps: GapRecord[] } => FIXTURES[name](NOW).state
const minutes = (name: FixtureName): Record<string, number> =>
  Object.fromEntries(
    Object.entries(sums(timeline(state(name).tiktok, state(name).gaps, HOUR))).map(([kind, ms]) => [kind, Math.round(ms / MINUTE)]),
  )

describe('Dock', () => {
  test('[DK30] the last hour: connected, reconnecting, long away, not live; unknown is not drawn', () => {
    expect(minutes('live')).toEqual({ unknown: 13, up: 47 })
    const { tiktok, gaps } = state('degraded')
    expect(timeline(tiktok, gaps, { from: NOW - 5 * MINUTE, to: NOW }).map(({ kind, from }) => [kind, NOW - from])).toEqual([
      ['up', 5 * MINUTE],
      ['reconnecting', 34_000],
      ['degraded', 24_000],
    ])
    expect(minutes('stopped')).toEqual({ unknown: 13, up: 45, offline: 2 })
    expect(minutes('after-drops')).toEqual({ unknown: 2, offline: 2, up: 52, reconnecting: 0, degraded: 4 })
  })

  test('[DK30] before the oldest drop on the list, nothing is claimed', () => {
    const many = Array.from({ length: 14 }, (_, at) => ({
      agoMs: (50 - 3 * at) * MINUTE,
      lastedMs: 5_000,
      cause: 'tiktok' as const,
      attempts: 1,
    }))
    const { tiktok } = state('live')
    const seen = { ...tiktok, stability: madeUpStability(NOW, 55 * MINUTE, many) }
    expect(seen.stability.outages).toHaveLength(10)
    const first = timeline(seen, [], HOUR)[0]
    expect(first).toEqual({ kind: 'unknown', from: HOUR.from, to: seen.stability.outages.at(-1)?.from })
  })

  test('[DK30] whatever happened, the picture is gapless, in order, and as long as its time', () => {
    const outage = fc.record({ agoMs: fc.integer({ min: 1_000, max: 90 * MINUTE }), lastedMs: fc.integer({ min: 100, max: 10 * MINUTE }) })
    const { tiktok } = state('live')
    fc.assert(
      fc.property(fc.array(outage, { maxLength: 12 }), fc.constantFrom('live', 'offline'), (outages, health) => {
        const inOrder = outages
          .sort((a, b) => b.agoMs - a.agoMs)
          .filter((one, at) => at === 0 || (outages[at - 1]?.agoMs ?? 0) - one.agoMs > (outages[at - 1]?.lastedMs ?? 0))
          .map((one) => ({ ...one, lastedMs: Math.min(one.lastedMs, one.agoMs), cause: 'tiktok' as const, attempts: 1 }))
        const seen = { ...tiktok, health: health as TikTokStatus['health'], stability: madeUpStability(NOW, 100 * MINUTE, inOrder) }
        for (const range of [HOUR, rangeOfLive(seen, [], NOW)!]) {
          const stretches = timeline(seen, [], range)
          expect(stretches[0]?.from).toBe(range.from)
          expect(stretches.at(-1)?.to).toBe(range.to)
          for (const [at, one] of stretches.entries()) {
            expect(one.to).toBeGreaterThan(one.from)
            if (at > 0) expect([stretches[at - 1]?.to, stretches[at - 1]?.kind !== one.kind]).toEqual([one.from, true])
          }
        }
      }),
    )
  })

  test('[DK30] the pictures of the last hour and this LIVE say what they show in words and by height', () => {
    openDock({ show: 'after-drops' })
    const hour = screen.getByRole('img', { name: /^Last hour/ })
    expect(hour.getAttribute('aria-label')).toMatch(
      /^Last hour: Connected 5\d min, Reconnecting 25 s, Away over 10 s 3 min 5\d s, Not live, or stopped 1 min 35 s, Not known \d min/,
    )
    expect(screen.getByRole('img', { name: /^This LIVE: Connected/ })).toBeTruthy()
    const heights = new Map(
      [...hour.querySelectorAll('rect:not(.clear)')].map((bar) => [bar.getAttribute('class'), bar.getAttribute('height')]),
    )
    expect(new Set(heights.values()).size).toBe(heights.size)
  })

  test('[DK30] before the first connection there is no picture of a LIVE', () => {
    openDock({ show: 'not-found' })
    expect(screen.queryByRole('img', { name: /^This LIVE/ })).toBeNull()
    expect(screen.getByRole('img', { name: /^Last hour: Not live, or stopped \d+ s, Not known 59 min$/ })).toBeTruthy()
  })

  test('[DK31] what each outage cost: caught up, lost, likes that came in, and a failed catch-up', () => {
    openDock({ show: 'after-drops' })
    const items = within(screen.getByRole('list', { name: 'Last outages' }))
      .getAllByRole('listitem')
      .map((item) => flat(item.textContent).replace(/^\d+:\d\d [AP]M /, ''))
    expect(items).toEqual([
      'Silent 48 s · 3 attempts · came back Caught up: 3 messages Lost: how much is not known ' +
        'Catching up failed. What had arrived is kept.',
      'No internet 3 min 30 s · came back Caught up: 17 messages, 2 gifts, and 1 follow Lost: about 52 messages, 6 gifts, and 2 follows ' +
        '3.2K likes came in meanwhile and are counted. About 12 more followers than before.',
      'TikTok closed it 5 s · 1 attempt · came back Caught up: 6 messages Lost: nothing 212 likes came in meanwhile and are counted. ' +
        'About 3 fewer followers than before.',
      'Standby was off 1 min 35 s Caught up: 14 messages and 1 gift Lost: about 9 messages 1.8K likes came in meanwhile and are counted.',
    ])
  })

  test('[DK55] nothing is called lost, or kept, without a reason', () => {
    const [gap] = state('after-drops').gaps as [GapRecord]
    const words = (more: Partial<GapRecord>): string => lostText({ ...gap, complete: [], ...more }, en.health)
    expect(words({ estimatedLost: null, overlapped: true })).toBe('how much is not known')
    expect(words({ estimatedLost: {} })).toBe('probably nothing')
    expect(words({ estimatedLost: { like: 400 } })).toBe('probably nothing')
    expect(words({ estimatedLost: null, complete: ['chat', 'gift', 'follow', 'share', 'subscribe'] })).toBe('nothing')
  })

  test('[DK49] each outage says about how many followers came or went over it, if that is known', () => {
    const inEnglish = (added: number | null): string => followersText(added, en.health, compactNumber('en'))
    expect([12_340, 1, -1, -16].map(inEnglish)).toEqual([
      'About 12.3K more followers than before.',
      'About 1 more follower than before.',
      'About 1 fewer follower than before.',
      'About 16 fewer followers than before.',
    ])
    expect([null, 0].map(inEnglish)).toEqual(['', ''])
    const inFrench = (added: number): string => followersText(added, fr.health, compactNumber('fr'))
    expect([2, 1, -3].map(inFrench)).toEqual([
      'Environ 2 abonnés de plus qu’avant.',
      'Environ 1 abonné de plus qu’avant.',
      'Environ 3 abonnés de moins qu’avant.',
    ])
    const { feed } = openDock({ show: 'after-drops' })
    const told = (): number => screen.queryAllByText(/^About .* followers? than before\.$/).length
    expect(told()).toBe(2)
    feed.update([], { gaps: state('after-drops').gaps.map((gap) => ({ ...gap, followersAdded: null })) })
    expect(told()).toBe(0)
  })

  test('[DK32] if gifts may be incomplete, the dock says so, and why', () => {
    const { feed } = openDock({ show: 'after-drops' })
    expect(textOf('coverage')).toBe(
      'Gifts may be incomplete: this LIVE was away 4 times, 5 min 59 s in total, and TikTok doesn’t resend gifts.',
    )
    feed.show('live')
    expect(screen.queryByTestId('coverage')).toBeNull()
  })
})
