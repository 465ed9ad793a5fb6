import { obsAvailable } from '../support/obs.ts'
import { fillDisk, smallDisk } from './disk.ts'
import { FAULTS } from './faults.ts'
import { runObsChaos } from './obs-run.ts'
import { runChaos } from './run.ts'

// `pnpm test:chaos [minutes] [seed]`: faults of every kind over a show on the air, in an order the seed decides. Without minutes: each
// quick one once, in about a minute. With minutes also those that take long, each once at least; then a full disk, and a real OBS that is
// killed and hangs, where this computer has what they need.

const [minutes, seed] = [Number(process.argv[2] ?? 0), Number(process.argv[3] ?? Math.floor(Math.random() * 1e9))]
const complaints: string[] = []

console.log(`seed ${seed}; ${FAULTS.length} kinds of faults, ${FAULTS.filter(({ long }) => !long).length} of them quick`)
const findings = await runChaos({ seed, minutes, long: minutes > 0, say: console.log })
const { sent, lost, unheard, clients, mostSockets, memory } = findings
complaints.push(...findings.complaints)
console.log(
  `${sent} events sent; ${lost.length} lost; ${unheard} said while TikTok could not be heard; at most ${mostSockets} connection at once`,
)
for (const { name, events, returns } of clients) console.log(`${name}: ${events} events, came back ${returns} times`)
console.log(`memory: ${Math.round(memory.firstBytes / 2 ** 20)} MB at first, ${Math.round(memory.mostBytes / 2 ** 20)} MB at most`)

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
