import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Router } from 'express'
import type { Page } from 'playwright-core'
import { describe, afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LiveActions } from '@standby/bridge/live/routes.ts'
import { avatarRoutes } from '@standby/bridge/show/avatar-routes.ts'
import { launchChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { startFeedServer } from '../support/peers/feed-server.ts'
import { PICTURES } from '../support/fixtures/pictures.ts'
import { waitFor } from '../support/wait.ts'

/** Names that lead to this computer, as a hostile name server would have them. */
const EVIL = 'evil.example'
const commands: string[] = []
const actions = {
  disconnect: () => void commands.push('disconnect'),
  tiktokStatus: () => ({ username: 'the-creator' }),
} as unknown as LiveActions

let bridge: Awaited<ReturnType<typeof startFeedServer>>
let elsewhere: Server
let browser: TestBrowser
beforeAll(async () => {
  const avatars = avatarRoutes({ picture: async () => ({ ok: true, picture: { type: 'image/png', bytes: PICTURES['image/png'] } }) })
  bridge = await startFeedServer({ actions, avatars, routes: Router() })
  elsewhere = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><body>elsewhere'))
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  browser = await launchChromium({ args: [`--host-resolver-rules=MAP ${EVIL} 127.0.0.1`] })
})
afterAll(async () => {
  await browser.close()
  elsewhere.closeAllConnections()
  await new Promise((resolve) => elsewhere.close(resolve))
  await bridge.close()
})
beforeEach(() => void (commands.length = 0))

/** A page that is none of ours: of another site, or only of another port here. One for each name, loaded again for each attack. */
const FOREIGN = [EVIL, '127.0.0.1', 'localhost']
const pages = new Map<string, Page>()
const foreignAddress = (host: string): string => `http://${host}:${(elsewhere.address() as AddressInfo).port}/`
async function foreignPage(host: string): Promise<Page> {
  const page = pages.get(host) ?? (await browser.newPage()).page
  pages.set(host, page)
  await page.goto(foreignAddress(host))
  return page
}

const BLOCKED = 'chrome-error://chromewebdata/'

/** Puts an address into a frame of the page, and says what came of it. */
async function framed(page: Page, address: string): Promise<string | undefined> {
  await page.evaluate((src) => {
    const frame = document.createElement('iframe')
    return new Promise((resolve) => {
      frame.onload = resolve
      frame.src = src
      document.body.replaceChildren(frame)
    })
  }, address)
  // A frame that is blocked gets another process, and is another one to Playwright for a moment.
  let href: string | undefined
  await waitFor(
    async () => {
      const [frame] = page.mainFrame().childFrames()
      href = await frame?.evaluate(() => location.href).catch(() => undefined)
      return href !== undefined
    },
    { what: 'the frame to be there' },
  )
  return href
}

describe('Limits and attackers', () => {
  test.each(FOREIGN)('[SC8] a page at %s cannot show ours in a frame', async (host) => {
    const page = await foreignPage(host)
    for (const path of ['/dock', '/', '/overlay', '/standby']) {
      expect([path, await framed(page, bridge.base + path)]).toEqual([path, BLOCKED])
    }
  })

  test('[SC8] our home page shows the overlay in a frame, and nothing of ours shows the dock in one', async () => {
    const { page } = await browser.newPage()
    await page.goto(`${bridge.base}/`)
    expect(await framed(page, '/overlay')).toBe(`${bridge.base}/overlay`)
    expect(await framed(page, '/dock')).toBe(BLOCKED)
    await page.close()
  })

  test.each(FOREIGN)('[SC9] a page at %s can read nothing, by tag or by script', async (host) => {
    const page = await foreignPage(host)
    const loaded = await page.evaluate(async (base) => {
      const tag = (name: string, source: 'src' | 'href', path: string) =>
        new Promise<string | null>((resolve) => {
          const element = document.createElement(name)
          element.onload = () => resolve(`${name} ${path}`)
          element.onerror = () => resolve(null)
          if (name === 'link') element.setAttribute('rel', 'stylesheet')
          element.setAttribute(source, base + path)
          document.body.append(element)
        })
      const read = async (path: string, mode: RequestMode) => {
        try {
          const text = await (await fetch(base + path, { mode })).text()
          return text === '' ? null : `fetch ${mode} ${path}: ${text}`
        } catch {
          return null
        }
      }
      const pages = ['/dock', '/api/tiktok/status', '/api/settings/export', '/healthz', '/metrics', '/assets/a.js']
      const paths = [...pages, '/avatar?u=https://p16.tiktokcdn.com/a']
      const tried = paths.flatMap((path) => [
        tag('img', 'src', path),
        tag('script', 'src', path),
        tag('link', 'href', path),
        read(path, 'cors'),
        read(path, 'no-cors'),
      ])
      return (await Promise.all(tried)).filter((one) => one !== null)
    }, bridge.base)
    expect(loaded).toEqual([])
  })

  test.each(FOREIGN)('[SC10] a page at %s can command nothing, by form, script or beacon', async (host) => {
    const page = await foreignPage(host)
    const url = `${bridge.base}/api/tiktok/disconnect`
    await page.evaluate(async (target) => {
      const blob = new Blob(['{}'], { type: 'application/json' })
      navigator.sendBeacon(target, '{}')
      navigator.sendBeacon(target, blob)
      const attempts: RequestInit[] = [
        {},
        { mode: 'no-cors' },
        { mode: 'no-cors', body: '{}' },
        { body: '{}', headers: { 'content-type': 'application/json' } },
        { body: '{}', credentials: 'include', headers: { 'content-type': 'application/json', 'x-forwarded-host': '127.0.0.1' } },
      ]
      await Promise.allSettled(attempts.map((one) => fetch(target, { method: 'POST', ...one })))
    }, url)
    for (const enctype of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      for (const target of ['inside', '_self']) {
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.url() === url && response.request().isNavigationRequest()),
          target === '_self' ? page.waitForURL(url) : null,
          page.evaluate(
            ([action, kind, where]) => {
              const form = `<form method="post" action="${action}" enctype="${kind}" target="${where}">`
              document.body.innerHTML = `<iframe name="inside"></iframe>${form}<input name='{"a":"' value='"}'></form>`
              document.querySelector('form')?.submit()
            },
            [url, enctype, target] as const,
          ),
        ])
        expect([enctype, target, answer.ok()]).toEqual([enctype, target, false])
      }
      await page.goto(foreignAddress(host))
    }
    // A command of ours goes through, so the others were refused and did not merely get lost.
    expect((await fetch(url, { method: 'POST' })).status).toBe(200)
    expect(commands).toEqual(['disconnect'])
  })

  test.each(FOREIGN)('[SC11] a page at %s cannot listen to the feed', async (host) => {
    const page = await foreignPage(host)
    const heard = await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url)
          socket.onmessage = () => resolve('a message')
          socket.onopen = () => resolve('open')
          socket.onerror = () => resolve('refused')
        }),
      `${bridge.base.replace('http', 'ws')}/ws`,
    )
    expect(heard).toBe('refused')
    expect(bridge.hub.clientCount()).toBe(0)
  })

  test('[SC12] a name that was made to lead here (DNS rebinding) opens nothing', async () => {
    const { page } = await browser.newPage()
    for (const path of ['/', '/dock', '/api/tiktok/status', '/healthz', '/assets/a.js', '/avatar?u=https://p16.tiktokcdn.com/a']) {
      const response = await page.goto(`http://${EVIL}:${bridge.port}${path}`)
      expect([path, response?.status()]).toEqual([path, 403])
      expect(await response?.text()).not.toMatch(/the-creator|<title>/)
    }
    // From the page of the refusal itself, which is of that very origin.
    const status = await page.evaluate(async () => (await fetch('/api/tiktok/disconnect', { method: 'POST' })).status)
    expect([status, commands]).toEqual([403, []])
    await page.close()
  })

  test('[SC13] a page that opens ours in a window keeps no hold of it', async () => {
    const page = await foreignPage(EVIL)
    const popup = page.waitForEvent('popup')
    await page.evaluate((url) => void Object.assign(window, { held: window.open(url) }), `${bridge.base}/dock`)
    const opened = await popup
    await waitFor(async () => (await opened.title()) === 'dock', { what: 'the dock in its own window' })
    expect(await opened.evaluate(() => window.opener === null)).toBe(true)
    expect(await page.evaluate(() => (window as unknown as { held: Window }).held.closed)).toBe(true)
    await page.close()
    await opened.close()
  })
})
