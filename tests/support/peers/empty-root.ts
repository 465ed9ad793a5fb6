import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { waitFor } from '../wait.ts'

/** An account of this number has no entry, no name and no home in the root. */
const NOBODY = 65_534
const TOOLS = ['/bin/sh', '/usr/bin/dirname', '/usr/bin/readlink', '/bin/cat']

/** A computer with a shell and the system libraries that Node needs, and nothing else: no Node, no accounts, no home, no network tools. */
export interface EmptyRoot {
  /** Its path on this computer. */
  path: string
  /** The addresses and files that were opened in its browser, in order. */
  opened(): string[]
  /** Starts a program in it, as an account without a name. Only what `env` says is in its environment. */
  start(command: string, args: readonly string[], env: Record<string, string>): Started
  remove(): void
}

export interface Started {
  output(): string
  /** Its exit code; null if a signal ended it. */
  exited: Promise<number | null>
  kill(): void
}

/** Needs Linux and the right to change the root, which is root's. */
export const canMakeRoots = process.platform === 'linux' && process.getuid?.() === 0

/** `programs`: files of this computer whose libraries the root gets too. */
export function emptyRoot(programs: readonly string[]): EmptyRoot {
  const path = mkdtempSync(join(tmpdir(), 'standby-root-'))
  chmodSync(path, 0o755)
  const put = (file: string): void => {
    if (existsSync(join(path, file))) return
    mkdirSync(dirname(join(path, file)), { recursive: true })
    copyFileSync(file, join(path, file))
  }
  for (const tool of TOOLS) put(tool)
  for (const library of [...TOOLS, ...programs].flatMap(librariesOf)) put(library)
  const log = join(path, 'opened')
  writeFileSync(log, '')
  chmodSync(log, 0o666)
  mkdirSync(join(path, 'tmp'))
  chmodSync(join(path, 'tmp'), 0o1777)
  mkdirSync(join(path, 'dev'))
  execFileSync('mknod', ['-m', '666', join(path, 'dev/null'), 'c', '1', '3'])
  const browser = join(path, 'usr/bin/xdg-open')
  writeFileSync(browser, '#!/bin/sh\necho "$1" >>/opened\n', { mode: 0o755 })

  const running = new Set<ChildProcess>()
  return {
    path,
    opened: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    start(command, args, env) {
      const child = spawn('chroot', [`--userspec=${NOBODY}:${NOBODY}`, path, command, ...args], {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      running.add(child)
      let text = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      const exited = new Promise<number | null>((resolve, reject) => {
        child.once('error', reject)
        child.once('close', (code) => {
          running.delete(child)
          resolve(code)
        })
      })
      return { output: () => text, exited, kill: () => void child.kill('SIGKILL') }
    },
    remove() {
      for (const child of running) child.kill('SIGKILL')
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function librariesOf(program: string): string[] {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' })
  return [...listed.matchAll(/(\/\S+) \(0x/g)].map(([, file = '']) => file)
}

export function opens(root: EmptyRoot, what: RegExp): Promise<string> {
  const last = (): string | null => root.opened().findLast((one) => what.test(one)) ?? null
  return waitFor(last, { what: `${String(what)} to be opened`, timeoutMs: 30_000 })
}
