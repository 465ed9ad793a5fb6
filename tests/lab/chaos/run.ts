import { seeded } from '../bench/measure.ts'
import { waitFor } from '../../support/wait.ts'
import type { Fault } from './faults.ts'
import type { Findings } from './findings.ts'
import { judgeClients, lastHeardAt, type CutOff } from './judge.ts'
import type { PageFault } from './page-faults.ts'
import { watchPages, type PageWatch } from './page-watch.ts'
import type { ShownPages } from './pages.ts'
import { shuffled } from './shuffled.ts'
import { startStage, type Stage } from './stage.ts'

export interface ChaosOptions {
  seed: number
  /** Faults go on, in an order the seed decides, until so much time has passed; each once at least. */
  minutes: number
  faults: readonly Fault[]
  /** Where there are any, the pages are opened in a Chromium and watched. */
  pageFaults?: readonly PageFault[]
  say?: (line: string) => void
}

/** Memory is short all the time: a process whose objects need more than this ends. The pages of the store and sockets come on top. */
const HEAP_MB = 64
/** The sign service's budget may hold an attempt back for a minute, and TikTok's own wish for as long again. */
const RECOVERY_MS = 150_000
/** What was on its way when the line went. */
const IN_FLIGHT_MS = 1_000

/** Plays faults over a show on the air, and reports what an observer saw. */
export async function runChaos({ seed, minutes, faults, pageFaults = [], say = () => undefined }: ChaosOptions): Promise<Findings> {
  const random = seeded(seed)
  const colourful = pageFaults.length > 0
  const stage = await startStage({ random, env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` }, colourful })
  const cutOff: CutOff[] = [{ from: 0, to: performance.now() }]
  const findings: Findings = {
    seed,
    faults: [],
    sent: 0,
    lost: [],
    unheard: 0,
    clients: [],
    complaints: [],
    mostSockets: 0,
    memory: { firstBytes: 0, mostBytes: 0 },
    pages: null,
  }
  const until = performance.now() + minutes * 60_000
  let watch: PageWatch | null = null
  try {
    await stage.recovered(RECOVERY_MS)
    cutOff[0]!.to = performance.now()
    findings.memory.firstBytes = (await stage.bridge().usage()).rssBytes
    if (colourful) watch = await watchPages(stage)
    const kinds = watch === null ? faults : [...faults, ...withPages(pageFaults, watch.pages)]
    for (let round = 0; round === 0 || performance.now() < until; round++) {
      for (const fault of shuffled(kinds, random)) {
        if (round > 0 && performance.now() >= until) break
        say(`${fault.name} …`)
        const recoveredMs = await suffer(stage, fault, random, cutOff)
        findings.faults.push({ name: fault.name, recoveredMs })
        const pagesMs = await watch?.afterFault(fault.name)
        const later = pagesMs === undefined ? '' : `, the pages ${seconds(pagesMs)} later`
        say(`${fault.name}: all well again after ${seconds(recoveredMs)}${later}`)
        const { rssBytes } = await stage.bridge().usage()
        findings.memory.mostBytes = Math.max(findings.memory.mostBytes, rssBytes)
      }
    }
    const last = await stage.lastWord(RECOVERY_MS)
    await watch?.lastWord(last)
    await stage.stopBridge()
    judgeClients(stage, findings, cutOff, last)
    if (watch !== null) {
      findings.pages = watch.findings()
      findings.complaints.push(...findings.pages.complaints)
    }
    return findings
  } finally {
    await watch?.pages.end()
    await stage.end()
  }
}

const withPages = (faults: readonly PageFault[], pages: ShownPages): Fault[] =>
  faults.map(({ run, ...fault }) => ({ ...fault, run: (stage, random) => run(stage, random, pages) }))

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

async function suffer(stage: Stage, fault: Fault, random: () => number, cutOff: CutOff[]): Promise<number> {
  const from = Math.min(performance.now() - IN_FLIGHT_MS, lastHeardAt(stage))
  const socketsBefore = stage.sim.requests.counts.upgrade
  await fault.run(stage, random)
  const over = performance.now()
  // A connection that has just been cut looks well for a moment.
  if (fault.cutsOff)
    await waitFor(() => stage.sim.requests.counts.upgrade > socketsBefore, {
      what: 'a new connection',
      timeoutMs: RECOVERY_MS,
      everyMs: 10,
    })
  await stage.recovered(RECOVERY_MS)
  if (fault.cutsOff) cutOff.push({ from, to: performance.now() })
  return performance.now() - over
}
