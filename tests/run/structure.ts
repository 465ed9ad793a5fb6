import { globSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { importsOf } from './changed.ts'
import { ROOT } from './program.ts'

/** The text of each file by its path from the root, with slashes. */
export type Files = ReadonlyMap<string, string>

const SOURCES = '{bridge,overlay,shared}/src/**/*.{ts,svelte}'
const TESTS = 'tests/**/*.ts'
/** At the root of the bridge is only what everything else hangs on. */
const MOST_AT_ROOT = 8
/** A row of the table in docs/architecture.md that begins with a folder. */
const ROW = /^\| `((?:bridge|overlay|shared)\/src[^`]*)` \|/

/** One way around for each circle of imports: files of which each imports the next, and the last the first. */
export function importCycles(files: Files): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const path: string[] = []

  function visit(file: string): void {
    const at = path.indexOf(file)
    if (at >= 0) cycles.push(path.slice(at))
    if (at >= 0 || done.has(file)) return
    path.push(file)
    for (const next of importsOf({ path: file, text: files.get(file) ?? '' })) if (files.has(next)) visit(next)
    path.pop()
    done.add(file)
  }

  for (const file of files.keys()) visit(file)
  return cycles
}

/** What is wrong with the folders, a sentence each. */
export function folderProblems(paths: readonly string[], architecture: string): string[] {
  const folders = new Set(paths.map((path) => posix.dirname(path)))
  const described = architecture.split(/\r?\n/).flatMap((line) => ROW.exec(line)?.[1] ?? [])
  const atRoot = paths.filter((path) => posix.dirname(path) === 'bridge/src')
  const misplaced = paths.filter((path) => /-side\.ts$|^bridge\/src\/server\/.*(-api|routes)\.ts$/.test(path))
  return [
    ...[...folders].filter((folder) => !described.includes(folder)).map((folder) => `docs/architecture.md does not describe ${folder}.`),
    ...described.filter((folder) => !folders.has(folder)).map((folder) => `docs/architecture.md describes ${folder}, which has no source.`),
    ...(atRoot.length > MOST_AT_ROOT ? [`bridge/src has ${atRoot.length} files at its root, and may have ${MOST_AT_ROOT}.`] : []),
    ...misplaced.map((path) => `${path}: routes and wiring belong to the folder of their feature.`),
  ]
}

/** Both checks of this project's own files. */
export function structureProblems(): string[] {
  const paths = [SOURCES, TESTS]
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT, exclude: ['**/node_modules/**', 'tests/output/**'] }))
    .map((path) => path.split(sep).join('/'))
    .sort()
  const files = new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
  const architecture = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')
  const sources = paths.filter((path) => !path.startsWith('tests/'))
  return [
    ...importCycles(files).map((cycle) => `These files import each other in a circle: ${[...cycle, cycle[0]].join(' → ')}.`),
    ...folderProblems(sources, architecture),
  ]
}
