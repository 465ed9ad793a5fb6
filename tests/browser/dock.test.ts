import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, type TestBrowser, type TestPage } from '../support/browser/chromium.ts'
import { ROOMS } from '../support/fixtures/answers.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'
import { FIXTURES, type FixtureName } from '../support/fixtures/states.ts'
import { waitFor } from '../support/wait.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const STAYING = (Object.keys(FIXTURES) as FixtureName[]).filter((name) => name !== 'bridge-away')
const SECTIONS = ['obs', 'obs-settings', 'show', 'moderation', 'health', 'look', 'try', 'pages', 'reports', 'retention']

let browser: TestBrowser
let bridge: FixtureBridge
beforeAll(async () => {
  bridge = await startFixtureBridge()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await bridge.close()
})

interface Open extends BrowserContextOptions {
  /** Every section is open. */
  all?: boolean
}

/** A dock that shows a situation. */
async function open(path: string, name: FixtureName, { all = false, ...options }: Open = {}): Promise<TestPage> {
  bridge.show(name)
  const tested = await browser.newPage({ viewport: { width: 380, height: 900 }, ...options })
  if (all) {
    await tested.page.addInitScript((sections) => {
      for (const section of sections) localStorage.setItem(`standby.dock.open.${section}`, 'yes')
    }, SECTIONS)
  }
  await tested.page.goto(bridge.origin + path)
  await tested.page.getByTestId('state').waitFor()
  await tested.page.evaluate(() => document.fonts.ready)
  return tested
}

/** Shows an open dock another situation; returns when it has drawn it. */
async function turnTo(page: Page, name: FixtureName): Promise<void> {
  bridge.show(name)
  await page.waitForTimeout(60)
  await page.evaluate(() => new Promise(requestAnimationFrame))
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } }).axe.run({
      resultTypes: ['violations'],
      iframes: false,
    }),
  )
  return found.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)
}

test.each([300, 500])('[DK13] the dock fits a width of %i in every situation, in both languages, with everything open', async (width) => {
  for (const language of ['en', 'fr']) {
    const { page, complaints } = await open(`/dock?lang=${language}`, 'live', { viewport: { width, height: 800 }, all: true })
    // The widest thing there is: a report, and the choice at a message.
    await page
      .getByRole('button', { name: /^(Report|Bilan)/ })
      .nth(1)
      .click()
    await page.getByRole('group', { name: /^(Report|Bilan)$/ }).waitFor()
    for (const name of STAYING) {
      await turnTo(page, name)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} ${language}`).toBeLessThanOrEqual(width)
    }
    expect(complaints).toEqual([])
    await page.close()
  }
})

test('[DK13] a dock of little height is scrolled, and the answer stands at its top', async () => {
  const { page } = await open('/dock', 'degraded', { viewport: { width: 300, height: 220 } })
  const box = await page.getByTestId('happened').boundingBox()
  expect(box!.y + box!.height).toBeLessThan(220)
  await page.close()
})

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

test('[DK14] the keyboard reaches everything, in the order it is read, and the focus is always in sight', async () => {
  const { page } = await open('/dock', 'tended', { all: true })
  await page.getByRole('button', { name: 'Reload Standby card' }).waitFor()
  const visited = await walk(page)
  expect(visited.filter((one) => one.endsWith('unseen'))).toEqual([])
  const all = await page.evaluate(
    () => document.querySelectorAll('a, button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea').length,
  )
  expect(visited.length).toBe(all)
  const first = ['Reconnect now', 'Stop', 'Standby scene now', 'Pause automation', 'OBS']
  expect(visited.slice(0, 5).map((one, at) => one.includes(first[at]!))).toEqual(first.map(() => true))
  await page.close()
})

test('[DK14] a section, a choice and a second tap by keyboard alone', async () => {
  const { page } = await open('/dock', 'live')
  const sent = (path: string): boolean => bridge.commands.some((command) => command.path === path)
  await page.getByRole('button', { name: 'Try it' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await waitFor(() => sent('/api/test/event'), { what: 'the test event' })
  await page.getByRole('button', { name: 'Hide something of Maya' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await waitFor(() => sent('/api/moderation/hide'), { what: 'the message to be hidden' })
  await page.getByRole('button', { name: 'Stop' }).focus()
  await page.keyboard.press('Enter')
  expect(sent('/api/tiktok/disconnect')).toBe(false)
  await page.keyboard.press('Enter')
  await waitFor(() => sent('/api/tiktok/disconnect'), { what: 'the command to stop' })
  await page.close()
})

const LOOKED_AT: FixtureName[] = [
  'live',
  'tended',
  'after-drops',
  'unstable',
  'reconnecting',
  'degraded',
  'degraded-blind',
  'network',
  'blocked',
  'rate-limited',
  'breaker-open',
  'stalled',
  'protocol',
  'auth',
  'not-found',
  'failed',
  'every-alert',
  'waiting-for-live',
  'paused',
  'stopped',
  'idle',
  'connecting',
  'demo-drop',
  'obs-waiting',
  'obs-wrong-password',
  'obs-kicked',
  'obs-no-scene',
  'obs-source',
  'obs-flapping',
  'obs-paused',
  'obs-trouble',
]

test.each(['dark', 'light'])('[DK15][DK44] axe finds nothing to mend in the %s dock, in any situation', async (scheme) => {
  const { page } = await open(`/dock?theme=${scheme}`, 'live')
  await page.evaluate(AXE)
  for (const name of LOOKED_AT) {
    await turnTo(page, name)
    expect(await violations(page), name).toEqual([])
  }
  await page.close()
})

test.each(['dark', 'light'])('[DK15][DK44] nor in the %s dock with everything open', async (scheme) => {
  const { page } = await open(`/dock?theme=${scheme}`, 'tended', { all: true })
  await page
    .getByRole('button', { name: /^Report/ })
    .nth(1)
    .click()
  await page.getByRole('button', { name: 'Hide something of Maya' }).click()
  await page.getByRole('group', { name: 'Report' }).waitFor()
  await page.evaluate(AXE)
  expect(await violations(page)).toEqual([])
  await page.close()
})

test('[DK15] nor when the bridge is away', async () => {
  const { page } = await open('/dock', 'bridge-away')
  await waitFor(async () => (await page.getByTestId('state').textContent()) === 'Standby is not running', { what: 'the dock to say so' })
  await page.evaluate(AXE)
  expect(await violations(page)).toEqual([])
  await page.close()
})

test('[DK44] the look follows the system, the address and the choice, which is kept', async () => {
  const { page } = await open('/dock', 'live', { colorScheme: 'light' })
  const scheme = (): Promise<string | null> => page.evaluate(() => document.documentElement.getAttribute('data-scheme'))
  expect(await scheme()).toBe('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await waitFor(async () => (await scheme()) === 'dark', { what: 'the dock to turn dark' })
  await page.getByLabel('Look of this dock').selectOption('light')
  expect(await scheme()).toBe('light')
  await page.reload()
  await page.getByTestId('state').waitFor()
  expect(await scheme()).toBe('light')
  await page.goto(`${bridge.origin}/dock?theme=dark`)
  await page.getByTestId('state').waitFor()
  expect(await scheme()).toBe('dark')
  await page.close()
})

test('[DK44] inside OBS it is dark, whatever the system says', async () => {
  const { page } = await open('/dock', 'live', {
    colorScheme: 'light',
    userAgent: 'Mozilla/5.0 Chrome/103.0.5060.134 Safari/537.36 OBS/30.2.3',
  })
  expect(await page.evaluate(() => document.documentElement.getAttribute('data-scheme'))).toBe('dark')
  await page.close()
})

test('[DK41] the report is saved as a picture', async () => {
  const { page, complaints } = await open(`/dock?report=${ROOMS[1]}`, 'live')
  const button = page.getByRole('button', { name: 'Picture (PNG)' })
  await button.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  expect(download.suggestedFilename()).toMatch(/^standby-live-\d{4}-\d\d-\d\d\.png$/)
  const picture = PNG.sync.read(readFileSync(await download.path()))
  expect([picture.width, picture.height]).toEqual([1080, 1350])
  const colours = new Set<number>()
  for (let at = 0; at < picture.data.length; at += 4) colours.add(picture.data.readUInt32BE(at))
  expect(colours.size).toBeGreaterThan(200)
  expect(complaints).toEqual([])
  await page.close()
})
