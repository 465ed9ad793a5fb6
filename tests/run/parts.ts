import type { ObsBrowser } from '../support/browser/obs-browsers.ts'
import { checkOwnSpec } from './spec.ts'
import { ROOT, runProgram, runTool, type Finished } from './program.ts'
import { compare, comparisonText, lastRelease, measuredFigures, RELEASE_BENCHES } from './release.ts'
import { structureProblems } from './structure.ts'
import type { SystemPart } from './system.ts'

const MINUTE_MS = 60_000

/** A check that passes or fails as a whole. */
export interface Check {
  kind: 'check'
  part: string
  name: string
  load: number
  after?: string[]
  /** What it says is shown even if all is well. */
  isShown?: true
  run: () => Promise<Finished>
}

/** A vitest project. */
export interface Project {
  kind: 'project'
  part: string
  /** The same as `part`. */
  name: string
  load: number
  after?: string[]
  /** The name that vitest knows it by. */
  vitest: string
  /** Below `tests/`, as a glob. */
  folders: string
  /** Only these test files; all in the folders if left out. */
  files?: string[]
  /** The browser of OBS to run them in, instead of this computer's. */
  browser?: ObsBrowser
  needs: SystemPart[]
  /** Only a test or two need these, and do without if they cannot be had. */
  wants?: SystemPart[]
  minutes: number
}

export type Part = Check | Project

/** The programs that tests drive are looked for, and installed. */
export interface SystemJob {
  kind: 'system'
  part: 'system'
  name: string
  load: number
}

const CACHE = 'node_modules/.cache'

const toolWith =
  (env: Record<string, string>, name: string, args: string[]): Check['run'] =>
  () =>
    runTool(name, args, { output: 'keep', timeoutMs: 20 * MINUTE_MS, env })

const tool = (name: string, ...args: string[]): Check['run'] => toolWith({}, name, args)

const script =
  (file: string, minutes: number, ...args: string[]): Check['run'] =>
  () =>
    runProgram(process.execPath, [file, ...args], { output: 'keep', timeoutMs: minutes * MINUTE_MS })

// It would use all cores, beside parts that have been promised one.
const oxlint = (...args: string[]): Check['run'] => toolWith({ GOMAXPROCS: '1' }, 'oxlint', args)

const check = (part: string, name: string, load: number, run: Check['run'], after?: string[]): Check => {
  const one: Check = { kind: 'check', part, name, load, run }
  return after === undefined ? one : { ...one, after }
}

const project = (part: string, load: number, folders: string, minutes: number, more: Partial<Project> = {}): Project => {
  return { kind: 'project', part, name: part, vitest: part, load, folders, minutes, needs: [], ...more }
}

const OVERLAY = 'overlay/src'
const svelteCheck = tool('svelte-check', '--tsconfig', 'overlay/tsconfig.json', '--fail-on-warnings', '--output', 'human')

/** Only svelte-check understands what a .ts file imports from a .svelte file: for oxlint each is a component of any kind. */
export const OVERLAY_TYPES: Check[] = [
  check('types', 'types of overlay', 1, svelteCheck),
  check('types', 'rules that need types, in the overlay', 1, oxlint(OVERLAY)),
]

const BUILT = 'pages are built'
const PACKAGE_ROOTS = 'there are computers to try the packages on'
const PACKAGED = 'packages are made'

const inBrowser = (browser: ObsBrowser, load: number, files?: string[]): Project => {
  const more = { vitest: 'browser', browser, after: [BUILT], needs: [`Chromium ${browser}`] satisfies SystemPart[] }
  return project(`browser-${browser}`, load, 'browser', 20, files === undefined ? more : { ...more, files })
}

/** What depends on a browser's version most. `pnpm test release` runs all files in both. */
const IN_103 = ['oldest-browser', 'pages', 'opened-early', 'reload', 'dock-names', 'rush'].map((name) => `tests/browser/${name}.test.ts`)
const IN_127 = ['pages', 'reload'].map((name) => `tests/browser/${name}.test.ts`)

/** What must hold in every run, in less than a minute. `pnpm test release` runs the other faults too. */
const FLEET_SHORT = ['ports', 'workers'].map((name) => `tests/fleet/${name}.test.ts`)

/**
 * What `pnpm test` runs, in the order in which it starts as soon as there is room. The tests of OBS and the browser mostly wait and take
 * longest: they start first, and the checks run beside them. What keeps both cores busy comes last.
 */
export const PARTS: Part[] = [
  check('build', BUILT, 1, tool('vite', 'build', '--logLevel', 'warn')),
  check('spec', 'rules and tests', 1, ownSpec),
  project('obs', 0.5, 'obs', 30, { after: [BUILT], needs: ['Chromium', 'OBS', 'Xvfb'], wants: ['headless Chromium', 'GNOME Keyring'] }),
  project('scenarios', 1, 'scenarios', 20, { after: [BUILT] }),
  check('lint', 'lint', 1, tool('eslint', '.', '--max-warnings', '0')),
  project('browser', 1, 'browser', 20, { after: [BUILT], needs: ['Chromium'], wants: ['headless Chromium'] }),
  inBrowser('103', 0.5, IN_103),
  inBrowser('127', 0.5, IN_127),
  // Workers of a fleet lose what they own if they get no time for three seconds.
  project('fleet', 1.5, 'fleet', 10, { after: [BUILT], needs: ['NATS server'], files: FLEET_SHORT }),
  check('lint', 'format', 1, tool('prettier', '--check', '--cache', '--cache-location', `${CACHE}/format-checked.json`, '.')),
  check('lint', 'folders and imports', 1, ownStructure),
  check('package-here', 'the package of this computer is made and answers', 1, script('tests/run/package-here.ts', 10)),
  check('types', 'types of all but the overlay, and rules that need them', 1, oxlint('--type-check', '--ignore-pattern', OVERLAY)),
  ...OVERLAY_TYPES,
  project('unit', 2, '{shared,bridge,run,support}', 10),
  project('components', 2, 'overlay', 10),
]

/** What `pnpm test release` runs besides: each takes minutes, and needs the machine for itself. */
export const RELEASE_PARTS: Part[] = [
  check('chaos', 'faults of every kind over a show on the air', 2, script('tests/lab/chaos/chaos.ts', 20, '5'), [BUILT]),
  project('chaos-tests', 2, 'chaos', 30, {
    vitest: 'chaos',
    after: [BUILT],
    needs: ['Chromium', 'OBS', 'Xvfb'],
    wants: ['headless Chromium'],
  }),
  project('fleet-faults', 2, 'fleet', 10, { vitest: 'fleet', needs: ['NATS server'], files: ['tests/fleet/faults.test.ts'] }),
  check('soak', 'a show on the air for ten minutes', 2, script('tests/lab/soak/soak.ts', 20, '10', '50', '2'), [BUILT]),
  check('package', PACKAGE_ROOTS, 2, script('tests/lab/package-roots.ts', 40)),
  check('package', PACKAGED, 2, script('packaging/package.ts', 20, 'all', '--quick'), [PACKAGE_ROOTS]),
  project('package', 1, 'package', 40, { after: [PACKAGED], needs: ['Chromium', 'OBS', 'Xvfb'], wants: ['headless Chromium'] }),
  // More than any computer has: it runs alone.
  { ...check('bench', 'figures against those of the last release', 99, ownBenches, [BUILT]), isShown: true },
  check('obs-matrix', 'the OBS tests with newer versions of OBS', 2, script('tests/lab/obs-matrix.ts', 60), [BUILT]),
]

/** The parts of a run, and before those that need a program of the system, its installation. What needs none runs beside it. */
export function withSystem(parts: Part[]): (Part | SystemJob)[] {
  const isNeedy = (part: Part): boolean => part.kind === 'project' && [...part.needs, ...(part.wants ?? [])].length > 0
  if (!parts.some(isNeedy)) return parts
  const system: SystemJob = { kind: 'system', part: 'system', name: 'programs that the tests drive', load: 0.5 }
  return [system, ...parts.map((part) => (isNeedy(part) ? { ...part, after: [...(part.after ?? []), system.name] } : part))]
}

async function ownSpec(): Promise<Finished> {
  const { ruleCount, testCount, problems } = checkOwnSpec()
  return { code: problems.length === 0 ? 0 : 1, output: [...problems, `${ruleCount} rules, ${testCount} tests.`].join('\n') }
}

/** A figure that fell behind is named and fails nothing; a bench that does not run does. */
async function ownBenches(): Promise<Finished> {
  const { code, output } = await script('tests/lab/bench/all.ts', 60, ...RELEASE_BENCHES)()
  const last = lastRelease()
  const said = comparisonText(last, compare(last.figures, measuredFigures()))
  return code === 0 ? { code, output: said } : { code, output: `${output}\n${said}` }
}

async function ownStructure(): Promise<Finished> {
  const problems = structureProblems()
  return { code: problems.length === 0 ? 0 : 1, output: problems.join('\n') }
}

/** Lint of some files only: what `changed` runs. */
export function lintOf(files: string[]): Check {
  const name = files.length === 1 ? `lint of ${files.join()}` : `lint of ${String(files.length)} files`
  return check('lint', name, 1, tool('eslint', '--max-warnings', '0', '--no-warn-ignored', ...files))
}

/** Types of some folders and files outside the overlay, and the rules that need them: what `changed` runs. */
export function typesOf(paths: string[]): Check {
  return check('types', `types of ${paths.join(', ')}`, 1, oxlint('--type-check', '--no-error-on-unmatched-pattern', ...paths))
}

/** All tests of the browser in this browser of OBS, and the build before them. */
export function partsInBrowser(browser: ObsBrowser): Part[] {
  return [...PARTS.filter(({ name }) => name === BUILT), inBrowser(browser, 1)]
}

/** The parts of a release: everything there is, all tests of the browser in every one. */
export function releaseParts(): Part[] {
  const whole = PARTS.map((part) => (part.kind === 'project' && part.browser !== undefined ? inBrowser(part.browser, 1) : part))
  return [...whole, ...RELEASE_PARTS]
}

/** The parts of these names, and the build before any of them that needs it; null for a name that nobody knows. */
export function partsNamed(names: string[]): Part[] | null {
  const all = [...PARTS, ...RELEASE_PARTS]
  if (names.some((name) => all.every(({ part }) => part !== name))) return null
  const named = all.filter(({ part }) => names.includes(part))
  const needsBuild = named.some(({ after = [] }) => after.includes(BUILT))
  return needsBuild && !names.includes('build') ? [...PARTS.filter(({ name }) => name === BUILT), ...named] : named
}

export function partNames(): string[] {
  return [...new Set([...PARTS, ...RELEASE_PARTS].map(({ part }) => part))]
}

export const RECORDED_SECONDS = `${ROOT}/${CACHE}/standby-test-seconds.json`
