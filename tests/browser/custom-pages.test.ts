import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { newDataDir, startBridge } from '../support/peers/bridge.ts'
import { waitFor } from '../support/wait.ts'

const ROOT = join(import.meta.dirname, '../..')

let browser: TestBrowser
beforeAll(async () => void (browser = await sharedChromium()))
afterAll(() => browser.close())

/** The example as the docs have it: each file's name, and the block that follows it. */
function example(): Map<string, string> {
  const text = readFileSync(join(ROOT, 'docs/custom-pages.md'), 'utf8')
  const files = [...text.matchAll(/^`([\w.]+)`:\n\n```\w+\n([\s\S]*?)```/gm)]
  return new Map(files.map(([, name = '', content = '']) => [name, content]))
}

describe('Custom pages', () => {
  test('[CP4] the example of the docs works as it is written, also over a kill of Standby', async () => {
    const dataDir = newDataDir()
    const folder = join(dataDir, 'pages', 'hello')
    mkdirSync(folder, { recursive: true })
    expect([...example().keys()]).toEqual(['index.html', 'page.js', 'page.css'])
    for (const [name, content] of example()) writeFileSync(join(folder, name), content)
    const first = await startBridge({ dataDir })
    const { page, complaints } = await browser.newPage({ viewport: { width: 640, height: 240 } })
    await page.goto(`${first.origin}/pages/hello/`)
    const line = () => page.locator('#line').innerText()
    await waitFor(async () => (await line()).includes(' sent '), { what: 'a gift', timeoutMs: 60_000 })
    expect(Number(await page.locator('#diamonds').innerText())).toBeGreaterThan(0)
    if (process.env['STANDBY_PICTURES'] === '1')
      await page.screenshot({ path: join(ROOT, 'docs/pictures/custom-page.jpg'), type: 'jpeg', quality: 85 })
    expect(complaints).toEqual([])

    await first.kill()
    const before = await line()
    const second = await startBridge({ dataDir, env: { STANDBY_PORT: String(first.port) } })
    await waitFor(async () => (await line()) !== before, { what: 'a gift after the restart', timeoutMs: 60_000 })
    await page.close()
    await second.stop()
  })

  test('[CP5] the module is at most 8 kB gzipped, and comes under the content policy of Standby’s pages', async () => {
    const bridge = await startBridge()
    const own = await fetch(`${bridge.origin}/dock`)
    const served = await fetch(`${bridge.origin}/client.js`)
    expect(served.headers.get('content-type')).toContain('javascript')
    expect(gzipSync(Buffer.from(await served.arrayBuffer())).length).toBeLessThanOrEqual(8_000)
    const policy = (await fetch(`${bridge.origin}/pages/hello/`)).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(own.headers.get('content-security-policy')).toContain("script-src 'self'")
    await bridge.stop()
  })
})
