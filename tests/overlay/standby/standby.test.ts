import { screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { RecoveryEstimate } from '@standby/shared/live/gap.ts'
import { enViewers } from '../../../overlay/src/i18n/en-viewers.ts'
import { estimateText } from '../../../overlay/src/standby/card.ts'
import { liveState, lost } from '../../support/fixtures/show.ts'
import type { FixtureName } from '../../support/fixtures/states.ts'
import { staged } from '../../support/browser/stage.ts'

const title = (): string => screen.getByTestId('title').textContent

describe('Overlay and standby card', () => {
  test.each<[FixtureName, string, string]>([
    ['degraded', 'Back in a moment', 'TikTok is having a hiccup.'],
    ['network', 'Back in a moment', 'Our internet is taking a short break.'],
    ['not-found', 'Back in a moment', 'The chat is having a hiccup.'],
    ['stopped', 'We’ll be right back', 'Stay with us'],
    ['connecting', 'We’ll be right back', 'Stay with us'],
    ['waiting-for-live', 'Starting soon', 'Good to have you here.'],
    ['ended', 'See you next time', 'Thanks for watching.'],
    ['paused', 'Short pause', 'Stay with us'],
    ['live', 'All is well', 'The show is on.'],
  ])('[OV19] while %s the card says: %s', (name, words, reason) => {
    const feed = staged('standby')
    feed.show(name)
    expect(title()).toBe(words)
    expect(screen.getByTestId('reason').textContent).toContain(reason)
  })

  test('[OV20] it counts down to the next attempt, then says that it is being made', () => {
    const feed = staged('standby')
    feed.show('degraded')
    expect(screen.getByRole('timer', { name: 'Next try: 18' })).toBeTruthy()
    feed.advanceBy(10_000)
    expect(screen.getByRole('timer', { name: 'Next try: 8' })).toBeTruthy()
    feed.advanceBy(8_000)
    expect(screen.queryByRole('timer')).toBeNull()
    expect(screen.getByText('Trying now')).toBeTruthy()
  })

  test('[OV20] the countdown is on the bridge’s clock', () => {
    const feed = staged('standby', '', { bridgeAheadMs: 7_200_000 })
    feed.show('degraded')
    expect(screen.getByRole('timer', { name: 'Next try: 18' })).toBeTruthy()
  })

  test('[OV21] it shows the last known figures and at most three supporters', () => {
    const feed = staged('standby')
    feed.show('degraded')
    expect(screen.getByText('Before the break')).toBeTruthy()
    expect(screen.getByText('1.2K', { exact: false, selector: '.figures span' })).toBeTruthy()
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
  })

  test('[OV22] the recovery is a welcome, which ends', () => {
    const feed = staged('standby')
    feed.show('degraded')
    feed.show('recovered')
    expect(title()).toBe('Welcome back!')
    expect(screen.getByText('Back after 21 s · 9 messages, 1 gift caught up')).toBeTruthy()
    feed.advanceBy(21_000)
    expect(title()).toBe('All is well')
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
    expect(screen.getAllByTestId('goal').map((one) => one.textContent.trim())).toEqual(['Likes 48.3K / 50K', 'Postcards 7 / 20'])
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
