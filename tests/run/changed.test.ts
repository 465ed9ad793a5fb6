import { describe, expect, test } from 'vitest'
import { typesToCheck } from './changed-parts.ts'
import { chooseTests, dependentsOf, importsOf, type SourceFile, type TestFile } from './changed.ts'

const source = (path: string, text: string): SourceFile => ({ path, text })

describe('Development', () => {
  test('[DV23] imports are found in code and pages, of types and at run time, by path and by package', () => {
    const text = [
      "import { a } from './a.ts'",
      "import type { B } from '../b.ts'",
      "export * from '@standby/shared/c.ts'",
      "const d = import('./d.ts')",
      "import fs from 'node:fs'",
    ].join('\n')
    const wanted = ['bridge/src/obs/a.ts', 'bridge/src/b.ts', 'shared/src/c.ts', 'bridge/src/obs/d.ts']
    expect(importsOf(source('bridge/src/obs/x.ts', text))).toEqual(wanted)
    expect(importsOf(source('bridge/src/obs/x.svelte', `<p>import</p><script lang="ts">\n${text}\n</script>`))).toEqual(wanted)
  })

  const files = [
    source('shared/src/c.ts', ''),
    source('bridge/src/b.ts', "import '@standby/shared/c.ts'"),
    source('tests/bridge/b.test.ts', "import '../../bridge/src/b.ts'"),
    source('tests/bridge/other.test.ts', ''),
    source('tests/obs/scene.test.ts', "import '@standby/bridge/b.ts'"),
  ]

  test('[DV23] what loads a changed file through others depends on it, also in a circle', () => {
    expect(dependentsOf(['shared/src/c.ts'], files)).toEqual(
      new Set(['shared/src/c.ts', 'bridge/src/b.ts', 'tests/bridge/b.test.ts', 'tests/obs/scene.test.ts']),
    )
    const circle = [source('a.ts', "import './b.ts'"), source('b.ts', "import './a.ts'")]
    expect(dependentsOf(['a.ts'], circle)).toEqual(new Set(['a.ts', 'b.ts']))
  })

  const tests: TestFile[] = [
    { path: 'tests/bridge/b.test.ts', part: 'unit', rules: ['AA1'] },
    { path: 'tests/bridge/other.test.ts', part: 'unit', rules: ['AA2'] },
    { path: 'tests/obs/scene.test.ts', part: 'obs', rules: ['AA2'] },
  ]
  const seconds = ({ part }: TestFile): number => (part === 'obs' ? 30 : 1)

  test('[DV23] a changed source runs the tests that load it, and no others', () => {
    expect(chooseTests(['shared/src/c.ts'], files, tests, seconds, 60)).toEqual({
      files: { unit: ['tests/bridge/b.test.ts'], obs: ['tests/obs/scene.test.ts'] },
      leftOut: {},
    })
  })

  test('[DV23] a changed test also runs the other tests of the rules it names', () => {
    expect(chooseTests(['tests/bridge/other.test.ts'], files, tests, seconds, 60).files).toEqual({
      unit: ['tests/bridge/other.test.ts'],
      obs: ['tests/obs/scene.test.ts'],
    })
  })

  test('[DV23] the quick tests come first, and what does not fit is named; a changed test always runs', () => {
    expect(chooseTests(['shared/src/c.ts'], files, tests, seconds, 10)).toEqual({
      files: { unit: ['tests/bridge/b.test.ts'] },
      leftOut: { obs: ['tests/obs/scene.test.ts'] },
    })
    expect(chooseTests(['tests/obs/scene.test.ts'], files, tests, seconds, 10)).toEqual({
      files: { obs: ['tests/obs/scene.test.ts'] },
      leftOut: { unit: ['tests/bridge/other.test.ts'] },
    })
  })

  test('[DV23] types are checked in the folders that something typed has changed in', () => {
    const named = (...changed: string[]): string[] => typesToCheck(changed).map(({ name }) => name)
    expect(named('tests/run/budgets.json', 'bridge/src/log.ts', 'vite.config.ts', 'docs/load.json', 'README.md')).toEqual([
      'types of bridge, tests, vite.config.ts',
    ])
    expect(named('overlay/src/dock/dock.svelte')).toEqual(['types of overlay', 'rules that need types, in the overlay'])
    expect(named('CHANGELOG.md', 'package.json')).toEqual([])
  })
})
