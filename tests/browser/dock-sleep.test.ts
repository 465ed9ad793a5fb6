import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { launchChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { waitFor } from '../support/wait.ts'

// The dock sleeps, as it does with the computer or in a tab that the browser puts to rest; the show goes on without it.

let browser: TestBrowser
let bridge: TestBridge
beforeEach(async () => {
  bridge = await startBridge({ readyMs: 90_000 })
  browser = await launchChromium()
}, 150_000)
afterEach(async () => {
  await browser.close()
  await bridge.kill()
})

/** Stops the page's process, as a sleeping computer does; resolves to how it is woken. Chromium's own freezing leaves a visible page be. */
async function sleep(page: Page): Promise<() => void> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (session === undefined) throw new Error('This page has no browser of its own.')
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  expect(renderers.length).toBeGreaterThan(0)
  for (const id of renderers) process.kill(id, 'SIGSTOP')
  return () => renderers.forEach((id) => process.kill(id, 'SIGCONT'))
}

const command = (path: string, body: object = {}): Promise<Response> =>
  fetch(bridge.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const status = async (): Promise<TikTokStatus> => (await (await fetch(`${bridge.origin}/api/tiktok/status`)).json()) as TikTokStatus
const live = (): Promise<unknown> => waitFor(async () => (await status()).health === 'live', { what: 'the demo', timeoutMs: 60_000 })

async function awakeDock(before?: (page: Page) => Promise<unknown>): Promise<Page> {
  await live()
  const { page } = await browser.newPage({ viewport: { width: 380, height: 900 }, locale: 'en-US' })
  await before?.(page)
  await page.addInitScript(() => {
    let at = performance.now()
    setInterval(() => {
      const pause = performance.now() - at
      at += pause
      document.documentElement.dataset['slept'] = String(Math.max(pause, Number(document.documentElement.dataset['slept'] ?? 0)))
    }, 100)
  })
  await page.goto(bridge.url.dock)
  await page.getByTestId('state').getByText('Live').waitFor()
  return page
}

/** The longest that no timer of the page ran, ms. */
const slept = (page: Page): Promise<number> => page.evaluate(() => Number(document.documentElement.dataset['slept']))
const state = (page: Page): Promise<string | null> => page.getByTestId('state').textContent()
const eventually = (page: Page, text: string): Promise<unknown> =>
  waitFor(async () => (await state(page)) === text, { what: `"${text}" in the dock that woke up`, timeoutMs: 15_000 })

// There are no such signals.
const WINDOWS = process.platform === 'win32'

test.skipIf(WINDOWS)(
  '[DK50] asleep while Standby ends: awake, the dock says so, and comes back by itself',
  async () => {
    const page = await awakeDock()
    const wake = await sleep(page)
    const { port, dataDir } = bridge
    await bridge.kill()
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    wake()
    await eventually(page, 'Standby is not running')
    expect(await slept(page)).toBeGreaterThan(3_500)
    expect(await page.getByText('Last known values').count()).toBeGreaterThan(0)
    bridge = await startBridge({ dataDir, env: { STANDBY_PORT: String(port) }, readyMs: 90_000 })
    await live()
    await eventually(page, 'Live')
    await page.close()
  },
  200_000,
)

test.skipIf(WINDOWS)(
  '[DK50] asleep over a restart and a stop: awake, the dock shows what is so by then',
  async () => {
    const page = await awakeDock()
    const wake = await sleep(page)
    const { port, dataDir } = bridge
    await bridge.kill()
    bridge = await startBridge({ dataDir, env: { STANDBY_PORT: String(port) }, readyMs: 90_000 })
    await live()
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    await command('/api/tiktok/disconnect')
    await command('/api/overlay/settings', { theme: 'solid' })
    wake()
    await eventually(page, 'Stopped')
    expect(await slept(page)).toBeGreaterThan(3_500)
    // What it shows now comes from the bridge of now, and is not what it went to sleep with.
    expect(await page.getByText('Last known values').count()).toBe(0)
    await command('/api/tiktok/connect')
    await page.close()
  },
  200_000,
)

test.skipIf(WINDOWS)(
  '[DK50] asleep while the link stays: awake, the dock is level with the show again',
  async () => {
    const page = await awakeDock()
    const wake = await sleep(page)
    await new Promise((resolve) => setTimeout(resolve, 8_000))
    await command('/api/demo/drop', { kind: 'refuse', seconds: 40 })
    await waitFor(async () => (await status()).health !== 'live', { what: 'the drop', timeoutMs: 20_000 })
    wake()
    await waitFor(async () => ['Reconnecting', 'Still reconnecting'].includes((await state(page)) ?? ''), {
      what: 'the drop in the dock that woke up',
      timeoutMs: 15_000,
    })
    expect(await slept(page)).toBeGreaterThan(7_500)
    await command('/api/demo/drop', { kind: 'close', seconds: 1 })
    await page.close()
  },
  200_000,
)
test('[DK50] the time of day is an hour later: the dock asks anew, and counts from what the bridge says', async () => {
  const page = await awakeDock((opened) => opened.clock.install())
  const reads = async (): Promise<string> => `${await state(page)} ${await page.getByTestId('since').textContent()}`
  const isTrue = async (): Promise<boolean> => /^Live for (\d+ min )?(\d+ s)?$/.test(await reads())
  // A message in the midst of the jump is taken for a sign of life after it: then it is not noticed, and another one is made.
  const jump = async (tries: number): Promise<unknown> => {
    await page.clock.fastForward(3_600_000)
    const seen = waitFor(isTrue, { what: 'the true time in the dock', timeoutMs: 6_000 })
    return tries === 1 ? seen : seen.catch(() => jump(tries - 1))
  }
  await jump(5)
  await page.close()
}, 120_000)

test('[PL11] the time of day is set an hour back while Standby is away: the dock comes back with it', async () => {
  const page = await awakeDock((opened) => opened.clock.install())
  const { port, dataDir } = bridge
  await bridge.kill()
  await eventually(page, 'Standby is not running')
  await page.clock.setSystemTime(Date.now() - 3_600_000)
  bridge = await startBridge({ dataDir, env: { STANDBY_PORT: String(port) }, readyMs: 90_000 })
  await live()
  await eventually(page, 'Live')
  await page.close()
}, 150_000)
