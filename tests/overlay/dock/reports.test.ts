import { fireEvent, screen, within } from '@testing-library/svelte'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NO_MODERATION } from '@standby/shared/settings/moderation.ts'
import { thinned } from '../../../overlay/src/reports/figures.ts'
import { flat, openDock, tap, termsOf, type OpenDock } from '../../support/browser/dock.ts'
import { madeUpHistory, ROOMS } from '../../support/fixtures/answers.ts'
import { viewer } from '../../support/fixtures/show.ts'
import { apiError } from '../../support/fakes/fake-post.ts'

async function reports(options: Parameters<typeof openDock>[0] = {}): Promise<OpenDock> {
  const dock = openDock({ show: 'live', open: ['reports', 'retention'], ...options })
  await dock.api.settle()
  return dock
}

const buttons = (name: RegExp): HTMLButtonElement[] => screen.getAllByRole('button', { name })

async function openReport(dock: OpenDock, at: number): Promise<void> {
  await fireEvent.click(buttons(/^Report/)[at]!)
  await dock.api.settle()
}

describe('Dock', () => {
  test('[DK40] past LIVEs are listed, newest first, and a report opens with length, peaks and supporters', async () => {
    const dock = await reports()
    expect(buttons(/^Report/).map((button) => flat(button.textContent).replace(/^.*[AP]M /, ''))).toEqual([
      '47 min · on now 6.2K Diamonds',
      '2 h 24 min 18.4K+ Diamonds',
      '38 min 310 Diamonds',
    ])
    await openReport(dock, 1)
    const report = screen.getByRole('group', { name: 'Report' })
    expect(termsOf(report)).toEqual({
      Duration: '2 h 24 min',
      'Most viewers': '1.4K',
      'Viewers in total': '9.8K',
      Likes: '48.3K',
      Diamonds: '18.4K+',
      Messages: '902',
      Gifts: '131+',
      'New followers': '44',
      Connected: '98.8%',
      Away: '2 times, 1 min 36 s',
    })
    expect(flat(report.textContent)).toContain('There were gaps')
    expect(within(report).getByRole('img').getAttribute('aria-label')).toMatch(/^Messages per minute over 144 min: at most \d+, on average/)
    expect(
      within(report)
        .getAllByRole('listitem')
        .map((item) => flat(item.textContent))[0],
    ).toMatch(/Maya2\.9K\+$/)
  })

  test('[DK40] whom the creator has hidden is in no report', async () => {
    const dock = await reports()
    await openReport(dock, 1)
    const report = screen.getByRole('group', { name: 'Report' })
    expect(flat(report.textContent)).toContain('Maya')
    dock.feed.update([], { moderation: { ...NO_MODERATION, hiddenUsers: [{ id: viewer(0).id, name: 'Maya' }] } })
    expect(flat(report.textContent)).not.toContain('Maya')
  })

  test('[DK40] what was not known is called unknown, and no gifts are no supporters', async () => {
    const dock = await reports()
    await openReport(dock, 2)
    const report = screen.getByRole('group', { name: 'Report' })
    expect(termsOf(report)).toMatchObject({ 'Most viewers': 'unknown', 'Viewers in total': 'unknown', Away: 'never' })
    expect(flat(report.textContent)).toContain('No gifts were seen.')
  })

  test('[DK41] CSV and NDJSON link to the export; OBS, which saves nothing, links to the report', async () => {
    const dock = await reports()
    await openReport(dock, 1)
    const link = (name: RegExp): string | null => screen.getByRole('link', { name }).getAttribute('href')
    expect(link(/CSV/)).toBe(`/api/history/sessions/${ROOMS[1]}/export?format=csv`)
    expect(link(/NDJSON/)).toBe(`/api/history/sessions/${ROOMS[1]}/export?format=ndjson`)
    expect(screen.getByRole('button', { name: 'Picture (PNG)' })).toBeTruthy()
  })

  test('[DK41] the same inside OBS', async () => {
    const dock = await reports({ inObs: true })
    await openReport(dock, 1)
    expect(screen.queryByRole('link', { name: /CSV/ })).toBeNull()
    const link = screen.getByRole('link', { name: 'Open in your browser to save it' })
    expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual([`/reports?report=${ROOMS[1]}`, '_blank'])
  })

  test('[DK41] the address can ask for a report', async () => {
    const dock = openDock({ show: 'live', report: ROOMS[1] })
    await dock.api.settle()
    expect(flat(screen.getByRole('group', { name: 'Report' }).textContent)).toContain('2 h 24 min')
  })

  test('[DK42] an old LIVE is deleted after a second tap, the one that is on cannot be', async () => {
    const dock = await reports()
    const [name] = buttons(/^Delete/).map((button) => button.getAttribute('aria-label') ?? '')
    expect(buttons(/^Delete/)).toHaveLength(2)
    await openReport(dock, 1)
    await tap(name!)
    expect(dock.api.sent).toEqual([])
    const { sessions, ...rest } = madeUpHistory(dock.feed.bridge.now())
    dock.asks.answer({ '/api/history/sessions': { ...rest, sessions: sessions.filter(({ roomId }) => roomId !== ROOMS[1]) } })
    await tap('Tap again to delete')
    await dock.api.settle()
    expect(dock.api.sent).toEqual([{ path: `/api/history/sessions/${ROOMS[1]}/delete`, body: {} }])
    expect(buttons(/^Report/)).toHaveLength(2)
    expect(screen.queryByRole('group', { name: 'Report' })).toBeNull()
  })

  test('[DK42] how long old LIVEs are kept, with or without a limit; a refusal leaves what was typed', async () => {
    const { api } = await reports()
    const [days, size] = [screen.getByLabelText<HTMLInputElement>('Days'), screen.getByLabelText<HTMLInputElement>('At most, in MB')]
    expect([days.value, size.value]).toEqual(['30', '500'])
    expect(screen.getByText('In use now: 38.4 MB')).toBeTruthy()
    await fireEvent.input(days, { target: { value: '0' } })
    await fireEvent.input(size, { target: { value: '' } })
    api.answer(apiError({ field: 'days', message: 'days: must be a whole number of days, 1 to 3650' }))
    await tap('Save')
    await api.settle()
    expect([days.value, days.getAttribute('aria-invalid')]).toEqual(['0', 'true'])
    api.answer(null)
    await fireEvent.input(days, { target: { value: '90' } })
    await tap('Save')
    await api.settle()
    expect(api.sent.at(-1)).toEqual({ path: '/api/history/retention', body: { days: 90, megabytes: null } })
    expect(screen.getByText('Saved')).toBeTruthy()
  })

  test('[DK40] no answer is said in plain words', async () => {
    const { asks, api } = openDock({ show: 'live' })
    asks.answer({ type: 'no-answer' })
    await tap('After a LIVE')
    await api.settle()
    expect(screen.getByRole('alert').textContent).toContain('Standby did not answer')
  })

  test('[DK40] a long curve keeps its highest points', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 400 }), fc.integer({ min: 1, max: 150 }), (values, count) => {
        const few = thinned(values, count)
        expect(few.length).toBe(Math.min(values.length, count))
        expect(Math.max(0, ...few)).toBe(Math.max(0, ...values))
      }),
    )
  })
})
