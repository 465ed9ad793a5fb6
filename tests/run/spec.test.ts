import { describe, expect, test } from 'vitest'
import { checkSpec } from './spec.ts'
import { idsOf, titlesIn } from './titles.ts'

const SPEC = '# Rules\n\nWords about **XY9** elsewhere do not define it.\n\n- **XY1** It keeps on.\n- **XY2** It stops.\n'
const problems = (source: string, spec = SPEC): string[] => checkSpec(spec, titlesIn(source, 'a.test.ts')).problems
const both = "test('[XY1] keeps on', () => {})\ntest('[XY2] stops', () => {})\n"

describe('Development', () => {
  test('[DV3] rules that all have their tests are fine', () => {
    expect(problems(both)).toEqual([])
  })

  test('[DV3] a rule without a test is named', () => {
    expect(problems("test('[XY1] keeps on', () => {})")).toEqual(['SPEC.md: XY2 has no test.'])
  })

  test('[DV3] a test that names an unknown rule is shown with its place', () => {
    expect(problems(`${both}it('[XY7] flies', () => {})`)).toEqual(['a.test.ts:3: XY7 is not in SPEC.md.'])
  })

  test('[DV3] a test that names no rule is shown with its place', () => {
    expect(problems(`${both}test('does things', () => {})`)).toEqual(['a.test.ts:3: "does things" names no rule.'])
  })

  test('[DV3] an id that is defined twice, or is none, is shown with its line', () => {
    expect(problems(both, `${SPEC}- **XY1** Again.\n- **xy-3** Odd.\n`)).toEqual([
      'SPEC.md:7: XY1 is defined a second time.',
      'SPEC.md:8: "xy-3" is no rule id; an id is capitals and a number, as in CN3.',
    ])
  })

  test('[DV3] a name that cannot be read is a problem', () => {
    expect(problems(`${both}const name = '[XY1] a'\ntest(name, () => {})`)).toHaveLength(1)
  })

  test.for([
    ["test.skip('[XY2] stops', () => {})"],
    ["test.todo('[XY2] stops')"],
    ["describe.skip('all', () => { test('[XY2] stops', () => {}) })"],
    ["test.skip.each([1])('[XY2] stops %s', () => {})"],
  ] as const)('[DV4] a test that never runs proves no rule: %s', ([source]) => {
    expect(problems(`test('[XY1] keeps on', () => {})\n${source}`)).toEqual(['SPEC.md: XY2 has no test.'])
  })

  test.for([
    ["test('[XY1][XY2] both', () => {})", ['XY1', 'XY2']],
    ["test.each([1, 2])('[XY1] with %s', () => {})", ['XY1']],
    ["test.for([['a']])('[XY1] with %s', () => {})", ['XY1']],
    ['test.each`a\n${1}`("[XY1] with $a", () => {})', ['XY1']],
    ['test(`[XY1] with ${name}`, () => {})', ['XY1']],
    ["test('[XY1] with ' + name, () => {})", ['XY1']],
    ["test.runIf(isWindows)('[XY1] there', () => {})", ['XY1']],
    ["const live = test.extend({ bridge: async ({}, use) => use(1) })\nlive('[XY1] with a bridge', () => {})", ['XY1']],
    ["describe('[XY1] a group', () => { test('one of it', () => {}) })", ['XY1']],
    ["scenario('[XY1] through a function of its own', () => {})", ['XY1']],
    ["for (const n of [1]) test('[XY1] in a loop', () => {})", ['XY1']],
  ] as const)('[DV3] reads the name of %s', ([source, rules]) => {
    expect(titlesIn(source, 'a.test.ts').map((found) => found.rules)).toEqual([rules])
  })

  test('[DV3] only ids at the start of a name count', () => {
    expect([idsOf('[CN3][FD12] x'), idsOf('about [CN3]'), idsOf('[1, 2]'), idsOf('[cn3] x'), idsOf('[CN3 x')]).toEqual([
      ['CN3', 'FD12'],
      [],
      [],
      [],
      [],
    ])
  })

  test('[DV24] a title of more than 89 characters after its ids is shown with its place', () => {
    const long = 'x'.repeat(90)
    expect(problems(`test('[XY1][XY2] ${long}', () => {})`)).toEqual(['a.test.ts:1: a title has at most 89 characters, and this one 90.'])
    expect(problems(`test('[XY1][XY2] ${long.slice(1)}', () => {})`)).toEqual([])
  })

  test('[DV25] a test outside the group of its section is shown with the group it belongs in', () => {
    const spec = SPEC.replace('# Rules', '# Rules\n\n## 3. Odd things (XY)')
    expect(problems(both, spec)).toEqual([
      "a.test.ts:1: this test belongs in describe('Odd things').",
      "a.test.ts:2: this test belongs in describe('Odd things').",
    ])
    expect(problems(`describe('Odd things', () => { describe('more of it', () => { ${both} }) })`, spec)).toEqual([])
  })
})
