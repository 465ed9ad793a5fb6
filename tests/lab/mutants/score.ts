import { EQUIVALENT, type Equivalent } from './equivalent.ts'

/** A mutant and what became of it. */
export interface Judged {
  /** From the root, with slashes. */
  file: string
  line: number
  column: number
  mutator: string
  original: string
  /** The whole line that it begins on. */
  onLine: string
  replacement: string
  status: 'found' | 'lived' | 'failed'
  /** Of one that could not be judged: why. */
  reason: string
}

export interface FolderScore {
  folder: string
  found: number
  total: number
  equivalent: number
}

export interface Verdict {
  folders: FolderScore[]
  /** Lived, and no equivalent. */
  lived: Judged[]
  /** What is wrong with the run itself: an entry that fits nothing, a mutant that could not be judged. */
  problems: string[]
}

/** Per cent of the mutants that are not equivalent, for each of these folders, and over everything. */
export const GOALS: Readonly<Record<string, number>> = {
  'shared/src/connection': 95,
  'shared/src/live': 95,
  'shared/src/feed': 95,
  'bridge/src/obs/pages': 95,
  'bridge/src/obs/scenes': 95,
  'bridge/src/obs/setup': 95,
}
export const GOAL_OF_ALL = 85

export const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'))
/** Layout aside: prettier may break a line elsewhere tomorrow. */
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()

function fits(entry: Equivalent, mutant: Judged): boolean {
  return (
    entry.mutator === mutant.mutator &&
    flat(entry.original) === flat(mutant.original) &&
    flat(entry.replacement) === flat(mutant.replacement) &&
    (entry.line === undefined || flat(mutant.onLine).includes(flat(entry.line)))
  )
}

/** What a run says of the tests. Only the entries of files that were judged are looked for. */
export function verdictOf(mutants: readonly Judged[], equivalent: typeof EQUIVALENT = EQUIVALENT): Verdict {
  const files = [...new Set(mutants.map(({ file }) => file))].sort()
  const problems = mutants.filter(({ status }) => status === 'failed').map((one) => `${placeOf(one)} could not be judged: ${one.reason}`)
  const excused = new Set<Judged>()
  for (const file of files) {
    for (const entry of equivalent[file] ?? []) {
      const matches = mutants.filter((one) => one.file === file && one.status === 'lived' && !excused.has(one) && fits(entry, one))
      if (matches[0] !== undefined && matches.length === 1) excused.add(matches[0])
      else {
        const what = `${entry.mutator} ${flat(entry.original)} => ${flat(entry.replacement)}`
        problems.push(
          `${file}: the entry "${what}" fits ${matches.length} mutants that lived. Correct it in tests/lab/mutants/equivalent.ts.`,
        )
      }
    }
  }
  const folders = [...new Set(files.map(folderOf))].sort().map((folder): FolderScore => {
    const own = mutants.filter(({ file }) => folderOf(file) === folder)
    const equivalentCount = own.filter((one) => excused.has(one)).length
    return { folder, found: own.filter(({ status }) => status === 'found').length, total: own.length, equivalent: equivalentCount }
  })
  const lived = mutants.filter((one) => one.status === 'lived' && !excused.has(one))
  return { folders, lived, problems }
}

/** Of a run over everything. */
export function missedGoals(folders: readonly FolderScore[]): string[] {
  const missed = folders.filter((one) => percentOf(one) < (GOALS[one.folder] ?? 0))
  const texts = missed.map((one) => `${one.folder} is at ${percentOf(one).toFixed(1)} %, below its goal of ${GOALS[one.folder]} %.`)
  const all = sumOf(folders)
  return percentOf(all) < GOAL_OF_ALL ? [...texts, `All of it is at ${percentOf(all).toFixed(1)} %, below ${GOAL_OF_ALL} %.`] : texts
}

export function sumOf(folders: readonly FolderScore[]): FolderScore {
  const sum = (pick: (one: FolderScore) => number): number => folders.reduce((all, one) => all + pick(one), 0)
  return { folder: 'all', found: sum((one) => one.found), total: sum((one) => one.total), equivalent: sum((one) => one.equivalent) }
}

/** 100 where there is nothing to find. */
export function percentOf({ found, total, equivalent }: FolderScore): number {
  return total === equivalent ? 100 : (100 * found) / (total - equivalent)
}

export function placeOf({ file, line, column, mutator }: Judged): string {
  return `${file}:${line}:${column} ${mutator}`
}

/** A mutant as it is shown: where it is, what was there, and what took its place. */
export function textOf(mutant: Judged): string {
  const inOneLine = (text: string): string => text.replace(/\s+/g, ' ')
  return `${placeOf(mutant)}\n    ${inOneLine(mutant.original)}\n    ${inOneLine(mutant.replacement)}\n`
}

/** The table by folder, in Markdown. */
export function scoreTable(folders: readonly FolderScore[]): string {
  const rows = [...folders, sumOf(folders)].map((one) => {
    const goal = one.folder === 'all' ? GOAL_OF_ALL : GOALS[one.folder]
    const score = `**${percentOf(one).toFixed(1)} %**`
    const name = one.folder === 'all' ? 'all of it' : `\`${one.folder}\``
    return `| ${name} | ${one.total} | ${one.found} | ${one.equivalent} | ${score} | ${goal === undefined ? '' : `${goal} %`} |`
  })
  return ['| folder | mutants | found | equivalent | score | goal |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n')
}

/** The folders of such a table, without the line for all of it. */
export function scoresIn(table: string): FolderScore[] {
  return [...table.matchAll(/^\| `([^`]+)` \| (\d+) \| (\d+) \| (\d+) \|/gm)].map(([, folder = '', total, found, equivalent]) => ({
    folder,
    total: Number(total),
    found: Number(found),
    equivalent: Number(equivalent),
  }))
}

/** `before` with what a run found in some of the folders. One without any pure code left is gone. */
export function mergedScores(before: readonly FolderScore[], judged: readonly FolderScore[], folders: readonly string[]): FolderScore[] {
  return folders.flatMap((folder) => [judged, before].flatMap((scores) => scores.filter((one) => one.folder === folder)).slice(0, 1))
}
