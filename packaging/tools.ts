import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')
export const DIST = join(ROOT, 'dist')

/** Debian's package for each program that the packaging runs. */
const PACKAGES: Readonly<Record<string, string>> = {
  tar: 'tar',
  gzip: 'gzip',
  zip: 'zip',
  'dpkg-deb': 'dpkg',
  makensis: 'nsis',
  git: 'git',
}

/** Runs a program to its end and returns what it printed. Throws with its last words if it fails or is not there. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { cwd = ROOT, input, env = process.env } = options
  const result = spawnSync(program, args, { cwd, env, maxBuffer: 100_000_000, encoding: 'utf8', ...(input !== undefined && { input }) })
  if (result.error !== undefined) {
    const debian = PACKAGES[program]
    const hint = debian === undefined ? '' : ` Install it: apt-get install ${debian}`
    throw new Error(`${program} could not be started (${result.error.message}).${hint}`)
  }
  if (result.status !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${result.status}:\n${(result.stdout + result.stderr).slice(-4_000)}`)
  }
  return result.stdout
}

/** The time that every file of the packages carries, s: of the commit, or what `SOURCE_DATE_EPOCH` says. */
export function sourceTime(): number {
  const given = Number(process.env['SOURCE_DATE_EPOCH'] ?? NaN)
  return Number.isInteger(given) ? given : Number(run('git', ['log', '-1', '--format=%ct']))
}
