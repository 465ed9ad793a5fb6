import type { Page } from 'playwright-core'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { axeProblems } from '../support/browser/axe.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { situations, unpainted, type Situations } from '../support/browser/situations.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'
import { FIXTURES, type FixtureName } from '../support/fixtures/states.ts'

// The dock with every section of it open.

const STAYING = (Object.keys(FIXTURES) as FixtureName[]).filter((name) => name !== 'bridge-away')
const SECTIONS = ['obs', 'obs-settings', 'show', 'moderation', 'health', 'look', 'try', 'pages', 'reports', 'retention']

let browser: TestBrowser
let bridge: FixtureBridge
let shows: Situations
beforeAll(async () => {
  bridge = await startFixtureBridge({ quick: true })
  browser = await sharedChromium()
  const before = (page: Page): Promise<unknown> =>
    page.addInitScript((sections) => {
      for (const section of sections) localStorage.setItem(`standby.dock.open.${section}`, 'yes')
    }, SECTIONS)
  shows = situations(browser, bridge, { before, viewport: { width: 380, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await bridge.close()
})

describe('Dock', () => {
  test.each(['en', 'fr'])(
    '[DK13][OV26] the dock fits 300 and 500 px in every situation, in %s, and complains in none',
    async (language) => {
      const { page, complaints } = await shows.at(`/dock?lang=${language}`, 'live', { viewport: { width: 300, height: 800 } })
      // The widest thing there is: a report, and the choice at a message.
      await page
        .getByRole('button', { name: /^(Report|Bilan)/ })
        .nth(1)
        .click()
      await page.getByRole('group', { name: /^(Report|Bilan)$/ }).waitFor()
      await unpainted(page)
      for (const width of [300, 500]) {
        await page.setViewportSize({ width, height: 800 })
        for (const name of STAYING) {
          await shows.turnTo(page, name)
          expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} ${language}`).toBeLessThanOrEqual(width)
          expect(complaints, `${name} ${language}`).toEqual([])
        }
      }
    },
  )

  /** Presses Tab until the focus has come round; what it was on, each with whether it could be seen. */
  async function walk(page: Page): Promise<string[]> {
    const visited: string[] = []
    for (let at = 0; at < 150; at += 1) {
      await page.keyboard.press('Tab')
      const on = await page.evaluate(() => {
        const active = document.activeElement
        if (active === null || active === document.body) return null
        const { outlineStyle, outlineWidth } = getComputedStyle(active)
        const name = active.getAttribute('aria-label') ?? active.textContent
        return `${active.tagName} ${name.trim().slice(0, 30)} ${outlineStyle !== 'none' && outlineWidth !== '0px' ? 'seen' : 'unseen'}`
      })
      if (on === null) break
      visited.push(on)
    }
    return visited
  }

  test('[DK14] the keyboard reaches everything in reading order, and the focus is always visible', async () => {
    const { page } = await shows.at('/dock', 'tended')
    await page.getByRole('button', { name: 'Reload Standby card' }).waitFor()
    const visited = await walk(page)
    expect(visited.filter((one) => one.endsWith('unseen'))).toEqual([])
    const all = await page.evaluate(
      () => document.querySelectorAll('a, button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea').length,
    )
    expect(visited.length).toBe(all)
    const first = ['Stop', 'Standby scene now', 'Pause automation', 'OBS']
    expect(visited.slice(0, 4).map((one, at) => one.includes(first[at]!))).toEqual(first.map(() => true))
  })

  test.each(['dark', 'light'])('[DK15][DK44] axe finds nothing to fix in the %s dock with everything open', async (scheme) => {
    const { page } = await shows.at(`/dock?theme=${scheme}`, 'tended')
    await page
      .getByRole('button', { name: /^Report/ })
      .nth(1)
      .click()
    await page.getByRole('button', { name: 'Hide something from Maya' }).click()
    await page.getByRole('group', { name: 'Report' }).waitFor()
    expect(await axeProblems(page)).toEqual([])
  })
})
