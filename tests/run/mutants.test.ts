import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Equivalent } from '../lab/mutants/equivalent.ts'
import { FAULTS } from '../lab/mutants/faults.ts'
import { pureFiles, pureFilesIn, ROOT } from '../lab/mutants/pure-files.ts'
import { LEFT_OUT } from '../lab/mutants/test-files.ts'
import { mergedScores, missedGoals, scoresIn, scoreTable, verdictOf, type Judged } from '../lab/mutants/score.ts'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

const mutant = (change: Partial<Judged> = {}): Judged => ({
  file: 'shared/src/feed/replica.ts',
  line: 3,
  column: 7,
  mutator: 'ConditionalExpression',
  original: 'a <\n    b',
  onLine: '  if (a < b) return',
  replacement: 'true',
  status: 'lived',
  reason: '',
  ...change,
})
const entry = (change: Partial<Equivalent> = {}): Record<string, Equivalent[]> => ({
  'shared/src/feed/replica.ts': [
    { mutator: 'ConditionalExpression', original: 'a < b', line: 'if (a < b)', replacement: 'true', why: 'It is.', ...change },
  ],
})

describe('Development', () => {
  test.each(LEFT_OUT)('[DV11] of the tests that judge no mutant, some are at %s', (pattern) => {
    expect(globSync(pattern, { cwd: ROOT }).filter((file) => file.endsWith('.test.ts'))).not.toEqual([])
  })

  describe('what a run of mutants says', () => {
    test('[DV11] a mutant that lived is reported, unless it is on the list of equivalents', () => {
      const found = [mutant({ status: 'found' }), mutant({ status: 'found' }), mutant({ status: 'found' })]
      expect(verdictOf([...found, mutant()], {})).toMatchObject({ lived: [mutant()], problems: [] })
      const { lived, problems, folders } = verdictOf([...found, mutant()], entry())
      expect([lived, problems]).toEqual([[], []])
      expect(scoreTable(folders)).toContain('| `shared/src/feed` | 4 | 3 | 1 | **100.0 %** | 95 % |')
    })

    test.each<[string, Judged[], Partial<Equivalent>]>([
      ['another mutator', [mutant()], { mutator: 'EqualityOperator' }],
      ['another text', [mutant()], { original: 'a < c' }],
      ['another replacement', [mutant()], { replacement: 'false' }],
      ['another line', [mutant()], { line: 'while (a < b)' }],
      ['one that was found', [mutant({ status: 'found' })], {}],
      ['two at once', [mutant(), mutant({ line: 9 })], {}],
    ])('[DV11] an entry of that list that fits %s fails the run', (_, mutants, change) => {
      expect(verdictOf(mutants, entry(change)).problems).toHaveLength(1)
    })

    test('[DV11] one that could not be judged fails the run; entries for files left out do not', () => {
      expect(verdictOf([mutant({ status: 'failed', reason: 'it leaks' })], {}).problems).toEqual([
        'shared/src/feed/replica.ts:3:7 ConditionalExpression could not be judged: it leaks',
      ])
      expect(verdictOf([mutant({ file: 'shared/src/live/gap.ts', status: 'found' })], entry()).problems).toEqual([])
    })

    test('[DV11] a folder, or all of it, below its goal fails a run over everything', () => {
      const score = (folder: string, found: number) => ({ folder, found, total: 100, equivalent: 0 })
      expect(missedGoals([score('shared/src/feed', 95), score('shared/src', 75)])).toEqual([])
      expect(missedGoals([score('shared/src/feed', 94), score('shared/src', 70)])).toEqual([
        'shared/src/feed is at 94.0 %, below its goal of 95 %.',
        'All of it is at 82.0 %, below 85 %.',
      ])
    })

    test('[DV11] a run over some folders renews their lines of the table, and no other', () => {
      const score = (folder: string, found: number) => ({ folder, found, total: 100, equivalent: 2 })
      const before = [score('a/gone', 1), score('shared/src', 70), score('shared/src/feed', 90)]
      expect(scoresIn(`text\n\n${scoreTable(before)}\n\n| \`a\` | b |`)).toEqual(before)
      const judged = [score('shared/src/feed', 98), score('shared/src/live', 97)]
      const folders = ['shared/src', 'shared/src/feed', 'shared/src/live']
      expect(mergedScores(before, judged, folders)).toEqual([score('shared/src', 70), ...judged])
    })

    test('[DV11] all pure code is mutated, or the part that was asked for', () => {
      expect(pureFiles()).toEqual(expect.arrayContaining(['shared/src/connection/connection.ts', 'bridge/src/obs/scenes/decide.pure.ts']))
      expect(new Set(pureFiles()).size).toBe(pureFiles().length)
      expect(pureFiles().filter((file) => /^bridge\/src\/obs\/(automation|obs)\.ts$/.test(file))).toEqual([])
      expect(pureFilesIn(['shared/src/feed', 'bridge/src/obs/scenes/decide.pure.ts', 'bridge/src/network'])).toEqual([
        'bridge/src/network/suspicion.pure.ts',
        'bridge/src/network/verdict.pure.ts',
        'bridge/src/obs/scenes/decide.pure.ts',
        'shared/src/feed/reader.ts',
        'shared/src/feed/replica.ts',
        'shared/src/feed/types.ts',
      ])
      expect(() => pureFilesIn(['bridge/src/server'])).toThrow('names no pure code')
    })
  })

  test('[DV11] what pure code runs is mutated with it, and not what only gives it types', () => {
    const files = pureFiles()
    // `decide.pure.ts` runs `reconcile-source.ts`, which runs `scene.ts`. Of `state.ts` it takes a type.
    expect(files).toEqual(
      expect.arrayContaining(['reconcile-source', 'scene', 'way-back'].map((name) => `bridge/src/obs/scenes/${name}.ts`)),
    )
    expect(files).not.toContain('bridge/src/obs/scenes/state.ts')
    // It asks Node whether a text is an IP address.
    expect(files).not.toContain('bridge/src/network/targets.ts')
  })

  test.each(FAULTS.map((fault) => [fault.what, fault] as const))(
    '[DV12] %s: planted in one place, and found by a test that is there',
    (_, fault) => {
      expect(read(fault.file).split(fault.find)).toHaveLength(2)
      expect(read(fault.test)).toContain(`'${fault.title}`)
      const rule = /^\[\w+\]/.exec(fault.title)?.[0]
      expect(read('docs/testing.md')).toContain(`| ${fault.what} | \`${fault.file}\` | \`${fault.test}\` ${rule} |`)
    },
  )
})
