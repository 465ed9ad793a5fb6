import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { AxeResults } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, waitForMovement, type TestBrowser, type TestPage } from '../support/browser/chromium.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'
import { FIXTURES, type FixtureName } from '../support/fixtures/states.ts'
import { opacity } from '../support/browser/pixels.ts'
import { waitFor } from '../support/wait.ts'

const VERTICAL = { width: 1080, height: 1920 }
const WIDE = { width: 1920, height: 1080 }
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const STAYING = (Object.keys(FIXTURES) as FixtureName[]).filter((name) => name !== 'bridge-away')

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

/** A page that shows a situation; what was asked of it has been drawn. */
async function open(path: string, name: FixtureName, options: BrowserContextOptions = {}): Promise<TestPage> {
  bridge.show(name)
  const tested = await browser.newPage(options)
  await tested.page.goto(bridge.origin + path)
  await tested.page.waitForSelector('main')
  await tested.page.evaluate(() => document.fonts.ready)
  return tested
}

/** Shows an open page another situation; returns when it has drawn it. */
async function turnTo(page: Page, name: FixtureName): Promise<void> {
  bridge.show(name)
  await page.waitForTimeout(60)
  await page.evaluate(() => new Promise(requestAnimationFrame))
}

/** Waits for everything that enters to have entered. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const entering = document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.all(entering.map((animation) => animation.finished))
  })
}

/** Animations that move now, by name. */
function running(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.playState === 'running')
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'transition')),
  )
}

test('[OV24] the overlay’s script is at most 35 kB gzipped', async () => {
  bridge.show('live')
  const { page } = await browser.newPage()
  const scripts: string[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.url())
  })
  await page.goto(`${bridge.origin}/overlay`)
  await page.waitForSelector('li')
  const sizes = await Promise.all(scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`overlay: ${(bytes / 1000).toFixed(1)} kB of script, gzipped`)
  expect(bytes).toBeLessThanOrEqual(35_000)
  await page.close()
})

test('[OV25] where the overlay shows nothing the video shows through', async () => {
  const { page } = await open('/overlay', 'live', { viewport: VERTICAL })
  const { clearShare, opaqueShare } = opacity(await page.screenshot({ omitBackground: true }))
  expect(clearShare).toBeGreaterThan(0.8)
  expect(opaqueShare).toBeLessThan(0.1)
  await page.close()
})

test.each(['/overlay', '/standby', '/dock', '/'])(
  '[OV26] in no situation %s complains or asks anything of another computer',
  async (path) => {
    const { page, complaints } = await open(path, 'live')
    for (const name of STAYING) {
      await turnTo(page, name)
      expect(complaints, name).toEqual([])
    }
    await page.close()
  },
)

test.each([VERTICAL, WIDE])('[OV27] hard texts stay inside the safe zones of $width × $height', async (viewport) => {
  const { page } = await open('/overlay', 'scripts', { viewport })
  await page.waitForSelector('article')
  await settled(page)
  const outside = await page.evaluate(() => {
    const zone = document.querySelector('main')!.getBoundingClientRect()
    const parts = [...document.querySelectorAll('.counters, article, article *, ol, li, p, .name')].filter((part) => {
      // A message for which there is no room stands beside the list, cut off.
      const list = part.closest('ol')?.getBoundingClientRect()
      return part.checkVisibility() && (list === undefined || part.getBoundingClientRect().left < list.right - 1)
    })
    return parts
      .map((part) => ({ part, box: part.getBoundingClientRect() }))
      .filter(({ box }) => box.left < zone.left - 1 || box.right > zone.right + 1 || box.bottom > zone.bottom + 1)
      .map(({ part }) => part.outerHTML.slice(0, 120))
  })
  expect(outside).toEqual([])
  const zone = await page.locator('main').boundingBox()
  expect(zone!.y).toBeGreaterThan(viewport.height * 0.04)
  expect(viewport.width - zone!.x - zone!.width).toBeGreaterThan(viewport.width * 0.03)
  await page.close()
})

test('[OV28] while OBS hides the source nothing moves, and it moves again when it is shown', async () => {
  const { page } = await open('/overlay', 'reconnecting')
  const hidden = (visible: boolean): Promise<void> =>
    page.evaluate((detail) => void window.dispatchEvent(new CustomEvent('obsSourceVisibleChanged', { detail })), { visible })
  await waitFor(async () => (await running(page)).some((name) => name.includes('turn')), { what: 'the badge to turn' })
  await hidden(false)
  expect(await running(page)).toEqual([])
  await hidden(true)
  expect(await running(page)).not.toEqual([])
  await page.close()
})

test('[OV29] where less motion is asked for the overlay stands still', async () => {
  const { page } = await open('/overlay', 'reconnecting', { reducedMotion: 'reduce' })
  expect(await page.getByTestId('badge').isVisible()).toBe(true)
  expect(await running(page)).toEqual([])
  await page.close()
})

test.each<[FixtureName, BrowserContextOptions]>([
  ['degraded', {}],
  ['live', {}],
  ['bridge-away', {}],
  ['degraded', { reducedMotion: 'reduce' }],
])('[OV30] the card moves: %s %o', async (name, options) => {
  const { page } = await open('/standby', name, options)
  // What enters once has entered; from here on only what never stops is left.
  await page.waitForTimeout(1_500)
  expect(await waitForMovement(page, { leastShare: 0.01 })).toBeGreaterThan(0.01)
  await page.close()
})

test.each(['/overlay', '/standby'])('[OV31] %s animates only what the compositor moves by itself', async (path) => {
  const { page } = await open(path, 'busy')
  const moved = await page.evaluate(() => {
    const inside = (rule: CSSRule): CSSRule[] =>
      'cssRules' in rule ? [rule, ...[...(rule as CSSGroupingRule).cssRules].flatMap(inside)] : [rule]
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].flatMap(inside))
    const frames = rules.filter((rule) => rule instanceof CSSKeyframeRule).flatMap((rule) => [...rule.style])
    const transitions = rules.filter((rule) => rule instanceof CSSStyleRule).map((rule) => rule.style.transitionProperty)
    return [...new Set([...frames, ...transitions])].filter((name) => name !== '' && name !== 'none')
  })
  expect(moved.length).toBeGreaterThan(0)
  expect(moved.filter((name) => !['transform', 'opacity'].includes(name))).toEqual([])
  await page.close()
})

const LANGUAGES = ['en', 'fr']

test.each([VERTICAL, WIDE])('[OV32] the card fits $width × $height in every situation, in both languages', async (viewport) => {
  for (const language of LANGUAGES) {
    const { page } = await open(`/standby?lang=${language}`, 'live', { viewport, reducedMotion: 'reduce' })
    for (const name of STAYING) {
      await turnTo(page, name)
      const outside = await page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .map((part) => ({ part, box: part.getBoundingClientRect() }))
          .filter(({ box }) => box.top < 0 || box.left < 0 || box.right > innerWidth || box.bottom > innerHeight)
          .map(({ part }) => part.outerHTML.slice(0, 120)),
      )
      expect(outside, `${name} ${language}`).toEqual([])
    }
    await page.close()
  }
})

test.each<[string, FixtureName]>([
  ['/', 'demo'],
  ['/', 'obs-wrong-password'],
  ['/', 'unstable'],
  ['/standby', 'degraded'],
  ['/overlay', 'busy'],
])('[DK15] axe finds nothing to mend on %s while %s', async (path, name) => {
  const { page } = await open(path, name)
  await page.waitForTimeout(900)
  await page.evaluate(AXE)
  // The overlay stands over video: its contrast is looked at in pictures, over dark and bright ground.
  const options = { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: path !== '/overlay' } }, iframes: false }
  const results = await page.evaluate(
    (given) => (window as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } }).axe.run(given),
    options,
  )
  expect(results.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  await page.close()
})
