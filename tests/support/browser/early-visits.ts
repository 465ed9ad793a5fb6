import type { BrowserContextOptions, Page } from 'playwright-core'
import type { TestContext } from 'vitest'
import { patience } from '../wait.ts'
import { sharedChromium, type TestPage } from './chromium.ts'

// For the tests of pages that are opened before the bridge runs: in a browser that keeps its profile as OBS does, and is started again; and
// where that makes no difference, in a page that was at the bridge before.

export const SMALL = { width: 360, height: 560 }
export const USUAL: BrowserContextOptions = { viewport: SMALL, locale: 'en-US', colorScheme: 'dark' }

/** A page with nothing kept from before, in the browser that all share. */
export async function visitor({ onTestFinished }: TestContext, options: BrowserContextOptions = {}): Promise<TestPage> {
  const opened = await (await sharedChromium()).newPage({ ...USUAL, ...options })
  onTestFinished(() => opened.page.close())
  return opened
}

/** Opens it once: the worker is there from then on. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.waitForSelector('main')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
}

export const heading = (page: Page, text: string): Promise<void> =>
  page.getByRole('heading', { name: text, exact: true }).waitFor({ timeout: patience(20_000) })
