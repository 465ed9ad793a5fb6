import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axeProblems } from '../support/browser/axe.ts'
import { waitForMovement } from '../support/browser/chromium.ts'
import { pictureOf } from '../support/browser/picture.ts'
import { opacity } from '../support/browser/pixels.ts'
import { settled, unpainted, type Looks } from '../support/browser/situations.ts'
import { FIXTURES, type FixtureName } from '../support/fixtures/states.ts'
import { waitFor } from '../support/wait.ts'
import { fixtureStage } from '../support/browser/fixture-stage.ts'

const VERTICAL = { width: 1080, height: 1920 }
const WIDE = { width: 1920, height: 1080 }
const STAYING = (Object.keys(FIXTURES) as FixtureName[]).filter((name) => name !== 'bridge-away')

const stage = fixtureStage()

/** Animations that move now, by name. */
function running(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.playState === 'running')
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'transition')),
  )
}

describe('Overlay and standby card', () => {
  test('[OV24] the overlay’s script is at most 35 kB gzipped', async () => {
    const { page } = await stage.shows.at('/overlay', 'live')
    await page.waitForSelector('li')
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.endsWith('.js') && !name.endsWith('/service-worker.js')),
    )
    expect(scripts).not.toEqual([])
    const sizes = await Promise.all(scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length))
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    console.log(`overlay: ${(bytes / 1000).toFixed(1)} kB of script, gzipped`)
    expect(bytes).toBeLessThanOrEqual(35_000)
  })

  test('[OV25] where the overlay is empty, the video shows through', async () => {
    const { page } = await stage.shows.at('/overlay', 'live', { viewport: VERTICAL })
    const { clearShare, opaqueShare } = opacity(await pictureOf(page, { clear: true }))
    expect(clearShare).toBeGreaterThan(0.8)
    expect(opaqueShare).toBeLessThan(0.1)
  })

  test.each([VERTICAL, WIDE])('[OV27] hard texts stay inside the safe zones of $width × $height', async (viewport) => {
    const { page } = await stage.shows.at('/overlay', 'scripts', { viewport })
    await page.waitForSelector('article')
    await settled(page)
    const outside = await page.evaluate(() => {
      const zone = document.querySelector('main')!.getBoundingClientRect()
      const parts = [...document.querySelectorAll('.counters, article, article *, ol, li, p, .name')].filter((part) => {
        // A message for which there is no room stands beside the list, cut off.
        const list = part.closest('ol')?.getBoundingClientRect()
        return part.getClientRects().length > 0 && (list === undefined || part.getBoundingClientRect().left < list.right - 1)
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
  })

  test('[OV28] while OBS hides the source nothing moves, and it moves again when it is shown', async () => {
    const { page } = await stage.shows.at('/overlay', 'reconnecting')
    const hidden = (visible: boolean): Promise<void> =>
      page.evaluate((detail) => void window.dispatchEvent(new CustomEvent('obsSourceVisibleChanged', { detail })), { visible })
    await waitFor(async () => (await running(page)).some((name) => name.includes('turn')), { what: 'the badge to turn' })
    await settled(page)
    await hidden(false)
    expect(await running(page)).toEqual([])
    await hidden(true)
    expect(await running(page)).not.toEqual([])
  })

  test('[OV29] if reduced motion is requested, the overlay does not move', async () => {
    const { page } = await stage.shows.at('/overlay', 'reconnecting', { reducedMotion: 'reduce' })
    expect(await page.getByTestId('badge').isVisible()).toBe(true)
    expect(await running(page)).toEqual([])
  })

  test.each(['/overlay', '/standby'])('[OV31] %s animates only what the compositor moves by itself', async (path) => {
    const { page } = await stage.shows.at(path, 'busy')
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
  })

  test.each<[FixtureName, Looks]>([
    ['degraded', {}],
    ['live', {}],
    ['degraded', { reducedMotion: 'reduce' }],
    ['bridge-away', {}],
  ])('[OV30] the card moves: %s %o', async (name, looks) => {
    const { page } = await stage.shows.at('/standby', name, looks)
    if (name === 'bridge-away') await page.getByRole('heading', { name: 'We’ll be right back' }).waitFor()
    // What enters once has entered; from here on only what never stops is left.
    await settled(page)
    expect(await waitForMovement(page, { leastShare: 0.01 })).toBeGreaterThan(0.01)
  })

  test.each(['en', 'fr'].flatMap((language) => [VERTICAL, WIDE].map((viewport) => ({ language, ...viewport }))))(
    '[OV32][OV26] the card fits $width × $height in every situation, in $language, and complains in none',
    async ({ language, ...viewport }) => {
      const { page, complaints } = await stage.shows.at(`/standby?lang=${language}`, 'live', { viewport, reducedMotion: 'reduce' })
      await unpainted(page)
      for (const name of STAYING) {
        await stage.shows.turnTo(page, name)
        const outside = await page.evaluate(() =>
          [...document.querySelectorAll('main *')]
            .map((part) => ({ part, box: part.getBoundingClientRect() }))
            .filter(({ box }) => box.top < 0 || box.left < 0 || box.right > innerWidth || box.bottom > innerHeight)
            .map(({ part }) => part.outerHTML.slice(0, 120)),
        )
        expect([outside, complaints], `${name} ${language}`).toEqual([[], []])
      }
    },
  )

  test.each(['/overlay', '/'])('[OV26] in no situation %s complains or asks anything of another computer', async (path) => {
    const { page, complaints } = await stage.shows.at(path, 'live', { fresh: true })
    for (const name of STAYING) {
      await stage.shows.turnTo(page, name)
      expect(complaints, name).toEqual([])
    }
  })
})

describe('Dock', () => {
  test.each<[string, FixtureName]>([
    ['/', 'demo'],
    ['/', 'obs-wrong-password'],
    ['/', 'unstable'],
    ['/standby', 'degraded'],
    ['/overlay', 'busy'],
  ])('[DK15] axe finds nothing to fix on %s while %s', async (path, name) => {
    const { page } = await stage.shows.at(path, name)
    await settled(page)
    // The overlay stands over video: its contrast is looked at in pictures, over dark and bright ground.
    expect(await axeProblems(page, { rules: { 'color-contrast': { enabled: path !== '/overlay' } } })).toEqual([])
  })
})
