import type { WebSocket } from 'playwright-core'
import { describe, afterAll, beforeAll, expect, test } from 'vitest'
import type { SnapshotMessage } from '@standby/shared/protocol.ts'
import { startBridge } from '../support/peers/bridge.ts'
import { feedClient } from '../support/peers/feed-server.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { waitFor } from '../support/wait.ts'

let browser: TestBrowser
beforeAll(async () => void (browser = await sharedChromium()))
afterAll(() => browser.close())

describe("A page's link to the bridge", () => {
  test('[PL10] an overlay reloaded in a show has all that was said meanwhile, and what it showed before', async () => {
    const bridge = await startBridge()
    const { page, complaints } = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
    await page.goto(`${bridge.origin}/overlay`)
    const watching = await feedClient(bridge.url.feed)
    const said = (): string[] => watching.events().flatMap((event) => (event.type === 'chat' ? [event.text] : []))
    const shown = (): Promise<string> => page.locator('main').innerText()
    await waitFor(async () => said().length > 1 && (await shown()).includes(said().at(-1) ?? ''), { what: 'chat', timeoutMs: 30_000 })

    await page.goto('about:blank')
    const leftAt = watching.events().at(-1)?.offset ?? 0
    const soFar = said().length
    await waitFor(() => said().length > soFar + 1, { what: 'chat that the page does not see', timeoutMs: 30_000 })
    const opening = page.waitForEvent('websocket')
    await page.goto(`${bridge.origin}/overlay`)
    const snapshot = await firstMessage(await opening)
    expect(snapshot).toMatchObject({ type: 'snapshot', recovered: true, history: [] })
    expect(snapshot.events.length).toBeGreaterThan(1)
    expect(snapshot.events[0]?.offset).toBeLessThanOrEqual(leftAt + 1)
    const [before = '', after = ''] = [said()[soFar - 1], said()[soFar]]
    await waitFor(async () => [before, after].every((text) => text !== '') && (await shown()).includes(after), { what: 'what was missed' })
    expect(await shown()).toContain(before)
    expect(complaints).toEqual([])
    watching.socket.terminate()
    await bridge.stop()
  })
})

async function firstMessage(socket: WebSocket): Promise<SnapshotMessage> {
  const frame = await socket.waitForEvent('framereceived')
  return JSON.parse(String(frame.payload)) as SnapshotMessage
}
