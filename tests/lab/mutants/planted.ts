import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runTool } from '../../run/program.ts'
import { FAULTS, type Fault } from './faults.ts'
import { ROOT } from './pure-files.ts'

// `node tests/lab/mutants/planted.ts [number …]`: plants one fault after another in the source, runs the test that has to find it, and
// takes the fault out again. The test has to pass without it, so that it is the fault that it finds.

const REPORT = join(ROOT, 'tests/output/planted.json')

interface Report {
  testResults: { assertionResults: { title: string; status: string }[] }[]
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const literally = (title: string): string => title.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** The titles of the tests of that name that ran, by how they went. */
async function run({ project, test, title }: Fault): Promise<{ passed: string[]; failed: string[] }> {
  writeFileSync(REPORT, '{"testResults":[]}')
  const args = ['run', '--project', project, test, '-t', literally(title), '--reporter=json', `--outputFile=${REPORT}`]
  const { code, output } = await runTool('vitest', args, { output: 'keep', timeoutMs: 600_000 })
  if (code === null) throw new Error(`Vitest did not come to its end: ${output}`)
  const { testResults } = JSON.parse(readFileSync(REPORT, 'utf8')) as Report
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const titled = (status: string): string[] => results.filter((one) => one.status === status).map((one) => one.title)
  return { passed: titled('passed'), failed: titled('failed') }
}

/** Null where the test finds the fault, else what is wrong. */
async function tryOut(fault: Fault): Promise<string | null> {
  const path = join(ROOT, fault.file)
  const source = readFileSync(path, 'utf8')
  if (source.split(fault.find).length !== 2) return `The text to replace is there ${source.split(fault.find).length - 1} times.`
  const before = await run(fault)
  if (before.failed.length > 0) return `It fails without the fault: ${before.failed.join('; ')}`
  if (before.passed.length === 0) return 'There is no such test.'
  const restore = (): void => writeFileSync(path, source)
  const onSignal = (): never => {
    restore()
    process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal)
  try {
    writeFileSync(
      path,
      source.replace(fault.find, () => fault.put),
    )
    const { failed } = await run(fault)
    return failed.length > 0 ? null : 'It does not find the fault.'
  } finally {
    restore()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal)
  }
}

mkdirSync(join(ROOT, 'tests/output'), { recursive: true })
const asked = process.argv.slice(2).map(Number)
let missedCount = 0
for (const [index, fault] of FAULTS.entries()) {
  if (asked.length > 0 && !asked.includes(index + 1)) continue
  const problem = await tryOut(fault)
  if (problem !== null) missedCount += 1
  say(`${problem === null ? 'found ' : 'MISSED'} ${String(index + 1).padStart(2)} ${fault.what} (${fault.file})`)
  say(`          ${problem ?? `by ${fault.test} ${fault.title}`}`)
}
process.exitCode = missedCount > 0 ? 1 : 0
