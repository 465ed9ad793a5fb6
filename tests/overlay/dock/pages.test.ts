import { screen, within } from '@testing-library/svelte'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConnectedPage, ObsSourceView } from '@standby/shared/obs-setup.ts'
import { pageRows } from '../../../overlay/src/dock/pages.ts'
import { flat, openDock, tap, textOf, type OpenDock } from '../../support/browser/dock.ts'
import { madeUpPages } from '../../support/fixtures/answers.ts'
import { apiError } from '../../support/fakes/fake-post.ts'

async function pages(): Promise<OpenDock> {
  const dock = openDock({ show: 'live', open: ['pages'] })
  await dock.api.settle()
  return dock
}

const items = (list: string): string[] =>
  within(screen.getByRole('list', { name: list }))
    .getAllByRole('listitem')
    .map((item) => flat(item.textContent))

describe('Dock', () => {
  test('[DK29] our sources in OBS and their pages, then others: alive, visible, and when last heard', async () => {
    const { asks } = await pages()
    expect(items('Sources in OBS')).toEqual([
      'Standby overlay Overlay Running, on air or in the preview visible · last sign 4 s ago Reload',
      'Standby card Standby card Does not respond revived 3 min 10 s ago Reload',
      'Overlay, vertical Overlay Shut down by OBS while hidden Reload',
    ])
    expect(items('Others')).toEqual(['Home in a browser hidden · last sign 8 s ago', 'Dock in OBS visible · last sign 2 s ago'])
    expect(asks.asked).toContain('/api/obs/pages')
  })

  test('[DK29] a source is reloaded, and the result is looked up', async () => {
    const { api, asks } = await pages()
    const before = asks.asked.length
    await tap('Reload Standby card')
    await api.settle()
    expect(api.sent).toEqual([{ path: '/api/obs/pages/reload', body: { inputName: 'Standby card' } }])
    expect(asks.asked.length).toBe(before + 1)
    api.answer(apiError({ code: 'obs-refused', message: 'OBS did not reload it.' }))
    await tap('Reload Standby card')
    await api.settle()
    expect(screen.getByRole('alert').textContent).toContain('OBS did not reload the source.')
  })

  test('[DK29] nothing is asked while the section is closed, nor while the bridge is away', async () => {
    const { feed, asks, api } = openDock({ show: 'live' })
    await api.settle()
    expect(asks.asked).toEqual([])
    await tap('Pages')
    await api.settle()
    expect(asks.asked).toHaveLength(1)
    feed.cut()
    expect(textOf('state')).toBe('Standby is not running')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reload Standby card' }).disabled).toBe(true)
  })

  test('[DK29] every source and every page is listed once, whatever their names', () => {
    const [source] = madeUpPages(0).sources as [ObsSourceView]
    const [page] = madeUpPages(0).pages as [ConnectedPage]
    const names = fc.constantFrom('a', 'b', 'c')
    const sources = fc.uniqueArray(names).map((all) => all.map((inputName) => ({ ...source, inputName })))
    const connected = fc
      .array(fc.record({ source: fc.option(names), connectedAt: fc.nat(9) }))
      .map((all) => all.map((one, id) => ({ ...page, ...one, id })))
    fc.assert(
      fc.property(sources, connected, (given, open) => {
        const { sources: rows, others } = pageRows({ sources: given, pages: open })
        expect(rows.map((row) => row.source)).toEqual(given)
        const shown = [...rows.flatMap((row) => row.page?.id ?? []), ...others.map(({ id }) => id)]
        expect(shown.sort((a, b) => a - b)).toEqual(open.map(({ id }) => id))
        for (const row of rows) if (row.page !== null) expect(row.page.source).toBe(row.source.inputName)
      }),
    )
  })
})
