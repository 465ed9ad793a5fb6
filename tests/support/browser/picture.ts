import type { CDPSession, Page } from 'playwright-core'
import { PNG } from 'pngjs'

const sessions = new WeakMap<Page, Promise<CDPSession>>()

/** What is in sight, to be looked at pixel by pixel; `clear`: where the page draws nothing it is see-through. */
export async function pictureOf(page: Page, { clear = false } = {}): Promise<PNG> {
  const asked = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, asked)
  const session = await asked
  if (clear) await session.send('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 0 } })
  // Nobody keeps it: packed as small as `page.screenshot()` does, it would take five times as long.
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
  if (clear) await session.send('Emulation.setDefaultBackgroundColorOverride')
  return PNG.sync.read(Buffer.from(data, 'base64'))
}
