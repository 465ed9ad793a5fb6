import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { PackageFacts } from '@standby/bridge/paths.ts'
import * as z from 'zod'
import { setup, tarGz, zip, type Packing } from './archives.ts'
import { deb } from './debian.ts'
import { layOut, type Made } from './layout.ts'
import { merged, type Component } from './licences.ts'
import { billOfMaterials } from './sbom.ts'
import { foreignParts } from './scan.ts'
import { sourceArchives } from './sources.ts'
import { isThisComputer, targetsOf, type Target } from './targets.ts'
import { DIST, ROOT, run, sourceTime } from './tools.ts'
import { installedAt, vendor } from './vendor.ts'

// `pnpm package [windows] [macos] [linux] [all]`: makes the packages in dist/, on Linux. `--quick`: larger archives, in less time.
// `--folders`: only the folders in dist/work, no archives. `--here`: only for this computer. `STANDBY_RELEASES_URL`: where the packages look for a new version.

const work = join(DIST, 'work')

function factsOf(modules: string, time: number): PackageFacts {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
  const connector = installedAt(modules, 'tiktok-live-connector').version
  const releases = process.env['STANDBY_RELEASES_URL'] ?? ''
  return { version, connector, builtAt: time * 1_000, releases: releases === '' ? null : z.url({ protocol: /^https$/ }).parse(releases) }
}

function pack(target: Target, { folder, name }: Made, packing: Packing): void {
  if (target.system === 'linux') {
    tarGz(folder, join(DIST, `${name}.tar.gz`), packing)
    deb(folder, join(DIST, `${name}.deb`), target, packing)
    return
  }
  if (target.system === 'windows') {
    zip(folder, join(DIST, `${name}.zip`), packing)
    setup(folder, join(DIST, `Standby-Setup-${packing.version}.exe`), packing)
    return
  }
  zip(join(folder, 'Standby.app'), join(DIST, `${name}.zip`), packing)
}

function make(words: readonly string[], flags: readonly string[]): void {
  const isHere = flags.includes('--here')
  const targets = isHere ? targetsOf(words).filter(isThisComputer) : targetsOf(words)
  const time = sourceTime()
  const onlyFolders = flags.includes('--folders')
  if (!onlyFolders) for (const old of readdirSync(DIST)) if (old !== 'work') rmSync(join(DIST, old), { recursive: true })
  const modules = vendor(isHere ? 'here' : 'everywhere')
  run(process.execPath, [
    join(ROOT, 'node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    'packaging/vite.config.ts',
    '--logLevel',
    'warn',
  ])
  const facts = factsOf(modules, time)
  const components: Component[][] = []
  for (const target of targets) {
    const made = layOut(target, { modules, facts, time, work })
    const foreign = foreignParts(
      made.folder,
      [ROOT, homedir()].filter((place) => place.length > 5),
    )
    if (foreign.length > 0) throw new Error(`${made.name} has parts that do not belong in it:\n${foreign.join('\n')}`)
    components.push(made.components)
    if (onlyFolders) continue
    pack(target, made, { version: facts.version, time, quick: flags.includes('--quick') })
    rmSync(made.folder, { recursive: true })
  }
  if (onlyFolders) return
  sourceArchives(modules, DIST)
  writeFileSync(join(DIST, `Standby-${facts.version}.cdx.json`), billOfMaterials(facts.version, time, merged(components)))
  writeFileSync(join(DIST, 'SHA256SUMS'), sums())
}

/** As `sha256sum -c` reads it. */
function sums(): string {
  const files = readdirSync(DIST).filter((name) => statSync(join(DIST, name)).isFile() && name !== 'SHA256SUMS')
  return files
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(DIST, name)))
          .digest('hex')}  ${name}\n`,
    )
    .join('')
}

mkdirSync(work, { recursive: true })
const asked = process.argv.slice(2)
try {
  make(
    asked.filter((word) => !word.startsWith('--')),
    asked.filter((word) => word.startsWith('--')),
  )
  console.log(`Made in ${DIST}:\n${readdirSync(DIST).join('\n')}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
