import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, afterEach, beforeEach, expect, test } from 'vitest'
import { openProfile, type TestPage } from '../support/browser/chromium.ts'
import { startBridge } from '../support/peers/bridge.ts'
import { patience, waitFor } from '../support/wait.ts'

// A port that another program had before: what that left in the browser.

const ASSETS = join(import.meta.dirname, '../../overlay/dist/assets')

let profile = ''
const ends: (() => unknown)[] = []
beforeEach(() => void (profile = mkdtempSync(join(tmpdir(), 'standby-profile-'))))
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

/** Another program on a port of its own choice. */
async function program(answer: RequestListener): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  ends.push(close)
  return { port: (server.address() as AddressInfo).port, close }
}

async function browse(): Promise<TestPage & { close(): Promise<void> }> {
  const opened = await openProfile(profile, { locale: 'fr-FR' })
  ends.push(() => opened.close())
  return opened
}

async function standby(port: number): Promise<string> {
  const bridge = await startBridge({ env: { STANDBY_PORT: String(port) }, readyMs: 90_000 })
  ends.push(() => bridge.kill())
  return bridge.origin
}

const WORKER = `addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => event.respondWith(new Response('<h1>Taken</h1>', { headers: { 'content-type': 'text/html' } })))`

describe('Opened before the bridge', () => {
  test.each([
    ['for all of the address', '/worker.js', '/'],
    ['for the dock alone', '/deep/down/worker.mjs', '/dock'],
  ])('[SW6] a worker that another program has left %s is replaced by ours', async (_what, script, scope) => {
    const other = await program((request, response) => {
      const isScript = request.url === script
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
      response.setHeader('service-worker-allowed', '/')
      response.end(isScript ? WORKER : '<h1>Theirs</h1>')
    })
    const before = await browse()
    const address = `http://127.0.0.1:${other.port}`
    await before.page.goto(`${address}/`)
    await before.page.evaluate(
      async (given) => {
        const { active, installing } = await navigator.serviceWorker.register(given.script, { scope: given.scope })
        const worker = active ?? installing
        await new Promise<void>((resolve) => {
          if (worker?.state === 'activated') resolve()
          worker?.addEventListener('statechange', () => worker.state === 'activated' && resolve())
        })
      },
      { script, scope },
    )
    await before.page.goto(`${address}/dock`)
    await before.page.getByRole('heading', { name: 'Taken' }).waitFor()
    await before.close()
    await other.close()

    await standby(other.port)
    const { page, close } = await browse()
    await page.goto(`${address}/dock`)
    // The first time it is their page in any case. Meanwhile the browser looks at their script again.
    await waitFor(
      async () => {
        await page.goto(`${address}/dock`)
        return (await page.getByRole('heading', { name: 'Taken' }).count()) === 0
      },
      { what: 'our own dock', timeoutMs: 60_000, everyMs: 2_000 },
    )
    await page
      .getByTestId('state')
      .getByText('En direct')
      .waitFor({ timeout: patience(30_000) })
    await waitFor(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length === 1), {
      what: 'one worker',
    })
    const kept = (): Promise<(string | undefined)[]> =>
      page.evaluate(async () => {
        const [registration] = await navigator.serviceWorker.getRegistrations()
        return [registration?.scope, registration?.active?.scriptURL]
      })
    // Theirs is active until ours is installed.
    await waitFor(async () => (await kept())[1] === `${address}/service-worker.js`, {
      what: 'our worker to be active',
      timeoutMs: 20_000,
    })
    expect(await kept()).toEqual([`${address}/`, `${address}/service-worker.js`])
    await close()
  })

  const built = (pattern: RegExp): string => {
    const found = readdirSync(ASSETS).filter((name) => pattern.test(name))
    expect(found.length, String(pattern)).toBeGreaterThan(0)
    return found[0]!
  }

  /** The first Chromium that checks what an import map says of a script. */
  const IMPORT_MAP_INTEGRITY = 127
  const versionOf = async (page: Page): Promise<number> => Number(/Chrome\/(\d+)/.exec(await page.evaluate(() => navigator.userAgent))?.[1])

  test.each([
    ['the page’s own script', /^dock-.*\.js$/, 'blank'],
    ['a script that it imports', /^disclose-version-.*\.js$/, 'blank'],
    ['a script that is loaded later', /^fr-(?!viewers).*\.js$/, 'blank'],
    ['a style sheet', /^dock-.*\.css$/, 'unstyled'],
  ])('[SW7] %s that another program has left in the browser’s cache is not run', async (what, pattern, outcome) => {
    const name = built(pattern)
    const isStyle = name.endsWith('.css')
    const poison = isStyle ? 'body { --poisoned: yes }' : `${readFileSync(join(ASSETS, name), 'utf8')}\n;globalThis.poisoned = true`
    const other = await program((request, response) => {
      const isAsset = request.url === `/assets/${name}`
      response.setHeader('content-type', isAsset ? (isStyle ? 'text/css' : 'text/javascript') : 'text/html')
      if (isAsset) response.setHeader('cache-control', 'public, max-age=31536000, immutable')
      response.end(isAsset ? poison : '<h1>Theirs</h1>')
    })
    const address = `http://127.0.0.1:${other.port}`
    const { page, complaints } = await browse()
    await page.goto(`${address}/`)
    const text = (): Promise<string> => page.evaluate(async (path) => (await fetch(path)).text(), `/assets/${name}`)
    expect(await text()).toBe(poison)
    await other.close()

    await standby(other.port)
    await page.goto(`${address}/dock`)
    // An older browser heeds no import map, which docs/security.md says: it runs what is loaded later.
    if (what === 'a script that is loaded later' && (await versionOf(page)) < IMPORT_MAP_INTEGRITY) {
      await page.waitForFunction(() => 'poisoned' in globalThis)
      return
    }
    await waitFor(() => complaints.some((line) => line.includes('integrity')), { what: 'the browser to refuse it', timeoutMs: 20_000 })
    // It lies there still, and without its digest would be taken.
    expect(await text()).toBe(poison)
    expect(await page.evaluate(() => 'poisoned' in globalThis)).toBe(false)
    expect(await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--poisoned'))).toBe('')
    // A page without its style is drawn when the feed has answered; one without its script never is.
    if (outcome === 'unstyled') await page.getByTestId('state').waitFor()
    else expect(await page.getByTestId('state').count()).toBe(0)
  })
})
