import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { ownAddresses } from '@standby/bridge/server/own-names.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { sharedChromium, type TestBrowser, type TestPage } from '../support/browser/chromium.ts'
import { patience, waitFor } from '../support/wait.ts'

/** The machine's own address in its network stands for the other computer: what comes from it is not local. */
const address = ownAddresses(networkInterfaces).find((one) => !one.startsWith('[')) ?? null

let bridge: TestBridge
let browser: TestBrowser
let far = ''
const tokens = (): { read: string; control: string } =>
  JSON.parse(readFileSync(join(bridge.dataDir, 'tokens.json'), 'utf8')) as { read: string; control: string }

beforeAll(async () => {
  if (address === null) return
  bridge = await startBridge({ env: { STANDBY_HOST: '0.0.0.0', STANDBY_TOKENS: 'on' }, readyMs: 60_000 })
  browser = await sharedChromium()
  far = `http://${address}:${bridge.port}`
})
afterAll(async () => {
  if (address === null) return
  await browser.close()
  await bridge.kill()
})

/** The overlay with the read token and the dock with the control token, as they were when all this began; each is opened once. */
interface Watched extends TestPage {
  /** Addresses and headers of what it asked for. */
  sent: string[]
}
let overlay: Promise<Watched> | null = null
let dock: Promise<Watched> | null = null
async function opened(path: string, options: BrowserContextOptions): Promise<Watched> {
  const tested = await browser.newPage({ locale: 'en-US', ...options })
  const sent: string[] = []
  tested.page.on('request', (request) => sent.push(request.url() + JSON.stringify(request.headers())))
  await tested.page.goto(far + path)
  return { ...tested, sent }
}
const openOverlay = (): Promise<Watched> =>
  (overlay ??= opened(`/overlay#token=${tokens().read}`, { viewport: { width: 1080, height: 1920 } }))
const openDock = (): Promise<Watched> => (dock ??= opened(`/dock#token=${tokens().control}`, { viewport: { width: 420, height: 900 } }))

/** Complaints that are not about leaving this computer: here the other computer is the point. */
const real = (complaints: string[]): string[] => complaints.filter((line) => !line.startsWith('left this computer'))

describe('Access', () => {
  test.skipIf(address === null)(
    '[AC17] with the read token the overlay shows the LIVE elsewhere, and its address is never sent',
    async () => {
      const { page, complaints, sent } = await openOverlay()
      await page.waitForSelector('li', { timeout: patience(20_000) })
      // The browser leaves out what stands behind the #, and the page asks for nothing that would carry it.
      expect(sent.filter((line) => line.includes(tokens().read))).toEqual([])
      expect(await page.evaluate(() => JSON.stringify([localStorage.length, sessionStorage.length, document.cookie]))).toBe('[0,0,""]')
      expect(real(complaints)).toEqual([])
    },
  )

  test.skipIf(address === null)(
    '[AC23] what is hidden leaves an overlay with the read token too, which is told no word or name',
    async () => {
      const { page, complaints } = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
      const frames: string[] = []
      page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(payload.toString())))
      await page.goto(`${far}/overlay#token=${tokens().read}`)
      await page.waitForSelector('li', { timeout: patience(20_000) })
      const command = async (path: string, body: unknown): Promise<unknown> => {
        const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
        const response = await fetch(bridge.origin + path, sent)
        expect(response.status).toBe(200)
        return response.json()
      }
      const say = async (text: string) => (await command('/api/test/event', { type: 'chat', text })) as { event: { id: string } }
      const { event } = await say('taken back by hand')
      await say('taken back by a word')
      await page.getByText('taken back by hand').waitFor()
      await page.getByText('taken back by a word').waitFor()
      await command('/api/moderation/hide', { messageId: event.id })
      await command('/api/moderation/words', { words: ['by a word'] })
      await command('/api/moderation/hide', { userId: '77', name: 'Somebody unwanted' })
      await page.getByText('taken back').first().waitFor({ state: 'detached' })
      await waitFor(async () => (await page.getByText('taken back').count()) === 0, { what: 'both messages to be gone' })
      const told = frames.filter((frame) => frame.includes('"moderation"')).join()
      expect(told).toContain(event.id)
      expect(told).not.toMatch(/Somebody unwanted|"blockedWords":\["/)
      expect(frames.join()).not.toMatch(/"obs"|"alerts":\[|"stability"|"signBudget"/)
      expect(real(complaints)).toEqual([])
      await command('/api/moderation/words', { words: [] })
      await page.close()
    },
  )

  test.skipIf(address === null)('[AC17] the dock commands with the control token, and not with the read token', async () => {
    const { page, complaints } = await openDock()
    await page
      .getByTestId('state')
      .getByText('Live')
      .waitFor({ timeout: patience(20_000) })
    expect(real(complaints)).toEqual([])
    const status = (token: string) =>
      page.evaluate(
        async (given) =>
          (
            await fetch('/api/obs/pause', {
              method: 'POST',
              body: '{"paused":false}',
              headers: { 'content-type': 'application/json', authorization: `Bearer ${given}` },
            })
          ).status,
        token,
      )
    expect(await status(tokens().control)).toBe(200)
    expect(await status(tokens().read)).toBe(403)
    expect(await status('wrong-wrong-wrong-wrong-wrong')).toBe(401)
  })

  test.skipIf(address === null)('[AC18] without the right token the home page says what to do, and the overlay shows no show', async () => {
    const { page, complaints } = await browser.newPage({ locale: 'en-US' })
    await page.goto(`${far}/`)
    await page.getByRole('heading', { name: 'No access' }).waitFor({ timeout: patience(20_000) })
    await page.getByText('needs a token, and this address has none.').waitFor()
    await page.goto(`${far}/?lang=fr#token=wrong-wrong-wrong-wrong-wrong`)
    await page.getByRole('heading', { name: 'Accès refusé' }).waitFor({ timeout: patience(20_000) })
    await page.getByText('Le jeton de cette adresse est faux, ou a été remplacé.').waitFor()
    complaints.length = 0
    await page.goto(`${far}/overlay`)
    await page.waitForSelector('main', { state: 'attached' })
    await waitFor(() => complaints.some((line) => line.includes('WebSocket')), { what: 'the feed to be refused' })
    expect(await page.locator('li').count()).toBe(0)
    await page.close()
  })

  test.skipIf(address === null)(
    '[AC19] the home page hands out addresses and a QR code, and a replaced token puts out who had it',
    async () => {
      const { page } = await browser.newPage({ locale: 'en-US' })
      await page.goto(bridge.url.home)
      const old = tokens()
      expect(await page.content()).not.toContain(old.control)
      await page.getByRole('heading', { name: 'Other computers and phones' }).click()
      await page.getByRole('button', { name: 'Show the dock’s address and QR code' }).click()
      await page.getByRole('img', { name: /QR code/ }).waitFor()
      expect(
        await page.locator('input[readonly]').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)),
      ).toContain(`${far}/dock#token=${old.control}`)

      const dock = await openDock()
      await dock.page
        .getByTestId('state')
        .getByText('Live')
        .waitFor({ timeout: patience(20_000) })
      const overlay = await openOverlay()
      await overlay.page.waitForSelector('li', { timeout: patience(20_000) })

      const replace = page.getByRole('button', { name: 'Replace the dock token' })
      await replace.click()
      await page.getByRole('button', { name: 'Tap again: old addresses stop working' }).click()
      await page.getByText('Replaced. The old one no longer works.').waitFor()
      expect(tokens().control).not.toBe(old.control)
      expect(tokens().read).toBe(old.read)
      await dock.page
        .getByTestId('state')
        .getByText('No access')
        .waitFor({ timeout: patience(20_000) })
      await dock.page.reload()
      await dock.page
        .getByTestId('state')
        .getByText('No access')
        .waitFor({ timeout: patience(20_000) })
      await dock.page.getByText('The token in this address is wrong, or has been replaced.').waitFor()
      expect((await fetch(`${far}/api/tokens`, { headers: { authorization: `Bearer ${old.control}` } })).status).toBe(401)
      // The overlay has its own, and goes on.
      const said = (): Promise<string[]> => overlay.page.locator('li').allTextContents()
      const before = await said()
      await waitFor(async () => (await said()).some((text) => !before.includes(text)), { what: 'the overlay to go on', timeoutMs: 10_000 })
      await dock.page.goto('about:blank')
      await dock.page.goto(`${far}/dock#token=${tokens().control}`)
      await dock.page
        .getByTestId('state')
        .getByText('Live')
        .waitFor({ timeout: patience(20_000) })
      await page.close()
    },
  )
})
