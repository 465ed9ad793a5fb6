import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The repository's root, from where the pages are built. */
export const ROOT = join(import.meta.dirname, '..', '..')
/** Where the built pages lie. */
export const PAGES_DIR = join(ROOT, 'overlay', 'dist')

/** What the pages are made of. */
const SOURCES = ['overlay/src', 'overlay/package.json', 'shared/src', 'vite.config.ts', 'pnpm-lock.yaml']

/** Builds the pages where they are missing or older than their sources. Throws with the end of the build's own output when it fails. */
export async function ensurePages(onBuild: () => void): Promise<void> {
  if (arePagesCurrent()) return
  onBuild()
  await build()
}

/** Whether the built pages are there, and no older than what they are made of. */
export function arePagesCurrent(): boolean {
  const built = join(PAGES_DIR, 'index.html')
  if (!existsSync(built)) return false
  const html = readdirSync(join(ROOT, 'overlay')).filter((name) => name.endsWith('.html'))
  const newest = Math.max(...[...SOURCES, ...html.map((name) => `overlay/${name}`)].map((path) => newestIn(join(ROOT, path))))
  return statSync(built).mtimeMs >= newest
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0
  const entry = statSync(path)
  if (!entry.isDirectory()) return entry.mtimeMs
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

/** In a process of its own: the builder and all it loads is gone when the show begins. */
function build(): Promise<void> {
  const vite = join(dirname(createRequire(join(ROOT, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-4_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The pages could not be built.\n${output}`))))
  })
}
