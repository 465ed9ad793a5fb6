import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openJournal } from '@standby/bridge/store/journal.ts'
import { silentLog } from '../../support/fakes/silent-log.ts'
import { feedClient } from '../../support/peers/feed-server.ts'
import { waitFor } from '../../support/wait.ts'
import { percentile } from './measure.ts'
import type { Report } from './support/clients.ts'
import { numberedFrames, sendPaced, simulator } from './support/driver.ts'
import { startMeasured, startMeasuredBridge } from './support/measured.ts'
import type { ResumingQuestion, ResumingReport } from './support/resuming.ts'
import { isShort, lessIsBetter, machine, publish, type Goal } from './support/result.ts'
import { figure, megabytes, table } from './support/table.ts'

// `pnpm bench resume`: what clients that come back from far behind cost everybody else. A journal of one long LIVE; some clients follow it
// while it goes on; others come back all at once, again and again. What the followers and `/healthz` have of it is measured with and
// without those others, in turn and several times over, in one run.

const short = isShort()
const EVENT_COUNT = short ? 6_000 : 50_000
const FOLLOWERS = 10
/** With the followers, as many as the feed takes. */
const MOST = 500 - FOLLOWERS
const FRAME_EVERY_MS = 5
const SECONDS = short ? 2 : 4
/** Odd: of each figure the middle one counts, so that one pause of the computer decides nothing. */
const ROUNDS = short ? 1 : 5
const WARM_UP_FRAMES = short ? 400 : 2_000
/** A thousand characters, and a picture's address as long as TikTok's: as large as an event is in a bad case. */
const TEXT = 'LIVE日本語テキスト'.repeat(100).slice(0, 1_000)
const AVATAR = `https://p16-sign-va.tiktokcdn.com/${'x'.repeat(300)}.webp`

interface Phase {
  name: string
  clientCount: number
  /** Null: from the beginning of the journal. */
  behind: number | null
}

const PHASES: readonly Phase[] = [
  { name: 'nobody', clientCount: 0, behind: null },
  { name: '20 from the beginning', clientCount: 20, behind: null },
  { name: '20 from 4,500 events behind', clientCount: 20, behind: 4_500 },
  { name: `${MOST} from the beginning`, clientCount: MOST, behind: null },
  { name: `${MOST} from 4,500 events behind`, clientCount: MOST, behind: 4_500 },
]

interface Row extends Phase {
  feedP50Ms: number
  feedP99Ms: number
  healthP99Ms: number
  healthMaxMs: number
  /** Share of a core. */
  cpu: number
  rssBytes: number
  resumed: ResumingReport | null
}

function fillJournal(dataDir: string, roomId: string): void {
  const journal = openJournal({ file: join(dataDir, 'standby.db'), newEpoch: () => 'bench', log: silentLog })
  for (let n = 0; n < EVENT_COUNT; n += 500) {
    const drafts = Array.from({ length: 500 }, (_, index) => {
      const id = `7${String(n + index).padStart(18, '0')}`
      const user = { id, uniqueId: `viewer.${index}`, nickname: `Viewer ${index} 🌟`, avatarUrl: AVATAR }
      return { id, type: 'chat' as const, at: Date.now(), user, missed: false, text: TEXT }
    })
    journal.append('bench', roomId, drafts)
  }
  journal.close()
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
function healthMs(origin: string): Promise<number> {
  const askedAt = performance.now()
  return new Promise((resolve, reject) => {
    request(`${origin}/healthz`, { agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(performance.now() - askedAt))
    })
      .on('error', reject)
      .end()
  })
}

const on = machine()
const sim = await simulator()
const room = sim.room('bench')
const dataDir = mkdtempSync(join(tmpdir(), 'standby-bench-'))
fillJournal(dataDir, room.roomId)
const env = { TIKTOK_USERNAME: 'bench', TIKTOK_WEB_URL: sim.url, TIKTOK_WEBCAST_URL: sim.url, SIGN_API_URL: sim.url }
const server = await startMeasuredBridge(dataDir, env)
await waitFor(() => room.socketCount === 1, { what: 'the bridge to be connected to TikTok', timeoutMs: 60_000, everyMs: 10 })
const address = `${server.origin.replace('http', 'ws')}/ws`
const followers = startMeasured(join(import.meta.dirname, 'support/clients.ts'), { args: ['ws', address, String(FOLLOWERS)] })
let progress = 0
let ready = false
followers.child.on('message', (message: { type: string; count: number }) => {
  if (message.type === 'progress') progress = message.count
  if (message.type === 'ready') ready = true
})
await waitFor(() => ready, { what: 'the followers', timeoutMs: 30_000, everyMs: 10 })
const resuming = startMeasured(join(import.meta.dirname, 'support/resuming.ts'))

const perPhase = (SECONDS * 1_000) / FRAME_EVERY_MS
const frames = numberedFrames(room, { frameCount: WARM_UP_FRAMES + ROUNDS * PHASES.length * perPhase, perFrame: 1 })
const sentAtNs: number[] = []
const sendNext = async (count: number): Promise<void> => {
  const next = frames.slice(sentAtNs.length, sentAtNs.length + count)
  sentAtNs.push(...(await sendPaced(room, next, { everyMs: FRAME_EVERY_MS, perFrame: 1 })))
}

async function measure(phase: Phase): Promise<Row> {
  const from = sentAtNs.length
  const probe = await feedClient(address)
  const [first] = probe.messages
  if (first?.type !== 'snapshot') throw new Error('the feed does not begin with a snapshot')
  probe.socket.terminate()
  const { epoch, offset: head } = first
  const { clientCount, behind } = phase
  const question: ResumingQuestion = { type: 'resume', address, epoch, clientCount, behind, head, forMs: SECONDS * 1_000 }
  const before = await server.usage()
  const resumed = clientCount === 0 ? null : resuming.ask<ResumingReport>(question, 'resumed')
  const health: number[] = []
  let isOn = true
  const asking = (async () => {
    while (isOn) {
      health.push(await healthMs(server.origin))
      await pause(10)
    }
  })()
  await sendNext(perPhase)
  isOn = false
  await asking
  const after = await server.usage()
  await waitFor(() => progress === sentAtNs.length, { what: 'all events', timeoutMs: 60_000, everyMs: 5 })
  const { latencies } = await followers.ask<Report>(Object.assign({ type: 'report' }, { sentAtNs, from }), 'report')
  health.sort((a, b) => a - b)
  return {
    ...phase,
    feedP50Ms: latencies.p50Ms,
    feedP99Ms: latencies.p99Ms,
    healthP99Ms: percentile(health, 0.99),
    healthMaxMs: percentile(health, 1),
    cpu: (after.cpuMs - before.cpuMs) / (SECONDS * 1_000),
    rssBytes: after.rssBytes,
    resumed: await resumed,
  }
}

await sendNext(WARM_UP_FRAMES)
const measured: Row[] = []
for (const phase of Array.from({ length: ROUNDS }, () => PHASES).flat()) {
  await pause(500)
  const row = await measure(phase)
  measured.push(row)
  const served = row.resumed?.servedCount ?? 0
  console.log(`${row.name}: feed p99 ${figure(row.feedP99Ms)} ms, /healthz p99 ${figure(row.healthP99Ms)} ms, served ${served}`)
}
const { missing, twice, outOfOrder, closed } = await followers.ask<Report>(
  Object.assign({ type: 'report' }, { sentAtNs, from: 0 }),
  'report',
)
await resuming.kill()
await followers.kill()
await server.kill()
await sim.close()
agent.destroy()
rmSync(dataDir, { recursive: true, force: true })

const middle = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
const rows = PHASES.map((phase) => {
  const all = measured.filter(({ name }) => name === phase.name)
  const of = (figureOf: (row: Row) => number): number => middle(all.map(figureOf))
  const levelMs = all.flatMap(({ resumed }) => resumed?.levelMs ?? [])
  return {
    ...phase,
    feedP50Ms: of((row) => row.feedP50Ms),
    feedP99Ms: of((row) => row.feedP99Ms),
    healthP99Ms: of((row) => row.healthP99Ms),
    healthMaxMs: Math.max(...all.map((row) => row.healthMaxMs)),
    cpu: of((row) => row.cpu),
    rssBytes: Math.max(...all.map((row) => row.rssBytes)),
    servedCount: levelMs.length,
    levelMs: levelMs.length === 0 ? Number.NaN : middle(levelMs),
    megabytesPerSecond: phase.clientCount === 0 ? Number.NaN : of((row) => (row.resumed?.megabytes ?? 0) / SECONDS),
  }
})
const alone = rows[0]?.feedP99Ms ?? Number.NaN
const crowded = rows.filter(({ clientCount }) => clientCount > 0)
const failedCount = measured.reduce((sum, { resumed }) => sum + (resumed?.failedCount ?? 0), 0)
const lost = missing + twice + outOfOrder + closed
const goals: Goal[] = [
  ...crowded.flatMap(({ name, healthP99Ms, feedP99Ms }): Goal[] => [
    {
      text: `${name}: /healthz p99 ${figure(healthP99Ms)} ms (goal 100 ms)`,
      met: healthP99Ms < 100,
      figure: lessIsBetter(`resume, ${name}: /healthz p99`, healthP99Ms, 'ms'),
    },
    {
      text: `${name}: feed p99 ${figure(feedP99Ms)} ms (goal twice the ${figure(alone)} ms without them)`,
      met: feedP99Ms < 2 * alone,
      figure: lessIsBetter(`resume, ${name}: feed p99`, feedP99Ms, 'ms'),
    },
  ]),
  { text: `clients that came back and were refused or closed: ${failedCount} (goal 0)`, met: failedCount === 0 },
  { text: `lost, doubled or out of order at any follower: ${lost} (goal 0)`, met: lost === 0 },
]
publish(
  {
    name: 'resume',
    data: { rows, measured: measured.map(({ resumed, ...row }) => ({ ...row, served: resumed?.servedCount ?? 0 })) },
    lines: [
      `A LIVE of ${figure(EVENT_COUNT)} events of the largest kind goes on at 200 a second, with ${FOLLOWERS} clients that follow it.`,
      'Others come back from behind, all at once, hang up as soon as they have everything, and come again, over and over.',
      `Their own process runs only when nothing else wants the core. Each line was measured ${ROUNDS} times for ${SECONDS} s, in turn.`,
      'The figures are the middle ones; memory and the slowest answer are the largest.',
      '',
      ...table(
        [
          'who comes back',
          'feed p50 ms',
          'feed p99 ms',
          '/healthz p99 ms',
          'its slowest',
          'bridge, of a core',
          'memory',
          'served',
          'MB/s',
          'level after, ms',
        ],
        rows.map((row) => [
          row.name,
          figure(row.feedP50Ms),
          figure(row.feedP99Ms),
          figure(row.healthP99Ms),
          figure(row.healthMaxMs),
          figure(row.cpu),
          megabytes(row.rssBytes),
          figure(row.servedCount),
          figure(row.megabytesPerSecond),
          figure(row.levelMs),
        ]),
      ),
    ],
    goals,
  },
  { on, short },
)
