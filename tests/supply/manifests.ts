import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export const ROOT = join(import.meta.dirname, '../..')
/** The packages of this repository, by folder; what is in the first four ships. */
export const SHIPPED = ['.', 'bridge', 'overlay', 'shared'] as const
export const ALL = [...SHIPPED, 'tests'] as const

const versions = z.record(z.string(), z.string()).default({})
const manifest = z.object({ dependencies: versions, optionalDependencies: versions, devDependencies: versions })
export const KINDS = ['dependencies', 'optionalDependencies', 'devDependencies'] as const

export interface Dependency {
  name: string
  version: string
  /** The folder whose manifest names it. */
  from: string
}

const OWN = /^@standby\//

/** What a folder's `package.json` names, our own packages aside. */
export function dependenciesOf(folder: string, kind: (typeof KINDS)[number]): Dependency[] {
  const parsed = manifest.parse(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')))
  return Object.entries(parsed[kind]).flatMap(([name, version]) => (OWN.test(name) ? [] : [{ name, version, from: folder }]))
}

/** Each direct dependency of what ships, once, by name. */
export function direct(): Dependency[] {
  const ofWhatShips = SHIPPED.flatMap((folder) =>
    (['dependencies', 'optionalDependencies'] as const).flatMap((kind) => dependenciesOf(folder, kind)),
  )
  const found = new Map(ofWhatShips.map((one) => [one.name, one]))
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}
