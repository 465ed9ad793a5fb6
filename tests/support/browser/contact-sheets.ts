import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium, type TestBrowser } from './chromium.ts'
import { ROOMS } from '../fixtures/answers.ts'
import { startFixtureBridge, type FixtureBridge } from '../peers/fixture-bridge.ts'
import type { FixtureName } from '../fixtures/states.ts'

/** One look at the dock. */
interface Panel {
  caption: string
  fixture: FixtureName
  /** Behind `/dock?`. */
  query?: string
  /** The sections that are open; the usual ones if left out. */
  open?: readonly string[]
  /** Pressed before the picture is taken. */
  press?: RegExp
  /** Where the picture begins: the element's top. */
  from?: string
}

/** Several looks at the dock in one picture of the documentation. */
interface Sheet {
  name: string
  width: number
  height: number
  columns: number
  panels: readonly Panel[]
}

const ONLY = (section: string): Pick<Panel, 'open' | 'from'> => ({ open: [section], from: `section[aria-labelledby="${section}-title"]` })

const SHEETS: readonly Sheet[] = [
  {
    name: 'dock-states',
    width: 330,
    height: 330,
    columns: 4,
    panels: [
      { caption: 'Short break, put on by hand', fixture: 'live' },
      { caption: 'The LIVE is paused', fixture: 'paused' },
      { caption: 'Just lost', fixture: 'reconnecting' },
      { caption: 'Before the LIVE, or after it', fixture: 'waiting-for-live' },
      { caption: 'Stopped by the creator', fixture: 'stopped' },
      { caption: 'No LIVE is chosen', fixture: 'idle' },
      { caption: 'The first connection', fixture: 'connecting' },
      { caption: 'Standby itself is not running', fixture: 'bridge-away' },
    ],
  },
  {
    name: 'dock-causes',
    width: 330,
    height: 430,
    columns: 4,
    panels: [
      { caption: 'TikTok closed it', fixture: 'degraded' },
      { caption: 'No internet', fixture: 'network' },
      { caption: 'Told to wait', fixture: 'rate-limited' },
      { caption: 'Blocked, and nothing to estimate from', fixture: 'degraded-blind' },
      { caption: 'The circuit breaker is open', fixture: 'breaker-open' },
      { caption: 'The sign service is down, a cycle has failed', fixture: 'failed' },
      { caption: 'A key was refused', fixture: 'auth' },
      { caption: 'No such account', fixture: 'not-found' },
    ],
  },
  {
    name: 'dock-causes-more',
    width: 330,
    height: 330,
    columns: 4,
    panels: [
      { caption: 'It lives and says nothing', fixture: 'stalled' },
      { caption: 'What TikTok sends cannot be read', fixture: 'protocol' },
      { caption: 'The LIVE has ended', fixture: 'ended' },
      { caption: 'An attempt is being made', fixture: 'trying' },
    ],
  },
  {
    name: 'dock-obs',
    width: 330,
    height: 330,
    columns: 4,
    panels: [
      { caption: 'OBS is not there', fixture: 'obs-waiting', ...ONLY('obs') },
      { caption: 'The password is wrong', fixture: 'obs-wrong-password', ...ONLY('obs') },
      { caption: 'Ended in OBS', fixture: 'obs-kicked', ...ONLY('obs') },
      { caption: 'A scene that is nearly right', fixture: 'obs-misspelt', ...ONLY('obs') },
      { caption: 'Standby is on', fixture: 'degraded', ...ONLY('obs') },
      { caption: 'The creator switched by hand', fixture: 'obs-yielded', ...ONLY('obs') },
      { caption: 'Back and forth too often', fixture: 'obs-flapping', ...ONLY('obs') },
      { caption: 'A source, in a dry run', fixture: 'obs-source', ...ONLY('obs') },
    ],
  },
  {
    name: 'dock-sections',
    width: 380,
    height: 760,
    columns: 4,
    panels: [
      { caption: 'Health: the timeline and what each outage cost', fixture: 'after-drops', ...ONLY('health') },
      { caption: 'A message is hidden', fixture: 'tended', press: /Maya/, ...ONLY('show'), open: ['show', 'moderation'] },
      { caption: 'The overlay’s look', fixture: 'tended', ...ONLY('look') },
      { caption: 'After a LIVE', fixture: 'live', query: `report=${ROOMS[1]}`, ...ONLY('reports') },
    ],
  },
  {
    name: 'dock-actions',
    width: 330,
    height: 560,
    columns: 2,
    panels: [
      { caption: 'What is set, and how it went last', fixture: 'live', ...ONLY('other-programs') },
      { caption: 'A new one', fixture: 'live', ...ONLY('other-programs'), press: /New action/ },
    ],
  },
  {
    name: 'dock-looks',
    width: 300,
    height: 620,
    columns: 4,
    panels: [
      { caption: 'Light', fixture: 'live', query: 'theme=light' },
      { caption: 'Light, away', fixture: 'degraded', query: 'theme=light' },
      { caption: 'French', fixture: 'degraded', query: 'lang=fr' },
      { caption: 'Pages, and trying things', fixture: 'demo', open: ['pages', 'try'], from: 'section[aria-labelledby="try-title"]' },
    ],
  },
]

const STYLE = `
  body { margin: 0; padding: 20px; background: #0d0f14; color: #dfe5f1; font: 15px 'Noto Sans', 'Segoe UI', system-ui, sans-serif; }
  main { display: grid; gap: 20px; }
  figure { margin: 0; }
  figcaption { margin-bottom: 6px; min-height: 1.3em; }
  img { display: block; border-radius: 8px; }
`

/** Takes the sheets whose name holds `part` into `folder`. */
export async function takeSheets(folder: string, part = '', type: 'png' | 'jpeg' = 'jpeg'): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const bridge = await startFixtureBridge()
  const browser = await launchChromium()
  for (const sheet of SHEETS.filter(({ name }) => name.includes(part))) await takeSheet(sheet, type, folder, bridge, browser)
  await browser.close()
  await bridge.close()
}

/** Takes a sheet's pictures and puts them into one. */
async function takeSheet(sheet: Sheet, type: 'png' | 'jpeg', folder: string, bridge: FixtureBridge, browser: TestBrowser): Promise<void> {
  const figures: string[] = []
  for (const panel of sheet.panels) {
    const picture = await takePanel(panel, sheet, bridge, browser)
    figures.push(
      `<figure><figcaption>${panel.caption}</figcaption><img src="data:image/png;base64,${picture.toString('base64')}"></figure>`,
    )
  }
  const width = sheet.columns * sheet.width + (sheet.columns + 1) * 20
  const { page } = await browser.newPage({ viewport: { width, height: 400 } })
  const grid = `style="grid-template-columns: repeat(${sheet.columns}, ${sheet.width}px)"`
  await page.setContent(`<style>${STYLE}</style><main ${grid}>${figures.join('')}</main>`)
  const path = join(folder, `${sheet.name}.${type === 'png' ? 'png' : 'jpg'}`)
  await page.screenshot({ path, type, fullPage: true, ...(type === 'jpeg' && { quality: 68 }) })
  await page.close()
}

async function takePanel(panel: Panel, { width, height }: Sheet, bridge: FixtureBridge, browser: TestBrowser): Promise<Buffer> {
  bridge.show(panel.fixture)
  const { page } = await browser.newPage({ viewport: { width, height: 2_600 }, colorScheme: 'dark', locale: 'en-GB' })
  const { open } = panel
  if (open !== undefined) {
    await page.addInitScript((sections) => {
      for (const section of ['obs', 'show', 'health']) localStorage.setItem(`standby.dock.open.${section}`, 'no')
      for (const section of sections) localStorage.setItem(`standby.dock.open.${section}`, 'yes')
    }, open)
  }
  await page.goto(`${bridge.origin}/dock?${panel.query ?? ''}`)
  await page.waitForTimeout(panel.fixture === 'bridge-away' ? 3_500 : 900)
  if (panel.press !== undefined) {
    await page.getByRole('button', { name: panel.press }).first().click()
    // What it opens may ask the bridge first.
    await page.waitForTimeout(300)
  }
  const top = panel.from === undefined ? 0 : Math.max(0, ((await page.locator(panel.from).boundingBox())?.y ?? 0) - 8)
  const picture = await page.screenshot({ clip: { x: 0, y: top, width, height } })
  await page.close()
  return picture
}
