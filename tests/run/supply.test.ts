import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ALL, dependenciesOf, direct, ROOT } from '../supply/manifests.ts'
import { isKnown, page } from '../supply/page.ts'
import { WHY } from '../supply/why.ts'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

test('[SU1] every version is exact, and the lock file has each', () => {
  const all = ALL.flatMap((folder) => (['dependencies', 'devDependencies'] as const).flatMap((kind) => dependenciesOf(folder, kind)))
  expect(all.length).toBeGreaterThan(20)
  const lock = read('pnpm-lock.yaml')
  for (const { name, version, from } of all) {
    expect(version, `${name} in ${from}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
    expect(lock, `${name} in the lock file`).toContain(`${name}@${version}`)
  }
})

test('[SU2] no package runs a script when it is installed, except by name', () => {
  const workspace = read('pnpm-workspace.yaml')
  const allowed = /^allowBuilds:\n((?: {2}.*\n)+)/m.exec(workspace)?.[1] ?? ''
  expect(allowed.trim().split('\n')).toEqual(['node: true'])
  expect(workspace).not.toMatch(/dangerouslyAllowAllBuilds|onlyBuiltDependenciesFile|neverBuiltDependencies/)
})

test('[SU3] docs/dependencies.md has each direct dependency of what ships, its version and why, and no other', () => {
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (\S+) \| \S+ \| (.+) \|$/gm)].map(([, name, version, why]) => ({
    name,
    version,
    why,
  }))
  expect(rows).toEqual(direct().map(({ name, version }) => ({ name, version, why: WHY[name] })))
  expect(Object.keys(WHY).sort()).toEqual(
    direct()
      .map(({ name }) => name)
      .sort(),
  )
})

test('[SU4] a licence that nobody has looked at, and a dependency without a reason, stop the page from being made', () => {
  const one = [{ name: 'one', version: '1.0.0', from: 'bridge' }]
  const mit = { MIT: [{ name: 'one', versions: ['1.0.0'] }] }
  expect(page(one, { one: 'because' }, mit)).toContain('| `one` | 1.0.0 | bridge | because |')
  expect(() => page(one, {}, mit)).toThrow('what one is for')
  expect(() => page(one, { one: 'because' }, { 'GPL-2.0': [{ name: 'two', versions: ['2.0.0'] }] })).toThrow('GPL-2.0: two 2.0.0')
  expect(isKnown('(Apache-2.0 AND BSD-3-Clause)')).toBe(true)
  expect(isKnown('(MIT OR SSPL-1.0)')).toBe(false)
})

test('[SU5] what is known against the packages is told in CI, and fails nothing', () => {
  expect(existsSync(join(ROOT, '.ci/run'))).toBe(true)
  expect(read('.ci/run')).toMatch(/^npx -y pnpm@12 audit --prod \|\| echo /m)
})
