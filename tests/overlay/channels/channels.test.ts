import { fireEvent, screen, within } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { describe, expect, test } from 'vitest'
import type { ChannelView } from '@standby/shared/channels.ts'
import Channels from '../../../overlay/src/channels/channels.svelte'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { renderWithin, settle, type CreatorPageOptions } from '../../support/browser/creator-page.ts'

const view = (username: string, more: Partial<ChannelView> = {}): ChannelView => ({
  username,
  first: false,
  health: 'live',
  reconnectionState: 'CONNECTED',
  since: 1_000,
  liveSince: 1_000,
  cause: null,
  nextAttemptAt: null,
  alerts: [],
  viewers: 12,
  diamonds: 3_400,
  ...more,
})

async function open(channels: ChannelView[], { fixed = false, ...options }: CreatorPageOptions & { fixed?: boolean } = {}) {
  const answers = { '/api/channels': { channels, fixed, now: 61_000 } }
  const page = renderWithin('channels', Channels, {}, { answers, ...options })
  await settle()
  return page
}

const rows = (): HTMLElement[] => screen.getAllByRole('row')

describe('Several channels', () => {
  test('[CL9] a line says the state in a word, what is wrong, and the figures', async () => {
    await open([
      view('anna', { first: true }),
      view('ben', { health: 'degraded', reconnectionState: 'RECONNECTING', cause: { kind: 'sign', detail: '', at: 0 } }),
    ])
    const [ben, anna] = rows().map((row) => row.textContent.replace(/\s+/g, ' '))
    expect(ben).toMatch(/On its way back @ben.*sign service.*not answering/)
    expect(anna).toMatch(/Live @anna ?first.*Live for 1 min.*12.*viewers.*3\.4K.*diamonds/)
    expect(screen.getByRole('status').textContent).toBe('2 channels · 1 live · no problems')
  })

  test('[CL9] of a thousand channels the page draws those that can be seen', async () => {
    await open(Array.from({ length: 1_000 }, (_, index) => view(`name${index}`)))
    expect(rows().length).toBeLessThan(40)
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('1000')
  })

  test('[CL9] the arrows move through the list, and keys of a link within it keep their meaning', async () => {
    await open(['a1', 'b1', 'c1'].map((name) => view(name)))
    const table = screen.getByRole('grid')
    await fireEvent.keyDown(table, { key: 'ArrowDown' })
    flushSync()
    expect(rows().map((row) => row.getAttribute('aria-selected'))).toEqual(['false', 'true', 'false'])
    await fireEvent.keyDown(within(rows()[0]!).getAllByRole('link')[0]!, { key: 'End' })
    flushSync()
    expect(rows()[1]!.getAttribute('aria-selected')).toBe('true')
  })

  test('[CL2] links lead to the pages of the channel, those of the first one to the usual addresses', async () => {
    await open([view('anna', { first: true }), view('ben')], { hash: '#token=abc' })
    const links = rows().map((row) =>
      within(row)
        .getAllByRole('link')
        .map((link) => link.getAttribute('href')),
    )
    expect(links).toEqual([
      ['/dock#token=abc', '/overlay#token=abc', '/standby#token=abc'],
      ['/dock?channel=ben#token=abc', '/overlay?channel=ben#token=abc', '/standby?channel=ben#token=abc'],
    ])
  })

  test('[CL5] a channel is added by its name, and removed with a second tap', async () => {
    const { api } = await open([view('anna', { first: true }), view('ben')])
    await fireEvent.input(screen.getByLabelText('Add a channel'), { target: { value: '@cleo' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Add' }))
    await settle()
    const remove = screen.getByRole('button', { name: 'Remove @ben' })
    await fireEvent.click(remove)
    expect(api.sent).toEqual([{ path: '/api/channels', body: { username: '@cleo' } }])
    await fireEvent.click(remove)
    await settle()
    expect(api.sent.at(-1)).toEqual({ path: '/api/channels/remove', body: { username: 'ben' } })
    expect(screen.queryByRole('button', { name: 'Remove @anna' })).toBeNull()
  })

  test('[CL7] a list of the environment has no buttons, and says where it is set', async () => {
    await open([view('anna', { first: true }), view('ben')], { fixed: true })
    expect(screen.queryByLabelText('Add a channel')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Remove @ben' })).toBeNull()
    expect(screen.getByText(/STANDBY_CHANNELS/)).toBeTruthy()
  })

  test('[CL9] an empty list, and a search that finds nothing, say what to do', async () => {
    await open([])
    expect(screen.getByText(/There are no channels yet/)).toBeTruthy()
  })

  test('[CL9] the order is kept for the next visit', async () => {
    const kept: Record<string, string> = {}
    const preferences = { read: (name: string) => kept[name] ?? null, write: (name: string, value: string) => void (kept[name] = value) }
    await open([view('anna'), view('ben', { viewers: 99 })], { preferences, catalogue: fr })
    await fireEvent.change(screen.getByLabelText('Ordre'), { target: { value: 'viewers' } })
    flushSync()
    expect(kept['channels-order']).toBe('viewers')
    expect(rows()[0]!.textContent).toContain('@ben')
  })
})
