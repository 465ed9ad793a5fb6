import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { debianMirror } from '../../lab/debian-mirror.ts'
import { ROOT, runProgram } from '../../run/program.ts'
import { firstExecutable, onPath } from './executable.ts'

// Debian 12 has NATS 2.9, which is too old. The program in Debian's newest release needs no library, so it runs on every Linux: it is
// unpacked into the tests' cache and installed nowhere.

const CACHE = join(ROOT, 'node_modules/.cache/nats')
const MINUTE_MS = 60_000
/** The first version with all that a fleet asks of it. */
const OLDEST = [2, 12] as const

/** The server's program: the one on the PATH if it is new enough, or the fetched one; null: there is none. */
export function findNatsServer(): string | null {
  return [onPath('nats-server'), firstExecutable([join(CACHE, 'server/usr/sbin/nats-server')])].find(isNewEnough) ?? null
}

function isNewEnough(program: string | null): program is string {
  if (program === null) return false
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' })) ?? []
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1])
}

/** Whether `fetchNatsServer` can do anything here. */
export function canFetchNatsServer(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== null && onPath('dpkg') !== null
}

/** Fetches the server from Debian's newest release, whose signature apt checks. Resolves to null, or to why it could not be had, as a sentence. */
export async function fetchNatsServer(): Promise<string | null> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'fetching-'))
  try {
    for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, 'sources.list'), `deb ${await debianMirror()} sid main\n`)
    const options = [
      ['Dir::Etc::sourcelist', join(folder, 'sources.list')],
      ['Dir::Etc::sourceparts', '-'],
      ['Dir::State::lists', join(folder, 'lists')],
      ['Dir::Cache', join(folder, 'cache')],
      // A mirror may stand still for longer than the index is good for; signatures are checked all the same.
      ['Acquire::Check-Valid-Until', 'false'],
      ['Acquire::Languages', 'none'],
      ['APT::Sandbox::User', 'root'],
    ].flatMap(([name, value]) => ['-o', `${name}=${value}`])
    const run = { output: 'keep', timeoutMs: 5 * MINUTE_MS, cwd: folder } as const
    for (const command of [['update'], ['download', 'nats-server']]) {
      const { code, output } = await runProgram('apt-get', [...options, ...command], run)
      if (code !== 0) return `apt-get could not fetch it: ${output.trim().split('\n').at(-1) ?? 'no reason given'}`
    }
    const packed = readdirSync(folder).find((name) => name.endsWith('.deb'))
    if (packed === undefined) return 'apt-get fetched nothing.'
    const { code } = await runProgram('dpkg', ['-x', join(folder, packed), join(folder, 'server')], run)
    if (code !== 0 || !existsSync(join(folder, 'server/usr/sbin/nats-server'))) return 'The package has no server in it.'
    rmSync(join(CACHE, 'server'), { recursive: true, force: true })
    renameSync(join(folder, 'server'), join(CACHE, 'server'))
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
