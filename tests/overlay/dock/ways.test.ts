import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { openDock, termsOf, textOf } from '../../support/browser/dock.ts'
import { home, settle } from '../../support/browser/home.ts'

type Ways = Pick<TikTokStatus, 'ways'>
const ways = (place: number | null, ready: boolean): Ways => ({
  ways: [
    { way: 'connector', place: 0, ready: true, problem: null, hasKey: null },
    { way: 'tikfinity', place, ready, problem: null, hasKey: null },
  ],
})

describe('Ladder', () => {
  test('[LD18] one line says by which way the events come, and what else could be used', () => {
    const { feed } = openDock({ show: 'live' })
    expect(textOf('via')).toMatch(
      /^Since \d.+ through the signed connection to TikTok, events pass through TikTok’s server \(webcast-ws\.tiktok\.com\)\. No other way is ready now\.$/,
    )
    const { tiktok } = feed.bridge.state!
    feed.update([], { tiktok: { ...tiktok, ...ways(1, true) } })
    expect(textOf('via')).toContain('Could also use: TikFinity on this computer.')
    feed.update([], {
      tiktok: { ...tiktok, via: { way: 'tikfinity', since: tiktok.since, host: '127.0.0.1:21213', party: 'local' }, ...ways(1, true) },
    })
    expect(textOf('via')).toMatch(/through TikFinity on this computer, events pass through a program on this computer/)
    expect(textOf('via')).toContain('Could also use: the signed connection to TikTok.')
    feed.update([], { tiktok: { ...tiktok, demo: true } })
    expect(textOf('via')).toMatch(/through the signed connection to TikTok, as the demo plays it\. No other way/)
    feed.update([], { tiktok: { ...tiktok, via: null } })
    expect(screen.queryByTestId('via')).toBeNull()
  })

  test('[LD18] in French too', () => {
    openDock({ show: 'live', catalogue: fr })
    expect(textOf('via')).toContain('par la connexion signée à TikTok, les événements passent par le serveur de TikTok')
  })

  test('[LD17] the dock switches a way on and off and puts it first, and says what is wrong with it', async () => {
    const { feed, api } = openDock({ show: 'live', open: ['ways'] })
    const toggle = (name: string) => fireEvent.click(screen.getByRole('switch', { name }))
    await toggle('Try TikFinity on this computer first')
    await api.settle()
    await toggle('Use TikFinity on this computer if the others fail')
    await api.settle()
    expect(api.sent).toEqual([
      { path: '/api/tiktok/ways', body: { ways: ['tikfinity', 'connector'] } },
      { path: '/api/tiktok/ways', body: { ways: ['connector'] } },
    ])
    const { tiktok } = feed.bridge.state!
    const wrong: Ways['ways'] = [
      ways(1, false).ways[0]!,
      { way: 'tikfinity', place: 1, ready: false, problem: 'other-creator', hasKey: null },
    ]
    feed.update([], { tiktok: { ...tiktok, ways: wrong } })
    expect(textOf('way-problem')).toBe('It is logged in to another account. Log it in to yours.')
  })

  test('[LD18] an outage in the list has its changes of way', () => {
    const { feed } = openDock({ show: 'after-drops', open: ['health'] })
    const { tiktok } = feed.bridge.state!
    const outages = tiktok.stability.outages.map((outage, index) =>
      index === 0 ? { ...outage, ways: ['connector' as const, 'tikfinity' as const] } : outage,
    )
    feed.update([], { tiktok: { ...tiktok, stability: { ...tiktok.stability, outages } } })
    expect(document.body.textContent).toContain('then through TikFinity on this computer')
  })

  test('[LD19] while TikFinity is used, the dock says what it cannot report, and estimates nothing', () => {
    const { feed } = openDock({ show: 'degraded' })
    const { tiktok } = feed.bridge.state!
    const parts = { ...tiktok.degraded!.parts }
    for (const part of Object.keys(parts) as (keyof typeof parts)[]) parts[part] = part === 'deletions' ? 'paused' : 'works'
    const degraded = { ...tiktok.degraded!, cause: null, recovery: null, missed: null, parts }
    feed.update([], { tiktok: { ...tiktok, reconnectionState: 'CONNECTED', health: 'live', cause: null, lostAt: null, degraded } })
    expect(termsOf(screen.getByTestId('degraded'))).toMatchObject({ Waiting: 'removals by TikTok' })
    expect(screen.queryByTestId('estimate')).toBeNull()
    expect(screen.queryByTestId('missed')).toBeNull()
  })

  test('[LD20] the home page offers a TikFinity that runs and is switched off, in one click', async () => {
    const { feed, api } = await home('live')
    const offer = () => screen.queryByRole('button', { name: 'Use TikFinity as a second way' })
    const { tiktok } = feed.bridge.state!
    for (const [place, ready] of [
      [1, true],
      [null, false],
    ] as const) {
      feed.update([], { tiktok: { ...tiktok, ...ways(place, ready) } })
      expect(offer()).toBeNull()
    }
    feed.update([], { tiktok: { ...tiktok, demo: true, ...ways(null, true) } })
    expect(offer()).toBeNull()
    feed.update([], { tiktok: { ...tiktok, ...ways(null, true) } })
    await fireEvent.click(offer()!)
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/tiktok/ways', body: { ways: ['connector', 'tikfinity'] } }])
  })

  test('[LD21] the home page lets the creator say that a name is right', async () => {
    const { commands } = await home('not-found')
    await fireEvent.click(screen.getByRole('button', { name: 'The name is right: keep trying' }))
    await settle()
    expect(commands.sent).toEqual([{ path: '/api/tiktok/keep-trying', body: {} }])
  })
})

describe('Settings', () => {
  test('[SE17] the dock takes keys, says whether there are any, and keeps nothing that was typed', async () => {
    const { feed, api } = openDock({ show: 'live', open: ['ways', 'way-keys'] })
    expect(screen.queryByTestId('sign-key')).toBeNull()
    const { tiktok } = feed.bridge.state!
    const all = (has: boolean): Ways['ways'] => [
      { way: 'connector', place: 0, ready: true, problem: null, hasKey: null },
      { way: 'studio', place: null, ready: false, problem: null, hasKey: has },
      { way: 'euler', place: 1, ready: has, problem: has ? null : 'no-credentials', hasKey: has },
    ]
    feed.update([], { tiktok: { ...tiktok, ways: all(false) } })
    expect(textOf('way-problem')).toBe('It needs a key or credentials. Enter them in the dock, under “Ways into the LIVE”.')
    const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name)
    const [saveKey, saveStudio] = screen.getAllByRole<HTMLButtonElement>('button', { name: 'Save' })
    expect([saveKey!.disabled, saveStudio!.disabled, field('Secret').type]).toEqual([true, true, 'password'])
    await fireEvent.input(field('Your own key for the sign service'), { target: { value: 'my-key' } })
    await fireEvent.click(saveKey!)
    await api.settle()
    for (const [name, value] of Object.entries({ 'App id': 'a', 'Key id': 'k', Secret: 's' })) {
      await fireEvent.input(field(name), { target: { value } })
    }
    await fireEvent.click(saveStudio!)
    await api.settle()
    expect([field('Your own key for the sign service').value, field('App id').value, field('Secret').value]).toEqual(['', '', ''])
    feed.update([], { tiktok: { ...tiktok, ways: all(true) } })
    expect(field('Secret').placeholder).toBe('saved; enter it again to change it')
    for (const forget of screen.getAllByRole('button', { name: 'Forget' })) await fireEvent.click(forget)
    await api.settle()
    expect(api.sent).toEqual([
      { path: '/api/tiktok/keys', body: { signKey: 'my-key' } },
      { path: '/api/tiktok/keys', body: { studio: { appId: 'a', keyId: 'k', secret: 's' } } },
      { path: '/api/tiktok/keys', body: { signKey: null } },
      { path: '/api/tiktok/keys', body: { studio: null } },
    ])
  })
})
