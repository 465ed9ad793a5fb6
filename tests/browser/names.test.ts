import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { loadedFonts, painterOf, withoutSystemFonts } from '../support/browser/painted-with.ts'
import { NAMES } from '../support/fixtures/names.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'

// Elsewhere a browser's fonts cannot be taken away; there the names are drawn all the same, and may not need the system's.
const system = process.platform === 'linux' ? withoutSystemFonts() : null

let browser: TestBrowser
let bridge: FixtureBridge
beforeAll(async () => {
  bridge = await startFixtureBridge({ show: 'idle' })
  browser = await launchChromium(system === null ? {} : { env: system.env })
})
afterAll(async () => {
  await browser.close()
  await bridge.close()
  system?.remove()
})

const CELL = 60
const COLUMNS = 16

/** A page that shows nothing but Latin letters, with its fonts. */
async function openPage(): Promise<Page> {
  const { page } = await browser.newPage({ viewport: { width: 1_000, height: 1_000 }, locale: 'en-US' })
  await page.goto(`${bridge.origin}/overlay?show=chat`)
  await page.waitForSelector('main', { state: 'attached' })
  const grid = `body { position: static; display: grid; grid-template-columns: repeat(${COLUMNS}, ${CELL}px) }`
  const cell = `bdi { height: ${CELL}px; overflow: hidden; font-size: 30px; color: #000; background: #fff }`
  await page.addStyleTag({ content: `html, body { overflow: visible; height: auto; margin: 0; padding: 0 } ${grid} ${cell}` })
  return page
}

/** Shows these texts and nothing else, each as `bdi[data-at="0"]` and so on. Resolves when the fonts are there. */
async function show(page: Page, texts: readonly string[]): Promise<void> {
  await page.evaluate((given) => {
    document.body.replaceChildren(
      ...given.map((text, at) => {
        const element = Object.assign(document.createElement('bdi'), { textContent: text })
        element.dataset['at'] = String(at)
        return element
      }),
    )
  }, texts)
  // A font that turns out to lack a character makes the next one load.
  for (let before = -1, count = 0; before !== count; before = count, count = (await loadedFonts(page)).length) {
    await page.evaluate(async () => {
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      await document.fonts.ready
    })
  }
}

const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment)

/** The texts of which any character is painted as the box of a missing one, or by more than one font, or by none of ours. */
async function boxesIn(page: Page, names: readonly string[]): Promise<string[]> {
  // What parts letters that would join is drawn by Inter, as nothing.
  const characters = [...new Set(names.flatMap(graphemes).map((one) => one.replaceAll('\u200C', '')))].filter((one) => one.trim() !== '')
  // No font has this character. It comes last.
  await show(page, [...characters, '\uE123'])
  const painter = await painterOf(page)
  const all = PNG.sync.read(await page.screenshot({ fullPage: true }))
  const pictureAt = (at: number): string => {
    const cell = new PNG({ width: CELL, height: CELL })
    PNG.bitblt(all, cell, (at % COLUMNS) * CELL, Math.floor(at / COLUMNS) * CELL, CELL, CELL, 0, 0)
    return cell.data.toString('base64')
  }
  const box = pictureAt(characters.length)
  const found: string[] = []
  for (const [at, character] of characters.entries()) {
    const fonts = await painter.fontsOf(`bdi[data-at="${at}"]`)
    const isWhole = fonts.length === 1 && fonts.every(({ isOurs }) => isOurs)
    if (!isWhole) found.push(`${character}: ${fonts.map(({ name, isOurs }) => `${name}${isOurs ? '' : ' of the system'}`).join(', ')}`)
    else if (pictureAt(at) === box) found.push(`${character}: a box`)
  }
  await painter.close()
  return found
}

describe('Overlay and standby card', () => {
  test('[OV47] names in more than forty scripts are drawn without a box if the system has no font', async () => {
    const page = await openPage()
    expect(new Set(NAMES.map(({ script }) => script)).size).toBeGreaterThan(40)
    expect(
      await boxesIn(
        page,
        NAMES.map(({ name }) => name),
      ),
    ).toEqual([])
    await page.close()
  })

  test('[OV47] a character that no font has would be found as a box', async () => {
    const page = await openPage()
    expect(await boxesIn(page, ['a\uE124'])).toHaveLength(1)
    await page.close()
  })

  test('[OV47] each name loads the fonts of its own script and no other, and Latin ones none', async () => {
    const page = await openPage()
    await show(page, ['Julie', 'Zoé 1234 #*'])
    expect((await loadedFonts(page)).filter((file) => !file.startsWith('inter-'))).toEqual([])
    const surplus: string[] = []
    for (const { name, fonts } of NAMES) {
      const before = await loadedFonts(page)
      await show(page, [name])
      const added = (await loadedFonts(page)).filter((file) => !before.includes(file) && !file.startsWith('inter-'))
      surplus.push(...added.filter((file) => !fonts.some((font) => file.startsWith(font))).map((file) => `${name}: ${file}`))
    }
    expect(surplus).toEqual([])
    await page.close()
  })
})
