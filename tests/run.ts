import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative } from 'node:path'
import budgets from './run/budgets.json' with { type: 'json' }
import { changedRun, readSeconds } from './run/changed-parts.ts'
import {
  PARTS,
  partNames,
  partsInBrowser,
  partsNamed,
  RECORDED_SECONDS,
  releaseParts,
  withSystem,
  type Check,
  type Part,
  type Project,
} from './run/parts.ts'
import { ROOT, runTool } from './run/program.ts'
import { writeReleasePage } from './run/release.ts'
import { failuresIn, judge } from './run/report.ts'
import { runJobs } from './run/schedule.ts'
import { readTitles } from './run/spec.ts'
import { canInstall, howToInstall, installParts, missingParts, notForThisComputer, type SystemPart } from './run/system.ts'
import { fileTimes, testTimes, timesReport, type PartTime, type TestTime } from './run/times.ts'
import { add, nothing, oneFailed, onePassed, totalsLine, type Totals } from './run/totals.ts'
import { findObsBrowser, isObsBrowser, OBS_BROWSERS } from './support/browser/obs-browsers.ts'

// `pnpm test`: everything, on a machine that may have nothing but Node. `pnpm test unit lint` runs parts of it, `pnpm test changed` what a
// change touches, `pnpm test --browser 103` the tests of the browser in one of OBS's, and `pnpm test release` everything there is.

const OUTPUT = join(ROOT, 'tests/output')
const MINUTE_MS = 60_000
const BEAT_MS = 30_000

const isStrict = !['', '0', 'false', undefined].includes(process.env['CI'])
const seed = process.env['FC_SEED'] || String(Math.floor(Math.random() * 0x7fffffff))

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const indented = (text: string): string => text.trimEnd().replace(/^/gm, '      ')

interface Run {
  parts: Part[]
  /** Test files to run in a project, instead of all. */
  files: Record<string, string[]>
  isRelease: boolean
}

interface Times {
  parts: Map<string, number>
  results: Map<string, Totals>
  tests: TestTime[]
}

function tell(verdict: 'ok' | 'FAIL' | 'skip', what: string, startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  say(`${verdict.padEnd(5)} ${what.padEnd(50)} ${seconds.padStart(6)} s`)
}

async function runCheck({ name, run, isShown }: Check): Promise<Totals> {
  const startedAt = performance.now()
  const { code, output } = await run().catch((error: unknown) => ({ code: null, output: String(error) }))
  tell(code === 0 ? 'ok' : 'FAIL', name, startedAt)
  if (code !== 0 || isShown === true) say(indented(output))
  return code === 0 ? onePassed : oneFailed
}

/** Sees that the programs the tests drive are there, and installs them if it can. One check; returns what is still missing. */
async function runSystem(projects: Project[]): Promise<{ totals: Totals; missing: SystemPart[] }> {
  const wanted = [...new Set(projects.flatMap(({ needs, wants = [] }) => [...needs, ...wants]))]
  const startedAt = performance.now()
  let missing = missingParts(wanted)
  if (missing.length > 0 && canInstall(missing)) {
    const log = join(OUTPUT, 'system.log')
    say(`      installing ${missing.join(', ')} (what apt says is in tests/output/system.log)`)
    const problems = await installParts(missing, log)
    for (const problem of problems) say(`      ${problem}`)
    missing = missingParts(wanted)
  }
  const isFailure = isStrict && missing.length > notForThisComputer(missing).length
  const verdict = missing.length === 0 ? 'ok' : isFailure ? 'FAIL' : 'skip'
  tell(verdict, missing.length === 0 ? `${wanted.join(', ')} present` : `missing: ${missing.join(', ')}`, startedAt)
  if (missing.length > 0) say(`      To have it: ${howToInstall(missing)}`)
  const totals = { ok: onePassed, FAIL: oneFailed, skip: { passed: 0, failed: 0, skipped: 1 } }
  return { totals: totals[verdict], missing }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

interface ProjectRun {
  missing: SystemPart[]
  files: string[]
  /** It runs alone, so what it prints can go straight to the terminal. */
  isAlone: boolean
  isRelease: boolean
  times: Times
}

async function runProject(project: Project, { missing, files, isAlone, isRelease, times }: ProjectRun): Promise<Totals> {
  const { name, load, minutes, needs, folders, vitest, browser } = project
  const startedAt = performance.now()
  const lacking = needs.filter((part) => missing.includes(part))
  if (lacking.length > 0) {
    const titles = readTitles(folders).filter(({ file }) => files.length === 0 || files.includes(file.replaceAll('\\', '/')))
    const totals = { passed: 0, failed: 0, skipped: titles.length }
    tell('skip', `${name}: ${totalsLine(totals)} for want of ${lacking.join(', ')}`, startedAt)
    return totals
  }
  const report = join(OUTPUT, `${name}.json`)
  const log = join(OUTPUT, `${name}.log`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const program = browser === undefined ? null : findObsBrowser(browser)
  const args = ['run', '--project', vitest, '--allowOnly=false', `--maxWorkers=${String(load < 1 ? 1 : 2)}`, ...reporters, ...files]
  const { code } = await runTool('vitest', args, {
    output: isAlone ? 'show' : { file: log },
    timeoutMs: minutes * MINUTE_MS,
    env: { FC_SEED: seed, ...(isRelease && { STANDBY_TEST_FULL: '1' }), ...(program !== null && { CHROMIUM_PATH: program }) },
  })
  const text = readIfThere(report)
  const { totals, remarks } = judge(code, text)
  times.tests.push(...testTimes(name, text))
  tell(totals.failed === 0 ? 'ok' : 'FAIL', `${name}: ${totalsLine(totals)}`, startedAt)
  if (!isAlone) for (const failure of failuresIn(text)) say(indented(failure))
  if (!isAlone && totals.failed > 0) say(`      All it printed is in ${relative(ROOT, log)}.`)
  for (const remark of remarks) say(`      ${remark}`)
  return totals
}

async function runParts({ parts, files, isRelease }: Run, times: Times): Promise<Totals> {
  rmSync(OUTPUT, { recursive: true, force: true })
  mkdirSync(OUTPUT, { recursive: true })
  say(`Node ${process.version} on ${process.platform}. Properties are drawn with FC_SEED=${seed}.`)
  const projects = parts.filter((part) => part.kind === 'project')
  let totals = nothing
  let missing: SystemPart[] = []
  const running = new Set<string>()
  const beat = setInterval(() => say(`      … ${[...running].join(', ')}`), BEAT_MS)
  const isAlone = projects.length === 1
  const runPart = async (part: Part): Promise<void> => {
    const result =
      part.kind === 'check'
        ? await runCheck(part)
        : await runProject(part, { missing, files: files[part.part] ?? part.files ?? [], isAlone, isRelease, times })
    totals = add(totals, result)
    times.results.set(part.part, add(times.results.get(part.part) ?? nothing, result))
  }
  await runJobs(withSystem(parts), Math.max(2, availableParallelism()) + 0.5, async (job) => {
    const startedAt = performance.now()
    running.add(job.name)
    if (job.kind === 'system') {
      const system = await runSystem(projects)
      missing = system.missing
      totals = add(totals, system.totals)
    } else await runPart(job)
    running.delete(job.name)
    times.parts.set(job.part, (times.parts.get(job.part) ?? 0) + (performance.now() - startedAt) / 1000)
  })
  clearInterval(beat)
  return totals
}

function reportTimes(times: Times): void {
  const budgetOf = budgets as Record<string, number>
  const parts = [...times.parts].map(([part, seconds]): PartTime => ({ part, seconds, budget: budgetOf[part] }))
  say(`\n${timesReport(times.tests, parts).join('\n')}`)
  if (times.tests.length === 0) return
  const inUsualBrowser = times.tests.filter(({ part }) => !part.startsWith('browser-'))
  const seconds = Object.entries(fileTimes(inUsualBrowser)).map(([file, taken]) => [relative(ROOT, file).replaceAll('\\', '/'), taken])
  mkdirSync(dirname(RECORDED_SECONDS), { recursive: true })
  writeFileSync(RECORDED_SECONDS, JSON.stringify({ ...readSeconds(), ...Object.fromEntries(seconds) }, null, 1))
}

async function choose(asked: string[]): Promise<Run | string> {
  const [first, ...others] = asked
  if (first === undefined) return { parts: PARTS, files: {}, isRelease: false }
  if (first === 'release') return { parts: releaseParts(), files: {}, isRelease: true }
  if (first === '--browser') {
    const [browser = '', ...more] = others
    if (isObsBrowser(browser) && more.length === 0) return { parts: partsInBrowser(browser), files: {}, isRelease: false }
    return `Name one browser of OBS: ${OBS_BROWSERS.map((known) => `pnpm test --browser ${known}`).join(', or ')}.`
  }
  if (first === 'changed') {
    const chosen = await changedRun(others[0])
    if (typeof chosen === 'string') return chosen
    for (const remark of chosen.remarks) say(remark)
    return { ...chosen, isRelease: false }
  }
  const parts = partsNamed(asked)
  if (parts !== null) return { parts, files: {}, isRelease: false }
  const unknown = asked.filter((name) => !partNames().includes(name))
  return `No part is called ${unknown.join(', ')}. The parts: ${partNames().join(', ')}. Besides: changed, --browser, release.`
}

async function run(asked: string[]): Promise<Totals> {
  const chosen = await choose(asked)
  if (typeof chosen === 'string') {
    say(chosen)
    return oneFailed
  }
  const times: Times = { parts: new Map(), results: new Map(), tests: [] }
  const totals = await runParts(chosen, times)
  reportTimes(times)
  if (chosen.isRelease) {
    writeReleasePage([...times.results].map(([name, result]) => ({ name, totals: result, seconds: times.parts.get(name) ?? 0 })))
    say('\nThe table of this run is in docs/release.md.')
  }
  return totals
}

const startedAt = performance.now()
const totals = await run(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return oneFailed
})
say(`\nAll of it took ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`)
say(totalsLine(totals))
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
