import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { setTimeout as delay } from 'node:timers/promises'
import type { UpdateMessage } from '@standby/shared/protocol.ts'
import { launchChromium, type TestBrowser } from '../../support/browser/chromium.ts'
import { startFixtureBridge, type FixtureBridge } from '../../support/peers/fixture-bridge.ts'
import { liveState } from '../../support/fixtures/show.ts'
import { percentile } from './measure.ts'
import { busyRoom } from './overlay-load.ts'
import { load, meterOf, paintsWithin, watchFrames, type Watched } from './overlay-page.ts'
import { budgetTable, withTable, type Measured } from './overlay-report.ts'

// `pnpm bench overlay`: holds the overlay to its budgets in a real Chromium, prints the table, and puts it into docs/overlay.md and
// tests/output. `--short` takes a minute and writes only into tests/output.

const SHORT = process.argv.includes('--short')
const SECONDS = SHORT ? { idle: 5, steady: 8, rush: 10, hourEvents: 60_000 } : { idle: 20, steady: 30, rush: 60, hourEvents: 360_000 }
const SEED = 7
const VERTICAL = { width: 1080, height: 1920 }
const ROOT = join(import.meta.dirname, '../../..')
const OUTPUT = join(ROOT, 'tests/output')

const bridge = await startFixtureBridge()
const browser = await launchChromium()
const measured: Measured = {
  chromium: browser.version,
  seconds: SECONDS,
  othersWanted: Math.max(0, (loadavg()[0] ?? 0) - 1),
  ...(await scriptSize()),
  ...(await idleAndSteady()),
  ...(await rush()),
  ...(await hour()),
}
await browser.close()
await bridge.close()

const table = budgetTable(measured)
console.log(table.text)
mkdirSync(OUTPUT, { recursive: true })
writeFileSync(join(OUTPUT, 'bench-overlay.md'), table.text)
writeFileSync(join(OUTPUT, 'bench-overlay.json'), `${JSON.stringify({ seed: SEED, ...measured }, null, 2)}\n`)
if (!SHORT) {
  const page = join(ROOT, 'docs/overlay.md')
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), table.text))
}
for (const missed of table.missed) console.error(missed)
process.exitCode = table.missed.length === 0 ? 0 : 1

async function scriptSize(): Promise<Pick<Measured, 'scriptBytes'>> {
  const { page } = await open(browser, bridge)
  const scripts = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (name.endsWith('.js') ? [name] : [])),
  )
  const sizes = await Promise.all(scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length))
  await page.close()
  return { scriptBytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** With nothing going on, and at 30 events a second, beside an empty page that has the same time. */
async function idleAndSteady(): Promise<Pick<Measured, 'empty' | 'idle' | 'steady'>> {
  const { page: blank } = await browser.newPage({ viewport: VERTICAL })
  await blank.goto('about:blank')
  const blankMeter = await meterOf(blank)
  const blankFrom = await blankMeter.read()
  await delay(SECONDS.idle * 1000)
  const empty = load(blankFrom, await blankMeter.read())
  await blank.close()

  const { page } = await open(browser, bridge)
  const meter = await meterOf(page)
  const stopBeating = beat()
  const idleFrom = await meter.read()
  await delay(SECONDS.idle * 1000)
  const idleTo = await meter.read()
  const paints = await paintsWithin(page, SECONDS.idle * 1000)
  stopBeating()
  const idle = { ...load(idleFrom, idleTo), styleCount: idleTo.styleCount - idleFrom.styleCount, paints }
  const steadyFrom = await meter.read()
  await feed(busyRoom(SEED, 3), { perSecond: 10, seconds: SECONDS.steady })
  const steady = load(steadyFrom, await meter.read())
  await page.close()
  return { empty, idle, steady }
}

async function rush(): Promise<Pick<Measured, 'rush'>> {
  const { page } = await browser.newPage({ viewport: VERTICAL })
  await page.addInitScript(watchFrames)
  await show(page)
  const meter = await meterOf(page)
  const room = busyRoom(SEED, 10)
  await feed(room, { perSecond: 100, seconds: 3 })
  await meter.collectGarbage()
  const from = await meter.read()
  await page.evaluate(() => Object.assign((window as unknown as { watched: Watched }).watched, { frames: [], inputs: [] }))
  const sent = await feed(room, { perSecond: 100, seconds: SECONDS.rush })
  const seen = await page.evaluate(() => (window as unknown as { watched: Watched }).watched)
  const to = await meter.read()
  await meter.collectGarbage()
  const settled = await meter.read()
  await page.close()
  const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b)
  const [frames, inputs] = [sorted(seen.frames), sorted(seen.inputs)]
  return {
    rush: {
      ...load(from, to),
      perSecond: (sent * 10) / SECONDS.rush,
      frameP50: percentile(frames, 0.5),
      frameP95: percentile(frames, 0.95),
      inputP50: percentile(inputs, 0.5),
      inputP95: percentile(inputs, 0.95),
      shownCount: inputs.length,
      nodesFrom: from.nodeCount,
      nodesTo: settled.nodeCount,
      heapFrom: from.heapBytes,
      heapTo: settled.heapBytes,
    },
  }
}

/** An hour's events, as fast as the page takes them; what the page itself does by the clock is not sped up. */
async function hour(): Promise<Pick<Measured, 'hour'>> {
  const { page } = await open(browser, bridge)
  const meter = await meterOf(page)
  const room = busyRoom(SEED + 1, 100)
  const heaps: number[] = []
  const parts = 12
  for (let part = 0; part < parts; part += 1) {
    for (let at = 0; at < SECONDS.hourEvents / 100 / parts; at += 1) {
      bridge.say(room())
      if (at % 4 === 3) await page.evaluate(() => new Promise(requestAnimationFrame))
    }
    await meter.collectGarbage()
    heaps.push((await meter.read()).heapBytes)
  }
  const nodeCount = (await meter.read()).nodeCount
  await page.close()
  return { hour: { events: SECONDS.hourEvents, heaps, nodeCount } }
}

/** The bridge's sign of life, as often as it gives it: without one a page takes it for dead after 35 s, and shows that. */
function beat(): () => void {
  const timer = setInterval(
    () => bridge.say({ type: 'update', offset: 0, events: [], state: { tiktok: liveState(Date.now()).tiktok } }),
    15_000,
  )
  return () => clearInterval(timer)
}

/** Sends updates at a steady pace; returns how many. */
async function feed(room: () => UpdateMessage, { perSecond, seconds }: { perSecond: number; seconds: number }): Promise<number> {
  const startedAt = performance.now()
  let sent = 0
  while (performance.now() - startedAt < seconds * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond)
    for (; sent < due; sent += 1) bridge.say(room())
    await delay(4)
  }
  return sent
}

async function open(from: TestBrowser, at: FixtureBridge) {
  const tested = await from.newPage({ viewport: VERTICAL })
  await show(tested.page, at)
  return tested
}

async function show(page: Awaited<ReturnType<TestBrowser['newPage']>>['page'], at: FixtureBridge = bridge): Promise<void> {
  at.show('live')
  await page.goto(`${at.origin}/overlay`)
  await page.waitForSelector('li')
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(1_500)
}
