import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import { sharedChromium, waitForMovement, type TestBrowser } from '../support/browser/chromium.ts'
import { waitFor } from '../support/wait.ts'

let browser: TestBrowser
beforeAll(async () => {
  browser = await sharedChromium()
})
afterAll(() => browser.close())

const MOVING = '<style>@keyframes go { to { transform: translate(300px) } } p { animation: go 1s infinite }</style><p>here</p>'

describe('Development', () => {
  test('[DV9] a page that moves is distinguished from one that does not', async () => {
    const { page } = await browser.newPage()
    await page.setContent(MOVING)
    expect(await waitForMovement(page)).toBeGreaterThan(0)
    await page.setContent('<p>here</p>')
    await expect(waitForMovement(page, { timeoutMs: 500 })).rejects.toThrow('a picture of about:blank that differs from the first')
    await page.close()
  })

  test('[DV10] what a page complains about, and what it asks of other computers, is kept', async () => {
    const { page, complaints } = await browser.newPage()
    await page.setContent('<p>nothing to say</p>')
    expect(complaints).toEqual([])
    await page.setContent('<script>console.error("oh"); throw new Error("no")</script><img src="http://elsewhere.invalid/x.png">')
    await waitFor(() => complaints.some((line) => line.startsWith('failed: ')), { what: 'the picture from elsewhere to fail' })
    expect(complaints).toEqual(
      expect.arrayContaining(['console: oh', 'uncaught: no', 'left this computer: http://elsewhere.invalid/x.png']),
    )
    await page.close()
  })

  test('[DV10] pages keep their storage to themselves', async () => {
    const pages = await Promise.all([browser.newPage(), browser.newPage()])
    const [one, other] = pages.map(({ page }) => page)
    await one?.context().addCookies([{ name: 'a', value: '1', url: 'http://127.0.0.1' }])
    expect(await other?.context().cookies()).toEqual([])
    await Promise.all(pages.map(({ page }) => page.close()))
  })
})
