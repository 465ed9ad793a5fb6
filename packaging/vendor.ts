import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { COMMAND } from '@standby/shared/command.ts'
import * as z from 'zod'
import { ROOT } from './tools.ts'

const MEMBERS = ['bridge', 'overlay', 'packaging', 'shared', 'tests']
const WORKSPACE = `packages: [${MEMBERS.join(', ')}]
nodeVersion: 26.10.0
nodeLinker: hoisted
`
const EVERYWHERE = 'supportedArchitectures: { os: [win32, darwin, linux], cpu: [x64, arm64], libc: [glibc] }\n'

/**
 * Installs what ships, for every system and processor or for this computer only, as plain folders, into a place that depends on the lock file.
 * pnpm checks each archive against the lock file. Returns the `node_modules`.
 */
export function vendor(where: 'everywhere' | 'here' = 'everywhere'): string {
  const workspace = where === 'everywhere' ? WORKSPACE + EVERYWHERE : WORKSPACE
  const lock = readFileSync(join(ROOT, 'pnpm-lock.yaml'))
  const key = createHash('sha256').update(lock).update(workspace).digest('hex').slice(0, 16)
  const folder = join(ROOT, 'node_modules/.cache/standby-package', key)
  const done = join(folder, 'done')
  if (existsSync(done)) return join(folder, 'node_modules')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'pnpm-lock.yaml', '.pnpmfile.mjs']) copyFileSync(join(ROOT, file), join(folder, file))
  for (const member of MEMBERS) {
    mkdirSync(join(folder, member))
    copyFileSync(join(ROOT, member, 'package.json'), join(folder, member, 'package.json'))
  }
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), workspace)
  // Through a shell, because npx is a script on Windows. Nothing in the line comes from outside.
  const line = `${COMMAND} install --frozen-lockfile --prod --ignore-scripts`
  const { status } = spawnSync(line, { cwd: folder, shell: true, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`What ships could not be fetched: “${line}” ended with ${status} in ${folder}.`)
  writeFileSync(done, '')
  return join(folder, 'node_modules')
}

const Manifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  license: z.string().default('UNKNOWN'),
  dependencies: z.record(z.string(), z.string()).default({}),
})

/** An installed package. `path`: below `node_modules`. */
export interface Installed {
  name: string
  version: string
  licence: string
  path: string
}

export function installedAt(modules: string, path: string): Installed & { dependencies: string[] } {
  const { name, version, license, dependencies } = Manifest.parse(JSON.parse(readFileSync(join(modules, path, 'package.json'), 'utf8')))
  return { name, version, licence: license, path, dependencies: Object.keys(dependencies) }
}

/** The packages of these names and all that they depend on, as Node would find them. */
export function closureOf(modules: string, names: readonly string[]): Installed[] {
  const found = new Map<string, Installed>()
  const visit = (name: string, from: string): void => {
    const path = resolvedFrom(modules, name, from)
    if (path === null) throw new Error(`${from} needs ${name}, which is not installed.`)
    if (found.has(path)) return
    const { dependencies, ...installed } = installedAt(modules, path)
    found.set(path, installed)
    for (const next of dependencies) visit(next, path)
  }
  for (const name of names) visit(name, '')
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function resolvedFrom(modules: string, name: string, from: string): string | null {
  for (let at = from; ; at = dirname(at) === '.' ? '' : dirname(at)) {
    const path = at === '' ? name : `${at}/node_modules/${name}`
    if (existsSync(join(modules, path, 'package.json'))) return path
    if (at === '') return null
  }
}

/** All files below a folder, sorted, with slashes; links are followed by nobody because there are none. */
export function filesIn(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`
      return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path]
    })
}
