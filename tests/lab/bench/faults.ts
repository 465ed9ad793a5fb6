import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { Simulator } from '@standby/bridge/simulator/simulator.ts'
import { newDataDir } from '../../support/peers/bridge.ts'
import { killStorm } from '../../support/peers/kill-storm.ts'
import { simulator } from '../../support/peers/tiktok-link.ts'
import { waitFor } from '../../support/wait.ts'
import { PEERS } from './faults-peers.ts'
import { withTable } from './faults-report.ts'
import {
  measured,
  pageReloaded,
  pausedFor,
  peerRig,
  restarted,
  socketClosed,
  standbyRig,
  type BridgeRig,
  type FaultRow,
  type Rig,
} from './faults-runs.ts'
import { isShort } from './support/result.ts'

// `pnpm bench faults`: brings each kind of fault about, prints what was lost and what came twice, and writes it into
// docs/nothing-lost.md. Takes some minutes; the pages must be built (`pnpm build`). `KILLS` is the number of kills, 50 by default.
// `--short`: four kills, and the docs stay as they are.

const ROOT = join(import.meta.dirname, '../../..')
const short = isShort()
const KILLS = Number(process.env['KILLS'] ?? (short ? 4 : 50))
const SLOW = { count: 22_000, perSecond: 1_000, textLength: 900 }
const SLOW_MS = 14_000

const rows: FaultRow[] = []
const say = (row: FaultRow): void => {
  rows.push(row)
  console.log(
    [row.fault, row.system, `sent ${row.sent}`, `lost ${row.lost}`, `twice ${row.duplicated}`, row.recovered, row.note].join(' | '),
  )
}

async function withRig<R extends Rig>(made: Promise<R>, work: (rig: R) => Promise<FaultRow>): Promise<void> {
  const rig = await made
  try {
    say(await work(rig))
  } finally {
    await rig.close()
  }
}

const loadNow = (): number => loadavg()[0] ?? 0
const startLoad = loadNow()
const sim = await simulator()

for (const make of [() => standbyRig(sim), ...PEERS.map((kind) => () => peerRig(kind))]) {
  await withRig<Rig>(make(), (rig) => measured(rig, 'client socket closed', socketClosed))
  await withRig<Rig>(make(), (rig) => measured(rig, 'page reloaded', pageReloaded(rig)))
  await withRig<Rig>(make(), (rig) => measured(rig, '`kill -9`, started again', restarted(rig)))
}
await withRig<Rig>(standbyRig(sim), (rig) =>
  measured(rig, 'client reads nothing for 14 s', pausedFor(SLOW_MS), { ...SLOW, note: 'closed once 4 MB wait for it' }),
)
await withRig<Rig>(peerRig('ws'), (rig) =>
  measured(rig, 'client reads nothing for 14 s', pausedFor(SLOW_MS), { ...SLOW, note: 'nothing bounds what the server keeps for it' }),
)
for (const [perSecond, count] of [
  [100, 2_000],
  [2, 60],
] as const) {
  await withRig(standbyRig(sim), (rig) => {
    const drop = (client: Parameters<typeof socketClosed>[0]): typeof client => {
      rig.room.terminateSockets()
      return client
    }
    const note = 'the first attempt comes after 5 s; TikTok hands out about the last 20'
    return measured(rig, `TikTok drops, ${perSecond} events a second`, drop, { perSecond, count, note })
  })
}
await diskFull(sim)

const storm = await killStorm(sim, KILLS, 1_000)
console.log(`${KILLS} × kill -9 under 1,000 events a second:`, storm)
await sim.close()

const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${process.platform}, Node ${process.version}`
const load = `${startLoad.toFixed(1)} at the start, ${loadNow().toFixed(1)} at the end`
const result = { date: new Date().toISOString().slice(0, 10), machine, load, rows, storm }
const page = withTable(result)
if (!short) {
  writeFileSync(join(ROOT, 'docs/nothing-lost.json'), `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(join(ROOT, 'docs/nothing-lost.md'), page)
}
console.log(page)
const failed = storm.lost + storm.duplicated + storm.takenBack
if (failed > 0 || rows.some(({ system, duplicated }) => system === 'Standby' && duplicated > 0)) process.exitCode = 1
process.exit()

/** A disk of its own, so small that it is full in the middle. */
async function diskFull(from: Simulator): Promise<void> {
  const fault = 'disk full in the middle'
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.log(`${fault}: not played here, it needs root on Linux`)
    return
  }
  const dir = newDataDir()
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', dir])
  try {
    await withRig<Rig & BridgeRig>(standbyRig(from, {}, dir), async (rig) => {
      const full = async (client: Parameters<typeof socketClosed>[0]): Promise<typeof client> => {
        const isFull = async (): Promise<boolean> =>
          ((await (await fetch(`${rig.bridge().origin}/healthz`)).json()) as { storage: string }).storage !== 'ok'
        await waitFor(isFull, { what: 'the disk to be full', timeoutMs: 60_000 })
        return client
      }
      return measured(rig, fault, full, { count: 8_000, perSecond: 500, note: 'the client stays connected; the LIVE goes on in memory' })
    })
  } finally {
    execFileSync('umount', ['-l', dir])
  }
}
