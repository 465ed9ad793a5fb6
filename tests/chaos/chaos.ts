import { FAULTS } from './faults.ts'
import { runChaos } from './run.ts'

// `pnpm test:chaos [minutes] [seed]`: faults of every kind over a show on the air, in an order the seed decides. Without minutes: each
// quick one once, in about a minute. With minutes also those that take long, each once at least.

const [minutes, seed] = [Number(process.argv[2] ?? 0), Number(process.argv[3] ?? Math.floor(Math.random() * 1e9))]
console.log(`seed ${seed}; ${FAULTS.length} kinds of faults, ${FAULTS.filter(({ long }) => !long).length} of them quick`)
const findings = await runChaos({ seed, minutes, long: minutes > 0, say: console.log })
const { sent, lost, unheard, clients, mostSockets, memory, complaints } = findings
console.log(
  `${sent} events sent; ${lost.length} lost; ${unheard} said while TikTok could not be heard; at most ${mostSockets} connection at once`,
)
for (const { name, events, returns } of clients) console.log(`${name}: ${events} events, came back ${returns} times`)
console.log(`memory: ${Math.round(memory.firstBytes / 2 ** 20)} MB at first, ${Math.round(memory.mostBytes / 2 ** 20)} MB at most`)
for (const complaint of complaints) console.error(complaint)
process.exit(complaints.length === 0 ? 0 : 1)
