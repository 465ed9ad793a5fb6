import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { GapRecord } from '@standby/shared/live/gap.ts'
import { en } from '../../../overlay/src/i18n/en.ts'
import { fr } from '../../../overlay/src/i18n/fr.ts'
import { lostInAll, lostText } from '../../../overlay/src/parts/losses.ts'
import Reports from '../../../overlay/src/reports/reports.svelte'
import { renderWithin, settle, type CreatorPage } from '../../support/browser/creator-page.ts'
import { madeUpReport, ROOMS } from '../../support/fixtures/answers.ts'

async function open(asked: string | null, options: Parameters<typeof renderWithin>[3] = {}): Promise<CreatorPage> {
  const page = renderWithin('reports', Reports, { asked }, options)
  page.feed.show('live')
  await settle()
  return page
}

const gap = (estimatedLost: GapRecord['estimatedLost']): GapRecord => ({ estimatedLost, complete: [] }) as unknown as GapRecord

describe('Dock', () => {
  test('[DK75] the page of the reports has the list, the report that is asked for, and the retention', async () => {
    const page = await open(ROOMS[1])
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('After a LIVE')
    expect(screen.getAllByRole('button', { name: /^Report/ }).map((button) => button.getAttribute('aria-expanded'))).toEqual([
      'false',
      'true',
      'false',
    ])
    await settle()
    expect(screen.getByRole('group', { name: 'Report' }).textContent).toContain('Most viewers')
    expect(screen.getByText('Keep past LIVEs for').closest('details')?.open).toBe(false)
    // Another language keeps the report.
    expect(screen.getByRole('link', { name: 'Français' }).getAttribute('href')).toBe(`/reports?lang=fr&report=${ROOMS[1]}`)
    await fireEvent.click(screen.getAllByRole('button', { name: /^Report/ })[1]!)
    expect(screen.queryByRole('group', { name: 'Report' })).toBeNull()
    page.feed.cut()
    expect(screen.getByRole('status').textContent).toContain('cannot reach Standby')
  })

  test('[DK75] what was missed in all gaps is said in the words of the dock', async () => {
    const report = { ...madeUpReport(0, ROOMS[1])!, gapRecords: [gap({ chat: 20, gift: 1 }), gap({ chat: 11.4, gift: 1, follow: 0 })] }
    const path = `/api/history/sessions/${ROOMS[1]}`
    await open(ROOMS[1], { answers: { [path]: report } })
    await settle()
    expect(document.body.textContent).toContain('There were gaps. About 31 messages and 2 gifts are missing here.')
    expect(lostText(gap({ chat: 31, gift: 2 }), en.health)).toBe('about 31 messages and 2 gifts')
    expect(lostInAll([gap({ chat: 31 }), gap(null)], en.health)).toBeNull()
    expect(lostInAll([], en.health)).toBe('')
    expect(lostInAll([gap({ chat: 31, gift: 2, share: 1 })], fr.health)).toBe('31 messages, 2 cadeaux et 1 partage')
  })
})
