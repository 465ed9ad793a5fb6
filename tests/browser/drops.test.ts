import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import type { DropKind, TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge } from '../support/peers/bridge.ts'
import { launchChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { waitFor } from '../support/wait.ts'

let browser: TestBrowser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

interface Expected {
  cause: string
  /** In the dock, in the creator's words. */
  says: RegExp
  /** How long the kind takes to be noticed and to be over; what asks to wait is waited for. */
  noticedMs: number
  backMs: number
}

/** What each drop of the demo must look like in the dock; all of them recover by themselves. Those that take longest come first. */
const DROPS: Record<DropKind, Expected> = {
  'rate-limit': { cause: 'rate-limited', says: /pause|wait/i, noticedMs: 12_000, backMs: 90_000 },
  end: { cause: 'ended', says: /ended/, noticedMs: 3_000, backMs: 90_000 },
  offline: { cause: 'offline', says: /not live/, noticedMs: 12_000, backMs: 90_000 },
  silence: { cause: 'stalled', says: /silent/, noticedMs: 45_000, backMs: 30_000 },
  close: { cause: 'tiktok', says: /TikTok/, noticedMs: 3_000, backMs: 30_000 },
  refuse: { cause: 'tiktok', says: /TikTok/, noticedMs: 3_000, backMs: 30_000 },
  network: { cause: 'network', says: /internet/, noticedMs: 8_000, backMs: 15_000 },
}

describe('Bridge', () => {
  test.concurrent.each(Object.keys(DROPS) as DropKind[])(
    '[BR12] a demo drop of kind %s shows the right sentence in the dock and recovers by itself',
    async (kind) => {
      const expected = DROPS[kind]
      const bridge = await startBridge({ env: { RECONNECTION_BASE_DELAY: '2000', RECONNECTION_MAX_DELAY: '4000' } })
      const status = async (): Promise<TikTokStatus> => (await fetch(`${bridge.origin}/api/tiktok/status`)).json() as Promise<TikTokStatus>
      await waitFor(async () => (await status()).health === 'live', { what: 'the demo', timeoutMs: 20_000 })
      const { page, complaints } = await browser.newPage({
        viewport: { width: 380, height: 900 },
        locale: 'en-US',
        reducedMotion: 'reduce',
      })
      await page.goto(`${bridge.origin}/dock`)
      // Silence must outlast the 35 s after which it is noticed.
      const seconds = kind === 'silence' ? 40 : 8
      const response = await fetch(`${bridge.origin}/api/demo/drop`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind, seconds }),
      })
      expect(response.status).toBe(200)
      await waitFor(async () => (await status()).cause?.kind === expected.cause, {
        what: `the cause ${expected.cause}`,
        timeoutMs: expected.noticedMs,
      })
      const happened = page.getByTestId('happened')
      await waitFor(async () => expected.says.test((await happened.textContent()) ?? ''), {
        what: 'the sentence in the dock',
        timeoutMs: 5_000,
      })
      expect((await page.getByTestId('todo').textContent())?.length).toBeGreaterThan(10)
      await waitFor(async () => (await status()).health === 'live', { what: 'the recovery', timeoutMs: expected.backMs })
      expect(complaints).toEqual([])
      await page.close()
      await bridge.stop()
    },
    180_000,
  )
})
