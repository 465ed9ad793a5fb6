import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import type { Moderation } from '@standby/shared/settings/moderation.ts'
import type { OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { sharedChromium, type TestBrowser, type TestPage } from '../support/browser/chromium.ts'
import { waitFor } from '../support/wait.ts'

// The dock with a real bridge behind it, and its demo LIVE.

let browser: TestBrowser
let bridge: TestBridge
beforeAll(async () => {
  bridge = await startBridge({ readyMs: 90_000 })
  browser = await sharedChromium()
  await waitFor(async () => (await ask<TikTokStatus>('/api/tiktok/status')).health === 'live', { what: 'the demo', timeoutMs: 40_000 })
})
afterAll(async () => {
  await browser.close()
  await bridge.stop()
})

async function ask<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(bridge.origin + path)).json()) as Answer
}

async function open(path: string): Promise<TestPage> {
  const tested = await browser.newPage({ viewport: { width: 380, height: 1_400 }, locale: 'en-US' })
  await tested.page.addInitScript(() => {
    for (const section of ['look', 'moderation', 'pages', 'reports', 'try']) localStorage.setItem(`standby.dock.open.${section}`, 'yes')
  })
  await tested.page.goto(bridge.origin + path)
  await tested.page.waitForSelector('main')
  return tested
}

/** The dock that these tests share, one after the other, as a creator has one open all the time. */
let kept: Promise<TestPage> | null = null
const dock = (): Promise<TestPage> => (kept ??= open('/dock'))

/** Waits until the dock reads so. */
function reads(page: Page, id: string, text: string, timeoutMs = 20_000): Promise<unknown> {
  return waitFor(async () => (await page.getByTestId(id).textContent()) === text, { what: `"${text}" in the dock`, timeoutMs })
}

describe('Dock', () => {
  test('[DK45] two docks at once agree, and the bridge with them', async () => {
    const [one, other] = await Promise.all([dock(), open('/dock')])
    await one.page.getByLabel('Theme').selectOption('minimal')
    await waitFor(async () => (await other.page.getByLabel('Theme').inputValue()) === 'minimal', { what: 'the theme in the other dock' })
    await other.page.getByRole('switch', { name: 'Mirror all texts' }).click()
    await one.page.getByRole('switch', { name: 'Mirror all texts', checked: true }).waitFor()
    await one.page.getByLabel('Blocked words').fill('Banana\n')
    await one.page.getByRole('button', { name: 'Save words' }).click()
    await waitFor(async () => (await other.page.getByLabel('Blocked words').inputValue()) === 'banana', {
      what: 'the word in the other dock',
    })
    expect(await ask<OverlaySettings>('/api/overlay/settings')).toMatchObject({ theme: 'minimal', mirrored: true })
    expect((await ask<Moderation>('/api/moderation')).blockedWords).toEqual(['banana'])
    expect([...one.complaints, ...other.complaints]).toEqual([])
    await other.page.close()
  })

  test('[DK38] a custom goal is made and counted', async () => {
    const { page } = await dock()
    await page.getByRole('button', { name: 'Add a goal' }).click()
    await page.getByLabel('New goal: kind').selectOption('custom')
    await page.getByRole('button', { name: 'Put on air' }).click()
    const more = page.getByRole('button', { name: 'One more' })
    await more.click()
    await page.getByText('1 of 10', { exact: true }).waitFor()
    await more.click()
    await page.getByText('2 of 10', { exact: true }).waitFor()
    expect((await ask<OverlaySettings>('/api/overlay/settings')).goals).toEqual([{ kind: 'custom', title: '', target: 10, current: 2 }])
  })

  test('[DK33] who is hidden from a row is hidden for every page, and comes back from the list', async () => {
    const { page } = await dock()
    const row = page.getByRole('button', { name: /^Hide something from/ }).first()
    await row.click()
    await page.getByRole('button', { name: 'Hide this viewer' }).click()
    const again = page.getByRole('button', { name: /^Show again: / })
    await again.waitFor()
    expect((await ask<Moderation>('/api/moderation')).hiddenUsers).toHaveLength(1)
    await again.click()
    await page.getByText('Nobody is hidden.').waitFor()
    expect((await ask<Moderation>('/api/moderation')).hiddenUsers).toEqual([])
  })

  test('[DK39] every kind of test event is taken', async () => {
    const { page, complaints } = await dock()
    const sentAt: number[] = []
    for (const kind of ['Chat', 'Gift', 'Follow', 'Share', 'Join', 'Subscription', 'Back again']) {
      // Five in a second are the most that is taken.
      await waitFor(() => Date.now() - (sentAt.at(-5) ?? 0) > 1_000, { what: 'the first of five to be a second ago', everyMs: 20 })
      await page.getByRole('button', { name: `Test: ${kind}` }).click()
      await page.getByText(`Sent: ${kind}`).waitFor()
      sentAt.push(Date.now())
    }
    expect(complaints).toEqual([])
  })

  test('[DK29] the open pages are listed', async () => {
    const overlay = await open('/overlay')
    const { page } = await dock()
    await page.getByRole('list', { name: 'Others' }).getByText('Overlay').waitFor()
    await overlay.page.close()
    await waitFor(async () => !(await page.getByRole('list', { name: 'Others' }).textContent())?.includes('Overlay'), {
      what: 'the overlay to be gone from the list',
      timeoutMs: 20_000,
    })
  })

  test('[DK40][DK41] the report of the LIVE that is on, and its export', async () => {
    const { page } = await dock()
    await page
      .getByRole('button', { name: /^Report/ })
      .first()
      .click()
    const report = page.getByRole('group', { name: 'Report' })
    await report.getByText('Most viewers').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), report.getByRole('link', { name: 'NDJSON' }).click()])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
    await page.getByRole('button', { name: 'Keep past LIVEs for' }).click()
    await page.getByLabel('Days').fill('12')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('region', { name: 'After a LIVE' }).getByText('Saved', { exact: true }).waitFor()
    expect(await ask('/api/history/sessions')).toMatchObject({ retention: { days: 12, megabytes: null } })
  })

  test('[DK4] stop and start, by keyboard', async () => {
    const { page } = await dock()
    await reads(page, 'state', 'Live')
    await page.getByRole('button', { name: 'Stop' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await reads(page, 'state', 'Stopped')
    await page.getByRole('button', { name: 'Start' }).focus()
    await page.keyboard.press('Enter')
    await reads(page, 'state', 'Live', 40_000)
  })

  test('[DK46] over a crash of the bridge the dock says so, and comes back by itself with what is so', async () => {
    const { page } = await dock()
    await reads(page, 'state', 'Live')
    await page.getByLabel('Theme').selectOption('solid')
    await waitFor(async () => (await ask<OverlaySettings>('/api/overlay/settings')).theme === 'solid', { what: 'the theme to be saved' })
    const { port, dataDir } = bridge
    await bridge.kill()
    await reads(page, 'state', 'Standby is not running')
    bridge = await startBridge({ dataDir, env: { STANDBY_PORT: String(port) }, readyMs: 90_000 })
    await reads(page, 'state', 'Live', 60_000)
    expect(await page.getByLabel('Theme').inputValue()).toBe('solid')
  })
})
