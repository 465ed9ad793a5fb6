import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KillStormResult } from '../../support/peers/kill-storm.ts'
import type { FaultRow } from './faults-runs.ts'

export interface FaultResult {
  date: string
  machine: string
  /** The machine's load average over a minute: what else was going on. */
  load: string
  rows: readonly FaultRow[]
  storm: KillStormResult
}

const PAGE = join(import.meta.dirname, '../../../../docs/nothing-lost.md')
const BEGIN = '<!-- made by pnpm bench faults -->'
const END = '<!-- end of what is made -->'

/** The page `docs/nothing-lost.md` with the figures in their place. */
export function withTable(result: FaultResult): string {
  const page = readFileSync(PAGE, 'utf8')
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (begin === -1 || end === -1) throw new Error(`${PAGE} has lost the marks between which the figures stand`)
  return `${page.slice(0, begin + BEGIN.length)}\n\n${figures(result)}\n\n${page.slice(end)}`
}

export function figures({ date, machine, load, rows, storm }: FaultResult): string {
  const line = (cells: readonly (string | number | boolean)[]): string => `| ${cells.join(' | ')} |`
  const heads = ['fault', 'system', 'sent', 'lost', 'twice', '`recovered`', '']
  return [
    `Measured ${date} on ${machine}, load average ${load}.`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...[...rows]
      .sort((a, b) => order(rows, a) - order(rows, b))
      .map(({ fault, system, sent, lost, duplicated, recovered, note }) =>
        line([fault, system, sent, lost, duplicated, recovered === null ? '–' : recovered, note]),
      ),
    '',
    ...stormLines(storm),
  ].join('\n')
}

function stormLines({ kills, journaled, received, lost, duplicated, inOrder, takenBack, recovered }: KillStormResult): string[] {
  return [
    `${kills} times \`kill -9\` under 1,000 events a second: ${journaled} events written, ${received} received by a client that resumed`,
    `each time, ${lost} lost, ${duplicated} twice, ${inOrder ? 'all in order' : 'not in order'}. Received and not on disk afterwards:`,
    `${takenBack}. Answered with \`recovered: true\`: ${recovered} of ${kills} returns.`,
  ]
}

/** One fault's lines together, in the order in which the faults came first. */
function order(rows: readonly FaultRow[], row: FaultRow): number {
  return rows.findIndex(({ fault }) => fault === row.fault) * rows.length + rows.indexOf(row)
}
