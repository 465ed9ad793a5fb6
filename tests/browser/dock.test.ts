import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { axeProblems } from '../support/browser/axe.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { situations, type Situations } from '../support/browser/situations.ts'
import { ROOMS } from '../support/fixtures/answers.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'
import type { FixtureName } from '../support/fixtures/states.ts'
import { waitFor } from '../support/wait.ts'

let browser: TestBrowser
let bridge: FixtureBridge
let shows: Situations
beforeAll(async () => {
  bridge = await startFixtureBridge({ quick: true })
  browser = await sharedChromium()
  shows = situations(browser, bridge, { viewport: { width: 380, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await bridge.close()
})

describe('Dock', () => {
  test('[DK13] a low dock scrolls, and the answer is at its top', async () => {
    const { page } = await shows.at('/dock', 'degraded', { viewport: { width: 300, height: 220 } })
    const box = await page.getByTestId('happened').boundingBox()
    expect(box!.y + box!.height).toBeLessThan(220)
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

  /** Those of axe's rules that look at colours: the others find the same in every look. */
  const COLOURS = ['color-contrast', 'link-in-text-block']

  test.each(['dark', 'light'])('[DK15][DK44] axe finds nothing to fix in the %s dock, in any situation', async (scheme) => {
    const { page } = await shows.at(`/dock?theme=${scheme}`, 'live')
    for (const name of LOOKED_AT) {
      await shows.turnTo(page, name)
      expect(await axeProblems(page, scheme === 'dark' ? {} : { runOnly: COLOURS }), name).toEqual([])
    }
  })

  test('[DK15] nor when the bridge is away', async () => {
    const { page } = await shows.at('/dock', 'bridge-away')
    await waitFor(async () => (await page.getByTestId('state').textContent()) === 'Standby is not running', { what: 'the dock to say so' })
    expect(await axeProblems(page)).toEqual([])
  })

  test('[DK41] the report is saved as a picture', async () => {
    const { page, complaints } = await shows.at(`/dock?report=${ROOMS[1]}`, 'live')
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
  })

  test('[DK14] a section, a choice and a second tap by keyboard alone', async () => {
    const { page } = await shows.at('/dock', 'live')
    const sent = (path: string): boolean => bridge.commands.some((command) => command.path === path)
    await page.getByRole('button', { name: 'Try it' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await waitFor(() => sent('/api/test/event'), { what: 'the test event' })
    await page.getByRole('button', { name: 'Hide something from Maya' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await waitFor(() => sent('/api/moderation/hide'), { what: 'the message to be hidden' })
    await page.getByRole('button', { name: 'Stop' }).focus()
    await page.keyboard.press('Enter')
    expect(sent('/api/tiktok/disconnect')).toBe(false)
    await page.keyboard.press('Enter')
    await waitFor(() => sent('/api/tiktok/disconnect'), { what: 'the command to stop' })
  })

  test('[DK44] the look follows the system, the address and the choice, which is kept', async () => {
    const { page } = await shows.open('/dock', 'live', { colorScheme: 'light' })
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
    const { page } = await shows.open('/dock', 'live', {
      colorScheme: 'light',
      userAgent: 'Mozilla/5.0 Chrome/103.0.5060.134 Safari/537.36 OBS/30.2.3',
    })
    expect(await page.evaluate(() => document.documentElement.getAttribute('data-scheme'))).toBe('dark')
    await page.close()
  })
})
