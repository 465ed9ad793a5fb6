import { findBrowser } from '../../support/browser/browser-path.ts'
import { obsAvailable } from '../../support/obs/obs.ts'
import { fillDisk, smallDisk } from './disk.ts'
import { FAULTS } from './faults.ts'
import { runObsChaos } from './obs-run.ts'
import { PAGE_FAULTS } from './page-faults.ts'
import { PAGES } from './page-judge.ts'
import type { PageFindings } from './page-watch.ts'
import { runChaos } from './run.ts'

// `pnpm lab chaos [minutes] [seed]`: faults of every kind over a show on the air, in an order the seed decides. Without minutes: each
// quick one once, in about a minute. With minutes also those that take long, each once at least, and the pages in a Chromium with faults
// of their own; then a full disk, and a real OBS that is killed and hangs. Each where this computer has what it needs.

const [minutes, seed] = [Number(process.argv[2] ?? 0), Number(process.argv[3] ?? Math.floor(Math.random() * 1e9))]
const complaints: string[] = []
const faults = minutes > 0 ? FAULTS : FAULTS.filter(({ long }) => !long)
const pageFaults = minutes > 0 && withChromium() ? PAGE_FAULTS : []

console.log(`seed ${seed}; ${faults.length} kinds of faults, and ${pageFaults.length} of pages`)
const findings = await runChaos({ seed, minutes, faults, pageFaults, say: console.log })
const { sent, lost, unheard, clients, mostSockets, memory } = findings
complaints.push(...findings.complaints)
console.log(
  `${findings.faults.length} faults; ${sent} events sent; ${lost.length} lost; ${unheard} said while TikTok could not be heard; ` +
    `at most ${mostSockets} connection at once`,
)
for (const { name, events, due, returns } of clients) console.log(`${name}: ${events} of ${due} events, came back ${returns} times`)
console.log(`memory: ${megabytes(memory.firstBytes)} MB at first, ${megabytes(memory.mostBytes)} MB at most`)
if (findings.pages !== null) tellPages(findings.pages)

function withChromium(): boolean {
  const found = findBrowser() !== null && process.platform !== 'win32'
  if (!found) console.log('Pages: left out, they need a Chromium, and a system that can stop a process.')
  return found
}

function tellPages({ slowestBackMs, shown, errors, first, most }: PageFindings): void {
  console.log(`pages: ${shown} chats and gifts shown; back at most ${(slowestBackMs / 1_000).toFixed(1)} s after the other clients`)
  console.log(`pages: ${errors} refused connections told while the bridge was away`)
  for (const page of PAGES)
    console.log(
      `${page}: ${megabytes(first[page].heapBytes)} MB and ${first[page].nodeCount} nodes at first, ` +
        `${megabytes(most[page].heapBytes)} MB and ${most[page].nodeCount} at most`,
    )
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 2 ** 25 ? 1 : 0)
}

async function fullDisk(): Promise<void> {
  const disk = smallDisk()
  if (disk === null) return console.log('A full disk: left out, only root on Linux can mount a small one.')
  try {
    const twice = await fillDisk(disk.dir)
    complaints.push(...twice.map((id) => `${id} was given twice when the disk was full`))
    console.log('a full disk: said, and nothing lost')
  } finally {
    disk.remove()
  }
}

async function withObs(): Promise<void> {
  if (!obsAvailable()) return console.log('OBS: left out, there is none here.')
  const { trips, ...seen } = await runObsChaos({ seed, long: true, say: console.log })
  complaints.push(...seen.complaints)
  console.log(`with OBS: ${trips} times to standby and back`)
}

if (minutes > 0) {
  await fullDisk()
  await withObs()
}
for (const complaint of complaints) console.error(complaint)
process.exit(complaints.length === 0 ? 0 : 1)
