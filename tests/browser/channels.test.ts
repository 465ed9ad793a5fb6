import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axeProblems } from '../support/browser/axe.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { situations, type Situations } from '../support/browser/situations.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'

let browser: TestBrowser
let bridge: FixtureBridge
let shows: Situations
beforeAll(async () => {
  ;[browser, bridge] = await Promise.all([sharedChromium(), startFixtureBridge({ quick: true })])
  shows = situations(browser, bridge)
})
afterAll(async () => {
  await browser.close()
  await bridge.close()
})

describe('Several channels', () => {
  test.each(['dark', 'light'] as const)('[CL9] axe finds nothing to fix in the list of a thousand channels, in %s', async (colorScheme) => {
    const { page } = await shows.at('/channels', 'live')
    await page.emulateMedia({ colorScheme })
    await page.getByRole('row').first().waitFor()
    expect(await axeProblems(page)).toEqual([])
  })

  test('[CL9] the keyboard goes to the end of the list, and what is drawn stays a screenful', async () => {
    const { page } = await shows.at('/channels', 'live', { fresh: true })
    await page.setViewportSize({ width: 1280, height: 800 })
    const table = page.getByRole('grid')
    await page.getByRole('row').first().waitFor()
    await table.focus()
    await page.keyboard.press('End')
    const last = page.locator('[aria-rowindex="1000"]')
    await last.waitFor()
    expect(await last.getAttribute('aria-selected')).toBe('true')
    expect(
      await last.evaluate((row) => row.getBoundingClientRect().bottom <= row.closest('[role=grid]')!.getBoundingClientRect().bottom + 1),
    ).toBe(true)
    expect(await page.getByRole('row').count()).toBeLessThan(40)
  })

  test('[CL9] problems come first, and a search leaves only what was looked for', async () => {
    const { page } = await shows.at('/channels', 'live', { fresh: true })
    await page.getByRole('row').first().waitFor()
    expect(await page.getByRole('row').first().textContent()).toContain('Needs you')
    await page.getByLabel('Search by name').fill('@hana')
    await page.getByText('@hana.draws').waitFor()
    expect(await page.getByRole('row').count()).toBe(1)
    await page.getByLabel('Search by name').fill('nobody at all')
    await page.getByText('No channel has “nobody at all” in its name.').waitFor()
  })

  test('[CL9] nothing is cut off on a narrow page: the list scrolls, and the page does not', async () => {
    const { page } = await shows.at('/channels', 'live', { fresh: true })
    await page.setViewportSize({ width: 420, height: 800 })
    await page.getByRole('row').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})
