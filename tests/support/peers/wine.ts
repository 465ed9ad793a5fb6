import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './package-roots.ts'

/**
 * A root with Wine 10, the oldest that runs Node 26: docs/testing.md says how to make one. Wine is a stand-in for Windows: it has its
 * registry, its folders and its password store, and neither Defender nor SmartScreen.
 */
const ROOT = packageRoot('wine', process.env['STANDBY_WINE_ROOT']) ?? ''

export const hasWine = process.platform === 'linux' && process.getuid?.() === 0 && existsSync(join(ROOT, 'usr/lib/wine/wine64'))

export interface Wine {
  /** The drive C: of this Windows, as a folder of this computer. */
  drive: string
  /** Runs a program to its end, and returns its exit code. `env` is on top of a clean environment. */
  run(args: readonly string[], env?: Record<string, string>): Promise<number | null>
  /** Starts a program that runs on. */
  start(args: readonly string[], env?: Record<string, string>): void
  remove(): void
}

const PATIENCE_MS = 150_000

/** A Windows of its own, freshly set up, inside the root. */
export async function windows(surroundings: Record<string, string>): Promise<Wine> {
  const prefix = mkdtempSync(join(ROOT, 'root/wine-'))
  const inside = prefix.slice(ROOT.length)
  const hasProc = existsSync(join(ROOT, 'proc/self'))
  if (!hasProc) spawnSync('mount', ['-t', 'proc', 'proc', join(ROOT, 'proc')])
  const running = new Set<ChildProcess>()

  function begin(args: readonly string[], env: Record<string, string>, timeout?: number): ChildProcess {
    const child = spawn('chroot', [ROOT, ...args], {
      env: {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        HOME: '/root',
        LC_ALL: 'C.UTF-8',
        WINEPREFIX: inside,
        WINEDEBUG: '-all',
        WINEDLLOVERRIDES: 'mscoree,mshtml=',
        ...surroundings,
        ...env,
      },
      // Node under Wine cannot write into a pipe of this system.
      stdio: 'ignore',
      ...(timeout !== undefined && { timeout, killSignal: 'SIGKILL' as const }),
    })
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  }

  function run(args: readonly string[], env: Record<string, string> = {}): Promise<number | null> {
    return new Promise((resolve, reject) => {
      const child = begin(args, env, PATIENCE_MS)
      child.once('error', reject)
      child.once('exit', (code) => resolve(code))
    })
  }

  await run(['wineboot', '-i'])
  return {
    drive: join(prefix, 'drive_c'),
    run: (args, env) => run(['wine', ...args], env),
    start: (args, env = {}) => void begin(['wine', ...args], env),
    remove() {
      spawnSync('chroot', [ROOT, 'wineserver', '-k'], { env: { PATH: '/usr/bin:/bin', WINEPREFIX: inside } })
      for (const child of running) child.kill('SIGKILL')
      rmSync(prefix, { recursive: true, force: true })
      if (!hasProc) spawnSync('umount', [join(ROOT, 'proc')])
    },
  }
}
