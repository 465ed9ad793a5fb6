import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_OVERLAY } from '@standby/shared/settings/overlay-settings.ts'
import { launchChromium, type TestBrowser } from './chromium.ts'
import { takeSheets } from './contact-sheets.ts'
import { takeLooks } from './looks-sheet.ts'
import { startFixtureBridge } from '../peers/fixture-bridge.ts'
import type { FixtureName } from '../fixtures/states.ts'
import { takeRehearsal } from './rehearsal-picture.ts'
import type { Shot } from './shot.ts'
import { settled } from './situations.ts'
import { DROP_STRIP, SHOTS_FOR_DOCS } from './shots-for-docs.ts'
import { videoGround } from '../fixtures/video-grounds.ts'

// Makes a picture of every page in every situation: node tests/support/browser/take-pictures.ts [folder] [part of a name]
// `--docs` makes those of the documentation (pnpm write-docs pictures).

const OVERLAY: FixtureName[] = [
  'live',
  'busy',
  'battle',
  'scripts',
  'first-minute',
  'reconnecting',
  'trying',
  'degraded',
  'recovered',
  'recovered-late',
  'paused',
  'ended',
  'bridge-away',
]
const STANDBY: FixtureName[] = [
  'degraded',
  'trying',
  'network',
  'failed',
  'recovered',
  'live',
  'waiting-for-live',
  'ended',
  'paused',
  'bridge-away',
  'first-minute',
  'scripts',
]
const DOCK: FixtureName[] = [
  'live',
  'battle',
  'reconnecting',
  'degraded',
  'rate-limited',
  'failed',
  'not-found',
  'blocked',
  'network',
  'stalled',
  'auth',
  'unstable',
  'every-alert',
  'waiting-for-live',
  'paused',
  'stopped',
  'idle',
  'connecting',
  'recovered',
  'bridge-away',
  'demo',
  'demo-drop',
  'obs-waiting',
  'obs-wrong-password',
  'obs-no-scene',
  'obs-yielded',
  'obs-trouble',
  'obs-going',
  'obs-paused',
  'obs-connecting',
  'obs-kicked',
  'obs-misspelt',
  'obs-source',
  'obs-flapping',
  'after-drops',
  'tended',
  'degraded-blind',
  'breaker-open',
  'protocol',
  'scripts',
]
const HOME: FixtureName[] = ['live', 'demo', 'demo-drop', 'obs-wrong-password', 'unstable', 'idle', 'bridge-away']

const away = (fixture: FixtureName): { waitMs?: number } => (fixture === 'bridge-away' ? { waitMs: 3_500 } : {})

export const SHOTS: Shot[] = [
  ...OVERLAY.flatMap((fixture): Shot[] =>
    (['dark', 'bright'] as const).flatMap((ground) => [
      { name: `overlay-${fixture}-vertical-${ground}`, path: '/overlay', fixture, width: 1080, height: 1920, ground, ...away(fixture) },
      { name: `overlay-${fixture}-wide-${ground}`, path: '/overlay', fixture, width: 1920, height: 1080, ground, ...away(fixture) },
    ]),
  ),
  ...STANDBY.flatMap((fixture): Shot[] => [
    { name: `standby-${fixture}-vertical`, path: '/standby', fixture, width: 1080, height: 1920, ...away(fixture) },
    { name: `standby-${fixture}-wide`, path: '/standby', fixture, width: 1920, height: 1080, ...away(fixture) },
  ]),
  ...DOCK.flatMap((fixture): Shot[] => [
    { name: `dock-${fixture}-300`, path: '/dock', fixture, width: 300, height: 1500, ...away(fixture) },
    { name: `dock-${fixture}-500`, path: '/dock', fixture, width: 500, height: 1400, ...away(fixture) },
  ]),
  { name: 'dock-live-light', path: '/dock?theme=light', fixture: 'after-drops', width: 380, height: 2200 },
  { name: 'dock-obs-source-fr', path: '/dock?theme=light&lang=fr', fixture: 'obs-source', width: 300, height: 1500 },
  { name: 'dock-degraded-fr', path: '/dock?lang=fr', fixture: 'degraded', width: 320, height: 1500 },
  { name: 'dock-every-alert-fr', path: '/dock?lang=fr', fixture: 'every-alert', width: 300, height: 2400 },
  ...HOME.flatMap((fixture): Shot[] => [{ name: `home-${fixture}`, path: '/', fixture, width: 1280, height: 1500, ...away(fixture) }]),
  { name: 'home-demo-phone', path: '/', fixture: 'demo', width: 420, height: 2600 },
  { name: 'home-demo-fr', path: '/?lang=fr', fixture: 'demo', width: 1280, height: 1500 },
  { name: 'overlay-reconnecting-fr', path: '/overlay?lang=fr', fixture: 'reconnecting', width: 1080, height: 1920, ground: 'dark' },
  { name: 'standby-degraded-fr', path: '/standby?lang=fr', fixture: 'degraded', width: 1080, height: 1920 },
]

/** Takes the pictures whose name holds `part` into `folder`; returns what the pages complained of. */
export async function takePictures(folder: string, part = '', shots = SHOTS, type: 'png' | 'jpeg' = 'png'): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const bridge = await startFixtureBridge()
  const browser = await launchChromium()
  const complaints: string[] = []
  for (const shot of shots.filter((candidate) => candidate.name.includes(part))) {
    bridge.show(shot.fixture, shot.overlay === undefined ? {} : { overlay: { ...DEFAULT_OVERLAY, ...shot.overlay } })
    const { page, complaints: own } = await browser.newPage({
      viewport: { width: shot.width, height: shot.height },
      deviceScaleFactor: shot.scale ?? 1,
      // As docks are inside OBS.
      colorScheme: 'dark',
    })
    await page.goto(bridge.origin + shot.path)
    if (shot.ground !== undefined) {
      await page.addStyleTag({ content: `html { background: ${videoGround(shot.ground, shot.width, shot.height)} }` })
    }
    await page.waitForTimeout(shot.waitMs ?? 1_300)
    // A gift that is about to be shown already takes its place from goals.
    if (shot.fixture === 'busy' && shot.path.startsWith('/overlay')) await page.waitForSelector('article + article')
    // What came a moment ago has entered: a picture of it half faded in looks like a fault.
    await settled(page)
    const file = join(folder, `${shot.name}.${type === 'png' ? 'png' : 'jpg'}`)
    await page.screenshot({ path: file, type, ...(type === 'jpeg' && { quality: 80 }) })
    const expected = shot.fixture === 'bridge-away' ? /WebSocket/ : null
    complaints.push(...own.filter((line) => !expected?.test(line)).map((line) => `${shot.name}: ${line}`))
    await page.close()
  }
  await browser.close()
  await bridge.close()
  return complaints
}

/** The pictures side by side in one. */
async function strip(browser: TestBrowser, files: readonly string[], to: string): Promise<void> {
  const pictures = files.map((file) => `<img src="data:image/jpeg;base64,${readFileSync(file).toString('base64')}">`)
  const style =
    'body { display: flex; gap: 10px; width: max-content; margin: 0; padding: 10px; background: #15171c } img { display: block }'
  const { page } = await browser.newPage({ viewport: { width: 2400, height: 700 } })
  await page.setContent(`<style>${style}</style>${pictures.join('')}`)
  await page.locator('body').screenshot({ path: to, type: 'jpeg', quality: 80 })
  await page.close()
}

/** All pictures of the documentation, the film strip of a drop among them. */
export async function picturesForDocs(folder: string, shots = SHOTS_FOR_DOCS): Promise<string[]> {
  const frames = mkdtempSync(join(tmpdir(), 'standby-strip-'))
  const complaints = await takePictures(folder, '', shots, 'jpeg')
  complaints.push(...(await takePictures(frames, '', DROP_STRIP, 'jpeg')))
  const browser = await launchChromium()
  await strip(
    browser,
    DROP_STRIP.map(({ name }) => join(frames, `${name}.jpg`)),
    join(folder, 'overlay-drop.jpg'),
  )
  await browser.close()
  rmSync(frames, { recursive: true, force: true })
  return complaints
}

async function allForDocs(folder: string): Promise<string[]> {
  const complaints = await picturesForDocs(folder)
  await takeSheets(folder)
  complaints.push(...(await takeLooks(folder)))
  // Said, and no failure: where it cannot be made the picture of before is as good.
  const leftOut = await takeRehearsal(folder)
  if (leftOut !== null) console.warn(leftOut)
  return complaints
}

if (import.meta.main) {
  const complaints =
    process.argv[2] === '--docs'
      ? await allForDocs(join(import.meta.dirname, '../../../docs/pictures'))
      : await takePictures(process.argv[2] ?? join(import.meta.dirname, '../../output/pictures'), process.argv[3])
  for (const line of complaints) console.error(line)
  process.exitCode = complaints.length === 0 ? 0 : 1
}
