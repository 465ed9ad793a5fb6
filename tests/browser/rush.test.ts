import { describe, expect, test } from 'vitest'
import { DEFAULT_OVERLAY, OVERLAY_PARTS, type OverlaySettings } from '@standby/shared/settings/overlay-settings.ts'
import { busyRoom } from '../lab/bench/overlay-load.ts'
import { event, person } from '../support/fixtures/show.ts'
import { rush } from '../support/peers/fixture-bridge.ts'
import { patience, waitFor } from '../support/wait.ts'
import { fixtureStage } from '../support/browser/fixture-stage.ts'

const stage = fixtureStage()

/** Every part of the overlay is on. */
const parts = { ...DEFAULT_OVERLAY.parts }
for (const part of OVERLAY_PARTS) parts[part] = { ...parts[part], on: true }
const overlay: OverlaySettings = { ...DEFAULT_OVERLAY, parts, goals: [{ kind: 'likes', title: '', target: 50_000, current: 0 }] }

describe('Overlay and standby card', () => {
  test('[OV50] in a rush of 1,000 events a second the page stays bounded, keeps drawing, calms down', async () => {
    const { page, complaints } = await stage.shows.at('/overlay', 'live', {
      change: { overlay },
      viewport: { width: 1080, height: 1920 },
      reducedMotion: 'reduce',
    })
    const room = busyRoom(3, 20)
    const frames = page.evaluate(async () => {
      let count = 0
      for (const endAt = performance.now() + 5_000; performance.now() < endAt; count += 1) await new Promise(requestAnimationFrame)
      return count
    })
    await rush(stage.bridge, room, { everyMs: 20, forMs: 5_000 })
    // How many a second is for the bench to say, on a machine that has nothing else to do.
    expect(await frames).toBeGreaterThan(2)
    const last = { ...event(900_000, { type: 'chat', text: 'the last word' }), user: person(1, 'Maya') }
    stage.bridge.say({ type: 'update', offset: 900_000, state: {}, events: [last] })
    await page.getByText('the last word').waitFor({ timeout: patience(10_000) })
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(500)
    // Those that wait take their turns by the page's clock, which goes twenty times as fast from here on.
    await page.evaluate(() => {
      const [now, from] = [Date.now, Date.now()]
      Date.now = () => from + (now() - from) * 20
    })
    const passed = async (): Promise<boolean> => {
      // A bridge that says nothing at all would be taken for a dead one.
      stage.bridge.say({ type: 'update', offset: 900_000, events: [], state: {} })
      return (await page.getByTestId('gift-alert').count()) === 0
    }
    await waitFor(passed, { what: 'the alerts to have passed', timeoutMs: 60_000 })
    expect(complaints).toEqual([])
  })
})
