import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { WAITING_TEXTS } from '../../overlay/src/worker/waiting/texts.ts'
import { SCRIPT_PATH } from '../../overlay/src/worker/answer.ts'
import { comingAndGoing } from '../support/browser/coming-and-going.ts'
import { heading, USUAL, visit, visitor } from '../support/browser/early-visits.ts'
import { watchRequests } from '../support/browser/requests.ts'
import { patience, waitFor } from '../support/wait.ts'

// Much of it is waiting until a page looks again, so all of it at once.

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

describe('Opened before the bridge', () => {
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
