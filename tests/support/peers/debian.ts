import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot, ROOTS_FOLDER } from './package-roots.ts'

const ROOT = packageRoot('debian')

export const hasDebian = process.platform === 'linux' && process.getuid?.() === 0 && ROOT !== null

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const LONGEST_MS = 300_000

/** A Debian of its own, with two people on it. Its network is this computer's. */
export interface Debian {
  /** Its root, as a folder of this computer. */
  path: string
  /** Runs a command as root to its end. `text`: all that it printed. */
  root(...command: string[]): { code: number | null; text: string }
  /** Starts a command for a person of this Debian, as their desktop would: what it prints goes nowhere. */
  start(person: Person, command: string, env?: Record<string, string>): Promise<number | null>
  /** Runs a command for a person to its end. */
  run(person: Person, command: string, env?: Record<string, string>): { code: number | null; text: string }
  /** The addresses and files that were opened in a browser, in order. */
  opened(): string[]
  remove(): void
}

export const PEOPLE = ['ada', 'bob'] as const
export type Person = (typeof PEOPLE)[number]

export function debian(): Debian {
  if (ROOT === null) throw new Error('There is no Debian: `pnpm lab package-roots` makes one.')
  const path = mkdtempSync(join(ROOTS_FOLDER, 'try-'))
  chmodSync(path, 0o755)
  execFileSync('cp', ['-a', `${ROOT}/.`, path])
  execFileSync('mount', ['-t', 'proc', 'proc', join(path, 'proc')])
  const running = new Set<ChildProcess>()

  function inside(command: readonly string[], env: Record<string, string>): { code: number | null; text: string } {
    const { status, stdout, stderr } = spawnSync('chroot', [path, ...command], {
      encoding: 'utf8',
      timeout: LONGEST_MS,
      env: { PATH, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive', ...env },
      input: '',
    })
    return { code: status, text: stdout + stderr }
  }
  const as = (person: Person, command: string): string[] => [
    'setpriv',
    '--reuid',
    person,
    '--regid',
    person,
    '--init-groups',
    'sh',
    '-c',
    command,
  ]
  const homeOf = (person: Person): Record<string, string> => ({ HOME: `/home/${person}`, USER: person })

  for (const person of PEOPLE) inside(['useradd', '--create-home', person], {})
  mkdirSync(join(path, 'usr/local/bin'), { recursive: true })
  writeFileSync(join(path, 'usr/local/bin/xdg-open'), '#!/bin/sh\necho "$1" >>/opened\n', { mode: 0o755 })
  writeFileSync(join(path, 'opened'), '')
  chmodSync(join(path, 'opened'), 0o666)
  // The name server and the proxy of this computer.
  if (existsSync('/etc/resolv.conf')) cpSync('/etc/resolv.conf', join(path, 'etc/resolv.conf'), { dereference: true })

  return {
    path,
    root: (...command) => inside(command, {}),
    run: (person, command, env = {}) => inside(as(person, command), { ...homeOf(person), ...env }),
    start(person, command, env = {}) {
      const child = spawn('chroot', [path, ...as(person, command)], {
        env: { PATH, LC_ALL: 'C.UTF-8', ...homeOf(person), ...env },
        stdio: 'ignore',
      })
      running.add(child)
      return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    },
    opened: () => readFileSync(join(path, 'opened'), 'utf8').split('\n').slice(0, -1),
    remove() {
      const end = 'for one in /proc/[0-9]*; do [ $one/exe -ef /usr/lib/standby/node ] && kill -9 ${one#/proc/}; done'
      inside(['sh', '-c', end], {})
      for (const child of running) child.kill('SIGKILL')
      execFileSync('umount', [join(path, 'proc')])
      rmSync(path, { recursive: true, force: true })
    },
  }
}
