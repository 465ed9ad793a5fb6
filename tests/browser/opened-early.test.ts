import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { START_COMMAND, WAITING_TEXTS } from '../../overlay/src/worker/waiting/texts.ts'
import { axeProblems } from '../support/browser/axe.ts'
import { comingAndGoing } from '../support/browser/coming-and-going.ts'
import { heading, SMALL, USUAL, visit, visitor } from '../support/browser/early-visits.ts'
import { patience } from '../support/wait.ts'

// Much of it is waiting until a page looks again, so all of it at once.

const PICTURES = join(import.meta.dirname, '..', 'output', 'waiting')
mkdirSync(PICTURES, { recursive: true })
const TOKEN = `#token=${'t'.repeat(32)}`

describe('Opened before the bridge', () => {
  test.concurrent('[SW1] the dock opened before the bridge says so in both languages, and opens by itself', async (context) => {
    const { origin, running, browse } = await comingAndGoing(context)
    const address = `${origin}/dock`
    const first = await running()
    const before = await browse(USUAL)
    await visit(before.page, address)
    await before.close()
    await first.stop()

    const french = await browse({ ...USUAL, locale: 'fr-FR' })
    await isWaiting(french.page, address, 'fr')
    await french.close()
    const { page } = await browse(USUAL)
    await isWaiting(page, address, 'en')

    await page.goto(`${address}?lang=fr&theme=light${TOKEN}`)
    await heading(page, WAITING_TEXTS.fr.title)
    await running(first.dataDir)
    await page
      .getByTestId('state')
      .getByText('En direct')
      .waitFor({ timeout: patience(60_000) })
    expect(page.url()).toBe(`${address}?lang=fr&theme=light${TOKEN}`)
    await page.screenshot({ path: join(PICTURES, 'dock-there.png') })
  })

  /** The dock without a bridge, in a browser of this language, in both looks. */
  async function isWaiting(page: Page, address: string, language: 'en' | 'fr'): Promise<void> {
    const texts = WAITING_TEXTS[language]
    for (const theme of ['dark', 'light'] as const) {
      await page.setViewportSize(SMALL)
      await page.goto(`${address}?theme=${theme}`)
      await heading(page, texts.title)
      await page.getByText(texts.own).waitFor()
      await page.getByText(START_COMMAND).waitFor()
      const root = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['scheme'], document.title])
      expect(root).toEqual([language, theme, texts.title])
      expect(await axeProblems(page)).toEqual([])
      await page.setViewportSize({ width: 300, height: 560 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300)
      await page.screenshot({ path: join(PICTURES, `dock-${language}-${theme}.png`) })
    }
  }

  test.concurrent('[SW1] the home page, too, over a kill of the bridge', async (context) => {
    const { origin, running } = await comingAndGoing(context)
    const first = await running()
    const { page } = await visitor(context, { viewport: { width: 1_000, height: 600 } })
    await visit(page, `${origin}/`)
    await first.kill()
    await page.goto(`${origin}/?lang=en#x`)
    await heading(page, WAITING_TEXTS.en.title)
    expect(await axeProblems(page)).toEqual([])
    await page.screenshot({ path: join(PICTURES, 'home.png') })
    await running(first.dataDir)
    await page.getByRole('region', { name: /TikTok name/ }).waitFor({ timeout: patience(60_000) })
    expect(page.url()).toBe(`${origin}/?lang=en#x`)
  })

  test.concurrent.for(['overlay', 'standby'])(
    '[SW2] /%s, opened before the bridge, shows nothing at all, and opens by itself',
    async (name, context) => {
      const { origin, fixture } = await comingAndGoing(context)
      const first = await fixture()
      const { page } = await visitor(context, { viewport: { width: 540, height: 960 }, locale: 'fr-FR' })
      await visit(page, `${origin}/${name}`)
      await first.close()
      // It has looked for the bridge, and shows no more than before.
      const looked = page.waitForEvent('requestfailed', (request) => request.method() === 'HEAD')
      await page.goto(`${origin}/${name}?source=Cam`)
      await looked
      expect(await page.evaluate(() => document.body.innerText.trim())).toBe('')
      const picture = await page.screenshot({ omitBackground: true, path: join(PICTURES, `${name}.png`) })
      expect(PNG.sync.read(picture).data.every((value) => value === 0)).toBe(true)
      await fixture()
      await page.waitForSelector('main', { timeout: patience(30_000) })
      expect(page.url()).toBe(`${origin}/${name}?source=Cam`)
    },
  )
})
