import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { axeProblems } from '../support/browser/axe.ts'
import { sharedChromium, type TestBrowser } from '../support/browser/chromium.ts'
import { IS_RELEASE } from '../support/drawn.ts'
import { obsAvailable, startObs, type TestObs } from '../support/obs/obs.ts'
import { startBridge, type TestBridge } from '../support/peers/bridge.ts'
import { simulator } from '../support/peers/tiktok-link.ts'
import { patience, waitFor } from '../support/wait.ts'

const PICTURES = join(import.meta.dirname, '..', 'output', 'first-run')
const IN_OBS = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/103.0.5060.134 Safari/537.36 OBS/30.2.3'

const QUICK = { DEGRADED_AFTER: '2000', RECONNECTION_BASE_DELAY: '2000', RECONNECTION_MAX_DELAY: '2000' }

const ends: (() => unknown)[] = []
let browser: TestBrowser
let upstreams: Record<string, string> = {}
beforeAll(async () => {
  browser = await sharedChromium()
  const sim = await simulator()
  sim.room('ada.paints').end()
  upstreams = { TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
  ends.push(
    () => browser.close(),
    () => sim.close(),
  )
})
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A bridge with an empty data directory. The address of OBS is typed, as a person would: the environment gives none. */
const newBridge = (env: Record<string, string> = {}): Promise<TestBridge> =>
  startBridge({ env: { ...upstreams, OBS_WEBSOCKET_URL: '', ...env } })

/** The home page of a bridge where nothing was set, which these tests share: they leave it as it is. */
let kept: Promise<{ bridge: TestBridge; page: Page; complaints: string[] }> | null = null
function untouched(): Promise<{ bridge: TestBridge; page: Page; complaints: string[] }> {
  kept ??= (async () => {
    const bridge = await newBridge()
    ends.push(() => bridge.kill())
    return { bridge, ...(await browser.newPage({ viewport: { width: 1280, height: 1000 }, locale: 'en-US' })) }
  })()
  return kept
}

/** Tab until the part with this role and name has the focus. */
async function tabTo(page: Page, role: 'button' | 'textbox' | 'combobox' | 'link', name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).first()
  await wanted.waitFor()
  for (let presses = 0; presses < 80; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to the ${role} ${String(name)}`)
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, 'button', name)
  await page.keyboard.press('Enter')
}

/** A drop of one second takes the place of the one that is on. */
async function endDrop({ origin }: TestBridge): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const drop = await fetch(`${origin}/api/demo/drop`, { method: 'POST', headers, body: '{"kind":"close","seconds":1}' })
  expect(drop.status).toBe(200)
}

const step = (page: Page, name: RegExp) => page.getByRole('region', { name })

describe('Home page and setup', () => {
  test.skipIf(!obsAvailable())('[HM12] from an empty data directory to a rehearsed drop with the real OBS, by keyboard alone', async () => {
    const obs: TestObs = await startObs({ scenes: ['Gameplay', 'Chat'], browserSource: true })
    onTestFinished(() => obs.stop())
    const bridge = await newBridge(IS_RELEASE ? {} : QUICK)
    onTestFinished(() => void bridge.kill())
    const begunAt = Date.now()
    const { page, complaints } = await browser.newPage({ viewport: { width: 1280, height: 1000 }, locale: 'en-US' })
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(new URL(response.url()).pathname)
    })
    await page.goto(bridge.url.home)

    await tabTo(page, 'textbox', 'TikTok name')
    await page.keyboard.type('https://www.tiktok.com/@Ada.Paints/live?lang=en')
    await page.keyboard.press('Enter')
    await step(page, /TikTok name/)
      .getByText('@ada.paints exists and is not live now')
      .waitFor({ timeout: patience(20_000) })

    await tabTo(page, 'textbox', 'Password')
    await page.keyboard.type('not the password')
    // The summary of the details that hold the address.
    await page.getByText('Address and scene').focus()
    await page.keyboard.press('Enter')
    await tabTo(page, 'textbox', 'Address')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(obs.url)
    await page.keyboard.press('Enter')
    await page
      .getByTestId('obs-phase')
      .getByText('OBS refuses the password')
      .waitFor({ timeout: patience(20_000) })
    await page.screenshot({ path: join(PICTURES, 'wrong-password.png'), fullPage: true })
    await tabTo(page, 'textbox', 'Password')
    await page.keyboard.type(obs.password)
    await page.keyboard.press('Enter')
    await page
      .getByTestId('obs-phase')
      .getByText('Connected to OBS')
      .waitFor({ timeout: patience(20_000) })

    await press(page, 'Add to OBS')
    await step(page, /Add to OBS/)
      .getByText('Everything is in OBS.')
      .waitFor({ timeout: patience(20_000) })
    const hand = await obs.client()
    const { scenes } = await hand.call('GetSceneList')
    expect(scenes.map(({ sceneName }) => sceneName)).toContain('Standby')

    const inObs = await browser.newPage({ viewport: { width: 380, height: 700 }, userAgent: IN_OBS })
    await inObs.page.goto(bridge.url.dock)
    await step(page, /The dock in OBS/)
      .getByText('The dock is open in OBS.')
      .waitFor({ timeout: patience(20_000) })
    await inObs.page.close()

    const before = await obs.program()
    await press(page, 'Rehearse')
    const run = page.getByTestId('run')
    await run.getByText('OBS is on “Standby”').waitFor({ timeout: patience(30_000) })
    await waitFor(async () => (await obs.program()) === 'Standby', { what: 'OBS to be on standby', timeoutMs: 30_000 })
    await page.screenshot({ path: join(PICTURES, 'on-standby.png'), fullPage: true })
    // With OBS on the scene there is nothing more to wait for: TikTok is back.
    if (!IS_RELEASE) await endDrop(bridge)
    await page.getByText('Done. That’s what happens').waitFor({ timeout: patience(90_000) })
    expect(await obs.program()).toBe(before)
    const seen = await run.locator('li.seen').allTextContents()
    expect(seen).toHaveLength(5)
    expect(seen[4]).toContain(`OBS is back on “${before}”`)
    await page.screenshot({ path: join(PICTURES, 'rehearsed.png'), fullPage: true })
    console.log(`first run, all waits included: ${Math.round((Date.now() - begunAt) / 1000)} s; ${seen.join('; ').replace(/\s+/g, ' ')}`)

    const status = async () =>
      (await (await fetch(`${bridge.origin}/api/tiktok/status`)).json()) as { demo: boolean; username: string | null; health: string }
    await waitFor(async () => !(await status()).demo, { what: 'the creator’s own name to be back', timeoutMs: 20_000 })
    expect(await status()).toMatchObject({ username: 'ada.paints', health: 'offline' })
    const settings = join(bridge.dataDir, 'settings.json')
    expect(readFileSync(settings, 'utf8')).toContain(obs.password)
    expect(statSync(settings).mode & 0o777).toBe(0o600)
    expect(await page.content()).not.toContain(obs.password)
    // A picture of the demo's viewers, asked for when the demo has just gone: the overlay draws the initial.
    expect(refused.filter((path) => path !== '/avatar')).toEqual([])
    expect(complaints.filter((line) => !/Failed to load resource|\/avatar\?/.test(line))).toEqual([])

    await page.reload()
    const folded = page.getByRole('button', { name: /1\. Your TikTok name, .*Done/ })
    await folded.waitFor()
    expect(await folded.getAttribute('aria-expanded')).toBe('false')
    expect(await folded.textContent()).toContain('@ada.paints')
    await page.close()
  })

  test('[HM13] a name that TikTok does not know is said to be unknown, and not taken over', async () => {
    const { bridge } = await untouched()
    const { page } = await browser.newPage({ locale: 'fr-FR' })
    await page.goto(bridge.url.home)
    await page.getByRole('textbox', { name: 'Nom TikTok' }).fill('@nobody.here')
    await page.getByRole('button', { name: 'Vérifier et utiliser' }).click()
    await page.getByText('TikTok ne connaît pas de compte @nobody.here').waitFor({ timeout: patience(20_000) })
    expect(await (await fetch(`${bridge.origin}/api/settings`)).json()).toMatchObject({ tiktokUsername: null })
    expect(await page.getByRole('textbox', { name: 'Nom TikTok' }).inputValue()).toBe('@nobody.here')
    await page.close()
  })

  test('[HM14] what the environment fixes is said with its variable, and cannot be typed over', async () => {
    const bridge = await newBridge({ TIKTOK_USERNAME: 'ada.paints', OBS_WEBSOCKET_PASSWORD: 'fixed', OBS_STANDBY_SCENE: 'Pause' })
    onTestFinished(() => void bridge.kill())
    const { page } = await browser.newPage({ locale: 'en-US' })
    await page.goto(bridge.url.home)
    await page.getByRole('button', { name: /1\. Your TikTok name/ }).click()
    await page.getByText('The environment variable TIKTOK_USERNAME sets this.').waitFor()
    expect(await page.getByRole('textbox', { name: 'TikTok name' }).isDisabled()).toBe(true)
    expect(await page.getByLabel('Password').isDisabled()).toBe(true)
    await page.getByText('Address and scene').click()
    await page.getByText('The environment variable OBS_STANDBY_SCENE sets this.').waitFor()
    expect(await page.getByRole('combobox', { name: 'Standby scene' }).isDisabled()).toBe(true)
    await page.close()
  })

  test.each(['en', 'fr'])('[HM15][HM28] in %s axe finds nothing to fix, light and dark, and no text overflows', async (language) => {
    const { bridge, page, complaints } = await untouched()
    await page.setViewportSize({ width: 1280, height: 1000 })
    await page.goto(`${bridge.url.home}?lang=${language}`)
    const check = page.getByRole('button', { name: language === 'en' ? 'Check everything' : 'Tout vérifier' })
    await check.click()
    await page.getByTestId('checks').waitFor({ timeout: patience(20_000) })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const scheme = (): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset['scheme'])
      await waitFor(async () => (await scheme()) === colorScheme, { what: `the page to be ${colorScheme}` })
      expect(await axeProblems(page)).toEqual([])
    }
    for (const width of [1280, 700, 380]) {
      await page.setViewportSize({ width, height: 900 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language)
    expect(complaints).toEqual([])
  })

  test('[HM16] the language can be switched on the page', async () => {
    const { bridge, page } = await untouched()
    await page.setViewportSize({ width: 1280, height: 1000 })
    await page.goto(bridge.url.home)
    await page.getByRole('link', { name: 'Français' }).click()
    await page.getByRole('heading', { name: /Garde votre LIVE/ }).waitFor()
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: /Keeps your TikTok LIVE/ }).waitFor()
  })
})

describe('Doctor', () => {
  test('[DO10] the page shows every check with what to do, and a report that can be copied', async () => {
    const { bridge, page } = await untouched()
    await page.setViewportSize({ width: 1280, height: 1000 })
    await page.goto(bridge.url.home)
    await page.getByRole('button', { name: 'Check everything' }).click()
    const checks = page.getByTestId('checks').locator('li')
    await page.getByRole('button', { name: /checks? fine/ }).click()
    await waitFor(async () => (await checks.count()) >= 12, { what: 'the checks', timeoutMs: 20_000 })
    await page.getByText('Copy report for support').click()
    const report = await page.getByLabel('Report').inputValue()
    expect(report).toContain('Data directory')
    expect(report).toContain('→')
  })
})
