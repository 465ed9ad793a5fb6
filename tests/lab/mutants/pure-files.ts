import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

export const ROOT = join(import.meta.dirname, '../../..')

const posix = (path: string): string => path.split(sep).join('/')
const filesOf = (patterns: readonly string[]): string[] =>
  globSync([...patterns], { cwd: ROOT })
    .map(posix)
    .sort()

/** All code that is a function of its arguments: what lint holds to be it, and what of the bridge that code runs. */
export function pureFiles(): string[] {
  return withWhatTheyRun(filesOf(['shared/src/**/*.ts', 'bridge/src/**/*.pure.ts'])).sort()
}

/** An import of more than types, from a file of ours. */
const RUNS = /^(?:import|export)\s+(?!type\b)[^'";]*?\s*from\s+'(\.[^']+)'/gm
const NODE = /from 'node:/

/**
 * These files, and those that they import more than types from, and so on. What a decision runs is part of it, whatever its file is called.
 * What imports anything of Node's is left out.
 */
function withWhatTheyRun(files: readonly string[]): string[] {
  const found = new Set(files)
  // A set hands out also what is added while it is gone through.
  for (const file of found) {
    for (const [, imported = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(RUNS)) {
      const path = posix(join(dirname(file), imported))
      if (!NODE.test(readFileSync(join(ROOT, path), 'utf8'))) found.add(path)
    }
  }
  return [...found]
}

/** The pure files in what was asked for: files, folders or patterns. Throws where one names none, for it was meant to. */
export function pureFilesIn(asked: readonly string[]): string[] {
  const pure = new Set(pureFiles())
  const found = asked.flatMap((one) => {
    const path = posix(relative(ROOT, join(ROOT, one)))
    const files = filesOf([path, `${path}/**/*.ts`]).filter((file) => pure.has(file))
    if (files.length === 0)
      throw new Error(`${one} names no pure code. It is in shared/src, and in bridge/src in files named *.pure.ts and what these run.`)
    return files
  })
  return [...new Set(found)].sort()
}

/** The pure files that differ from `base`, and those that a changed test imports. */
export function pureFilesChangedSince(base: string): string[] {
  const pure = new Set(pureFiles())
  const git = (...args: string[]): string[] => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n')
  const changed = [...git('diff', '--name-only', base, '--'), ...git('ls-files', '--others', '--exclude-standard')]
  const touched = changed.flatMap((file) => (/^tests\/.*\.test\.ts$/.test(file) ? importsOf(file) : [file]))
  return [...new Set(touched)].filter((file) => pure.has(file)).sort()
}

function importsOf(test: string): string[] {
  const path = join(ROOT, test)
  if (!existsSync(path)) return []
  const code = readFileSync(path, 'utf8')
  return [...code.matchAll(/from '@standby\/(bridge|shared)\/([^']+)'/g)].map(([, folder, file]) => `${folder}/src/${file}`)
}
