import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ServerMessage } from '@standby/shared/protocol.ts'
import WebSocket from 'ws'
import { percentile } from '../bench/measure.ts'
import { machine, OUTPUT, withSection } from '../bench/support/result.ts'
import { figure, megabytes, table } from '../bench/support/table.ts'
import { startStage, type Stage } from '../chaos/stage.ts'
import { picture } from './picture.ts'
import { growth, type Sample } from './samples.ts'

// `pnpm lab soak [minutes] [events a second] [minutes between drops]`: a show on the air for a long time, with the settings that ship.
// 30 minutes, 50 a second and 5 minutes where nothing is given. Writes a table and a picture; with --docs into the docs as well, with
// --docs=compressed as the one where hours are played in minutes.

const ROOT = join(import.meta.dirname, '../../..')
const args = process.argv.slice(2).filter((one) => !one.startsWith('--'))
const [minutes, eventsPerSecond, dropEveryMinutes] = [Number(args[0] ?? 30), Number(args[1] ?? 50), Number(args[2] ?? 5)]
const SAMPLE_MS = Math.max(2_000, Math.min(15_000, (minutes * 60_000) / 120))
/** A drop with the first attempt after 5 s: what is said meanwhile is lost but for the last twenty. */
const SHIPPED = { RECONNECTION_BASE_DELAY: '5000', RECONNECTION_MAX_DELAY: '300000', DEGRADED_AFTER: '10000' }

/** One client over the whole time, which keeps nothing but what it needs to tell a repetition. */
function listen(stage: Stage) {
  let latencies: number[] = []
  const seen = new Uint8Array(Math.ceil(minutes * 60 * eventsPerSecond * 1.5) + 10_000)
  const found = { count: 0, twice: 0, closed: 0 }
  const socket = new WebSocket(stage.feedAddress())
  socket.on('close', () => (found.closed += 1))
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ServerMessage
    if (message.type !== 'update') return
    const now = performance.now()
    for (const event of message.events) {
      if (event.type !== 'chat') continue
      const number = Number(/^#(\d+)/.exec(event.text)?.[1] ?? Number.NaN)
      if (Number.isNaN(number)) continue
      if (seen[number] === 1) found.twice += 1
      seen[number] = 1
      found.count += 1
      // What was caught up says how long the drop was, not how long the way is.
      if (!event.missed) latencies.push(now - (stage.sentAt[number] ?? now))
    }
  })
  return {
    found,
    has: (number: number) => seen[number] === 1,
    take: () => {
      const taken = latencies.sort((a, b) => a - b)
      latencies = []
      return taken
    },
    close: () => socket.terminate(),
  }
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0)

const on = machine()
const stage = await startStage({ random: Math.random, eventsPerSecond, clientCount: 0, env: SHIPPED })
await stage.recovered(60_000)
const client = listen(stage)
await pause(1_000)
const samples: Sample[] = []
const drops: { minute: number; backMs: number }[] = []
const awayTimes: { from: number; to: number }[] = [{ from: 0, to: performance.now() }]
const startedAt = performance.now()
const minute = (): number => (performance.now() - startedAt) / 60_000
let before = { cpuMs: (await stage.bridge().usage()).cpuMs, at: performance.now(), count: 0 }

async function sample(): Promise<void> {
  const { cpuMs, rssBytes, heapBytes, handleCount } = await stage.bridge().usage()
  const at = performance.now()
  const latencies = client.take()
  const file = join(stage.dataDir, 'standby.db')
  samples.push({
    minute: minute(),
    rssBytes,
    heapBytes,
    handleCount,
    databaseBytes: sizeOf(file) + sizeOf(`${file}-wal`),
    cpuShare: (cpuMs - before.cpuMs) / (at - before.at),
    p50Ms: latencies.length === 0 ? 0 : percentile(latencies, 0.5),
    p99Ms: latencies.length === 0 ? 0 : percentile(latencies, 0.99),
    events: client.found.count - before.count,
  })
  before = { cpuMs, at, count: client.found.count }
}

async function drop(): Promise<void> {
  const droppedAt = performance.now()
  const mine = { minute: minute(), backMs: Number.NaN }
  drops.push(mine)
  stage.room.closeSockets(1011, 'internal error')
  await pause(1_000)
  await stage.recovered(150_000)
  mine.backMs = performance.now() - droppedAt
  awayTimes.push({ from: droppedAt - 1_000, to: performance.now() })
}

let dropping: Promise<void> = Promise.resolve()
let nextDropAt = dropEveryMinutes
while (minute() < minutes) {
  await pause(SAMPLE_MS)
  await sample()
  if (minute() >= nextDropAt && minute() + 1 < minutes) {
    nextDropAt += dropEveryMinutes
    dropping = drop()
  }
}
await dropping
await pause(1_000)

const { sentAt } = stage
const sent = sentAt.length
let lost = 0
let unheard = 0
for (const [number, at] of sentAt.entries()) {
  if (client.has(number) || at > performance.now() - 2_000) continue
  if (awayTimes.some(({ from, to }) => at >= from && at <= to)) unheard += 1
  else lost += 1
}
const first = samples[0]!
const last = samples.at(-1)!
const most = (of: (one: Sample) => number): number => Math.max(...samples.map(of))
const middle = (of: (one: Sample) => number): number =>
  percentile(
    samples.map(of).sort((a, b) => a - b),
    0.5,
  )
const perHour = growth(samples, ({ rssBytes }) => rssBytes) * 60
const backs = drops.map(({ backMs }) => backMs / 1_000)

const whole = (value: number): string => value.toLocaleString('en-US')

const text = [
  `On ${on}: ${figure(minutes).replace(/\.0+$/, '')} minutes at ${eventsPerSecond} events a second, a drop every ${dropEveryMinutes} minutes, one client, the settings that ship.`,
  '',
  ...table(
    ['', 'at first', 'at the end', 'most'],
    [
      ['memory of the process', megabytes(first.rssBytes), megabytes(last.rssBytes), megabytes(most(({ rssBytes }) => rssBytes))],
      ['heap', megabytes(first.heapBytes), megabytes(last.heapBytes), megabytes(most(({ heapBytes }) => heapBytes))],
      ['handles', String(first.handleCount), String(last.handleCount), String(most(({ handleCount }) => handleCount))],
      ['database', megabytes(first.databaseBytes), megabytes(last.databaseBytes), megabytes(most(({ databaseBytes }) => databaseBytes))],
      ['p50 of a sample', `${figure(first.p50Ms)} ms`, `${figure(last.p50Ms)} ms`, `${figure(most(({ p50Ms }) => p50Ms))} ms`],
      ['p99 of a sample', `${figure(first.p99Ms)} ms`, `${figure(last.p99Ms)} ms`, `${figure(most(({ p99Ms }) => p99Ms))} ms`],
      ['share of a core', figure(first.cpuShare), figure(last.cpuShare), figure(most(({ cpuShare }) => cpuShare))],
    ],
  ),
  '',
  `${whole(sent)} events sent, ${whole(client.found.count)} given to the client, ${client.found.twice} twice,`,
  `**${lost} lost while TikTok could be heard**; ${unheard} said during drops and not handed out afterwards.`,
  `${drops.length} drops, back after ${backs.length === 0 ? '–' : `${figure(Math.min(...backs))} to ${figure(Math.max(...backs))}`} s.`,
  `Typical p50 ${figure(middle(({ p50Ms }) => p50Ms))} ms, p99 ${figure(middle(({ p99Ms }) => p99Ms))} ms.`,
  `Over the second half memory changes by ${figure(perHour / 2 ** 20)} MB an hour.`,
].join('\n')

console.log(text)
mkdirSync(OUTPUT, { recursive: true })
const svg = picture(
  samples,
  drops.map((one) => one.minute),
  `${minutes} minutes at ${eventsPerSecond} events a second; dashed: a drop`,
)
writeFileSync(join(OUTPUT, 'soak.svg'), svg)
writeFileSync(join(OUTPUT, 'soak.md'), `${text}\n`)
writeFileSync(
  join(OUTPUT, 'soak.json'),
  `${JSON.stringify({ machine: on, minutes, eventsPerSecond, sent, lost, unheard, found: client.found, drops, samples }, null, 2)}\n`,
)
const docs = /^--docs(?:=(\w+))?$/.exec(process.argv.find((one) => one.startsWith('--docs')) ?? '')
if (docs !== null) {
  const page = join(ROOT, 'docs/load.md')
  const name = docs[1] === undefined ? 'soak' : `soak-${docs[1]}`
  writeFileSync(join(ROOT, `docs/pictures/${name}.svg`), svg)
  const shown = `\n${text}\n\n![Memory, handles, database and latency over the soak](pictures/${name}.svg)\n`
  writeFileSync(page, withSection(readFileSync(page, 'utf8'), name, shown))
}
client.close()
await stage.end()
process.exit(lost === 0 && client.found.twice === 0 ? 0 : 1)
