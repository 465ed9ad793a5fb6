import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { patience } from '../support/wait.ts'

const NAME = 'overlay.standby.test'
const FOREIGN = ['evil.example', `a.${NAME}`, NAME, '127.0.0.1']

let bridge: TestBridge
let elsewhere: Server
let browser: TestBrowser
beforeAll(async () => {
  bridge = await startBridge({ env: { STANDBY_NAMES: NAME } })
  // Another program on this computer, or one to which a name server leads for a while.
  elsewhere = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><body>elsewhere'))
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  browser = await launchChromium({ args: [`--host-resolver-rules=MAP *.example 127.0.0.1, MAP *${NAME} 127.0.0.1`] })
})
afterAll(async () => {
  await browser.close()
  elsewhere.closeAllConnections()
  await new Promise((resolve) => elsewhere.close(resolve))
  await bridge.stop()
})

const PATHS = [
  '/',
  '/dock',
  '/healthz',
  '/metrics',
  '/api/tokens',
  '/api/names',
  '/api/settings/export',
  '/avatar?u=x',
  '/service-worker.js',
]

/** What a script on this page is answered by that origin: paths that it can read, commands that were accepted, a feed that opened. */
function reached(page: Page, origin: string, paths: readonly string[]): Promise<string[]> {
  return page.evaluate(
    async ([base, asked]) => {
      const read = asked.map(async (path) => ((await fetch(base + path).catch(() => null))?.ok === true ? `GET ${path}` : null))
      const send = ['/api/names', '/api/tiktok/disconnect'].map(async (path) => {
        const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
        return (await fetch(base + path, init).catch(() => null))?.ok === true ? `POST ${path}` : null
      })
      const feed = new Promise<string | null>((resolve) => {
        try {
          const socket = new WebSocket(`${base.replace('http', 'ws')}/ws`)
          socket.onmessage = () => resolve('the feed')
          socket.onclose = () => resolve(null)
        } catch {
          resolve(null)
        }
      })
      return (await Promise.all([...read, ...send, feed])).filter((one) => one !== null)
    },
    [origin, paths] as const,
  )
}

describe('Access', () => {
  test.each(['overlay', 'standby'])('[AC25] in a real browser /%s works by an allowed name', async (path) => {
    const { page, complaints } = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
    await page.goto(`http://${NAME}:${bridge.port}/${path}`)
    await page.waitForSelector(path === 'overlay' ? 'li' : 'main', { timeout: patience(30_000) })
    expect(complaints.filter((one) => !one.startsWith('left this computer: '))).toEqual([])
    await page.close()
  })

  test('[AC26] a script on a page of that name reaches what viewers see and nothing else', async () => {
    const { page } = await browser.newPage()
    await page.goto(`http://${NAME}:${bridge.port}/overlay`)
    expect(await reached(page, `http://${NAME}:${bridge.port}`, [...PATHS, '/overlay'])).toEqual(['GET /overlay', 'the feed'])
    for (const host of ['127.0.0.1', 'localhost']) expect(await reached(page, `http://${host}:${bridge.port}`, PATHS)).toEqual([])
    for (const path of ['/dock', '/']) {
      expect((await page.goto(`http://${NAME}:${bridge.port}${path}`))?.status()).toBe(403)
    }
    await page.close()
  })

  test.each(FOREIGN)('[AC27] a foreign page at %s reaches nothing, by the name or without', async (host) => {
    const { page } = await browser.newPage()
    await page.goto(`http://${host}:${(elsewhere.address() as AddressInfo).port}/`)
    for (const ours of [NAME, '127.0.0.1', `a.${NAME}`]) {
      expect(await reached(page, `http://${ours}:${bridge.port}`, [...PATHS, '/overlay', '/standby'])).toEqual([])
    }
    await page.close()
  })

  test('[AC27] no foreign page shows those pages in a frame, or keeps hold of one that it opened', async () => {
    const { page } = await browser.newPage()
    await page.goto(`http://evil.example:${(elsewhere.address() as AddressInfo).port}/`)
    const address = `http://${NAME}:${bridge.port}/overlay`
    const framed = await page.evaluate(
      (src) =>
        new Promise<number>((resolve) => {
          const frame = document.createElement('iframe')
          frame.onload = () => resolve(frame.contentWindow?.length ?? -1)
          frame.src = src
          document.body.append(frame)
        }),
      address,
    )
    expect(framed).toBe(0)
    expect(page.frames().some((frame) => frame.url() === address)).toBe(false)
    await page.close()
  })
})
