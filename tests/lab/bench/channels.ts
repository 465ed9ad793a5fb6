import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chat, viewer } from '@standby/bridge/simulator/messages.ts'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { waitFor } from '../../support/wait.ts'
import { simulator } from './support/driver.ts'
import { startMeasured, type Measured } from './support/measured.ts'
import { isShort, machine, publish, type Goal } from './support/result.ts'
import { figure, megabytes, table } from './support/table.ts'

// `pnpm bench channels`: many creators in one process, each over the real connector. All are dropped at the same instant, and come back
// with the settings that ship. (Standby itself runs one channel, under a budget for the sign service; this is about the parts.)

const short = isShort()
const COUNTS = short ? [1, 10] : [1, 10, 100, 1_000]
const SECONDS = short ? 2 : 5
/** Connecting at the same time at the start; the drop is the herd that is measured. */
const BATCH = 25

interface Row {
  channels: number
  memoryEachBytes: number
  /** CPU of the process for a channel with one chat a second, ms a second. */
  cpuEachMs: number
  allBackMs: number
  /** Sign requests in the busiest second of the return. */
  signPeak: number
  attempts: number
  lost: number
}

interface State {
  connected: number
  events: number
}

const state = (host: Measured): Promise<State> => host.ask<State & { type: string }>({ type: 'state' }, 'state')

async function until(host: Measured, connected: number, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs
  while ((await state(host)).connected < connected) {
    if (performance.now() > end) throw new Error(`${(await state(host)).connected} of ${connected} channels are connected`)
    await pause(20)
  }
}

/** Counts the sign requests of the busiest second until it is stopped. */
function watchPeak(sim: Simulator): () => number {
  const samples: { at: number; count: number }[] = []
  const timer = setInterval(() => samples.push({ at: performance.now(), count: sim.requests.counts.sign }), 20)
  return () => {
    clearInterval(timer)
    let peak = 0
    let from = 0
    for (const { at, count } of samples) {
      while (at - samples[from]!.at > 1_000) from += 1
      peak = Math.max(peak, count - samples[from]!.count)
    }
    return peak
  }
}

async function measure(count: number): Promise<Row> {
  const sim = await simulator()
  const rooms = Array.from({ length: count }, (_, index) => sim.room(`creator${index}`))
  const host = startMeasured(join(import.meta.dirname, 'support/channels-host.ts'), { args: [sim.url] })
  // The library is loaded once, however many channels there are.
  await host.ask({ type: 'load' }, 'loaded')
  const warm = await host.usage(true)
  const add = (more: number): boolean => host.child.send({ type: 'add', count: more })
  let added = 0
  while (added < count) {
    const more = Math.min(BATCH, count - added)
    add(more)
    added += more
    await until(host, added, 60_000)
  }
  const settled = await host.usage(true)

  const before = await host.usage()
  const begun = (await state(host)).events
  for (let second = 0; second < SECONDS; second++) {
    const startedAt = performance.now()
    for (const room of rooms) room.send([chat(room.heading(), { who: viewer('bob'), text: `second ${second}` })])
    await pause(Math.max(0, 1_000 - (performance.now() - startedAt)))
  }
  await pause(300)
  const after = await host.usage()
  const lost = SECONDS * count - ((await state(host)).events - begun)

  const upgrades = sim.requests.counts.upgrade
  const peak = watchPeak(sim)
  const droppedAt = performance.now()
  for (const room of rooms) room.closeSockets(1011)
  // A connection that has just been cut looks well for a moment.
  await waitFor(() => sim.requests.counts.upgrade - upgrades >= count, { what: 'the returns', timeoutMs: 300_000, everyMs: 5 })
  await until(host, count, 300_000)
  const allBackMs = performance.now() - droppedAt
  const row: Row = {
    channels: count,
    memoryEachBytes: (settled.rssBytes - warm.rssBytes) / count,
    cpuEachMs: (after.cpuMs - before.cpuMs) / (SECONDS + 0.3) / count,
    allBackMs,
    signPeak: peak(),
    attempts: sim.requests.counts.upgrade - upgrades,
    lost,
  }
  await host.kill()
  await sim.close()
  return row
}

const on = machine()
const rows: Row[] = []
for (const count of COUNTS) {
  const row = await measure(count)
  rows.push(row)
  console.log(`${count} channels: all back after ${figure(row.allBackMs / 1_000)} s`)
}
const most = rows.at(-1)
if (most === undefined) throw new Error('nothing was measured')
const lost = rows.reduce((sum, row) => sum + row.lost, 0)
const goals: Goal[] = [
  { text: `events lost while all were connected: ${lost} (goal 0)`, met: lost === 0 },
  { text: `sockets opened for ${most.channels} returns: ${most.attempts} (goal: one each)`, met: most.attempts === most.channels },
]
publish(
  {
    name: 'channels',
    data: rows,
    lines: [
      'The drop comes for all at the same instant; the first attempt comes 4.5 to 5.5 s later, by the settings that ship.',
      '',
      ...table(
        [
          'channels',
          'memory each',
          'CPU each at 1 event/s',
          'all back after',
          'sign requests in the busiest second',
          'sockets for the return',
        ],
        rows.map((row) => [
          figure(row.channels).replace('.00', '').replace('.0', ''),
          megabytes(row.memoryEachBytes),
          `${figure(row.cpuEachMs)} ms/s`,
          `${figure(row.allBackMs / 1_000)} s`,
          String(row.signPeak),
          String(row.attempts),
        ]),
      ),
      '',
      'Memory is what the channels add to a process that has the TikTok library loaded. It and the CPU time are divided by their number.',
    ],
    goals,
  },
  { on, short },
)
