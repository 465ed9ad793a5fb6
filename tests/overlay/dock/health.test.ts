import { fireEvent, screen } from '@testing-library/svelte'
import type { SessionStability } from '@standby/shared/connection/stability.ts'
import { describe, expect, test } from 'vitest'
import { ALERT_IDS, type Alert } from '@standby/shared/alert.ts'
import { budgetText, scoreWord } from '../../../overlay/src/dock/health.ts'
import { percent } from '../../../overlay/src/parts/format.ts'
import Home from '../../../overlay/src/home/home.svelte'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { renderWithin } from '../../support/browser/creator-page.ts'
import { openDock, regionText, tap, textOf as text } from '../../support/browser/dock.ts'
import { apiError } from '../../support/fakes/fake-post.ts'

const alerts = (): string[] => screen.queryAllByTestId('alert').map((alert) => alert.textContent.replaceAll(/\s+/g, ' ').trim())
const health = (): string => regionText('Connection health')

describe('Dock', () => {
  test('[DK16] alerts come first, urgent ones on top, each with a word, its age, the problem and the fix', async () => {
    const { feed } = openDock({ show: 'failed' })
    expect(alerts()).toHaveLength(1)
    await tap('+1 more')
    expect(alerts()).toEqual([
      'Urgent for 5 min The connection did not come back (Sign service down). ' +
        'Standby keeps trying every few minutes. Check your internet connection, and that your LIVE is still on.',
      'Warning for 20 min Several attempts failed (Sign service down), so Standby waits before the next one. ' +
        'You don’t need to do anything. Standby keeps trying.',
    ])
    const shapes = [...document.querySelectorAll('[data-testid=alert] .severity path')].map((path) => path.getAttribute('d'))
    expect(new Set(shapes).size).toBe(2)
    feed.show('every-alert')
    const words = alerts().map((alert) => alert.split(' ')[0])
    expect(words).toEqual([...Array<string>(4).fill('Urgent'), ...Array<string>(ALERT_IDS.length - 4).fill('Warning')])
    feed.show('live')
    expect(alerts()).toEqual([])
  })

  test('[DK16] they are on the home page too', async () => {
    const { feed } = renderWithin('home', Home, {}, { answers: { type: 'no-answer' } })
    feed.show('failed')
    expect(alerts()).toHaveLength(1)
    expect(screen.getByRole('button', { name: '+1 more' })).toBeTruthy()
  })

  test('[DK17] an alert that was hidden stays hidden on this page until it is raised again', async () => {
    const { feed } = openDock({ show: 'live' })
    const raised = (raisedAt: number): Alert[] => [{ id: 'storage', severity: 'critical', raisedAt, clearedAt: null, params: {} }]
    feed.update([], { alerts: raised(1_000) })
    await tap(/^Hide: Events cannot be saved/)
    expect(alerts()).toEqual([])
    feed.update([], { alerts: raised(1_000) })
    expect(alerts()).toEqual([])
    feed.update([], { alerts: [] })
    feed.update([], { alerts: raised(2_000) })
    expect(alerts()).toHaveLength(1)
  })

  test('[DK18] connection health: the score with its word, and the figures of this LIVE against the goal', () => {
    const { feed } = openDock({ show: 'unstable' })
    expect(text('scope')).toBe('This LIVE')
    expect(text('score')).toBe('27 / 100 Poor')
    expect(screen.getByRole('meter', { name: 'Stability' }).getAttribute('aria-valuenow')).toBe('27')
    expect(health()).toMatch(/Connected 82\.\d% Drops 9 Back after, on average 3 min \d+ s/)
    expect(text('success')).toBe('77.7% goal 95% missed')
    feed.show('recovered')
    expect(text('success')).toBe('100% goal 95% reached')
  })

  test('[DK63] there is no score before 15 minutes, and none that is kinder than the share beside it', () => {
    const { feed } = openDock({ show: 'live' })
    expect(text('score')).toBe('100 / 100 Steady')
    const { tiktok } = feed.bridge.state!
    const show = (change: Partial<SessionStability>): void =>
      feed.update([], { tiktok: { ...tiktok, stability: { ...tiktok.stability, session: { ...tiktok.stability.session!, ...change } } } })
    show({ wantedMs: 899_000 })
    expect(screen.queryByTestId('score')).toBeNull()
    expect(health()).toContain('Too early to say. A score comes after 15 minutes.')
    expect(health()).toContain('Drops 0')
    show({ score: 98, uptimePercent: 71.6 })
    expect(text('score')).toBe('71 / 100 Shaky')
  })

  test('[DK18] before the first LIVE it counts from the start and says it is early; then it names one', () => {
    const { feed } = openDock({ show: 'not-found' })
    expect(text('scope')).toBe('Since start')
    expect(health()).toContain('Too early to say')
    feed.show('waiting-for-live')
    expect(text('scope')).toBe('Last LIVE')
  })

  test('[DK52] shares are rounded down: only what is whole reads as 100 %', () => {
    expect([100, 99.99, 94.96, 0].map(percent('en'))).toEqual(['100%', '99.9%', '94.9%', '0%'])
    expect(percent('fr')(99.99).replaceAll(/\s/g, ' ')).toBe('99,9 %')
    expect([100, 95, 94, 80, 79, 50, 49, 0].map(scoreWord)).toEqual(['steady', 'steady', 'good', 'good', 'shaky', 'shaky', 'poor', 'poor'])
  })

  test('[DK19] the last outages: time, cause, length, attempts and end, and an open one still growing', () => {
    const { feed } = openDock({ show: 'failed' })
    const items = (): string[] =>
      [...screen.getByRole('list', { name: 'Last outages' }).children].map((item) => item.textContent.replaceAll(/\s+/g, ' ').trim())
    expect(items()).toHaveLength(2)
    expect(items()[0]).toMatch(/^\d+:\d\d [AP]M Sign service down 22 min · 11 attempts · still going on$/)
    expect(items()[1]).toMatch(/TikTok closed it 6 s · 1 attempt · came back$/)
    feed.advanceBy(3 * 60_000)
    expect(items()[0]).toContain('25 min')
    feed.show('unstable')
    expect(items()).toHaveLength(5)
    expect(items()[2]).toContain('21 min · 11 attempts · came back late')
    feed.show('network')
    expect(items()[0]).toMatch(/No internet 21 s · still going on$/)
  })

  test('[DK20] the sign requests left are shown for a real LIVE; the demo needs none', () => {
    const { feed } = openDock({ show: 'live' })
    expect(text('budget')).toBe('Sign requests left: 4 of 5 per minute · 27 of 30 per hour')
    feed.show('demo')
    expect(screen.queryByTestId('budget')).toBeNull()
    expect(budgetText({ windowMs: 600_000, limit: 9, left: 2 }, fr.health)).toBe('2 sur 9 en 10 min')
  })

  test('[DK20] the policy in force is one line', () => {
    openDock({ show: 'live' })
    expect(text('policy')).toBe('After a drop: first try after 5 s, then up to every 5 min; standby scene after 10 s.')
  })

  test('[DK21] while the network is away there is no countdown: it connects when the internet is back', () => {
    const { feed } = openDock({ show: 'network' })
    expect(text('todo')).toContain('Standby connects the moment your internet is back.')
    expect(screen.queryByRole('timer')).toBeNull()
    expect(screen.queryByTestId('attempt')).toBeNull()
    feed.show('trying')
    expect(text('attempt')).toBe('Attempt 2 of 10 · Trying now')
  })

  test('[DK22] "given up but still probing" and "waiting for a person" look different', () => {
    const { feed } = openDock({ show: 'failed' })
    expect(text('state')).toBe('Not getting through')
    expect(screen.getByText('10 attempts in a row failed. Standby keeps trying, more slowly.')).toBeTruthy()
    expect(screen.getByRole('timer')).toBeTruthy()
    feed.show('auth')
    expect(text('state')).toBe('Needs your help')
    expect(text('todo')).toContain('asks again every half hour')
    expect(screen.queryByText(/Standby keeps trying, more slowly/)).toBeNull()
    expect(screen.queryByRole('timer')).toBeNull()
    expect(screen.queryByRole('link', { name: 'Correct the name' })).toBeNull()
    feed.show('not-found')
    expect(screen.getByRole('link', { name: 'Correct the name' }).getAttribute('href')).toBe('/')
  })

  test('[DK23] asked too often it says when again, and offers no way around', async () => {
    const { feed, api } = openDock({ show: 'degraded' })
    api.answer(apiError({ code: 'too-often', message: 'Too many requests in a short time.', retryAt: feed.clock.now() + 4_000 }))
    await tap('Reconnect now')
    await api.settle()
    expect(screen.getByRole('alert').textContent).toBe('Too many requests in a short time.')
    expect(screen.getByText('Try again in 4 s.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Try once anyway' })).toBeNull()
  })

  test('[DK24] the automation of OBS can be paused for this show and taken up again', async () => {
    const { feed, api } = openDock({ show: 'live' })
    const toggle = (): HTMLElement => screen.getByRole('switch', { name: 'Pause automation for this show' })
    expect(toggle().getAttribute('aria-checked')).toBe('false')
    await fireEvent.click(toggle())
    await api.settle()
    feed.show('obs-paused')
    expect(toggle().getAttribute('aria-checked')).toBe('true')
    await fireEvent.click(toggle())
    expect(api.sent).toEqual([
      { path: '/api/obs/pause', body: { paused: true } },
      { path: '/api/obs/pause', body: { paused: false } },
    ])
  })
})
