import type { Page } from 'playwright-core'
import { describe, expect, test, type TestContext } from 'vitest'
import type { TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { launchChromium } from '../support/browser/chromium.ts'
import { waitFor } from '../support/wait.ts'

// The dock sleeps, as it does with the computer or in a tab that the browser puts to rest; the show goes on without it. Most of it is
// waiting, so all of it at once, each with a bridge and a browser of its own.

interface Show {
  page: Page
  bridge(): TestBridge
  /** Starts it again where it was, after it was ended. */
  restart(): Promise<void>
  status(): Promise<TikTokStatus>
  command(path: string, body?: object): Promise<Response>
}

/** A dock that is awake, and shows that the demo is on. */
async function show({ onTestFinished }: TestContext, before?: (page: Page) => Promise<unknown>): Promise<Show> {
  let bridge = await startBridge()
  onTestFinished(() => void bridge.kill())
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const status = async (): Promise<TikTokStatus> => (await (await fetch(`${bridge.origin}/api/tiktok/status`)).json()) as TikTokStatus
  const live = (): Promise<unknown> => waitFor(async () => (await status()).health === 'live', { what: 'the demo', timeoutMs: 60_000 })
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
  return {
    page,
    bridge: () => bridge,
    async restart() {
      const { port, dataDir } = bridge
      bridge = await startBridge({ dataDir, env: { STANDBY_PORT: String(port) } })
      await live()
    },
    status,
    command: (path, body = {}) =>
      fetch(bridge.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }
}

interface Sleep {
  /** Waits until the page has slept for so long. */
  lasts(ms: number): Promise<unknown>
  wake(): void
}

/** Stops the page's process, as a sleeping computer does. Chromium's own freezing leaves a visible page be. */
async function sleep({ onTestFinished }: TestContext, page: Page): Promise<Sleep> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (session === undefined) throw new Error('This page has no browser of its own.')
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  expect(renderers.length).toBeGreaterThan(0)
  const wake = (): void => renderers.forEach((id) => process.kill(id, 'SIGCONT'))
  // A browser does not end while one that belongs to it is stopped.
  onTestFinished(wake)
  for (const id of renderers) process.kill(id, 'SIGSTOP')
  const since = performance.now()
  return {
    lasts: (ms) => waitFor(() => performance.now() - since > ms, { what: `the dock to have slept for ${ms} ms`, timeoutMs: 2 * ms }),
    wake,
  }
}

/** The longest that no timer of the page ran, ms. */
const slept = (page: Page): Promise<number> => page.evaluate(() => Number(document.documentElement.dataset['slept']))
const state = (page: Page): Promise<string | null> => page.getByTestId('state').textContent()
const eventually = (page: Page, text: string): Promise<unknown> =>
  waitFor(async () => (await state(page)) === text, { what: `"${text}" in the dock that woke up`, timeoutMs: 15_000 })

// There are no such signals.
const WINDOWS = process.platform === 'win32'

describe('Dock', () => {
  test
    .skipIf(WINDOWS)
    .concurrent('[DK50] asleep while Standby ends: awake, the dock says so, and comes back by itself', async (context) => {
      const { page, bridge, restart } = await show(context)
      const { lasts, wake } = await sleep(context, page)
      await bridge().kill()
      await lasts(4_000)
      wake()
      await eventually(page, 'Standby is not running')
      expect(await slept(page)).toBeGreaterThan(3_500)
      expect(await page.getByText('Last known values').count()).toBeGreaterThan(0)
      await restart()
      await eventually(page, 'Live')
    })

  test.skipIf(WINDOWS).concurrent('[DK50] asleep over a restart and a stop: awake, the dock shows what is so by then', async (context) => {
    const { page, bridge, restart, command } = await show(context)
    const { lasts, wake } = await sleep(context, page)
    await bridge().kill()
    await restart()
    await lasts(4_000)
    await command('/api/tiktok/disconnect')
    await command('/api/overlay/settings', { theme: 'solid' })
    wake()
    await eventually(page, 'Stopped')
    expect(await slept(page)).toBeGreaterThan(3_500)
    // What it shows now comes from the bridge of now, and is not what it went to sleep with.
    expect(await page.getByText('Last known values').count()).toBe(0)
  })

  test.skipIf(WINDOWS).concurrent('[DK50] asleep while the link stays: awake, the dock is level with the show again', async (context) => {
    const { page, status, command } = await show(context)
    const { lasts, wake } = await sleep(context, page)
    await lasts(8_000)
    await command('/api/demo/drop', { kind: 'refuse', seconds: 40 })
    await waitFor(async () => (await status()).health !== 'live', { what: 'the drop', timeoutMs: 20_000 })
    wake()
    await waitFor(async () => ['Reconnecting', 'Still reconnecting'].includes((await state(page)) ?? ''), {
      what: 'the drop in the dock that woke up',
      timeoutMs: 15_000,
    })
    expect(await slept(page)).toBeGreaterThan(7_500)
  })

  test.concurrent('[DK50] if the time of day jumps an hour, the dock asks again and counts from the bridge’s answer', async (context) => {
    const { page } = await show(context, (opened) => opened.clock.install())
    const reads = async (): Promise<string> => `${await state(page)} ${await page.getByTestId('since').textContent()}`
    const isTrue = async (): Promise<boolean> => /^Live for (\d+ min )?(\d+ s)?$/.test(await reads())
    // A message in the midst of the jump is taken for a sign of life after it: then it is not noticed, and another one is made.
    const jump = async (tries: number): Promise<unknown> => {
      await page.clock.fastForward(3_600_000)
      const seen = waitFor(isTrue, { what: 'the true time in the dock', timeoutMs: 6_000 })
      return tries === 1 ? seen : seen.catch(() => jump(tries - 1))
    }
    await jump(5)
  })
})

describe("A page's link to the bridge", () => {
  test.concurrent('[PL11] the time of day is set an hour back while Standby is away: the dock comes back with it', async (context) => {
    const { page, bridge, restart } = await show(context, (opened) => opened.clock.install())
    await bridge().kill()
    await eventually(page, 'Standby is not running')
    await page.clock.setSystemTime(Date.now() - 3_600_000)
    await restart()
    await eventually(page, 'Live')
  })
})
