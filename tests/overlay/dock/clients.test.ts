import { screen, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { TikFinityView } from '@standby/shared/tikfinity.ts'
import { flat, openDock, regionText, tap, type OpenDock } from '../../support/browser/dock.ts'
import { madeUpClients } from '../../support/fixtures/answers.ts'

async function clients(change: (view: TikFinityView) => Partial<TikFinityView> = () => ({})): Promise<OpenDock> {
  const dock = openDock({ show: 'live' })
  const view = madeUpClients(dock.feed.bridge.now())
  dock.asks.answer({ '/api/tikfinity': { ...view, ...change(view) } })
  await tap('Widgets and games')
  await dock.api.settle()
  return dock
}

const items = (list: string): string[] =>
  within(screen.getByRole('list', { name: list }))
    .getAllByRole('listitem')
    .map((item) => flat(item.textContent))

describe('Dock', () => {
  test('[DK61] who listens, who was refused and who is allowed, each by its host or its own name', async () => {
    await clients()
    expect(items('Listening now')).toEqual([
      'Python/3.13 websockets/15.0 for 47 min',
      'widgets.example for 12 min',
      'A program or a file for 9 s',
    ])
    expect(items('Refused web pages')).toEqual(['stranger.example Allow'])
    expect(items('Allowed web pages')).toEqual(['widgets.example Remove'])
    expect(regionText('Widgets and games')).toContain('ws://localhost:21213')
  })

  test('[DK61] one click allows a refused page, and one takes it back', async () => {
    const { api } = await clients()
    await tap('Allow stranger.example')
    await api.settle()
    await tap('Remove widgets.example')
    await api.settle()
    expect(api.sent).toEqual([
      { path: '/api/tikfinity/origins', body: { origin: 'https://stranger.example', allowed: true } },
      { path: '/api/tikfinity/origins', body: { origin: 'https://widgets.example', allowed: false } },
    ])
  })

  test.each([
    ['tikfinity', 'TikFinity itself has this port'],
    ['standby', 'Another Standby has this port'],
    ['other', 'Another program has this port'],
  ] as const)('[DK62] if the port is taken by %s the card says so, and asks for it only when told to', async (by, text) => {
    const { api } = await clients(() => ({ socket: { state: 'taken', by } }))
    expect(regionText('Widgets and games')).toContain(text)
    expect(api.sent).toEqual([])
    await tap('Try again')
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/tikfinity', body: { on: true } }])
  })

  test('[DK62] a switch turns the socket off, and nothing is asked while the section is closed', async () => {
    const { api, asks } = openDock({ show: 'live' })
    await api.settle()
    expect(asks.asked).not.toContain('/api/tikfinity')
    await tap('Widgets and games')
    await api.settle()
    screen.getByRole('switch', { name: 'Serve them' }).click()
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/tikfinity', body: { on: false } }])
  })
})
