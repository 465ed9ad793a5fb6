import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { PAGES } from '@standby/shared/pages.ts'
import { PACKAGE, ROOT } from '../paths.ts'
import { diskFailureOf } from '../store/disk-failure.ts'

/** Written at the end of a build, with the time of its beginning: one that was broken off leaves none. */
const STAMP = 'bridge/dist/built'

/** What the pages and the program are made of. */
const SOURCES = [
  ...Object.values(PAGES).map(({ name }) => `overlay/${name}.html`),
  ...['overlay', 'bridge', 'shared'].flatMap((part) => [`${part}/src`, `${part}/package.json`]),
  'vite.config.ts',
  'pnpm-lock.yaml',
]

/** There while somebody builds: of two starts at once, the second would empty the folders under the first. */
const LOCK = 'node_modules/.standby-building'
/** Longer than a build takes anywhere: a process that holds the lock for that long was killed. */
const LOCK_MS = 180_000
const LOOK_MS = 200

/** The builder takes what follows these in a path for something else. */
const UNBUILDABLE = /[#?]/u

export class BuildFailed extends Error {
  override name = 'BuildFailed'
}

export interface BuildOptions {
  root?: string
  build?: (root: string) => Promise<void>
}

/**
 * Builds the pages and the program if they are missing or older than their sources; `onBuild` hears of it first. If another
 * start is building them, waits for that one. Throws `BuildFailed` with the build's last words.
 */
export async function ensureBuilt(onBuild: () => void, options: BuildOptions = {}): Promise<void> {
  const { root = ROOT } = options
  try {
    await built(onBuild, root, options.build ?? viteBuild)
  } catch (error) {
    if (diskFailureOf(error) === null || !(error instanceof Error)) throw error
    throw new BuildFailed(`A file or folder in ${root} cannot be used (${error.message}). Let your account write to it, or move Standby.`)
  }
}

async function built(onBuild: () => void, root: string, build: (root: string) => Promise<void>): Promise<void> {
  if (isBuilt(root)) return
  const odd = root.match(UNBUILDABLE)?.[0]
  if (odd !== undefined) {
    throw new BuildFailed(
      `Standby cannot be built in ${root}, because of the character ${odd} in a folder’s name. Rename that folder, or move Standby.`,
    )
  }
  const lock = join(root, LOCK)
  while (!locked(lock)) await pause(LOOK_MS)
  try {
    if (isBuilt(root)) return
    onBuild()
    await build(root)
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Whether what was built is there, whole, and no older than what it is made of. A package was built when it was made. */
export function isBuilt(root = ROOT): boolean {
  if (PACKAGE !== null) return true
  const stamp = statSync(join(root, STAMP), { throwIfNoEntry: false })
  return stamp !== undefined && SOURCES.every((path) => newestIn(join(root, path)) <= stamp.mtimeMs)
}

/** When anything in it was last changed, also by putting an older file in its place: an archive keeps the times its files were made at. */
function newestIn(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (entry === undefined) return 0
  const own = Math.max(entry.mtimeMs, entry.ctimeMs)
  return entry.isDirectory() ? Math.max(own, ...readdirSync(path).map((name) => newestIn(join(path, name)))) : own
}

/** A folder is made by one only, on every system. */
function locked(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - since > LOCK_MS) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

/** In a process of its own: the builder and all it loads is gone when the show begins. */
function viteBuild(root: string): Promise<void> {
  const vite = builder(root)
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-4_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new BuildFailed(`Standby could not be built.\n${output}`))))
  })
}

function builder(root: string): string {
  try {
    return join(dirname(createRequire(join(root, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js')
  } catch {
    throw new BuildFailed(`Standby’s install is not complete. Install it again, in ${root}:\n  npx -y pnpm@12.21.0 install --force`)
  }
}
