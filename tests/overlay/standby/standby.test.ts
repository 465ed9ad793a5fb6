import { cleanup, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { describe, expect, test, vi } from 'vitest'
import { DEFAULT_CARD } from '@standby/shared/settings/card-settings.ts'
import type { RecoveryEstimate } from '@standby/shared/live/gap.ts'
import { enViewers } from '../../../overlay/src/i18n/en-viewers.ts'
import { estimateText } from '../../../overlay/src/standby/card.ts'
import type { CardPreview } from '../../../overlay/src/parts/card-previews.ts'
import { liveState, lost } from '../../support/fixtures/show.ts'
import type { FixtureName } from '../../support/fixtures/states.ts'
import { staged, type StagedFeed } from '../../support/browser/stage.ts'

const title = (): string => screen.getByTestId('title').textContent

/** Of `m:ss`. */
const seconds = (time: string): number => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

/** Seconds in which the bridge goes on talking. */
function pass(feed: StagedFeed, count: number): void {
  for (let second = 0; second < count; second += 1) {
    feed.advanceBy(1_000)
    if (second % 10 === 0) feed.update([])
  }
}

function visible(isVisible: boolean): void {
  dispatchEvent(new CustomEvent('obsSourceVisibleChanged', { detail: { visible: isVisible } }))
  flushSync()
}

describe('Overlay and standby card', () => {
  test.each<[FixtureName, string, string]>([
    ['degraded', 'Back in a moment', 'TikTok is taking a short break.'],
    ['network', 'Back in a moment', 'Our internet is taking a short break.'],
    ['not-found', 'Back in a moment', 'The chat is having a hiccup.'],
    ['stopped', 'We’ll be right back', 'Stay with us'],
    ['connecting', 'We’ll be right back', 'Stay with us'],
    ['waiting-for-live', 'Starting soon', 'Good to have you here.'],
    ['ended', 'See you next time', 'Thanks for watching.'],
    ['paused', 'Short pause', 'Stay with us'],
    ['live', 'Short break', 'Back in a moment.'],
  ])('[OV19] while %s the card says: %s', (name, words, reason) => {
    const feed = staged('standby')
    feed.show(name)
    expect(title()).toBe(words)
    expect(screen.getByTestId('reason').textContent).toContain(reason)
  })

  test('[OV20] it counts the time away up, through each attempt, and shows no attempt', () => {
    const feed = staged('standby')
    feed.show('degraded')
    const before = screen.getByTestId('time-away').textContent
    pass(feed, 61)
    expect(seconds(screen.getByTestId('time-away').textContent) - seconds(before)).toBe(61)
    expect(document.body.textContent).not.toMatch(/try|attempt/i)
    expect(screen.queryByRole('timer', { name: /look again/ })).toBeNull()
  })

  test('[OV20] the time away is on the bridge’s clock', () => {
    const [here, elsewhere] = [0, 7_200_000].map((bridgeAheadMs) => {
      const feed = staged('standby', '', { bridgeAheadMs })
      feed.show('degraded')
      const { textContent } = screen.getByTestId('time-away')
      cleanup()
      return textContent
    })
    expect(elsewhere).toBe(here)
  })

  test('[OV20] the countdown ring is there if the creator wants it, until the attempt is made', () => {
    const feed = staged('standby')
    feed.show('degraded')
    feed.update([], { card: { ...DEFAULT_CARD, shows: { ...DEFAULT_CARD.shows, ring: true } } })
    expect(screen.getByRole('timer', { name: 'until we look again: 18' })).toBeTruthy()
    feed.advanceBy(18_000)
    expect(screen.queryByRole('timer', { name: /look again/ })).toBeNull()
  })

  test('[OV21] it shows the last known figures and at most three supporters', () => {
    const feed = staged('standby')
    feed.show('degraded')
    expect(screen.getByText('Before the break')).toBeTruthy()
    expect(screen.getByText('1.2K', { exact: false, selector: '.figures span' })).toBeTruthy()
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
  })

  test('[OV22] the recovery is a welcome; elsewhere than in OBS it ends after a minute', () => {
    const feed = staged('standby')
    feed.show('degraded')
    feed.show('recovered')
    expect(title()).toBe('We’re back!')
    expect(screen.getByTestId('reason').textContent).toBe('Every gift you sent still counts on TikTok.')
    expect(screen.queryByTestId('lost')).toBeNull()
    pass(feed, 61)
    expect(title()).toBe('Short break')
  })

  test('[OV22] in OBS the welcome stays for as long as the card is on air', () => {
    vi.stubGlobal('obsstudio', {})
    const feed = staged('standby')
    feed.show('degraded')
    feed.show('recovered')
    pass(feed, 600)
    expect(title()).toBe('We’re back!')
    visible(false)
    visible(true)
    expect(title()).toBe('Short break')
    vi.unstubAllGlobals()
  })

  test('[OV22] what was missed is on the card only if the creator wants it', () => {
    const feed = staged('standby')
    feed.show('recovered-late')
    feed.set({ outageFigures: true })
    expect(screen.getByTestId('lost').textContent.replaceAll('\u00a0', ' ')).toBe('about 31 messages may be missing')
  })

  test('[OV63] the card shows the creator’s own words, parts, colour and files', () => {
    const feed = staged('standby')
    feed.show('degraded')
    const backdrop = { id: 'b1', name: 'sea.webm', type: 'video/webm', bytes: 9 }
    feed.update([], {
      card: {
        ...DEFAULT_CARD,
        title: 'Maya paints',
        line: '@maya.paints',
        accent: '#ff8800',
        texts: { en: { away: { title: 'Tea time', line: '' } }, fr: { away: { title: 'Thé', line: '' } } },
        shows: { timeAway: false, figures: false, goals: false, supporters: false, ring: false },
        backdrop,
      },
    })
    expect(title()).toBe('Tea time')
    expect(screen.queryByTestId('reason')).toBeNull()
    expect(screen.getByTestId('show-title').textContent).toBe('Maya paints')
    expect(screen.getByTestId('show-line').textContent).toBe('@maya.paints')
    for (const id of ['time-away', 'goal']) expect(screen.queryByTestId(id)).toBeNull()
    expect(screen.queryAllByRole('listitem')).toEqual([])
    expect(document.documentElement.style.getPropertyValue('--standby-own-accent')).toBe('#ff8800')
    expect(document.querySelector('video')?.getAttribute('src')).toBe('/card/backdrop?v=b1')
    feed.update([], { card: { ...DEFAULT_CARD, backdrop: { ...backdrop, type: 'image/png' } } })
    expect(document.querySelector('video')).toBeNull()
    expect(document.querySelector('.backdrop img')).not.toBeNull()
  })

  test.each<[CardPreview, string, string | null]>([
    ['reconnecting', 'Back in a moment', '0:03'],
    ['15s', 'Back in a moment', '0:15'],
    ['5min', 'Back in a moment', '5:00'],
    ['welcome', 'We’re back!', null],
    ['break', 'Short break', null],
  ])('[OV64] the preview of %s is the same whatever really goes on', (preview, words, away) => {
    const feed = staged('standby', `?preview=${preview}`)
    for (const name of ['live', 'ended', 'degraded'] as const) {
      feed.show(name)
      expect(title()).toBe(words)
      expect(screen.queryByTestId('time-away')?.textContent ?? null).toBe(away)
    }
  })

  test('[OV23] without the bridge it says the show will be right back, and still shows the last figures', () => {
    const feed = staged('standby')
    expect(title()).toBe('We’ll be right back')
    feed.show('live')
    feed.cut()
    expect(title()).toBe('We’ll be right back')
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
    expect(screen.queryByRole('timer')).toBeNull()
  })

  test.each<[number, 'past-outages' | 'next-attempt', string]>([
    [70_000, 'past-outages', 'Usually back within a minute'],
    [240_000, 'past-outages', 'Usually back within a few minutes'],
    [20_000, 'next-attempt', 'Maybe back within a minute'],
  ])('[OV48] an estimate of %i ms by %s is said in words', (ms, basis, words) => {
    const feed = staged('standby')
    const now = feed.clock.now()
    const tiktok = { ...liveState(now).tiktok, ...lost(now, 'tiktok', { awayMs: 20_000, nextAttemptAt: now + 5_000 }) }
    const recovery = { earliestAt: now + 5_000, latestAt: now + ms, basis, outages: 3 }
    feed.snapshot({ state: { ...liveState(now), tiktok: { ...tiktok, degraded: { ...tiktok.degraded!, recovery } } } })
    expect(screen.getByTestId('estimate').textContent).toBe(words)
    feed.advanceBy(ms + 1_000)
    expect(screen.queryByTestId('estimate')).toBeNull()
  })

  test('[OV48] an estimate of more than ten minutes is not put in words', () => {
    const estimate = (ms: number): RecoveryEstimate => ({ earliestAt: 5_000, latestAt: ms, basis: 'past-outages', outages: 3 })
    expect(estimateText(estimate(600_000), 0, enViewers.standby)).toBe('Usually back within a few minutes')
    expect(estimateText(estimate(600_001), 0, enViewers.standby)).toBeNull()
  })

  test('[OV48] without an estimate there are no words for one', () => {
    const feed = staged('standby')
    feed.show('reconnecting')
    expect(screen.queryByTestId('estimate')).toBeNull()
    feed.show('live')
    expect(screen.queryByTestId('estimate')).toBeNull()
  })

  test('[OV49] the card shows at most two goals as they were last known', () => {
    const feed = staged('standby')
    feed.show('degraded')
    const goal = { kind: 'likes', title: '', target: 50_000, current: 0 } as const
    feed.set({ goals: [goal, { kind: 'custom', title: 'Postcards', target: 20, current: 7 }, { ...goal, target: 99_000 }] })
    expect(screen.getAllByTestId('goal').map((one) => one.textContent.replace(/\s+/g, ' ').trim())).toEqual([
      'Likes 48.3K / 50K',
      'Postcards 7 / 20',
    ])
  })

  test('[OV37] who is hidden is not among the supporters of the card', () => {
    const feed = staged('standby')
    feed.show('degraded')
    const moderation = { hiddenMessages: [], hiddenUsers: [{ id: '7000000', name: 'Maya' }], blockedWords: [] }
    feed.update([], { moderation })
    expect(screen.queryByText('Maya')).toBeNull()
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
  })
})
