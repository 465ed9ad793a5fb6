import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium } from './chromium.ts'
import { startFixtureBridge } from './fixture-bridge.ts'
import type { FixtureName } from './fixture-states.ts'

// Makes a picture of every page in every situation: node tests/support/take-pictures.ts [folder] [part of a name]
// `--docs` makes those of the documentation (pnpm docs:pictures).

type Ground = 'dark' | 'bright'

export interface Shot {
  /** The picture's file name, without its ending. */
  name: string
  path: string
  fixture: FixtureName
  width: number
  height: number
  /** Video to put behind a page that is transparent. */
  ground?: Ground
  waitMs?: number
  /** Picture pixels per page pixel; 1 if left out. */
  scale?: number
}

// Stand-ins for video: lights out of focus, large soft areas, and fine detail, as a camera gives.
const STRIPES = (colour: string): string => `repeating-linear-gradient(90deg, ${colour} 0 3px, transparent 3px 60px)`
const LIGHT = (at: string, size: string, colour: string): string => `radial-gradient(circle at ${at}, ${colour} 0, transparent ${size})`
const GROUNDS: Record<Ground, string> = {
  dark: [
    LIGHT('74% 22%', '9%', '#ffb36b88'),
    LIGHT('88% 34%', '6%', '#ff6b9d77'),
    LIGHT('62% 58%', '34%', '#8a5a4699'),
    LIGHT('22% 82%', '46%', '#2a4d7acc'),
    STRIPES('#ffffff06'),
    'linear-gradient(160deg, #1c1420, #0c1018 60%, #1a0d12)',
  ].join(','),
  bright: [
    LIGHT('76% 24%', '12%', '#ffffff'),
    LIGHT('60% 60%', '38%', '#f1c6a5dd'),
    LIGHT('18% 84%', '44%', '#bfe3ffcc'),
    STRIPES('#00000010'),
    'linear-gradient(160deg, #fffdf5, #dfeefa 60%, #fff4d9)',
  ].join(','),
}

const OVERLAY: FixtureName[] = [
  'live',
  'busy',
  'scripts',
  'first-minute',
  'reconnecting',
  'trying',
  'degraded',
  'recovered',
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
  { name: 'dock-degraded-fr', path: '/dock?lang=fr', fixture: 'degraded', width: 320, height: 1500 },
  { name: 'dock-every-alert-fr', path: '/dock?lang=fr', fixture: 'every-alert', width: 300, height: 2400 },
  ...HOME.flatMap((fixture): Shot[] => [{ name: `home-${fixture}`, path: '/', fixture, width: 1280, height: 1500, ...away(fixture) }]),
  { name: 'home-demo-phone', path: '/', fixture: 'demo', width: 420, height: 2600 },
  { name: 'home-demo-fr', path: '/?lang=fr', fixture: 'demo', width: 1280, height: 1500 },
  { name: 'overlay-reconnecting-fr', path: '/overlay?lang=fr', fixture: 'reconnecting', width: 1080, height: 1920, ground: 'dark' },
  { name: 'standby-degraded-fr', path: '/standby?lang=fr', fixture: 'degraded', width: 1080, height: 1920 },
]

/** The few that the documentation shows: JPEG, small enough for a repository. */
const FOR_DOCS: Shot[] = [
  { name: 'overlay', path: '/overlay', fixture: 'busy', width: 1080, height: 1920, ground: 'dark', scale: 0.4 },
  { name: 'overlay-away', path: '/overlay', fixture: 'reconnecting', width: 1080, height: 1920, ground: 'bright', scale: 0.4 },
  { name: 'standby', path: '/standby', fixture: 'degraded', width: 1080, height: 1920, scale: 0.4 },
  { name: 'dock', path: '/dock', fixture: 'degraded', width: 380, height: 900 },
  { name: 'home', path: '/', fixture: 'demo', width: 1280, height: 1500, scale: 0.6 },
]

/** Takes the pictures whose name holds `part` into `folder`; returns what the pages complained of. */
export async function takePictures(folder: string, part = '', shots = SHOTS, type: 'png' | 'jpeg' = 'png'): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const bridge = await startFixtureBridge()
  const browser = await launchChromium()
  const complaints: string[] = []
  for (const shot of shots.filter((candidate) => candidate.name.includes(part))) {
    bridge.show(shot.fixture)
    const { page, complaints: own } = await browser.newPage({
      viewport: { width: shot.width, height: shot.height },
      deviceScaleFactor: shot.scale ?? 1,
    })
    await page.goto(bridge.origin + shot.path)
    if (shot.ground !== undefined) await page.addStyleTag({ content: `html { background: ${GROUNDS[shot.ground]} }` })
    await page.waitForTimeout(shot.waitMs ?? 1_300)
    const file = join(folder, `${shot.name}.${type === 'png' ? 'png' : 'jpg'}`)
    await page.screenshot({ path: file, type, ...(type === 'jpeg' && { quality: 82 }) })
    const expected = shot.fixture === 'bridge-away' ? /WebSocket/ : null
    complaints.push(...own.filter((line) => !expected?.test(line)).map((line) => `${shot.name}: ${line}`))
    await page.close()
  }
  await browser.close()
  await bridge.close()
  return complaints
}

if (import.meta.main) {
  const forDocs = process.argv[2] === '--docs'
  const complaints = forDocs
    ? await takePictures(join(import.meta.dirname, '../../docs/pictures'), '', FOR_DOCS, 'jpeg')
    : await takePictures(process.argv[2] ?? join(import.meta.dirname, '../output/pictures'), process.argv[3])
  for (const line of complaints) console.error(line)
  process.exitCode = complaints.length === 0 ? 0 : 1
}
