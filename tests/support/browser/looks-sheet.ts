import { join } from 'node:path'
import { DEFAULT_LOOK } from '@standby/shared/settings/look-settings.ts'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import { SHIPPED_LOOK_IDS, SHIPPED_LOOKS, type ShippedLookId } from '@standby/shared/settings/shipped-looks.ts'
import { enLooks } from '../../../overlay/src/i18n/en-looks.ts'
import { videoGround } from '../fixtures/video-grounds.ts'
import { startFixtureBridge } from '../peers/fixture-bridge.ts'
import { launchChromium } from './chromium.ts'

const PAGE = { width: 1080, height: 1920 }
const SCALE = 0.19

const STYLE = `
  body { margin: 0; padding: 16px; background: #0d0f14; color: #dfe5f1; font: 15px 'Noto Sans', 'Segoe UI', system-ui, sans-serif; }
  main { display: grid; width: max-content; grid-template-columns: repeat(5, max-content); gap: 16px; }
  figure { margin: 0; }
  figcaption { margin-bottom: 4px; }
  div { display: flex; gap: 4px; }
  img { display: block; border-radius: 6px; }
`

/** Takes all looks that come with Standby, overlay and card, side by side in one picture: `looks.jpg` in the folder. */
export async function takeLooks(folder: string): Promise<string[]> {
  const bridge = await startFixtureBridge()
  const browser = await launchChromium()
  const complaints: string[] = []

  async function picture(id: ShippedLookId, path: string, fixture: 'busy' | 'degraded', bright: boolean): Promise<string> {
    const { theme, ...style } = SHIPPED_LOOKS[id]
    const goals = [{ kind: 'likes', title: 'Paint with us', target: 60_000, current: 0 } as const]
    bridge.show(fixture, { look: { ...DEFAULT_LOOK, ...style }, overlay: { ...DEFAULT_OVERLAY, theme, goals } })
    const { page, complaints: own } = await browser.newPage({ viewport: PAGE, deviceScaleFactor: SCALE, reducedMotion: 'reduce' })
    await page.goto(bridge.origin + path)
    if (path === '/overlay') {
      const ground = videoGround(bright ? 'bright' : 'dark', PAGE.width, PAGE.height)
      await page.addStyleTag({ content: `html { background: ${ground} }` })
    }
    await page.waitForSelector(path === '/overlay' ? 'article' : 'ol')
    // Fonts come, and the situation goes on for a while.
    await page.waitForTimeout(1_200)
    const bytes = await page.screenshot({ type: 'png' })
    complaints.push(...own.map((line) => `${id}: ${line}`))
    await page.close()
    return `<img src="data:image/png;base64,${bytes.toString('base64')}">`
  }

  const figures: string[] = []
  for (const [at, id] of SHIPPED_LOOK_IDS.entries()) {
    // Over dark and bright video in turn.
    const overlay = await picture(id, '/overlay', 'busy', at % 2 === 1)
    const card = await picture(id, '/standby', 'degraded', false)
    figures.push(`<figure><figcaption>${enLooks.shipped[id]}</figcaption><div>${overlay}${card}</div></figure>`)
  }
  const { page } = await browser.newPage({ viewport: { width: 2300, height: 900 } })
  await page.setContent(`<style>${STYLE}</style><main>${figures.join('')}</main>`)
  const box = await page.locator('main').boundingBox()
  const clip = { x: 0, y: 0, width: (box?.width ?? 0) + 32, height: (box?.height ?? 0) + 32 }
  await page.screenshot({ path: join(folder, 'looks.jpg'), type: 'jpeg', quality: 70, clip })
  await browser.close()
  await bridge.close()
  return complaints
}

if (import.meta.main) {
  const [, , folder = join(import.meta.dirname, '../../output/pictures')] = process.argv
  for (const line of await takeLooks(folder)) console.error(line)
}
