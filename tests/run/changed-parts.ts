import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chooseTests, type Choice, type SourceFile, type TestFile } from './changed.ts'
import { lintOf, OVERLAY_TYPES, PARTS, RECORDED_SECONDS, typesOf, type Check, type Part, type Project } from './parts.ts'
import { ROOT, runProgram } from './program.ts'
import { readTitles } from './spec.ts'

// `pnpm test changed [REV]`: what the change since REV touches, within a minute.

/** For a test file that has not been timed on this computer yet. */
const USUAL_SECONDS: Record<string, number> = { unit: 0.5, components: 0.5, scenarios: 5, fleet: 10, browser: 20, obs: 30 }
/** Summed over test files. The checks beside them and the start of each project take the rest of the minute. */
const LIMIT_SECONDS = 35

export interface ChangedRun {
  parts: Part[]
  /** Test files to run in each project. */
  files: Record<string, string[]>
  /** What a person should know about the choice, as sentences. */
  remarks: string[]
}

/** What to run for the change since `base`: without one, since the last commit or, if nothing has changed since, in the last commit. */
export async function changedRun(base: string | undefined): Promise<ChangedRun | string> {
  const changed = await changedFiles(base)
  if (typeof changed === 'string') return changed
  if (changed.length === 0) return 'Nothing has changed. Name the commit to compare with: pnpm test changed REV.'
  const sources = readSources()
  const choice = chooseTests(changed, sources, readTests(), secondsOf(), LIMIT_SECONDS)
  const known = new Set(sources.map(({ path }) => path))
  const there = changed.filter((path) => existsSync(join(ROOT, path)))
  const lintable = there.filter((path) => /\.(ts|js|svelte)$/.test(path))
  const parts = PARTS.filter(({ part }) => part === 'spec' || choice.files[part] !== undefined)
  const needsBuild = parts.some(({ after }) => after !== undefined)
  return {
    parts: [
      ...PARTS.filter(({ part }) => part === 'build' && needsBuild),
      ...parts,
      ...typesToCheck(changed),
      ...(lintable.length > 0 ? [lintOf(lintable)] : []),
    ],
    files: choice.files,
    remarks: remarks(
      changed.filter((path) => !known.has(path) && !/\.(md|jpg|png)$/.test(path)),
      choice,
    ),
  }
}

function remarks(unknown: string[], { leftOut }: Choice): string[] {
  const left = Object.entries(leftOut).map(([part, files]) => `${part} (${files.length} ${files.length === 1 ? 'file' : 'files'})`)
  return [
    ...(unknown.length > 0 ? [`No import shows what depends on ${unknown.join(', ')}: run all tests for that.`] : []),
    ...(left.length > 0 ? [`Left out, to stay within a minute: ${left.join(', ')}. Name these parts to run them whole.`] : []),
  ]
}

async function changedFiles(base: string | undefined): Promise<string[] | string> {
  const git = (...args: string[]): ReturnType<typeof runProgram> => runProgram('git', args, { output: 'keep', timeoutMs: 30_000 })
  const since = async (rev: string): Promise<string[] | null> => {
    const tracked = await git('diff', '--name-only', rev)
    const added = await git('ls-files', '--others', '--exclude-standard')
    if (tracked.code !== 0) return null
    return `${tracked.output}\n${added.output}`.split('\n').filter((line) => line !== '')
  }
  const files = await since(base ?? 'HEAD')
  if (files === null)
    return `git does not know what changed since ${base ?? 'HEAD'}. Run this in a git checkout, and name a commit that it has.`
  return files.length === 0 && base === undefined ? ((await since('HEAD~1')) ?? []) : files
}

/** The folder of a typed file, or the file itself if it is at the root. The overlay is checked as a whole. */
const TYPED_PLACE = /^(?:bridge|packaging|shared|tests)(?=\/.*\.(?:ts|json)$)|^[^/]+\.ts$/

export function typesToCheck(changed: string[]): Check[] {
  const places = new Set(changed.flatMap((path) => TYPED_PLACE.exec(path)?.[0] ?? []))
  const isOverlay = changed.some((path) => /^overlay\/.*\.(?:ts|svelte|json)$/.test(path))
  return [...(places.size > 0 ? [typesOf([...places].sort())] : []), ...(isOverlay ? OVERLAY_TYPES : [])]
}

function readSources(): SourceFile[] {
  const paths = globSync('{bridge,shared,overlay,tests}/**/*.{ts,svelte,js,mjs}', {
    cwd: ROOT,
    exclude: ['**/node_modules/**', '**/dist/**', 'tests/output/**'],
  })
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(ROOT, path), 'utf8') }))
}

function readTests(): TestFile[] {
  // Those in a browser of OBS are tests that the project of all browsers has too.
  const projects = PARTS.filter((part): part is Project => part.kind === 'project' && part.browser === undefined)
  return projects.flatMap(({ part, folders }) => {
    const rules = new Map<string, Set<string>>()
    for (const title of readTitles(folders)) {
      const file = title.file.replaceAll('\\', '/')
      rules.set(file, new Set([...(rules.get(file) ?? []), ...title.rules]))
    }
    return [...rules].map(([path, named]) => ({ path, part, rules: [...named] }))
  })
}

function secondsOf(): (test: TestFile) => number {
  const recorded = readSeconds()
  return ({ path, part }) => recorded[path] ?? USUAL_SECONDS[part] ?? 1
}

/** Seconds of each test file when it last ran here, by its path in the repository. */
export function readSeconds(): Record<string, number> {
  try {
    return JSON.parse(readFileSync(RECORDED_SECONDS, 'utf8')) as Record<string, number>
  } catch {
    return {}
  }
}
