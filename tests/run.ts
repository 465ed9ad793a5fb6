import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runTool, type Finished } from './run/program.ts'
import { judge } from './run/report.ts'
import { checkOwnSpec, readTitles } from './run/spec.ts'
import { canInstall, howToInstall, installParts, missingParts, type SystemPart } from './run/system.ts'
import { add, nothing, oneFailed, onePassed, totalsLine, type Totals } from './run/totals.ts'

// `pnpm test`: everything, in order, on a machine that may have nothing but Node. `node tests/run.ts unit lint` runs parts of it.

const OUTPUT = join(ROOT, 'tests/output')
const MINUTE_MS = 60_000

type Check = () => Promise<Finished>

const tool =
  (name: string, ...args: string[]): Check =>
  () =>
    runTool(name, args, { output: 'keep', timeoutMs: 10 * MINUTE_MS })

/** The checks by part; each line counts as one check. */
const CHECKS: Record<string, Record<string, Check>> = {
  build: { 'pages are built': tool('vite', 'build', '--logLevel', 'warn') },
  types: {
    'types of shared': tool('tsc', '--noEmit', '-p', 'shared'),
    'types of bridge': tool('tsc', '--noEmit', '-p', 'bridge'),
    'types of tests': tool('tsc', '--noEmit', '-p', 'tests'),
    'types of overlay': tool('svelte-check', '--tsconfig', 'overlay/tsconfig.json', '--fail-on-warnings', '--output', 'human'),
  },
  lint: { lint: tool('eslint', '.', '--max-warnings', '0') },
  spec: { 'rules and tests': ownSpec },
}

interface Project {
  folders: string
  /** Where a real bridge is started, which serves the pages. */
  pages: boolean
  needs: SystemPart[]
  /** What only a test or two need, which do without where it is not to be had. */
  wants?: SystemPart[]
  minutes: number
}

/** The vitest projects of vite.config.ts, quick ones first. */
const PROJECTS: Record<string, Project> = {
  unit: { folders: '{shared,bridge,run,support}', pages: false, needs: [], minutes: 10 },
  components: { folders: 'overlay', pages: false, needs: [], minutes: 10 },
  scenarios: { folders: 'scenarios', pages: true, needs: [], minutes: 20 },
  browser: { folders: 'browser', pages: true, needs: ['Chromium'], minutes: 20 },
  obs: { folders: 'obs', pages: true, needs: ['Chromium', 'OBS', 'Xvfb'], wants: ['GNOME Keyring'], minutes: 30 },
}
const PARTS = [...Object.keys(CHECKS), ...Object.keys(PROJECTS)]

const isStrict = !['', '0', 'false', undefined].includes(process.env['CI'])
const seed = process.env['FC_SEED'] || String(Math.floor(Math.random() * 0x7fffffff))

const say = (text: string): void => void process.stdout.write(`${text}\n`)

function tell(verdict: 'ok' | 'FAIL' | 'skip', what: string, startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  say(`${verdict.padEnd(5)} ${what.padEnd(50)} ${seconds.padStart(6)} s`)
}

async function ownSpec(): Promise<Finished> {
  const { ruleCount, testCount, problems } = checkOwnSpec()
  return { code: problems.length === 0 ? 0 : 1, output: [...problems, `${ruleCount} rules, ${testCount} tests.`].join('\n') }
}

async function check(name: string, run: Check): Promise<Totals> {
  const startedAt = performance.now()
  const { code, output } = await run().catch((error: unknown) => ({ code: null, output: String(error) }))
  tell(code === 0 ? 'ok' : 'FAIL', name, startedAt)
  if (code !== 0) say(output.trimEnd().replace(/^/gm, '      '))
  return code === 0 ? onePassed : oneFailed
}

/** Two at a time: each is one busy process, and the machine may have no more cores than that. */
async function runChecks(parts: string[]): Promise<Totals> {
  const queue = parts.flatMap((part) => Object.entries(CHECKS[part] ?? {}))
  let totals = nothing
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const result = await check(...next)
      // Only now: the other worker may have added its own meanwhile.
      totals = add(totals, result)
    }
  }
  await Promise.all([work(), work()])
  return totals
}

/** Sees that the programs the tests drive are there. One check, if anything is wanted; returns what is still missing. */
async function runSystem(projects: string[]): Promise<{ totals: Totals; missing: SystemPart[] }> {
  const wanted = [...new Set(projects.flatMap((name) => [...(PROJECTS[name]?.needs ?? []), ...(PROJECTS[name]?.wants ?? [])]))]
  if (wanted.length === 0) return { totals: nothing, missing: [] }
  const startedAt = performance.now()
  let missing = missingParts(wanted)
  if (missing.length > 0 && canInstall()) {
    const log = join(OUTPUT, 'system.log')
    process.stdout.write(`      installing ${missing.join(', ')} (all of it in tests/output/system.log) `)
    const beat = setInterval(() => process.stdout.write('.'), 5000)
    await installParts(log)
    clearInterval(beat)
    say('')
    missing = missingParts(wanted)
  }
  const verdict = missing.length === 0 ? 'ok' : isStrict ? 'FAIL' : 'skip'
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

async function runProject(name: string, project: Project, missing: SystemPart[]): Promise<Totals> {
  const startedAt = performance.now()
  const lacking = project.needs.filter((part) => missing.includes(part))
  if (lacking.length > 0) {
    const totals = { passed: 0, failed: 0, skipped: readTitles(project.folders).length }
    tell('skip', `${name}: ${totalsLine(totals)} for want of ${lacking.join(', ')}`, startedAt)
    return totals
  }
  say(`\n----- ${name}`)
  const report = join(OUTPUT, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = ['run', '--project', name, '--allowOnly=false', ...reporters]
  const { code } = await runTool('vitest', args, { output: 'show', timeoutMs: project.minutes * MINUTE_MS, env: { FC_SEED: seed } })
  const { totals, remarks } = judge(code, readIfThere(report))
  tell(totals.failed === 0 ? 'ok' : 'FAIL', `${name}: ${totalsLine(totals)}`, startedAt)
  for (const remark of remarks) say(`      ${remark}`)
  return totals
}

async function run(asked: string[]): Promise<Totals> {
  const unknown = asked.filter((part) => !PARTS.includes(part))
  if (unknown.length > 0) {
    say(`No part is called ${unknown.join(', ')}. The parts: ${PARTS.join(', ')}.`)
    return oneFailed
  }
  const isAsked = (part: string): boolean => asked.length === 0 || asked.includes(part)
  const projects = Object.entries(PROJECTS).filter(([name]) => isAsked(name))
  const needsPages = projects.some(([, { pages }]) => pages)
  const checks = Object.keys(CHECKS).filter((part) => isAsked(part) || (part === 'build' && needsPages))

  rmSync(OUTPUT, { recursive: true, force: true })
  mkdirSync(OUTPUT, { recursive: true })
  say(`Node ${process.version} on ${process.platform}. Properties are drawn with FC_SEED=${seed}.`)

  const { totals: systemTotals, missing } = await runSystem(projects.map(([name]) => name))
  let totals = add(systemTotals, await runChecks(checks))
  for (const [name, project] of projects) totals = add(totals, await runProject(name, project, missing))
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
