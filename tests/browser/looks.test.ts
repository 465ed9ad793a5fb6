import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { DEFAULT_CARD } from '@standby/shared/settings/card-settings.ts'
import { DEFAULT_LOOK, type LookSettings } from '@standby/shared/settings/look-settings.ts'
import { DEFAULT_OVERLAY, OVERLAY_PARTS, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import { SHIPPED_LOOK_IDS, SHIPPED_LOOKS, type ShippedLookId } from '@standby/shared/settings/shipped-looks.ts'
import type { FeedState } from '@standby/shared/protocol.ts'
import { axeProblems } from '../support/browser/axe.ts'
import { faintOverVideo, faintTexts, glyphsOf, still, textBoxes } from '../support/browser/contrast.ts'
import { fixtureStage } from '../support/browser/fixture-stage.ts'
import { drawn } from '../support/drawn.ts'
import { waitFor } from '../support/wait.ts'

/** Smaller than in OBS, in the same proportions: comparing pictures takes time. */
const UPRIGHT = { width: 720, height: 1280 }
const GOALS: OverlaySettings['goals'] = [
  { kind: 'likes', title: '', target: 50_000, current: 0 },
  { kind: 'diamonds', title: 'A goal with quite a long title of its own', target: 6_000, current: 0 },
]
const parts = { ...DEFAULT_OVERLAY.parts }
for (const part of OVERLAY_PARTS) parts[part] = { ...parts[part], on: true }

const stage = fixtureStage()

/** What the feed says while this look is in force. */
function wearing(id: ShippedLookId, more: Partial<FeedState> = {}): Partial<FeedState> {
  const { theme, ...style } = SHIPPED_LOOKS[id]
  return { look: { ...DEFAULT_LOOK, ...style }, overlay: { ...DEFAULT_OVERLAY, theme, parts, goals: GOALS }, ...more }
}

const at = async (path: string, change: Partial<FeedState>, name: 'busy' | 'degraded' = 'busy'): Promise<Page> =>
  (await stage.shows.at(path, name, { change, viewport: UPRIGHT, reducedMotion: 'reduce', fresh: true })).page

/** The page has the look on: its font, if it has one of its own, and its colours. */
async function dressed(page: Page): Promise<void> {
  const isOn = (): Promise<boolean> =>
    page.evaluate(() => [...document.querySelectorAll('head style')].some((style) => style.textContent.includes('--standby-look-font')))
  await waitFor(isOn, { what: 'the look' })
  await stage.shows.drawn(page)
}

/** The family that the browser drew most letters of this element with. */
async function drawnWith(page: Page, selector: string): Promise<string> {
  const client = await page.context().newCDPSession(page)
  await client.send('DOM.enable')
  await client.send('CSS.enable')
  const { root } = await client.send('DOM.getDocument')
  const { nodeId } = await client.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const { fonts } = await client.send('CSS.getPlatformFontsForNode', { nodeId })
  await client.detach()
  return fonts.sort((a, b) => b.glyphCount - a.glyphCount)[0]?.familyName ?? ''
}

describe('Overlay and standby card', () => {
  test.each(drawn(SHIPPED_LOOK_IDS, 3))('[OV72] in the look %s every word of overlay and card stands out', async (id) => {
    const page = await at('/overlay', wearing(id))
    await dressed(page)
    await still(page)
    const faint = await faintOverVideo(page, 12)

    const card = await at('/standby', wearing(id), 'degraded')
    await dressed(card)
    const isDark = await card.evaluate(() => getComputedStyle(document.body).color === 'rgb(255, 255, 255)')
    const glyphs = await glyphsOf(card, `.backdrop { visibility: hidden } body { background: ${isDark ? '#000' : '#fff'} !important }`)
    faint.push(...(await faintTexts(card, await textBoxes(card), glyphs)).map((text) => `card: ${text}`))
    expect(faint).toEqual([])
  })

  test.each(['neon', 'sky'] as const)('[OV72] in the look %s the card’s words stand out over white and black pictures', async (id) => {
    for (const light of [255, 0]) {
      const picture = new PNG({ width: 2, height: 2 })
      picture.data.fill(light)
      for (let alpha = 3; alpha < picture.data.length; alpha += 4) picture.data[alpha] = 255
      const backdrop = { id: `p${light}`, name: 'p.png', type: 'image/png', bytes: 9 }
      const page = await at('/standby', wearing(id), 'degraded')
      await page.route('**/card/backdrop*', (route) => route.fulfill({ body: PNG.sync.write(picture), contentType: 'image/png' }))
      await stage.shows.turnTo(page, 'degraded', wearing(id, { card: { ...DEFAULT_CARD, backdrop } }))
      await waitFor(() => page.locator('.backdrop img').count(), { what: 'the picture' })
      await dressed(page)
      const ground = id === 'neon' ? '#000' : '#fff'
      const glyphs = await glyphsOf(page, `.backdrop { visibility: hidden } body { background: ${ground} !important }`)
      expect(await faintTexts(page, await textBoxes(page), glyphs)).toEqual([])
    }
  })

  test('[OV70] a look comes and goes without a reload, and no font is loaded that nobody chose', async () => {
    const { page, complaints } = await stage.shows.at('/overlay', 'live', { viewport: UPRIGHT, fresh: true })
    const loaded = (): Promise<string> =>
      page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .join(' '),
      )
    expect(await loaded()).not.toMatch(/dressed|fredoka|fraunces/)
    await page.evaluate(() => void (document.body.dataset['same'] = 'yes'))
    await stage.shows.turnTo(page, 'live', wearing('bubblegum'))
    await dressed(page)
    const names = await loaded()
    expect(names).toMatch(/fredoka-latin-wght/)
    expect(names).not.toMatch(/fredoka-latin-ext|fraunces|oswald/)
    expect(await drawnWith(page, '.message .name')).toMatch(/Fredoka/)
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('.message')!).color)).toBe('rgb(18, 21, 29)')
    await stage.shows.turnTo(page, 'live', {})
    await waitFor(async () => /Inter/.test(await drawnWith(page, '.message .name')), { what: 'Standby’s own font' })
    expect(await page.evaluate(() => document.body.dataset['same'])).toBe('yes')
    expect(complaints).toEqual([])
  })

  test('[OV76] what OBS’s custom CSS sets wins over a look', async () => {
    const page = await at('/overlay', wearing('neon'))
    await page.addStyleTag({ content: ':root { --standby-panel: rgb(1 2 3); --standby-accent: rgb(4 5 6) }' })
    await dressed(page)
    const shown = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement)
      return [
        style.getPropertyValue('--standby-panel'),
        style.getPropertyValue('--standby-accent'),
        style.getPropertyValue('--standby-radius'),
      ]
    })
    expect(shown).toEqual(['rgb(1 2 3)', 'rgb(4 5 6)', '0.3rem'])
  })

  test('[OV73] an own font draws the letters it has, and Standby’s fonts the others', async () => {
    const own = readFileSync(
      join(import.meta.dirname, '../../overlay/node_modules/@fontsource-variable/oswald/files/oswald-latin-wght-normal.woff2'),
    )
    const look: LookSettings = { ...DEFAULT_LOOK, font: 'own', ownFont: { id: 'f', name: 'f', type: 'font/woff2', bytes: own.length } }
    const { page, complaints } = await stage.shows.at('/overlay', 'live', { viewport: UPRIGHT, fresh: true })
    await page.route('**/look/font*', (route) => route.fulfill({ body: own, contentType: 'font/woff2' }))
    await stage.shows.turnTo(page, 'live', { look })
    await dressed(page)
    await waitFor(async () => /Oswald/.test(await drawnWith(page, '.message .name')), { what: 'the own font' })
    await page.evaluate(() => {
      const name = [...document.querySelectorAll('.message .name')].find((one) => /\p{Script=Han}|\p{Script=Arabic}/u.test(one.textContent))
      name?.setAttribute('id', 'elsewhere')
    })
    expect(await drawnWith(page, '#elsewhere')).toMatch(/^Noto Sans/)
    expect(complaints).toEqual([])
  })

  test('[OV77] a preview shows a made-up show in the look, whatever goes on', async () => {
    const { page, complaints } = await stage.shows.at('/overlay?preview=look', 'degraded', {
      change: wearing('terminal'),
      viewport: UPRIGHT,
      fresh: true,
    })
    await dressed(page)
    await page.waitForSelector('article')
    expect(await page.locator('li .message').count()).toBeGreaterThan(3)
    expect(await page.locator('[data-testid="badge"]').count()).toBe(0)
    expect(await page.locator('main.stale').count()).toBe(0)
    expect(await page.locator('[data-testid="goal"]').count()).toBe(2)
    expect(complaints).toEqual([])
  })
})

describe('Dock', () => {
  test.each([
    ['en', 'dark'],
    ['fr', 'light'],
  ])('[DK15][DK13] in %s and %s, looks and card have nothing for axe to find, at 300 px', async (language, scheme) => {
    const FILE = { id: 'f', name: 'a-rather-long-name-of-a-font-that-somebody-made.woff2', type: 'font/woff2', bytes: 91_000 }
    const mine = { ...DEFAULT_LOOK, ownFont: FILE, sound: { ...FILE, type: 'audio/mpeg' }, accent: '#ff8800', ground: '#102030', radius: 1 }
    const saved = ['Mine', 'w'.repeat(40)].map((title) => ({ ...mine, title, theme: 'glass' as const }))
    const { page, complaints } = await stage.shows.at(`/dock?lang=${language}&theme=${scheme}`, 'live', {
      change: { look: mine, looks: saved },
      viewport: { width: 300, height: 900 },
      fresh: true,
    })
    // The fonts of the bridge that is made up here.
    await page.route('**/look/font*', (route) => route.abort())
    // What the test before this one opened is open.
    for (const section of ['looks', 'card']) {
      const closed = page.locator(`button[aria-controls="${section}-body"][aria-expanded="false"]`)
      if ((await closed.count()) > 0) await closed.click()
    }
    await waitFor(async () => (await page.locator('iframe').count()) === 2, { what: 'both previews' })
    await stage.shows.drawn(page)
    expect(await axeProblems(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300)
    expect(complaints.filter((line) => !/look\/font/.test(line))).toEqual([])
  })
})
