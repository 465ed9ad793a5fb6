import type { LiveEvent } from '@standby/shared/live/event.ts'
import { seeded } from '../bench/measure.ts'
import { journaledIds } from '../support/journal-file.ts'
import { waitFor } from '../support/wait.ts'
import { FAULTS, type Fault } from './faults.ts'
import { shuffled } from './shuffled.ts'
import { startStage, type Stage } from './stage.ts'

export interface ChaosOptions {
  seed: number
  /** Faults go on, in an order the seed decides, until so much time has passed; each kind once at least. */
  minutes: number
  /** Those that take long, too. */
  long: boolean
  say?: (line: string) => void
}

export interface Findings {
  seed: number
  faults: { name: string; recoveredMs: number }[]
  sent: number
  /** Sent while TikTok could be heard, and in no journal. */
  lost: number[]
  /** Sent while it could not: nobody hears those. */
  unheard: number
  clients: { name: string; events: number; returns: number }[]
  complaints: string[]
  mostSockets: number
  memory: { firstBytes: number; mostBytes: number }
}

/** Memory is short all the time: a process whose objects need more than this ends. The pages of the store and sockets come on top. */
const HEAP_MB = 64
/** Memory may grow by this much over what it was at the start, whatever happens. */
const MEMORY_GROWTH_BYTES = 120 * 2 ** 20
/** The sign service's budget may hold an attempt back for a minute, and TikTok's own wish for as long again. */
const RECOVERY_MS = 150_000
/** What was on its way when the line went. */
const IN_FLIGHT_MS = 1_000

/** Plays faults over a show on the air, and reports what an observer saw. */
export async function runChaos({ seed, minutes, long, say = () => undefined }: ChaosOptions): Promise<Findings> {
  const random = seeded(seed)
  const stage = await startStage({ random, env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` } })
  const cutOff: { from: number; to: number }[] = [{ from: 0, to: performance.now() }]
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
  }
  const until = performance.now() + minutes * 60_000
  try {
    await stage.recovered(RECOVERY_MS)
    cutOff[0]!.to = performance.now()
    findings.memory.firstBytes = (await stage.bridge().usage()).rssBytes
    const kinds = FAULTS.filter((fault) => long || !fault.long)
    for (let round = 0; round === 0 || performance.now() < until; round++) {
      for (const fault of shuffled(kinds, random)) {
        if (round > 0 && performance.now() >= until) break
        say(`${fault.name} …`)
        const recoveredMs = await suffer(stage, fault, random, cutOff)
        findings.faults.push({ name: fault.name, recoveredMs })
        say(`${fault.name}: all well again after ${(recoveredMs / 1_000).toFixed(1)} s`)
        const { rssBytes } = await stage.bridge().usage()
        findings.memory.mostBytes = Math.max(findings.memory.mostBytes, rssBytes)
      }
    }
    await judge(stage, findings, cutOff)
    return findings
  } finally {
    await stage.end()
  }
}

async function suffer(stage: Stage, fault: Fault, random: () => number, cutOff: { from: number; to: number }[]): Promise<number> {
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

/** When the last was sent that some client has: on a busy computer more than a second's worth may be on its way. */
function lastHeardAt({ watchers, sentAt }: Stage): number {
  const lasts = watchers.map((watcher) => numberOf(textOf(watcher.events().at(-1))))
  return sentAt[Math.max(0, ...lasts.filter((number) => !Number.isNaN(number)))] ?? 0
}

/** Compares what was sent, what the journal holds, and what each client was given. */
async function judge(stage: Stage, findings: Findings, cutOff: readonly { from: number; to: number }[]): Promise<void> {
  const { watchers, sentAt, proxy } = stage
  const states = watchers.map((watcher) => watcher.state().tiktok)
  findings.mostSockets = proxy.mostSockets()
  await stage.stopBridge()
  const complain = (text: string): void => void findings.complaints.push(text)

  const journal = journaledIds(stage.dataDir)
  const known = new Set(journal)
  for (const watcher of watchers) {
    for (const complaint of watcher.complaints()) complain(complaint)
    const given = watcher.events().map(({ id }) => id)
    const first = journal.indexOf(given[0] ?? '')
    const expected = journal.slice(first, first + given.length)
    const wrong = given.findIndex((id, index) => id !== expected[index])
    if (wrong >= 0) complain(`${watcher.name} was given ${given[wrong]} where the journal has ${expected[wrong]}`)
    if (journal.length - first - given.length > 200) complain(`${watcher.name} is ${journal.length - first - given.length} events behind`)
    if (given.some((id) => !known.has(id))) complain(`${watcher.name} was given what no journal holds`)
    findings.clients.push({ name: watcher.name, events: given.length, returns: watcher.returns() })
  }
  const [first, ...others] = states.map((state) => `${state?.reconnectionState} ${state?.health} ${state?.roomId}`)
  for (const other of others) if (other !== first) complain(`clients differ in what they know of TikTok: "${first}" and "${other}"`)
  if (findings.mostSockets > 1) complain(`${findings.mostSockets} connections to TikTok were open at once`)
  const grown = findings.memory.mostBytes - findings.memory.firstBytes
  if (grown > MEMORY_GROWTH_BYTES) complain(`memory grew by ${Math.round(grown / 2 ** 20)} MB`)

  const numbers = new Set(watchers.flatMap((watcher) => watcher.events().map((event) => numberOf(textOf(event)))))
  findings.sent = sentAt.length
  const lastHeard = Math.max(...numbers)
  for (const [number, at] of sentAt.entries()) {
    if (numbers.has(number) || number > lastHeard) continue
    if (cutOff.some(({ from, to }) => at >= from && at <= to)) findings.unheard += 1
    else findings.lost.push(number)
  }
  const [lostFirst] = findings.lost
  if (lostFirst !== undefined) {
    const at = sentAt[lostFirst] ?? 0
    const nearest = Math.min(...cutOff.map(({ from, to }) => Math.min(Math.abs(at - from), Math.abs(at - to))))
    complain(
      `${findings.lost.length} events were lost while TikTok could be heard, the first is #${lostFirst} of ${sentAt.length}, ` +
        `${Math.round(nearest)} ms away from the nearest time it could not be`,
    )
  }
}

const textOf = (event: LiveEvent | undefined): string => (event?.type === 'chat' ? event.text : '')
const numberOf = (text: string): number => Number(/^#(\d+)/.exec(text)?.[1] ?? Number.NaN)
