import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../../..')
export const OUTPUT = join(ROOT, 'tests/output')
const PAGE = join(ROOT, 'docs/load.md')

/** Something a bench was to reach. `text` says what, with both sides of it. */
export interface Goal {
  text: string
  met: boolean
  /** What is compared from release to release (`tests/run/release.ts`). */
  figure?: Figure
}

export interface Figure {
  name: string
  value: number
  /** What is written after the value; empty for a share. */
  unit: string
  better: 'less' | 'more'
}

export const lessIsBetter = (name: string, value: number, unit: string): Figure => ({ name, value, unit, better: 'less' })
export const moreIsBetter = (name: string, value: number, unit: string): Figure => ({ name, value, unit, better: 'more' })

export interface Result {
  /** As in `pnpm bench NAME`. */
  name: string
  data: unknown
  /** Markdown, without a heading. */
  lines: readonly string[]
  goals: readonly Goal[]
}

/** What the figures were taken on, in one line. The load is that of the last minute before, which tells a busy machine. */
export function machine(): string {
  const [cpu] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`
  const busy = platform() === 'win32' ? '' : `, load ${(loadavg()[0] ?? 0).toFixed(1)} when it began`
  const computer = [
    cpu?.model.trim() ?? 'unknown processor',
    `${availableParallelism()} cores`,
    memory,
    `${platform()} ${release().split('-')[0] ?? ''}`,
  ]
  return `${computer.join(', ')}, Node ${process.version}${busy}`
}

export const goalLine = ({ text, met }: Goal): string => `- ${met ? 'met' : '**missed**'}: ${text}`

/** The page with one section replaced: what stands between its two marks. A page without the marks is a mistake. */
export function withSection(page: string, name: string, text: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [page.indexOf(open), page.indexOf(close)]
  if (from < 0 || to < from) throw new Error(`The page has no section ${open} … ${close}.`)
  return `${page.slice(0, from + open.length)}\n${text}\n${page.slice(to)}`
}

/** Prints a result, writes its JSON and Markdown into tests/output, and its section into docs/load.md unless it is a short run. */
export function publish({ name, data, lines, goals }: Result, { on, short }: { on: string; short: boolean }): void {
  const text = [`On ${on}:`, '', ...lines, '', ...goals.map(goalLine)].join('\n').trimEnd()
  console.log(`\n## bench:${name}\n\n${text}\n`)
  mkdirSync(OUTPUT, { recursive: true })
  writeFileSync(join(OUTPUT, `bench-${name}.json`), `${JSON.stringify({ machine: on, short, goals, data }, null, 2)}\n`)
  writeFileSync(join(OUTPUT, `bench-${name}.md`), `${text}\n`)
  if (!short) writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), `bench:${name}`, `\n${text}\n`))
}

/** `--short`: a few seconds, to see that it works; its figures mean little and stay out of the docs. */
export const isShort = (): boolean => process.argv.includes('--short')
