import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { newDataDir, startBridge } from '../support/peers/bridge.ts'
import { waitFor } from '../support/wait.ts'

const ROOT = join(import.meta.dirname, '../..')

let browser: TestBrowser
beforeAll(async () => void (browser = await sharedChromium()))
afterAll(() => browser.close())

/** The examples as the docs have them: each file's name, and the block that follows it. A name without a folder is in `pages/hello`. */
function examples(): Map<string, string> {
  const text = readFileSync(join(ROOT, 'docs/custom-pages.md'), 'utf8')
  const files = [...text.matchAll(/`(?:pages\/)?([\w./]+)`:\n\n```\w+\n([\s\S]*?)```/g)]
  return new Map(files.map(([, name = '', content = '']) => [name.includes('/') ? name : `hello/${name}`, content]))
}

/** Puts them where the docs say. */
function withExamples(): string {
  const dataDir = newDataDir()
  for (const [name, content] of examples()) {
    const file = join(dataDir, 'pages', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  return dataDir
}

describe('Custom pages', () => {
  test('[CP4] the examples of the docs work as they are written, the first also over a kill of Standby', async () => {
    const dataDir = withExamples()
    expect([...examples().keys()]).toEqual([
      ...['hello/index.html', 'hello/page.js', 'hello/page.css'],
      ...['board/index.html', 'board/page.js'],
    ])
    const first = await startBridge({ dataDir })
    const { page, complaints } = await browser.newPage({ viewport: { width: 640, height: 240 } })
    await page.goto(`${first.origin}/pages/hello/`)
    const line = () => page.locator('#line').innerText()
    await waitFor(async () => (await line()).includes(' sent '), { what: 'a gift', timeoutMs: 60_000 })
    expect(Number(await page.locator('#diamonds').innerText())).toBeGreaterThan(0)
    if (process.env['STANDBY_PICTURES'] === '1')
      await page.screenshot({ path: join(ROOT, 'docs/pictures/custom-page.jpg'), type: 'jpeg', quality: 85 })
    expect(complaints).toEqual([])

    const board = await browser.newPage()
    await board.page.goto(`${first.origin}/pages/board/`)
    await waitFor(() => board.page.locator('#board li').first().isVisible(), { what: 'somebody who gave', timeoutMs: 60_000 })
    expect(await board.page.locator('#board li').first().innerText()).toMatch(/^.+: \d+$/)
    expect(board.complaints).toEqual([])
    await board.page.close()

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
