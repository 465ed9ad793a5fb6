import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import type { MutantResult } from '@stryker-mutator/api/core'
import { Stryker } from '@stryker-mutator/core'
import { pureFiles, pureFilesChangedSince, pureFilesIn, ROOT } from './pure-files.ts'
import { folderOf, mergedScores, missedGoals, placeOf, scoresIn, scoreTable, verdictOf, type FolderScore, type Judged } from './score.ts'

// `pnpm mutants`: changes the pure code in thousands of small ways, one at a time, and tells which of them no unit test notices.
// `pnpm mutants shared/src/live` for some of it, `pnpm mutants --changed [base]` for what differs from a commit (HEAD), and
// `pnpm mutants --docs` for all of it, with the table put into docs/testing.md. With folders, `--docs` renews their lines of the table.

const PAGE = join(ROOT, 'docs/testing.md')
const [BEGIN, END] = ['<!-- mutants: made by `pnpm mutants --docs` -->', '<!-- end of mutants -->']

const say = (text: string): void => void process.stdout.write(`${text}\n`)

function chosenFiles(args: readonly string[]): string[] {
  if (args[0] === '--changed') return pureFilesChangedSince(args[1] ?? 'HEAD')
  const paths = args.filter((arg) => arg !== '--docs')
  return paths.length === 0 ? pureFiles() : pureFilesIn(paths)
}

function judgedFrom({ fileName, location, mutatorName, replacement, status, statusReason }: MutantResult, lines: string[]): Judged {
  const { start, end } = location
  const first = lines[start.line - 1] ?? ''
  const isOneLine = start.line === end.line
  const rest = lines.slice(start.line, end.line - 1)
  const last = (lines[end.line - 1] ?? '').slice(0, end.column - 1)
  return {
    file: relative(ROOT, fileName).split(sep).join('/'),
    line: start.line,
    column: start.column,
    mutator: mutatorName,
    original: isOneLine ? first.slice(start.column - 1, end.column - 1) : [first.slice(start.column - 1), ...rest, last].join('\n'),
    onLine: first,
    replacement: replacement ?? '',
    status: ['Killed', 'Timeout'].includes(status) ? 'found' : ['Survived', 'NoCoverage'].includes(status) ? 'lived' : 'failed',
    reason: statusReason ?? status,
  }
}

async function judge(mutate: string[]): Promise<Judged[]> {
  // The same values each time, so that the same mutants live.
  process.env['FC_SEED'] ??= '1'
  const results = await new Stryker({
    mutate,
    testRunner: 'warm',
    plugins: [join(import.meta.dirname, 'runner.ts')],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: 'tests/output/mutants.json' },
    tempDirName: join(tmpdir(), 'standby-mutants'),
    ignorePatterns: ['docs/pictures', 'tests/output', 'overlay/dist', 'bridge/dist'],
    disableTypeChecks: false,
    // The runner has limits of its own.
    timeoutMS: 600_000,
    warnings: false,
    logLevel: 'warn' as never,
    fileLogLevel: 'off' as never,
  }).runMutationTest()
  const sources = new Map<string, string[]>()
  return results.map((result) => {
    const lines = sources.get(result.fileName) ?? readFileSync(result.fileName, 'utf8').split('\n')
    sources.set(result.fileName, lines)
    return judgedFrom(result, lines)
  })
}

/** Puts into the table what was found in each folder of which every pure file was judged. Returns the scores that it has then. */
function renewTable(judged: readonly FolderScore[], files: readonly string[]): FolderScore[] {
  const page = readFileSync(PAGE, 'utf8')
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from < 0 || to < 0) throw new Error(`docs/testing.md has no place for the table: ${BEGIN} … ${END}.`)
  const [start, all] = [from + BEGIN.length, pureFiles()]
  const partly = new Set(all.filter((file) => !files.includes(file)).map(folderOf))
  const whole = judged.filter(({ folder }) => !partly.has(folder))
  const scores = mergedScores(scoresIn(page.slice(start, to)), whole, [...new Set(all.map(folderOf))].sort())
  writeFileSync(PAGE, `${page.slice(0, start)}\n\n${scoreTable(scores)}\n\n${page.slice(to)}`)
  return scores
}

const args = process.argv.slice(2)
const files = chosenFiles(args)
if (files.length === 0) say('No pure code was changed.')
else {
  say(`Mutants of ${files.length} files.`)
  const startedAt = performance.now()
  const { folders, lived, problems } = verdictOf(await judge(files))
  say('')
  for (const one of lived) say(`${placeOf(one)}\n    ${one.original.replace(/\s+/g, ' ')}\n    ${one.replacement.replace(/\s+/g, ' ')}\n`)
  say(scoreTable(folders))
  say(`\nIt took ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes.`)
  const isAll = files.length === pureFiles().length
  const scores = args.includes('--docs') ? renewTable(folders, files) : isAll ? folders : []
  const allProblems = scores.length > 0 ? [...problems, ...missedGoals(scores)] : problems
  for (const problem of allProblems) say(problem)
  process.exitCode = allProblems.length > 0 ? 1 : 0
}
