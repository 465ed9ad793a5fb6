import type { Page } from 'playwright-core'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { loadedFonts } from '../support/browser/painted-with.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'
import { event, person } from '../support/fixtures/show.ts'
import { waitFor } from '../support/wait.ts'

let browser: TestBrowser
let bridge: FixtureBridge
beforeAll(async () => {
  bridge = await startFixtureBridge()
  browser = await sharedChromium()
})
afterAll(async () => {
  await browser.close()
  await bridge.close()
})

/** Names, and the font that comes with Standby for each. */
const NAMES = {
  'محمد عبد الرحمن': 'noto-sans-arabic',
  'נועה לוי': 'noto-sans-hebrew',
  สมชาย: 'noto-sans-thai',
  さくら: 'noto-sans-jp',
  这个谢谢: 'noto-sans-sc',
  김민준: 'noto-sans-kr',
  '🎨🇫🇷': 'noto-color-emoji',
}

/** The fonts that a text is painted with, as Chromium tells. */
async function paintedWith(page: Page, text: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument', { depth: -1 })
  await page
    .locator('bdi', { hasText: text })
    .first()
    .evaluate((element) => element.setAttribute('data-probe', ''))
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '[data-probe]' })
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
  await page.evaluate(() => document.querySelector('[data-probe]')?.removeAttribute('data-probe'))
  await session.detach()
  return fonts.map(({ familyName, isCustomFont }) => `${isCustomFont ? 'ours' : 'the system’s'}: ${familyName}`)
}

const loaded = async (page: Page): Promise<string> => (await loadedFonts(page)).join(' ')

describe('Dock', () => {
  test('[DK51] names in every script use fonts that Standby ships, loaded only when they are shown', async () => {
    bridge.show('first-minute')
    const { page, complaints } = await browser.newPage({ viewport: { width: 380, height: 1_400 }, locale: 'en-US' })
    await page.goto(`${bridge.origin}/dock`)
    await page.getByTestId('state').waitFor()
    await page.evaluate(() => document.fonts.ready)
    expect(await loaded(page)).not.toMatch(/noto-sans-(arabic|hebrew|thai|jp|kr|sc)/)
    for (const [at, [name, font]] of Object.entries(NAMES).entries()) {
      bridge.say({
        type: 'update',
        offset: 120 + at,
        state: {},
        events: [event(120 + at, { type: 'follow' }, { user: person(60 + at, name) })],
      })
      await page.locator('bdi', { hasText: name }).first().waitFor()
      await waitFor(async () => (await loaded(page)).includes(font), { what: `the font for ${name}`, timeoutMs: 20_000 })
      await page.evaluate(() => document.fonts.ready)
      await waitFor(async () => (await paintedWith(page, name)).every((one) => one.startsWith('ours')), {
        what: `"${name}" in a font of ours`,
        timeoutMs: 20_000,
      })
    }
    expect(complaints).toEqual([])
    await page.close()
  })

  test('[DK51] and so is the text of the home page', async () => {
    bridge.show('live')
    const { page } = await browser.newPage({ viewport: { width: 1_280, height: 1_000 }, locale: 'en-US' })
    await page.goto(`${bridge.origin}/`)
    await page.waitForSelector('h1')
    expect(await loaded(page)).not.toMatch(/noto-sans-(hebrew|thai|kr|sc)/)
    for (const [name, font] of Object.entries(NAMES)) {
      // As a scene's name would stand there.
      await page.evaluate(
        (text) => document.querySelector('h1')?.append(Object.assign(document.createElement('bdi'), { textContent: text })),
        name,
      )
      await waitFor(async () => (await loaded(page)).includes(font), { what: `the font for ${name}`, timeoutMs: 20_000 })
      await waitFor(async () => (await paintedWith(page, name)).every((one) => one.startsWith('ours')), {
        what: `"${name}" in a font of ours`,
        timeoutMs: 20_000,
      })
    }
    await page.close()
  })
})
