import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { table } from '../../lab/bench/support/table.ts'
import { machine, withSection } from '../../lab/bench/support/result.ts'
import { measure, type Measured } from './obs-runs/measure.ts'
import { play, RUNS } from './obs-runs/runs.ts'
import { setStage, SETTINGS } from './obs-runs/stage.ts'
import { record, type Row } from './obs-runs/timeline.ts'
import { obsAvailable, startObs, type TestObs } from './obs.ts'

// `pnpm write-docs obs-runs [part of a run's name …]`: plays the runs of docs/obs.md against a real OBS and a real bridge, and writes their
// tables. With names only those are played and printed, and their tables stay as they are; `measured`: only the figures.

const ROOT = join(import.meta.dirname, '../../..')
const PAGE = join(ROOT, 'docs/obs.md')
const OUTPUT = join(ROOT, 'tests/output/obs-runs')
const MEASURED_COUNT = 12
const SCENES = ['Intro', 'Gameplay', 'Chat', 'Standby']

const seconds = (ms: number): string => (ms / 1_000).toFixed(2)
const escaped = (text: string): string => text.replaceAll('|', '\\|')

function runTable(rows: readonly Row[]): string[] {
  const lines = rows.map(({ atMs, event, program, why }) => [seconds(atMs), event, program ?? '–', why].map(escaped))
  return table(['time, s', 'event', 'program scene', 'why'], lines).map((line, index) => (index === 1 ? '| --: | --- | --- | --- |' : line))
}

function measuredTable(all: readonly Measured[]): string[] {
  const row = (name: string, of: (one: Measured) => number): string[] => {
    const sorted = all.map(of).sort((a, b) => a - b)
    const median = ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2
    return [name, String(sorted.length), ...[sorted[0] ?? 0, median, sorted.at(-1) ?? 0].map((ms) => `${Math.round(ms)} ms`)]
  }
  return table(
    ['', 'n', 'least', 'median', 'most'],
    [row('degraded → the standby scene on program', (one) => one.toStandbyMs), row('stable → the scene restored', (one) => one.backMs)],
  )
}

async function version(obs: TestObs): Promise<string> {
  const { obsVersion, obsWebSocketVersion } = await (await obs.client()).call('GetVersion')
  return `OBS ${obsVersion} with obs-websocket ${obsWebSocketVersion}`
}

async function recordRuns(obs: TestObs, names: readonly string[]): Promise<string[]> {
  const lines: string[] = []
  for (const run of RUNS.filter(
    ({ name }) => names.length === 0 || names.some((part) => name.toLowerCase().includes(part.toLowerCase())),
  )) {
    console.log(run.name)
    await (await obs.client()).call('SetCurrentProgramScene', { sceneName: 'Gameplay' })
    const stage = await setStage(obs)
    const timeline = await record(stage)
    try {
      await play(run, stage, timeline)
    } finally {
      lines.push(`### ${run.name}`, '', ...runTable(await timeline.end()), '')
      await stage.end()
    }
  }
  return lines
}

if (!obsAvailable()) {
  console.error('This needs Linux with obs and Xvfb in the PATH: apt-get install obs-studio xvfb')
  process.exit(1)
}
const names = process.argv.slice(2)
const on = machine()
const obs = await startObs({ scenes: SCENES, current: 'Gameplay' })
try {
  const what = await version(obs)
  const runs = await recordRuns(obs, names)
  const about = `${what}, started under Xvfb at 320x180 and 15 frames a second, transition: cut. ${on}.`
  const settings = `With ${Object.entries(SETTINGS)
    .map(([name, value]) => `\`${name}=${value}\``)
    .join(', ')}, so that a run takes seconds.`
  const withMeasured = names.length === 0 || names.includes('measured')
  const measured = withMeasured ? await measure(obs, MEASURED_COUNT) : []
  mkdirSync(OUTPUT, { recursive: true })
  writeFileSync(join(OUTPUT, 'runs.md'), runs.join('\n'))
  let page = readFileSync(PAGE, 'utf8')
  if (names.length === 0) page = withSection(page, 'obs-runs', `\n${[`${about} ${settings}`, '', ...runs].join('\n')}`)
  if (withMeasured) page = withSection(page, 'obs-measured', `\n${[about, '', ...measuredTable(measured)].join('\n')}\n`)
  writeFileSync(PAGE, page)
  if (names.length > 0) console.log(runs.join('\n'))
} finally {
  await obs.stop()
}
