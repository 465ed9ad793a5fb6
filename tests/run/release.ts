import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { machine, OUTPUT, withSection, type Figure } from '../lab/bench/support/result.ts'
import { figure as written, table } from '../lab/bench/support/table.ts'
import { ROOT } from './program.ts'
import { totalsLine, type Totals } from './totals.ts'

// What a release is compared with, and the page that shows it: docs/release.md, docs/release-figures.json.

const PAGE = join(ROOT, 'docs/release.md')
const FIGURES = join(ROOT, 'docs/release-figures.json')
/** The benches that take part; the rest take longer and tell less. */
export const RELEASE_BENCHES = ['feed', 'resume', 'connector', 'start'] as const
/** What a machine in use makes of the same program. Less than this is no difference. */
const NOISE = 0.2

const figureSchema = z.object({ name: z.string(), value: z.number(), unit: z.string(), better: z.enum(['less', 'more']) })
const releaseSchema = z.object({ release: z.string(), machine: z.string(), figures: z.array(figureSchema) })
const benchSchema = z.object({ machine: z.string(), goals: z.array(z.object({ figure: figureSchema.optional() })) })

export type ReleaseFigures = z.infer<typeof releaseSchema>

export interface Comparison {
  /** A table's rows: name, last, now, change. */
  rows: string[][]
  /** The names of those that are worse by more than a machine's own noise, and of those that were not measured any more. */
  behind: string[]
}

/** Holds the figures of now against those of the last release. */
export function compare(last: readonly Figure[], now: readonly Figure[]): Comparison {
  const behind: string[] = []
  const rows = last.map((before) => {
    const after = now.find(({ name }) => name === before.name)
    if (after === undefined) {
      behind.push(before.name)
      return [before.name, withUnit(before), '–', 'not measured']
    }
    const change = before.value === 0 ? (after.value === 0 ? 0 : Infinity) : after.value / before.value - 1
    const worse = before.better === 'less' ? change : -change
    if (worse > NOISE) behind.push(before.name)
    const said = `${change > 0 ? '+' : ''}${Number.isFinite(change) ? (change * 100).toFixed(0) : '∞'} %`
    return [before.name, withUnit(before), withUnit(after), worse > NOISE ? `**${said}, behind**` : said]
  })
  const added = now.filter(({ name }) => last.every((before) => before.name !== name))
  return { rows: [...rows, ...added.map((one) => [one.name, '–', withUnit(one), 'new'])], behind }
}

const withUnit = ({ value, unit }: Figure): string => `${written(value)}${unit === '' ? '' : ` ${unit}`}`

/** The figures of the last release. */
export function lastRelease(): ReleaseFigures {
  return releaseSchema.parse(JSON.parse(readFileSync(FIGURES, 'utf8')))
}

/** The figures that the benches have just written. A bench that wrote none has none. */
export function measuredFigures(): Figure[] {
  return RELEASE_BENCHES.flatMap((name) => {
    try {
      const { goals } = benchSchema.parse(JSON.parse(readFileSync(join(OUTPUT, `bench-${name}.json`), 'utf8')))
      return goals.flatMap(({ figure }) => (figure === undefined ? [] : [figure]))
    } catch {
      return []
    }
  })
}

/** The benches' comparison as text for the terminal: a line for each that fell behind, or that none did. */
export function comparisonText(last: ReleaseFigures, { behind, rows }: Comparison): string {
  const lines = rows
    .filter(([name = '']) => behind.includes(name))
    .map(([name, before, now, change]) => `${name}: ${before} → ${now} (${change?.replaceAll('*', '')})`)
  const against = `Against ${last.release} (on ${last.machine})`
  return behind.length === 0 ? `${against} nothing fell behind.` : [`${against}, ${behind.length} fell behind:`, ...lines].join('\n')
}

/** A part of the release check, as the page tells it. */
export interface PartResult {
  name: string
  totals: Totals
  seconds: number
}

/** The page's section: what ran, how it ended, and the figures. */
export function releaseSection(parts: readonly PartResult[], last: ReleaseFigures, comparison: Comparison, on: string): string {
  const ran = parts.map(({ name, totals, seconds }) => [
    name,
    totals.failed > 0 ? `**${totalsLine(totals)}**` : totalsLine(totals),
    `${seconds.toFixed(0)} s`,
  ])
  return [
    `On ${on}:`,
    '',
    ...table(['part', 'result', 'time'], ran),
    '',
    `Figures against ${last.release} (on ${last.machine}); less than ${NOISE * 100} % is what a machine makes of the same program:`,
    '',
    ...table(['figure', last.release, 'now', 'change'], comparison.rows),
  ].join('\n')
}

/** Writes the section into docs/release.md. */
export function writeReleasePage(parts: readonly PartResult[]): void {
  const last = lastRelease()
  const section = releaseSection(parts, last, compare(last.figures, measuredFigures()), machine())
  writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), 'release', `\n${section}\n`))
}

/** Keeps what was measured as the figures of this release, for the next one. */
export function recordRelease(): void {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
  const figures = measuredFigures()
  if (figures.length === 0) throw new Error('No bench has written figures. Run pnpm test release first.')
  const kept: ReleaseFigures = { release: version, machine: machine(), figures }
  writeFileSync(FIGURES, `${JSON.stringify(kept, null, 2)}\n`)
}

if (import.meta.main) recordRelease()
