import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { describe, afterAll, beforeAll, expect, test, type TestContext } from 'vitest'
import { START_COMMAND, WAITING_TEXTS } from '../../overlay/src/worker/waiting/texts.ts'
import { SCRIPT_PATH } from '../../overlay/src/worker/answer.ts'
import { axeProblems } from '../support/browser/axe.ts'
import { sharedChromium, type TestBrowser, type TestPage } from '../support/browser/chromium.ts'
import { comingAndGoing } from '../support/browser/coming-and-going.ts'
import { watchRequests } from '../support/browser/requests.ts'
import { patience, waitFor } from '../support/wait.ts'

// Pages that are opened before the bridge runs: in a browser that keeps its profile as OBS does, and is started again; and where that makes
// no difference, in a page that was at the bridge before. Much of it is waiting until a page looks again, so all of it at once.

const PICTURES = join(import.meta.dirname, '..', 'output', 'waiting')
const SMALL = { width: 360, height: 560 }
const TOKEN = `#token=${'t'.repeat(32)}`

let browser: TestBrowser
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  browser = await sharedChromium()
})
afterAll(() => browser.close())

const USUAL: BrowserContextOptions = { viewport: SMALL, locale: 'en-US', colorScheme: 'dark' }

/** A page with nothing kept from before, in the browser that all share. */
async function visitor({ onTestFinished }: TestContext, options: BrowserContextOptions = {}): Promise<TestPage> {
  const opened = await browser.newPage({ ...USUAL, ...options })
  onTestFinished(() => opened.page.close())
  return opened
}

/** Opens it once: the worker is there from then on. */
async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.waitForSelector('main')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
}

/** What the worker that minds this page would answer with. */
const workerOf = (page: Page): Promise<string> =>
  page.evaluate((path) => fetch(path, { mode: 'no-cors' }).then((answer) => answer.text()), SCRIPT_PATH)

interface WorkerVersions {
  versions: { status: string }[]
}

/** Whether a worker has taken another's place since. Asks the page nothing: what it is asked keeps it, and its old worker, busy. */
async function watchReplacement(page: Page): Promise<() => boolean> {
  const session = await page.context().newCDPSession(page)
  const seen = new Set<string>()
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }: WorkerVersions) => versions.forEach(({ status }) => seen.add(status)))
  await session.send('ServiceWorker.enable')
  return () => seen.has('activating')
}

const heading = (page: Page, text: string) => page.getByRole('heading', { name: text, exact: true }).waitFor({ timeout: patience(20_000) })

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

  test.concurrent('[SW3] with the worker the bridge answers everything itself, its refusals too', async (context) => {
    const { origin, running } = await comingAndGoing(context)
    const elsewhere = await comingAndGoing(context)
    const bridge = await running()
    const { page } = await visitor(context)
    await visit(page, bridge.url.dock)
    const fromWorker: string[] = []
    page.on('response', (response) => {
      if (response.fromServiceWorker() && !response.ok()) fromWorker.push(response.url())
    })
    await page.goto(bridge.url.dock)
    await page
      .getByTestId('state')
      .getByText('Live')
      .waitFor({ timeout: patience(60_000) })
    expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toBe(`${origin}/service-worker.js`)
    expect((await fetch(`${origin}/service-worker.js`)).headers.get('cache-control')).toBe('no-cache')
    // Nothing of ours is kept by the browser for it.
    expect(await page.evaluate(() => caches.keys())).toEqual([])
    const missing = await page.goto(`${origin}/nothing-here`)
    expect([missing?.status(), missing?.fromServiceWorker()]).toEqual([404, false])
    // A link on another page is followed as without the worker.
    await elsewhere.fixture()
    await page.goto(`${elsewhere.origin.replace('127.0.0.1', 'localhost')}/standby`)
    await page.evaluate((address) => void (location.href = address), bridge.url.dock)
    await page
      .getByTestId('state')
      .getByText('Live')
      .waitFor({ timeout: patience(60_000) })
    await bridge.stop()
    const asked = await page.evaluate(() =>
      Promise.all(
        ['/healthz', '/api/tiktok/status', '/overlay', '/assets/x.js'].map((path) =>
          fetch(path).then(
            () => 'answered',
            () => 'nobody',
          ),
        ),
      ),
    )
    expect(asked).toEqual(['nobody', 'nobody', 'nobody', 'nobody'])
    await expect(page.goto(`${origin}/metrics`)).rejects.toThrow(/ERR_CONNECTION_REFUSED/)
    expect(fromWorker).toEqual([])
  })

  test.concurrent('[SW4] another build’s worker takes over, and an old one is in no newer bridge’s way', async (context) => {
    const { origin, fixture, browse } = await comingAndGoing(context)
    const old = await fixture((built) => built.replaceAll(WAITING_TEXTS.en.title, 'An old build'))
    const before = await browse(USUAL)
    await visit(before.page, `${origin}/dock`)
    await old.close()
    await before.page.goto(`${origin}/dock`)
    await heading(before.page, 'An old build')
    // The old worker's page finds the new bridge, whose own page it then is.
    expect(await workerOf(before.page)).toContain('An old build')
    const isReplaced = await watchReplacement(before.page)
    const renewed = await fixture()
    await before.page.getByTestId('state').waitFor({ timeout: patience(30_000) })
    // Chromium looks for no other worker before its own start is done: the first page was idle, or a minute has gone, or three at most.
    await waitFor(isReplaced, { what: 'the new worker', timeoutMs: 200_000 })
    expect(await workerOf(before.page)).toContain(WAITING_TEXTS.en.title)
    await before.close()
    await renewed.close()
    const after = await browse(USUAL)
    await after.page.goto(`${origin}/dock`)
    await heading(after.page, WAITING_TEXTS.en.title)
  })

  const BROKEN: [string, string][] = [
    ['throws as it starts', 'throw new Error("broken")'],
    ['is no script', 'this is { no script'],
    ['throws at each page', 'addEventListener("fetch", () => { throw new Error("broken") })'],
  ]

  test.concurrent.for(BROKEN)('[SW4] with a worker that %s the pages are as without', async ([, worker], context) => {
    const { origin, fixture } = await comingAndGoing(context)
    await fixture(() => worker)
    const { page, complaints } = await visitor(context)
    const requests = watchRequests(page)
    for (let visits = 0; visits < 3; visits += 1) {
      await page.goto(`${origin}/dock`)
      await page
        .getByTestId('state')
        .getByText('Live')
        .waitFor({ timeout: patience(20_000) })
      // A font that is left on its way would be a complaint of its own.
      await page.evaluate(() => document.fonts.ready)
      await requests.done()
    }
    expect(complaints).toEqual([])
  })
})
