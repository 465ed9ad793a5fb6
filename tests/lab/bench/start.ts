import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import type { ServerMessage } from '@standby/shared/protocol.ts'
import { waitFor } from '../../support/wait.ts'
import { percentile } from './measure.ts'
import { numberedFrames, simulator } from './support/driver.ts'
import { MAIN, startFlags, startMeasured, startMeasuredBridge } from './support/measured.ts'
import { isShort, lessIsBetter, machine, publish, type Goal } from './support/result.ts'
import { figure, megabytes, table } from './support/table.ts'

// `pnpm bench start`: from the command to the first answer, and to the first event of the demo in a client; and the memory it takes,
// idle and after the events of an hour, over that of a bare Node. The pages are built beforehand.

const BARE = join(import.meta.dirname, 'support/bare.ts')
const short = isShort()
const RUNS = short ? 3 : 9
/** An hour at 50 a second, sent as fast as they are taken. */
const HOUR_EVENTS = short ? 10_000 : 180_000

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

interface Started {
  answerMs: number
  /** null for bare Node. */
  eventMs: number | null
}

/** Starts it once and looks every few ms; ends it `afterMs` later. */
async function start(kind: 'standby' | 'bare', afterMs = 0): Promise<Started> {
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'standby-bench-'))
  const env = { ...process.env, STANDBY_PORT: String(port), STANDBY_DATA_DIR: dataDir, OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1' }
  const startedAt = performance.now()
  const child = spawn(process.execPath, kind === 'standby' ? [...startFlags(), MAIN] : [BARE, String(port)], { env, stdio: 'ignore' })
  try {
    await waitFor(() => fetch(`http://127.0.0.1:${port}/healthz`), { what: 'the first answer', timeoutMs: 30_000, everyMs: 2 })
    const answerMs = performance.now() - startedAt
    if (kind === 'bare') return { answerMs, eventMs: null }
    await firstEvent(`ws://127.0.0.1:${port}/ws`)
    const eventMs = performance.now() - startedAt
    await pause(afterMs)
    return { answerMs, eventMs }
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function firstEvent(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address)
    socket.on('error', reject)
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ServerMessage
      const events = message.type === 'snapshot' ? [...message.events, ...message.history] : message.type === 'update' ? message.events : []
      if (events.length === 0) return
      socket.terminate()
      resolve()
    })
  })
}

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

const on = machine()
// The first run is the one after an installation, or a restart of the computer. It lives long enough to keep what it has compiled.
const cold = await start('standby', 5_000)
const runs: Started[] = []
const bareRuns: Started[] = []
for (let run = 0; run < RUNS; run++) {
  bareRuns.push(await start('bare'))
  runs.push(await start('standby'))
}
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
publish(
  {
    name: 'start',
    data: { cold, runs, bareRuns, memory: used },
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
    ],
    goals,
  },
  { on, short },
)
