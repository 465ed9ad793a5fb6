import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { findBrowser } from './browser-path.ts'
import { pictureOf } from './picture.ts'
import { changedShare } from './pixels.ts'
import { patience, waitFor } from '../wait.ts'

/** How long a page may take to show what a test asks it for. */
const PAGE_LIMIT_MS = 30_000

// A test browser talks to the bridge and to nobody else; without these Chromium calls home on its own.
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface TestPage {
  page: Page
  /** Console errors, uncaught exceptions and failed or foreign requests so far, as sentences. */
  complaints: string[]
}

export interface TestBrowser {
  version: string
  /** A page with storage and cookies of its own; closing it drops them. */
  newPage(options?: BrowserContextOptions): Promise<TestPage>
  close(): Promise<void>
}

interface LaunchOptions {
  args?: string[]
  /** On top of this process's own. */
  env?: Record<string, string>
}

/** Starts a headless Chromium with a fresh profile, which playwright deletes when it closes. */
export async function launchChromium(options: LaunchOptions = {}): Promise<TestBrowser> {
  const browser = await launch(options)
  const newPage = (pageOptions?: BrowserContextOptions): Promise<TestPage> => pageIn(browser, pageOptions)
  return { version: browser.version(), newPage, close: () => browser.close() }
}

let shared: Browser | null = null

/**
 * The one Chromium of this process, for the tests in all its files: each page has storage and cookies of its own. `close` closes the pages
 * that were opened here, and the browser ends with the process.
 */
export async function sharedChromium(): Promise<TestBrowser> {
  if (shared?.isConnected() !== true) shared = await launch()
  const browser = shared
  const opened: Page[] = []
  return {
    version: browser.version(),
    async newPage(pageOptions) {
      const one = await pageIn(browser, pageOptions)
      opened.push(one.page)
      return one
    },
    close: async () => void (await Promise.all(opened.map((page) => page.close()))),
  }
}

function launch({ args = [], env = {} }: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({ executablePath: ownBrowser(), headless: true, args: [...FLAGS, ...args], env: { ...process.env, ...env } })
}

function ownBrowser(): string {
  const found = findBrowser()
  if (found === null) throw new Error('No Chromium found: install chromium, Chrome or Edge, or set CHROMIUM_PATH to it.')
  return found
}

async function pageIn(browser: Browser, options: BrowserContextOptions = {}): Promise<TestPage> {
  return watched(await browser.newPage({ viewport: { width: 1280, height: 720 }, ...options }))
}

function watched(page: Page): TestPage {
  page.setDefaultTimeout(patience(PAGE_LIMIT_MS))
  return { page, complaints: collectComplaints(page) }
}

/** A page in a browser whose profile lies in `folder` and stays: what an earlier one kept there is there again. */
export async function openProfile(folder: string, options: BrowserContextOptions = {}): Promise<TestPage & { close(): Promise<void> }> {
  const context = await chromium.launchPersistentContext(folder, { executablePath: ownBrowser(), headless: true, args: FLAGS, ...options })
  return { ...watched(context.pages()[0] ?? (await context.newPage())), close: () => context.close() }
}

function collectComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'no reason'
    // The page ends a request itself if it takes the picture away again, or shows another page.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} (${reason})`)
  })
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    const isLocal = ['data:', 'blob:'].includes(protocol) || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
    if (!isLocal) complaints.push(`left this computer: ${request.url()}`)
  })
  return complaints
}

/** Takes pictures of the page until one differs from the first, and returns the share of pixels that moved; an error if none does. */
export async function waitForMovement(page: Page, options: { timeoutMs?: number; leastShare?: number } = {}): Promise<number> {
  const { timeoutMs = 5000, leastShare = 0 } = options
  const first = await pictureOf(page)
  return waitFor(
    async () => {
      const share = changedShare(first, await pictureOf(page))
      return share > leastShare ? share : null
    },
    { what: `a picture of ${page.url()} that differs from the first`, timeoutMs, everyMs: 100 },
  )
}
