import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import type { ObsStatus } from '@standby/shared/protocol.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { patience, stays, waitFor } from '../support/wait.ts'

let obs: TestObs
let bridge: TestBridge
let browser: TestBrowser
beforeAll(async () => {
  if (!obsAvailable()) return
  obs = await startObs({ scenes: ['Gameplay', 'Close-up', 'Standby'] })
  bridge = await startBridge({ env: { OBS_WEBSOCKET_URL: obs.url, OBS_WEBSOCKET_PASSWORD: obs.password } })
  browser = await sharedChromium()
})
afterAll(async () => {
  await browser?.close()
  await bridge?.stop()
  await obs?.stop()
})

const obsStatus = async (): Promise<ObsStatus> => (await fetch(`${bridge.origin}/api/obs/status`)).json() as Promise<ObsStatus>
const onProgram = (scene: string): Promise<unknown> =>
  waitFor(async () => (await obs.program()) === scene, { what: `OBS to be on ${scene}`, timeoutMs: 20_000 })

describe('Dock', () => {
  test.skipIf(!obsAvailable())('[DK26] from the dock to standby and back with the real OBS, each by one tap', async () => {
    const { page, complaints } = await browser.newPage({ viewport: { width: 380, height: 900 }, locale: 'en-US' })
    await page.goto(bridge.url.dock)
    const hand = await obs.client()
    await hand.call('SetCurrentProgramScene', { sceneName: 'Close-up' })
    await waitFor(async () => (await obsStatus()).programScene === 'Close-up', { what: 'the bridge to see the scene', timeoutMs: 20_000 })
    await page
      .getByTestId('state')
      .getByText('Live')
      .waitFor({ timeout: patience(60_000) })

    await page.getByRole('button', { name: 'Standby scene now' }).click()
    await onProgram('Standby')
    expect((await obsStatus()).automation).toMatchObject({ state: 'standby', returnTo: 'Close-up' })
    // TikTok is there: by itself it would go back after 5 s, and by hand it stays.
    await waitFor(async () => (await obsStatus()).automation.holding?.code === 'standby-by-hand', { what: 'the hand to be known' })
    expect((await obsStatus()).automation).toMatchObject({ next: null, nextAt: null })
    await stays(async () => (await obs.program()) === 'Standby', { that: 'standby is on program', forMs: 6_500 })

    await page.getByRole('button', { name: 'Back to the show' }).click()
    await onProgram('Close-up')
    await page.getByRole('button', { name: 'Standby scene now' }).waitFor()
    expect((await obsStatus()).automation).toMatchObject({ state: 'idle' })
    expect(complaints).toEqual([])
    await page.close()
  })
})
