import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { START_COMMAND, WAITING_TEXTS } from '../../overlay/src/waiting/texts.ts'
import { SCRIPT_PATH } from '../../overlay/src/worker/answer.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { openProfile, type TestPage } from '../support/browser/chromium.ts'
import { startFixtureBridge, type FixtureBridge } from '../support/peers/fixture-bridge.ts'
import { waitFor } from '../support/wait.ts'

// Pages that are opened before the bridge runs, in a browser that keeps its profile as OBS does.

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PICTURES = join(import.meta.dirname, '..', 'output', 'waiting')
const TOKEN = `#token=${'t'.repeat(32)}`

let profile = ''
const ends: (() => unknown)[] = []
beforeEach(() => {
  mkdirSync(PICTURES, { recursive: true })
  profile = mkdtempSync(join(tmpdir(), 'standby-profile-'))
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

type Opened = TestPage & { close(): Promise<void> }

/** The browser, started anew with the profile of before. */
async function browse(options: BrowserContextOptions = {}): Promise<Opened> {
  const opened = await openProfile(profile, { viewport: { width: 360, height: 560 }, locale: 'en-US', colorScheme: 'dark', ...options })
  ends.push(() => opened.close())
  return opened
}

async function running(port: number, dataDir?: string): Promise<TestBridge> {
  const bridge = await startBridge({ env: { STANDBY_PORT: String(port) }, readyMs: 90_000, ...(dataDir !== undefined && { dataDir }) })
  ends.push(() => bridge.kill())
  return bridge
}

async function fixture(port: number, worker?: (built: string) => string): Promise<FixtureBridge> {
  const bridge = await startFixtureBridge({ port, show: 'live', ...(worker !== undefined && { worker }) })
  ends.push(() => bridge.close())
  return bridge
}

/** Opens it once and closes the browser: the worker is there from then on. */
async function visit(address: string): Promise<void> {
  const { page, close } = await browse()
  await page.goto(address)
  await page.waitForSelector('main')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
  await close()
}

async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`)
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

const heading = (page: Page, text: string) => page.getByRole('heading', { name: text, exact: true }).waitFor({ timeout: 20_000 })

test('[SW1] the dock, opened before the bridge, says so in its look and both languages, and opens by itself', async () => {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}/dock`
  const first = await running(port)
  await visit(address)
  await first.stop()

  for (const [language, locale] of [
    ['fr', 'fr-FR'],
    ['en', 'en-US'],
  ] as const) {
    for (const theme of ['dark', 'light'] as const) {
      const { page, close } = await browse({ locale })
      await page.goto(`${address}?theme=${theme}`)
      const texts = WAITING_TEXTS[language]
      await heading(page, texts.title)
      await page.getByText(texts.own).waitFor()
      await page.getByText(START_COMMAND).waitFor()
      expect(await page.evaluate(() => [document.documentElement.lang, document.title])).toEqual([language, texts.title])
      expect(await seriousProblems(page)).toEqual([])
      await page.setViewportSize({ width: 300, height: 560 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300)
      await page.screenshot({ path: join(PICTURES, `dock-${language}-${theme}.png`) })
      await close()
    }
  }

  const { page } = await browse()
  await page.goto(`${address}?lang=fr&theme=light${TOKEN}`)
  await heading(page, WAITING_TEXTS.fr.title)
  await running(port, first.dataDir)
  await page.getByTestId('state').getByText('En direct').waitFor({ timeout: 60_000 })
  expect(page.url()).toBe(`${address}?lang=fr&theme=light${TOKEN}`)
  await page.screenshot({ path: join(PICTURES, 'dock-there.png') })
}, 240_000)

test('[SW1] the home page, too, over a kill of the bridge', async () => {
  const port = await freePort()
  const first = await running(port)
  await visit(`http://127.0.0.1:${port}/dock`)
  await first.kill()
  const { page } = await browse({ viewport: { width: 1_000, height: 600 } })
  await page.goto(`http://127.0.0.1:${port}/?lang=en#x`)
  await heading(page, WAITING_TEXTS.en.title)
  expect(await seriousProblems(page)).toEqual([])
  await page.screenshot({ path: join(PICTURES, 'home.png') })
  await running(port, first.dataDir)
  await page.getByRole('region', { name: /TikTok name/ }).waitFor({ timeout: 60_000 })
  expect(page.url()).toBe(`http://127.0.0.1:${port}/?lang=en#x`)
}, 200_000)

test.each(['overlay', 'standby'])(
  '[SW2] /%s, opened before the bridge, shows nothing at all, and opens by itself',
  async (name) => {
    const port = await freePort()
    const first = await fixture(port)
    await visit(`${first.origin}/${name}`)
    await first.close()
    const { page } = await browse({ viewport: { width: 540, height: 960 }, locale: 'fr-FR' })
    await page.goto(`${first.origin}/${name}?source=Cam`)
    await page.waitForTimeout(3_000)
    expect(await page.evaluate(() => document.body.innerText.trim())).toBe('')
    const picture = await page.screenshot({ omitBackground: true, path: join(PICTURES, `${name}.png`) })
    expect(PNG.sync.read(picture).data.every((value) => value === 0)).toBe(true)
    await fixture(port)
    await page.waitForSelector('main', { timeout: 30_000 })
    expect(page.url()).toBe(`${first.origin}/${name}?source=Cam`)
  },
  120_000,
)

test('[SW3] with the worker the bridge answers everything itself, its refusals too', async () => {
  const port = await freePort()
  const bridge = await running(port)
  await visit(bridge.url.dock)
  const { page } = await browse()
  const fromWorker: string[] = []
  page.on('response', (response) => {
    if (response.fromServiceWorker() && !response.ok()) fromWorker.push(response.url())
  })
  await page.goto(bridge.url.dock)
  await page.getByTestId('state').getByText('Live').waitFor({ timeout: 60_000 })
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toBe(`${bridge.origin}/service-worker.js`)
  expect((await fetch(`${bridge.origin}/service-worker.js`)).headers.get('cache-control')).toBe('no-cache')
  // Nothing of ours is kept by the browser for it.
  expect(await page.evaluate(() => caches.keys())).toEqual([])
  const missing = await page.goto(`${bridge.origin}/nothing-here`)
  expect([missing?.status(), missing?.fromServiceWorker()]).toEqual([404, false])
  // A link on another page is followed as without the worker.
  const foreign = await fixture(await freePort())
  await page.goto(`${foreign.origin.replace('127.0.0.1', 'localhost')}/standby`)
  await page.evaluate((address) => void (location.href = address), bridge.url.dock)
  await page.getByTestId('state').getByText('Live').waitFor({ timeout: 60_000 })
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
  await expect(page.goto(`${bridge.origin}/metrics`)).rejects.toThrow(/ERR_CONNECTION_REFUSED/)
  expect(fromWorker).toEqual([])
}, 150_000)

test('[SW4] another build’s worker takes over, and an old one is in no newer bridge’s way', async () => {
  const port = await freePort()
  const old = await fixture(port, (built) => built.replaceAll(WAITING_TEXTS.en.title, 'An old build'))
  await visit(`${old.origin}/dock`)
  await old.close()
  const before = await browse()
  await before.page.goto(`${old.origin}/dock`)
  await heading(before.page, 'An old build')
  // The old worker's page finds the new bridge, whose own page it then is.
  expect(await workerOf(before.page)).toContain('An old build')
  const isReplaced = await watchReplacement(before.page)
  const renewed = await fixture(port)
  await before.page.getByTestId('state').waitFor({ timeout: 30_000 })
  // Chromium looks for no other worker before its own start is done: the first page has been idle, or a minute has gone, or three at most.
  await waitFor(isReplaced, { what: 'the new worker', timeoutMs: 200_000 })
  expect(await workerOf(before.page)).toContain(WAITING_TEXTS.en.title)
  await before.close()
  await renewed.close()
  const after = await browse()
  await after.page.goto(`${old.origin}/dock`)
  await heading(after.page, WAITING_TEXTS.en.title)
  await after.close()
}, 330_000)

test.each([
  ['throws as it starts', () => 'throw new Error("broken")'],
  ['is no script', () => 'this is { no script'],
  ['throws at each page', () => 'addEventListener("fetch", () => { throw new Error("broken") })'],
])(
  '[SW4] with a worker that %s the pages are as without',
  async (_name, worker) => {
    const port = await freePort()
    const bridge = await fixture(port, worker)
    const { page, complaints } = await browse()
    for (let visits = 0; visits < 3; visits += 1) {
      await page.goto(`${bridge.origin}/dock`)
      await page.getByTestId('state').getByText('Live').waitFor({ timeout: 20_000 })
      // A font that is left on its way would be a complaint of its own.
      await page.waitForLoadState('networkidle')
      await page.evaluate(() => document.fonts.ready)
    }
    expect(complaints).toEqual([])
  },
  60_000,
)
