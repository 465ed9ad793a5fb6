import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { judgedFrom, LIVED } from './lived.ts'
import { pureFiles, pureFilesChangedSince, pureFilesIn, ROOT } from './pure-files.ts'
import { folderOf, mergedScores, missedGoals, scoresIn, textOf, scoreTable, verdictOf, type FolderScore, type Judged } from './score.ts'

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

async function judge(mutate: string[]): Promise<Judged[]> {
  // The same values each time, so that the same mutants live.
  process.env['FC_SEED'] ??= '1'
  const results = await new Stryker({
    mutate,
    testRunner: 'warm',
    plugins: ['runner.ts', 'lived.ts'].map((file) => join(import.meta.dirname, file)),
    coverageAnalysis: 'perTest',
    concurrency: 1,
    reporters: ['progress-append-only', 'json', 'lived'],
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
  return results.map(judgedFrom)
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
  say(`Mutants of ${files.length} files. As soon as one lived, it is in ${LIVED}.`)
  rmSync(join(ROOT, LIVED), { force: true })
  const startedAt = performance.now()
  const { folders, lived, problems } = verdictOf(await judge(files))
  say('')
  for (const one of lived) say(textOf(one))
  say(scoreTable(folders))
  say(`\nIt took ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes.`)
  const isAll = files.length === pureFiles().length
  const scores = args.includes('--docs') ? renewTable(folders, files) : isAll ? folders : []
  const allProblems = scores.length > 0 ? [...problems, ...missedGoals(scores)] : problems
  for (const problem of allProblems) say(problem)
  process.exitCode = allProblems.length > 0 ? 1 : 0
}
