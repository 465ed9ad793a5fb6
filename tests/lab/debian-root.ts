import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram, type ProgramOptions } from '../run/program.ts'
import { onPath } from '../support/peers/executable.ts'
import { aptProxy, debianMirror } from './debian-mirror.ts'

const MINUTE_MS = 60_000

export const say = (text: string): void => void process.stdout.write(`${text}\n`)

export interface DebianRoot {
  /** Where the roots are; each has a folder and a log of its own name in it. */
  folder: string
  name: string
  /** Of Debian, such as `trixie`. */
  suite: string
  packages: readonly string[]
}

/** A Debian of its own in a folder: made once, from where apt gets this computer's packages, and kept for the next run. Returns the folder. */
export async function debianRoot({ folder, name, suite, packages }: DebianRoot): Promise<string> {
  const root = join(folder, name)
  const ready = join(root, 'standby-ready')
  if (existsSync(ready)) return root
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  const log = { file: join(folder, `${name}.log`) }
  say(`      ${name}: installing into ${root}, some minutes`)
  const mirror = await debianMirror()
  const proxy = await aptProxy()
  const base = ['--variant=minbase', '--include=ca-certificates', suite, root, mirror]
  await must('debootstrap', base, { output: log, env: proxy, timeoutMs: 15 * MINUTE_MS })
  // A mirror may stand still for longer than sid's index is good for; signatures are checked all the same.
  const update = 'apt-get -o Acquire::Check-Valid-Until=false update'
  const install = `${update} && apt-get install -y --no-install-recommends ${packages.join(' ')}`
  const env = { DEBIAN_FRONTEND: 'noninteractive', ...proxy }
  await must('chroot', [root, 'sh', '-c', install], { output: log, env, timeoutMs: 20 * MINUTE_MS })
  writeFileSync(ready, '')
  return root
}

/** Runs a program to its end and returns what it printed. Throws its last words if it fails. */
export async function must(program: string, args: string[], options: ProgramOptions): Promise<string> {
  const { code, output } = await runProgram(program, args, options)
  if (code !== 0) throw new Error(`${program} failed:\n${output.slice(-2_000)}`)
  return output
}

/** Gets these programs with apt if they are missing and apt can be used. `packages` are Debian's, by program. */
export async function installPrograms(packages: Readonly<Record<string, string>>): Promise<void> {
  const missing = missingPrograms(packages)
  if (missing.length === 0 || process.platform !== 'linux' || process.getuid?.() !== 0 || onPath('apt-get') === null) return
  const names = missing.map((program) => packages[program] ?? program)
  say(`      installing ${names.join(', ')}`)
  const install = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...names]
  const options: ProgramOptions = { output: 'keep', env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 10 * MINUTE_MS }
  const { code } = await runProgram('apt-get', install, options)
  // The lists of packages may be missing, or older than what the mirror still has.
  if (code !== 0) await runProgram('apt-get', ['update'], options)
  if (code !== 0) await runProgram('apt-get', install, options)
}

export function missingPrograms(packages: Readonly<Record<string, string>>): string[] {
  return Object.keys(packages).filter((program) => onPath(program) === null)
}
