import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import type { ServerMessage } from '@standby/shared/protocol.ts'
import { waitFor } from '../../support/wait.ts'
import { percentile } from './measure.ts'
import { numberedFrames, simulator } from './support/driver.ts'
import { startMeasured, startMeasuredBridge } from './support/measured.ts'
import { isShort, lessIsBetter, machine, publish, type Goal } from './support/result.ts'
import { freePort, FROM_SOURCE, packagedStart, startOnce, type StartKind, type Started } from './support/start-cost.ts'
import { figure, megabytes, table } from './support/table.ts'

// `pnpm bench start`: from the command to the first answer, and to the first event of the demo in a client; and the memory it takes,
// idle and after the events of an hour, over that of a bare Node. The pages are built beforehand. And what a start from the checkout uses of
// the processor and memory beside a start of the package, in turns.

const BARE = join(import.meta.dirname, 'support/bare.ts')
const short = isShort()
const RUNS = short ? 3 : 9
const PAIRS = short ? 3 : 15
/** By then the library for TikTok is loaded and the demo LIVE runs. */
const SETTLED_MS = 2_000
/** An hour at 50 a second, sent as fast as they are taken. */
const HOUR_EVENTS = short ? 10_000 : 180_000

interface Memory {
  bareBytes: number
  idleBytes: number
  /** With one client, after the events. */
  loadedBytes: number
  /** The same, after a garbage collection. */
  collectedBytes: number
}

async function memory(): Promise<Memory> {
  const bare = startMeasured(BARE, { args: [String(await freePort())] })
  await pause(1_500)
  const bareBytes = (await bare.usage()).rssBytes
  await bare.kill()

  const sim = await simulator()
  const room = sim.room('bench')
  const dataDir = mkdtempSync(join(tmpdir(), 'standby-bench-'))
  const env = { TIKTOK_USERNAME: 'bench', TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
  const bridge = await startMeasuredBridge(dataDir, env)
  await waitFor(() => room.socketCount === 1, { what: 'the connection', timeoutMs: 20_000 })
  await pause(short ? 1_000 : 10_000)
  const idleBytes = (await bridge.usage()).rssBytes

  let arrived = 0
  const client = new WebSocket(`${bridge.origin.replace('http', 'ws')}/ws`)
  client.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ServerMessage
    if (message.type === 'update') arrived += message.events.length
  })
  await once(client, 'open')
  const perFrame = 10
  let sent = 0
  while (sent < HOUR_EVENTS) {
    for (const frame of numberedFrames(room, { frameCount: 100, perFrame })) {
      room.sendRaw(frame)
      sent += perFrame
    }
    await waitFor(() => arrived >= sent - 2_000, { what: 'the events', timeoutMs: 60_000, everyMs: 2 })
  }
  await waitFor(() => arrived === sent, { what: 'all events', timeoutMs: 60_000 })
  const loadedBytes = (await bridge.usage()).rssBytes
  const collectedBytes = (await bridge.usage(true)).rssBytes
  client.terminate()
  await bridge.kill()
  await sim.close()
  rmSync(dataDir, { recursive: true, force: true })
  return { bareBytes, idleBytes, loadedBytes, collectedBytes }
}

const bareNode = (port: number): StartKind => ({ program: process.execPath, args: [BARE, String(port)] })
const fromSource = (): StartKind => FROM_SOURCE

/** The same start again and again with the data of the one before, as a person has it. */
async function pairs(packaged: StartKind): Promise<{ source: Started[]; packaged: Started[] }> {
  const kinds = { source: fromSource, packaged: () => packaged }
  const folders = { source: mkdtempSync(join(tmpdir(), 'standby-bench-')), packaged: mkdtempSync(join(tmpdir(), 'standby-bench-')) }
  const found: { source: Started[]; packaged: Started[] } = { source: [], packaged: [] }
  for (let run = 0; run <= PAIRS; run++) {
    for (const name of ['source', 'packaged'] as const) {
      // The first of each lives long enough to keep what Node has compiled, and does not count.
      const thenMs = run === 0 ? 5_000 : SETTLED_MS
      const one = await startOnce(kinds[name], { dataDir: folders[name], waitsForEvent: true, thenMs, lookEveryMs: 20 })
      if (run > 0) found[name].push(one)
    }
  }
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true })
  return found
}

const on = machine()
// The first run is the one after an installation, or a restart of the computer. It lives long enough to keep what it has compiled.
const cold = await startOnce(fromSource, { waitsForEvent: true, thenMs: 5_000 })
const runs: Started[] = []
const bareRuns: Started[] = []
for (let run = 0; run < RUNS; run++) {
  bareRuns.push(await startOnce(bareNode, { waitsForEvent: false }))
  runs.push(await startOnce(fromSource, { waitsForEvent: true }))
}
const packaged = packagedStart()
const beside = packaged === null ? null : await pairs(packaged)
const middle = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
const worst = (values: readonly number[]): number => Math.max(...values)
const answer = runs.map(({ answerMs }) => answerMs)
const event = runs.map(({ eventMs }) => eventMs ?? Number.NaN)
const bareAnswer = bareRuns.map(({ answerMs }) => answerMs)
const used = await memory()
const overMb = (bytes: number): number => (bytes - used.bareBytes) / 2 ** 20

const goals: Goal[] = [
  {
    text: `command to first answer: ${figure(middle(answer))} ms (goal 500 ms; bare Node ${figure(middle(bareAnswer))} ms)`,
    met: middle(answer) <= 500,
    figure: lessIsBetter('start: command to first answer', middle(answer), 'ms'),
  },
  {
    text: `idle, connected: ${figure(overMb(used.idleBytes))} MB over bare Node (goal 90 MB; bare Node ${megabytes(used.bareBytes)})`,
    met: overMb(used.idleBytes) <= 90,
    figure: lessIsBetter('start: idle memory over bare Node', overMb(used.idleBytes), 'MB'),
  },
  {
    text: `after the events of an hour: ${figure(overMb(used.collectedBytes))} MB over bare Node (goal 90 MB), garbage collected`,
    met: overMb(used.collectedBytes) <= 90,
    figure: lessIsBetter('start: memory after the events of an hour, over bare Node', overMb(used.collectedBytes), 'MB'),
  },
]
const cpuOf = (all: readonly Started[]): number => middle(all.map((one) => one.used?.cpuMs ?? Number.NaN))
const rssOf = (all: readonly Started[]): number => middle(all.map((one) => one.used?.rssBytes ?? Number.NaN))
const answerOf = (all: readonly Started[]): number => middle(all.map(({ answerMs }) => answerMs))
const besideLines: string[] = []
if (beside !== null) {
  const { source, packaged: ours } = beside
  // Neighbours in time: a machine that becomes slower makes both slower.
  const ratios = ours.map((one, index) => (one.used?.cpuMs ?? Number.NaN) / (source[index]?.used?.cpuMs ?? Number.NaN))
  goals.push(
    {
      text: `a start of the package: ${figure(cpuOf(ours))} ms of CPU (goal: no more than from the checkout, ${figure(cpuOf(source))} ms; median of the pairs ${figure(middle(ratios))})`,
      met: middle(ratios) <= 1,
      figure: lessIsBetter('start: CPU of a packaged start', cpuOf(ours), 'ms'),
    },
    {
      text: `a start of the package: ${megabytes(rssOf(ours))} (goal: no more than from the checkout, ${megabytes(rssOf(source))})`,
      met: rssOf(ours) <= rssOf(source),
      figure: lessIsBetter('start: memory after a packaged start', rssOf(ours) / 2 ** 20, 'MB'),
    },
  )
  besideLines.push(
    '',
    ...table(
      [`${PAIRS} pairs of starts, medians`, 'from the checkout', 'from the package'],
      [
        ['CPU, until 2 s after the first event of the demo', `${figure(cpuOf(source))} ms`, `${figure(cpuOf(ours))} ms`],
        ['memory then', megabytes(rssOf(source)), megabytes(rssOf(ours))],
        ['start to first answer', `${figure(answerOf(source))} ms`, `${figure(answerOf(ours))} ms`],
      ],
    ),
  )
}
publish(
  {
    name: 'start',
    data: { cold, runs, bareRuns, beside, memory: used },
    lines: [
      ...table(
        ['', 'Standby', 'bare Node'],
        [
          ['command to first answer, median', `${figure(middle(answer))} ms`, `${figure(middle(bareAnswer))} ms`],
          [`the slowest of ${RUNS}`, `${figure(worst(answer))} ms`, `${figure(worst(bareAnswer))} ms`],
          ['the first run of all', `${figure(cold.answerMs)} ms`, '–'],
          ['command to first demo event in a client, median', `${figure(middle(event))} ms`, '–'],
          ['memory, idle and connected', megabytes(used.idleBytes), megabytes(used.bareBytes)],
          [`memory after ${HOUR_EVENTS.toLocaleString('en-US')} events`, megabytes(used.loadedBytes), '–'],
          ['the same, garbage collected', megabytes(used.collectedBytes), '–'],
        ],
      ),
      ...besideLines,
    ],
    goals,
  },
  { on, short },
)
