import type { Alert } from '@standby/shared/alert.ts'
import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { CLOSE_TOKEN_REPLACED } from '@standby/shared/protocol.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { openDock, regionText, tap, textOf as text } from '../../support/browser/dock.ts'
import { apiError } from '../../support/fakes/fake-post.ts'
import { gift } from '../../support/fixtures/show.ts'
import type { FixtureName } from '../../support/fixtures/states.ts'

function recentItems(): string[] {
  const region = screen.getByRole('region', { name: 'Recent' })
  return within(region)
    .getAllByRole('listitem')
    .map((item) => item.textContent)
}

describe('Dock', () => {
  test.each<[FixtureName, string, string, string]>([
    ['live', 'Live', 'The connection to TikTok is fine.', ''],
    ['degraded', 'Still reconnecting', 'TikTok closed or refused the connection.', 'Standby keeps trying'],
    ['network', 'Still reconnecting', 'This computer lost its internet connection.', 'connects the moment your internet is back'],
    ['rate-limited', 'Still reconnecting', 'asks for a pause', 'Wait for the countdown'],
    ['blocked', 'Still reconnecting', 'does not let this computer in', 'answer what TikTok asks'],
    ['stalled', 'Reconnecting', 'open but silent', 'opens a new one'],
    ['protocol', 'Still reconnecting', 'does not understand', 'newer version'],
    ['failed', 'Not getting through', 'The sign service', 'keeps trying'],
    ['auth', 'Needs your help', 'refused your key', 'Correct the key'],
    ['not-found', 'Needs your help', 'no account with this name', 'Correct the name'],
    ['ended', 'Waiting for your LIVE', 'has ended', 'within a minute'],
    ['paused', 'Live, paused', 'is paused', 'Resume it'],
    ['waiting-for-live', 'Waiting for your LIVE', 'not live right now', 'Go live'],
    ['stopped', 'Stopped', 'You stopped the connection.', 'Press Start'],
    ['idle', 'Not connected', 'No LIVE is chosen.', 'Enter your TikTok name'],
  ])('[DK2] while %s it answers "is it OK?": %s, what happened, what to do', (name, state, happened, todo) => {
    const { feed } = openDock()
    feed.show(name)
    expect(text('state')).toBe(state)
    expect(text('happened')).toContain(happened)
    if (todo !== '') expect(text('todo')).toContain(todo)
  })

  test('[DK3] it says for how long, and counts down to the next attempt', () => {
    const { feed } = openDock()
    feed.show('degraded')
    expect(text('since')).toBe('for 34 s')
    expect(screen.getByRole('timer', { name: 'Next try: 18' })).toBeTruthy()
    feed.advanceBy(3_000)
    expect(text('since')).toBe('for 37 s')
    expect(screen.getByRole('timer', { name: 'Next try: 15' })).toBeTruthy()
  })

  test('[DK4] stopping asks for a second tap, and forgets the first after a while', async () => {
    const { feed, api } = openDock()
    feed.show('live')
    await tap('Stop')
    expect(api.sent).toEqual([])
    feed.advanceBy(5_000)
    await tap('Stop')
    expect(api.sent).toEqual([])
    await tap('Tap again to stop')
    expect(api.sent).toEqual([{ path: '/api/tiktok/disconnect', body: {} }])
  })

  test('[DK60] reconnecting takes one tap, and is not offered while there is nothing to reconnect', async () => {
    const { feed, api } = openDock()
    feed.show('degraded')
    await tap('Reconnect now')
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/tiktok/reconnect', body: {} }])
    for (const name of ['live', 'paused'] as const) {
      feed.show(name)
      expect(screen.queryByRole('button', { name: 'Reconnect now' })).toBeNull()
    }
  })

  test('[DK67] the first card shows the worst of connection, alerts and OBS', () => {
    const { feed } = openDock({ show: 'live' })
    const tone = (): string => screen.getByTestId('state').closest('section')!.className
    expect([text('happened'), tone()]).toEqual(['The connection to TikTok is fine.', expect.stringContaining('tone-ok')])
    const alert = (severity: 'critical' | 'warning'): Alert => ({ id: 'storage', severity, raisedAt: 1, clearedAt: null, params: {} })
    feed.update([], { alerts: [alert('warning')] })
    expect([text('happened'), tone()]).toEqual(['Connected to TikTok, but one thing needs you.', expect.stringContaining('tone-busy')])
    feed.update([], { alerts: [alert('critical'), { ...alert('warning'), id: 'obs-link' as never }] })
    expect([text('happened'), tone()]).toEqual(['Connected to TikTok, but 2 things need you.', expect.stringContaining('tone-bad')])
    expect(text('state')).toBe('Live')
    feed.show('obs-wrong-password')
    feed.update([], { alerts: [] })
    expect([text('happened'), tone()]).toEqual(['Connected to TikTok, but OBS needs you.', expect.stringContaining('tone-busy')])
    feed.show('degraded')
    expect(text('happened')).toBe('TikTok closed or refused the connection.')
  })

  test('[DK77] without a password OBS is not missed, and the demo is not called TikTok', () => {
    const { feed } = openDock({ show: 'demo' })
    const { tiktok } = feed.bridge.state!
    feed.show('obs-waiting')
    const { obs } = feed.bridge.state!
    feed.update([], { tiktok, obs: { ...obs, hasPassword: false } })
    expect(text('happened')).toBe('Demo LIVE: made-up viewers, nothing here is real.')
    feed.update([], { obs: { ...obs, hasPassword: true } })
    expect(text('happened')).toBe('The demo LIVE is on, but OBS needs you.')
    feed.update([], { alerts: [{ id: 'storage', severity: 'warning', raisedAt: 1, clearedAt: null, params: {} }] })
    expect(text('happened')).toBe('The demo LIVE is on, but one thing needs you.')
  })

  test('[DK68] the demo is called a demo, and no internet was not lost by who never had it', () => {
    const { feed } = openDock({ show: 'demo' })
    expect(text('happened')).toBe('Demo LIVE: made-up viewers, nothing here is real.')
    feed.show('connecting')
    const { tiktok } = feed.bridge.state!
    feed.update([], { tiktok: { ...tiktok, cause: { kind: 'network', at: 0, detail: '' } } })
    expect(text('happened')).toBe('Can’t reach TikTok yet: no internet.')
  })

  test('[DK68] while stopped it does not say that it would switch', () => {
    const { feed } = openDock({ show: 'live' })
    expect(screen.getByText(/Watching\. If the connection stays away/)).toBeTruthy()
    const { tiktok } = feed.bridge.state!
    feed.update([], { tiktok: { ...tiktok, reconnectionState: 'STOPPED', health: 'offline' } })
    expect(screen.queryByText(/Watching/)).toBeNull()
    expect(screen.getByText('The connection is stopped, so Standby changes no scene.')).toBeTruthy()
  })

  test('[DK5] a stopped connection offers Start', async () => {
    const { feed, api } = openDock()
    feed.show('stopped')
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull()
    await tap('Start')
    expect(api.sent).toEqual([{ path: '/api/tiktok/connect', body: {} }])
  })

  test('[DK6] what the API refuses is said, with the time to wait', async () => {
    const { feed, api } = openDock()
    feed.show('degraded')
    api.answer(apiError({ code: 'held-back', message: 'TikTok keeps failing.', retryAt: feed.clock.now() + 9_000 }))
    await tap('Reconnect now')
    await api.settle()
    expect(screen.getByRole('alert').textContent).toBe(en.refusals.codes['held-back'])
    expect(screen.getByText('Try again in 9 s.')).toBeTruthy()
    feed.advanceBy(4_000)
    expect(screen.getByText('Try again in 5 s.')).toBeTruthy()
    api.answer(null)
    await tap('Try once anyway')
    await api.settle()
    expect(api.sent.at(-1)).toEqual({ path: '/api/tiktok/reconnect', body: { force: true } })
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('[DK7] without the bridge it says so, keeps what it knew, offers nothing it cannot do, and heals', () => {
    const { feed } = openDock()
    expect(text('state')).toBe('Looking')
    feed.advanceBy(4_000)
    expect(text('state')).toBe('Standby is not running')
    expect(text('todo')).toContain('Start Standby')
    feed.show('live')
    expect(text('state')).toBe('Live')
    feed.cut()
    expect(text('state')).toBe('Standby is not running')
    expect(screen.getByText('Last known values')).toBeTruthy()
    expect(regionText('This LIVE')).toContain('Viewers 1.2K')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Stop' }).disabled).toBe(true)
    feed.advanceBy(500)
    feed.show('live')
    expect(text('state')).toBe('Live')
    expect(screen.queryByText('Last known values')).toBeNull()
  })

  test.each<[FixtureName, string, string[]]>([
    ['live', 'Connected', ['Painting, top camera', 'Watching.']],
    ['degraded', 'Connected', ['Goes back to', 'Painting, top camera', 'until the connection is stable', 'TikTok had been away for 10 s']],
    ['obs-yielded', 'Connected', ['Face', 'Standby changes nothing', 'you switched to “Face” by hand']],
    ['obs-no-scene', 'Connected', ['Be right back', 'OBS has no scene “Be right back”']],
    ['obs-waiting', 'OBS not found', ['turn on “Enable WebSocket server”', 'Trying again in 7 s']],
    ['obs-wrong-password', 'Password needed', ['OBS refuses the password']],
    ['obs-trouble', 'Connected', ['For 12 s your upload has been too slow', 'Next: to “Standby”, if TikTok is away for 10 s']],
    ['obs-going', 'Connected', ['lost its stream server and has been reconnecting for 4 s', 'if TikTok stays away, in 6 s']],
    ['obs-paused', 'Connected', ['Standby switches nothing by itself']],
    ['idle', 'Not set up', []],
  ])('[DK8] OBS while %s: %s', (name, phase, words) => {
    const { feed } = openDock()
    feed.show(name)
    expect(text('obs-phase')).toContain(phase)
    const card = regionText('OBS')
    for (const word of words) expect(card).toContain(word)
  })

  test('[DK53] if OBS was not found, it can be looked for at once', async () => {
    const { feed, api } = openDock()
    feed.show('obs-waiting')
    await tap('Try again now')
    expect(api.sent).toEqual([{ path: '/api/obs/retry', body: {} }])
  })

  test('[DK9] the demo can be dropped in any way for any time, after a second tap', async () => {
    const { feed, api } = openDock()
    feed.show('demo')
    await fireEvent.change(screen.getByLabelText('What happens'), { target: { value: 'rate-limit' } })
    await fireEvent.input(screen.getByLabelText('Seconds'), { target: { value: '45' } })
    await tap('Drop')
    await tap('Tap again to drop')
    expect(api.sent).toEqual([{ path: '/api/demo/drop', body: { kind: 'rate-limit', seconds: 45 } }])
  })

  test('[DK9] only the demo offers a drop, and a drop that is on says for how long', () => {
    const { feed } = openDock()
    feed.show('live')
    expect(screen.queryByRole('button', { name: 'Drop' })).toBeNull()
    feed.show('demo-drop')
    expect(screen.getByText(/The drop lasts for 9 s more/)).toBeTruthy()
  })

  test('[DK10] recent events, newest first, with what was missed marked', () => {
    const { feed } = openDock()
    feed.show('recovered')
    const items = recentItems()
    expect(items[0]).toMatch(/Gift.*Heart Me ×5.*while away/)
    expect(items).toHaveLength(10)
  })

  test('[DK10] a growing streak is one line with its latest count', () => {
    const { feed } = openDock()
    feed.snapshot()
    feed.update([1, 2, 3].map((count) => gift(count, 's', 'Rose', 1, count, count === 3)))
    const items = recentItems()
    expect(items).toHaveLength(1)
    expect(items[0]).toContain('Rose ×3')
  })

  test('[DK11] each condition has a shape of its own, so colour is not the only sign', () => {
    const { feed } = openDock()
    const shapes = (['live', 'degraded', 'failed', 'waiting-for-live', 'stopped', 'paused'] as const).map((name) => {
      feed.show(name)
      return document.querySelector('.sign path')?.getAttribute('d')
    })
    expect(new Set(shapes).size).toBe(shapes.length)
  })

  test.each([
    [en, '', 'No access', 'this address has none', 'copy the address'],
    [en, `#token=${'t'.repeat(30)}`, 'No access', 'is wrong, or has been replaced', 'copy the address'],
    [fr, '', 'Accès refusé', 'cette adresse n’en a pas', 'copiez l’adresse'],
    [fr, `#token=${'t'.repeat(30)}`, 'Accès refusé', 'est faux, ou a été remplacé', 'copiez l’adresse'],
  ])('[DK47] refused for its token, the dock says so and what to do, at once', (catalogue, hash, state, happened, todo) => {
    const { feed } = openDock({ catalogue, hash })
    feed.cut(CLOSE_TOKEN_REPLACED)
    expect([text('state'), text('happened'), text('todo')]).toEqual([
      state,
      expect.stringContaining(happened),
      expect.stringContaining(todo),
    ])
    feed.advanceBy(1_000)
    feed.show('live')
    feed.cut(CLOSE_TOKEN_REPLACED)
    expect(text('state')).toBe(state)
    feed.advanceBy(1_000)
    feed.show('live')
    expect(text('state')).toBe(catalogue.states.live)
  })
})
