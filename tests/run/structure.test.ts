import { describe, expect, test } from 'vitest'
import { folderProblems, importCycles } from './structure.ts'

const files = (texts: Record<string, string>): Map<string, string> => new Map(Object.entries(texts))

describe('Development', () => {
  test('[DV26] files that import each other in a circle are named in order', () => {
    const circle = files({
      'bridge/src/a.ts': "import { b } from './live/b.ts'",
      'bridge/src/live/b.ts': "import type {\n  C,\n} from '@standby/shared/c.ts'",
      'shared/src/c.ts': "export { a } from '../../bridge/src/a.ts'",
      'shared/src/d.ts': "import './c.ts'",
    })
    expect(importCycles(circle)).toEqual([['bridge/src/a.ts', 'bridge/src/live/b.ts', 'shared/src/c.ts']])
  })

  test('[DV26] two ways to the same file are no circle, and packages do not count', () => {
    const tree = files({
      'bridge/src/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'\nimport * as z from 'zod'",
      'bridge/src/b.ts': "import { c } from './c.ts'",
      'bridge/src/c.ts': '',
    })
    expect(importCycles(tree)).toEqual([])
  })

  const TABLE = '| folder | what |\n| --- | --- |\n| `bridge/src` | the root |\n| `bridge/src/live` | a LIVE |\n'
  const SOURCES = ['bridge/src/main.ts', 'bridge/src/live/routes.ts']

  test('[DV27] a table with each folder is fine', () => {
    expect(folderProblems(SOURCES, TABLE)).toEqual([])
  })

  test.each<[string, string[], string, string]>([
    [
      'a folder that is not described',
      [...SOURCES, 'shared/src/words/a.ts'],
      TABLE,
      'docs/architecture.md does not describe shared/src/words.',
    ],
    [
      'a folder that is gone',
      SOURCES,
      `${TABLE}| \`bridge/src/old\` | was here |`,
      'docs/architecture.md describes bridge/src/old, which has no source.',
    ],
    [
      'wiring beside its feature',
      [...SOURCES, 'bridge/src/obs-side.ts'],
      TABLE,
      'bridge/src/obs-side.ts: routes and wiring belong to the folder of their feature.',
    ],
  ])('[DV27] %s is named', (_, paths, table, problem) => {
    expect(folderProblems(paths, table)).toEqual([problem])
  })

  test('[DV27] a ninth file at the root of the bridge is too many', () => {
    const many = Array.from({ length: 9 }, (_, n) => `bridge/src/${n}.ts`)
    expect(folderProblems([...many, 'bridge/src/live/a.ts'], TABLE)).toEqual(['bridge/src has 9 files at its root, and may have 8.'])
  })
})
