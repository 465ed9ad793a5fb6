import { join } from 'node:path'
import { startBridge } from '../peers/bridge.ts'
import { launchChromium } from './chromium.ts'
import { obsAvailable, startObs } from '../obs/obs.ts'
import { patience } from '../wait.ts'

/**
 * The home page after a rehearsed drop, with a real bridge and a real OBS: about a minute. Null when it was taken, else why it was not; an
 * older picture is left as it is then.
 */
export async function takeRehearsal(folder: string, type: 'png' | 'jpeg' = 'jpeg'): Promise<string | null> {
  if (!obsAvailable()) return 'home-rehearsed was left out: there is no OBS that can be started here'
  const obs = await startObs({ scenes: ['Painting', 'Chat'], browserSource: true })
  const bridge = await startBridge({ env: { OBS_WEBSOCKET_URL: obs.url, OBS_WEBSOCKET_PASSWORD: obs.password } })
  const browser = await launchChromium()
  try {
    const { page } = await browser.newPage({
      viewport: { width: 1280, height: 1000 },
      deviceScaleFactor: 0.6,
      colorScheme: 'dark',
      locale: 'en-US',
    })
    await page.goto(bridge.url.home)
    // Only the first step that is not done is open.
    for (const step of [/^3\. Add to OBS/, /^5\. Rehearse/])
      await page.getByRole('button', { name: step }).click({ timeout: patience(30_000) })
    await page.getByRole('button', { name: 'Add to OBS', exact: true }).click({ timeout: patience(30_000) })
    await page.getByText('Everything is in OBS.').waitFor({ timeout: patience(30_000) })
    await page.getByRole('button', { name: 'Rehearse', exact: true }).click()
    await page.getByText('Done. That’s what happens').waitFor({ timeout: patience(120_000) })
    const path = join(folder, `home-rehearsed.${type === 'png' ? 'png' : 'jpg'}`)
    const step = page.getByRole('region', { name: /Rehearse/ })
    await step.evaluate((element) => element.scrollIntoView({ block: 'center' }))
    const { y, height } = (await step.boundingBox()) ?? { y: 0, height: 1000 }
    const clip = { x: 0, y: 0, width: 1280, height: Math.min(1000, y + height + 12) }
    await page.screenshot({ path, type, clip, ...(type === 'jpeg' && { quality: 80 }) })
    return null
  } finally {
    await browser.close()
    await bridge.stop()
    await obs.stop()
  }
}
