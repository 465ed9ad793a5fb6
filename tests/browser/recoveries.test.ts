import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import type { CauseKind } from '@standby/shared/connection/cause.ts'
import type { DropKind, TikTokStatus } from '@standby/shared/protocol.ts'
import { startBridge } from '../support/peers/bridge.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { drawn } from '../support/drawn.ts'
import { waitFor } from '../support/wait.ts'

// What goes wrong with a show and is over by itself. Most of it is waiting, so all of it at once; what takes longest comes first.

let browser: TestBrowser
beforeAll(async () => void (browser = await sharedChromium()))
afterAll(() => browser.close())

interface Expected {
  cause: CauseKind
  /** In the dock, in the creator's words. */
  says: RegExp
  /** How long the kind takes to be noticed and to be over; what asks to wait is waited for. */
  noticedMs: number
  backMs: number
}

/** What each drop of the demo must look like in the dock; all of them recover by themselves. */
const DROPS: Record<DropKind, Expected> = {
  'rate-limit': { cause: 'rate-limited', says: /pause|wait/i, noticedMs: 12_000, backMs: 90_000 },
  end: { cause: 'ended', says: /ended/, noticedMs: 3_000, backMs: 90_000 },
  offline: { cause: 'offline', says: /not live/, noticedMs: 12_000, backMs: 90_000 },
  silence: { cause: 'stalled', says: /silent/, noticedMs: 45_000, backMs: 30_000 },
  close: { cause: 'tiktok', says: /TikTok/, noticedMs: 3_000, backMs: 30_000 },
  refuse: { cause: 'tiktok', says: /TikTok/, noticedMs: 3_000, backMs: 30_000 },
  network: { cause: 'network', says: /internet/, noticedMs: 8_000, backMs: 15_000 },
  'sign-down': { cause: 'sign', says: /sign service/, noticedMs: 12_000, backMs: 15_000 },
  'proxy-silent': { cause: 'crowded', says: /more connections/, noticedMs: 20_000, backMs: 15_000 },
  'not-found-by-mistake': { cause: 'vanished', says: /mistaken/, noticedMs: 12_000, backMs: 15_000 },
}

interface Said {
  happened: string
  todo: string
}

/** Notes in a list, from now on, what the dock says has happened and what to do. */
function noteSentences(): Said[] {
  const said: Said[] = []
  const text = (id: string): string => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? ''
  new MutationObserver(() => said.push({ happened: text('happened'), todo: text('todo') })).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  })
  return said
}

describe('Bridge', () => {
  test.concurrent.for(drawn(Object.keys(DROPS) as DropKind[], 4))(
    '[BR12] a demo drop of kind %s shows the right sentence in the dock and recovers by itself',
    async (kind, { onTestFinished }) => {
      const expected = DROPS[kind]
      const bridge = await startBridge({ env: { RECONNECTION_BASE_DELAY: '2000', RECONNECTION_MAX_DELAY: '4000' } })
      onTestFinished(() => void bridge.kill())
      const status = async (): Promise<TikTokStatus> => (await fetch(`${bridge.origin}/api/tiktok/status`)).json() as Promise<TikTokStatus>
      await waitFor(async () => (await status()).health === 'live', { what: 'the demo', timeoutMs: 20_000 })
      const { page, complaints } = await browser.newPage({
        viewport: { width: 380, height: 900 },
        locale: 'en-US',
        reducedMotion: 'reduce',
      })
      onTestFinished(() => page.close())
      await page.goto(`${bridge.origin}/dock`)
      // On a busy computer a short drop is over before it is looked for: the page notes what it says.
      const said = await page.evaluateHandle(noteSentences)
      // Silence must outlast the 35 s after which it is noticed.
      const seconds = kind === 'silence' ? 40 : kind === 'proxy-silent' ? 20 : 8
      const response = await fetch(`${bridge.origin}/api/demo/drop`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind, seconds }),
      })
      expect(response.status).toBe(200)
      // Where another way stands ready the cause is over in a moment, and then it is in the record of the outage.
      const isKnown = ({ cause, stability }: TikTokStatus): boolean =>
        [cause?.kind, ...stability.outages.flatMap(({ firstCause, lastCause }) => [firstCause, lastCause])].includes(expected.cause)
      await waitFor(async () => isKnown(await status()), {
        what: `the cause ${expected.cause}`,
        timeoutMs: expected.noticedMs,
      })
      const isSaid = async (): Promise<boolean> =>
        (await said.jsonValue()).some(({ happened, todo }) => expected.says.test(happened) && todo.length > 10)
      await waitFor(isSaid, { what: 'the sentence in the dock, with what to do' })
      await waitFor(async () => (await status()).health === 'live', { what: 'the recovery', timeoutMs: expected.backMs })
      expect(complaints).toEqual([])
      await bridge.stop()
    },
  )
})
