import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { waitFor } from '../support/wait.ts'

// A real bridge, its dock and its overlay.

const FONT = join(import.meta.dirname, '../../overlay/node_modules/@fontsource-variable/oswald/files/oswald-latin-wght-normal.woff2')

let browser: TestBrowser
let bridge: TestBridge
beforeAll(async () => {
  bridge = await startBridge()
  // As in OBS, whose pages may play without a click.
  browser = await launchChromium({ args: ['--autoplay-policy=no-user-gesture-required'] })
})
afterAll(async () => {
  await browser.close()
  await bridge.stop()
})

/** A tenth of a second of silence. */
function wav(): Buffer {
  const [rate, samples] = [8_000, 800]
  const head = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\0\0\0\0\0\0\0\0\x01\0\x08\0data\0\0\0\0', 'latin1')
  head.writeUInt32LE(36 + samples, 4)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt32LE(samples, 40)
  return Buffer.concat([head, Buffer.alloc(samples, 128)])
}

const property = (page: Page, name: string): Promise<string> =>
  page.evaluate((wanted) => getComputedStyle(document.documentElement).getPropertyValue(wanted), name)
const faces = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family))

describe('Overlay settings', () => {
  test('[OC10][OC14][OV75] a look set in the dock dresses the overlay, plays, and comes back from its file', async () => {
    const { page: overlay, complaints } = await browser.newPage({ viewport: { width: 540, height: 960 } })
    await overlay.addInitScript(() => {
      const { play } = HTMLMediaElement.prototype
      HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
        document.documentElement.dataset['played'] = String(this.volume)
        return play.call(this)
      }
    })
    await overlay.goto(`${bridge.url.overlay}?sound=on&volume=0.5`)
    const { page: dock, complaints: dockComplaints } = await browser.newPage({ viewport: { width: 320, height: 900 } })
    await dock.goto(bridge.url.dock)
    await dock.locator('button[aria-controls="looks-body"]').click()

    await dock.getByRole('button', { name: 'Neon' }).click()
    await waitFor(async () => (await property(overlay, '--standby-radius')) === '0.3rem', { what: 'the look on the overlay' })
    expect(await property(overlay, '--standby-accent')).toContain('#ff4fd8')

    await dock.locator('input[type="file"][accept*="woff2"]').setInputFiles(FONT)
    await waitFor(async () => (await faces(overlay)).includes('Standby Own'), { what: 'the own font' })
    await dock.locator('#looks-body input[accept="audio/*"]').setInputFiles({ name: 'pling.wav', mimeType: 'audio/wav', buffer: wav() })
    await dock.getByText('pling.wav').waitFor()
    await dock.getByLabel('Gift alerts from (diamonds)').fill('7')
    await dock.getByLabel('Gift alerts from (diamonds)').press('Enter')
    await fetch(`${bridge.origin}/api/test/event`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"gift"}',
    })
    await waitFor(() => overlay.evaluate(() => document.documentElement.dataset['played'] ?? ''), { what: 'the own sound' })
    expect(await overlay.evaluate(() => document.documentElement.dataset['played'])).toBe('0.5')

    await dock.getByLabel('Title').fill('Evening')
    await dock.getByRole('button', { name: 'Save this look' }).click()
    const [download] = await Promise.all([dock.waitForEvent('download'), dock.getByRole('button', { name: 'Export Evening' }).click()])
    expect(download.suggestedFilename()).toBe('standby-look-Evening.json')
    const file = await download.path()
    const text = readFileSync(file, 'utf8')
    expect(text).not.toMatch(/pling|oswald-latin|127\.0\.0\.1|maya/i)
    const picker = dock.locator('input[type="file"][accept*="json"]')
    await picker.setInputFiles({ name: 'look.json', mimeType: 'application/json', buffer: Buffer.from(text) })
    await dock.getByText(/^Evening 2 is among your looks now/).waitFor()

    const half = Buffer.from(text.replace(/"font":"[^"]{400}/, '"font":"'))
    await picker.setInputFiles({ name: 'look.json', mimeType: 'application/json', buffer: half })
    await dock.getByText(/A part of this font is missing|cannot use this kind of file|not a look of Standby/).waitFor()
    expect(await dock.getByRole('button', { name: /^Export / }).count()).toBe(2)

    await dock.getByRole('button', { name: 'Standby’s own' }).click()
    await waitFor(async () => (await property(overlay, '--standby-radius')) === '1.1rem', { what: 'Standby’s own look' })
    await dock.getByRole('button', { name: 'Use Evening 2' }).click()
    await waitFor(async () => (await property(overlay, '--standby-radius')) === '0.3rem', { what: 'the imported look' })
    expect([...complaints, ...dockComplaints.filter((line) => !line.includes('415') && !line.includes('400'))]).toEqual([])
  })
})
