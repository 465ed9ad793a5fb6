import { paced, type Row } from './support/feed-rig.ts'
import { isShort, lessIsBetter, machine, publish } from './support/result.ts'
import { figure, table } from './support/table.ts'

// Whether the feed is as fast as in another checkout: `node tests/lab/bench/before.ts FOLDER`, where FOLDER has an earlier Standby that is
// installed and built. Both are measured in one run, in turn, with chats: of the seven first kinds the one that a LIVE has most of.

const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  console.error('Name the folder of the other checkout: node tests/lab/bench/before.ts FOLDER')
  process.exit(2)
}
const short = isShort()
const ROUNDS = short ? 1 : 5
const CASES = short
  ? [[10, 200] as const]
  : ([
      [50, 200],
      [50, 2_000],
    ] as const)

/** The middle one: a pause of the computer decides nothing. */
const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const on = machine()
const lines: string[][] = []
const ratios: number[] = []
let lost = 0
for (const [clients, rate] of CASES) {
  const rows: Record<'before' | 'now', Row[]> = { before: [], now: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    // Which one goes first changes, because the first warms the computer up for the second.
    for (const which of round % 2 === 0 ? (['before', 'now'] as const) : (['now', 'before'] as const)) {
      rows[which].push(await paced({ name: 'standby', ...(which === 'before' && { root: folder }) }, clients, rate))
    }
  }
  lost += rows.now.reduce((sum, row) => sum + row.lost, 0)
  const of = (which: 'before' | 'now', field: 'p50Ms' | 'p99Ms' | 'cpuPerEventUs'): number => middle(rows[which].map((row) => row[field]))
  const both = (field: 'p50Ms' | 'p99Ms' | 'cpuPerEventUs'): string => `${figure(of('before', field))} : ${figure(of('now', field))}`
  ratios.push(of('now', 'cpuPerEventUs') / of('before', 'cpuPerEventUs'))
  lines.push([figure(rate), String(clients), both('p50Ms'), both('p99Ms'), both('cpuPerEventUs')])
}
const worst = Math.max(...ratios)
publish(
  {
    name: 'before',
    data: { lines, ratios },
    lines: [
      `The feed before the later kinds of events **: now**, each the middle of ${ROUNDS} runs in turn.`,
      '',
      ...table(['events/s', 'clients', 'p50 ms', 'p99 ms', 'server CPU µs/event'], lines),
    ],
    goals: [
      {
        text: `CPU for a chat, against before: ${figure(worst)} (goal at most 1.1; two runs of the same differ by a tenth)`,
        met: worst <= 1.1,
        figure: lessIsBetter('feed: CPU for an event, against before the later kinds', worst, ''),
      },
      { text: `lost, doubled or out of order at any client: ${lost} (goal 0)`, met: lost === 0 },
    ],
  },
  { on, short },
)
