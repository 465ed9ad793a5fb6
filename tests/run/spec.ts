import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './program.ts'
import { IDS, titlesIn, type TestTitle } from './titles.ts'

export interface SpecResult {
  ruleCount: number
  testCount: number
  /** What is wrong, a sentence each; empty when all is well. */
  problems: string[]
}

/** A rule is a list item that starts with its id in bold: `- **CN3** A flapping link keeps backing off.` */
const RULE = /^[-*] +\*\*([^*]+)\*\*/
const ID = /^[A-Z]{2,}\d+$/
/** Of a title, without its ids. */
const LONGEST_TITLE = 89
/** `## 28. OBS and its scenes (OB)`: the section of the rules whose ids begin with OB. */
const HEADING = /^#{2,} +(?:[\d.]+ +)?(.+) \(([A-Z]{2,})\)$/

/** Holds the rules of the spec's text against the names of the tests. Pure. */
export function checkSpec(spec: string, tests: TestTitle[]): SpecResult {
  const problems: string[] = []
  const rules = new Set<string>()
  const sections = new Map<string, string>()
  for (const [index, line] of spec.split(/\r?\n/).entries()) {
    const [, name, prefix] = HEADING.exec(line) ?? []
    if (name !== undefined && prefix !== undefined) sections.set(prefix, name)
    const id = RULE.exec(line)?.[1]
    if (id === undefined) continue
    if (!ID.test(id)) problems.push(`SPEC.md:${index + 1}: "${id}" is no rule id; an id is capitals and a number, as in CN3.`)
    else if (rules.has(id)) problems.push(`SPEC.md:${index + 1}: ${id} is defined a second time.`)
    else rules.add(id)
  }

  const proved = new Set<string>()
  for (const { file, line, title, rules: named, groups, proves } of tests) {
    const place = `${file}:${line}`
    if (title === null) problems.push(`${place}: the test's name is not written as text, so its rule cannot be read.`)
    else if (named.length === 0) problems.push(`${place}: "${title}" names no rule.`)
    const words = title?.replace(IDS, '') ?? ''
    if (words.length > LONGEST_TITLE)
      problems.push(`${place}: a title has at most ${LONGEST_TITLE} characters, and this one ${words.length}.`)
    const section = sections.get(/^[A-Z]+/.exec(named[0] ?? '')?.[0] ?? '')
    if (section !== undefined && !groups.includes(section)) problems.push(`${place}: this test belongs in describe('${section}').`)
    for (const id of named) {
      if (!rules.has(id)) problems.push(`${place}: ${id} is not in SPEC.md.`)
      if (proves) proved.add(id)
    }
  }
  for (const id of rules) if (!proved.has(id)) problems.push(`SPEC.md: ${id} has no test.`)
  return { ruleCount: rules.size, testCount: tests.length, problems }
}

/** Names of all tests below `tests/`, or below some folders of it (`shared`, `{shared,bridge}`). */
export function readTitles(folder = '.'): TestTitle[] {
  const files = globSync(`tests/${folder}/**/*.test.ts`, { cwd: ROOT, exclude: ['**/node_modules/**'] }).sort()
  return files.flatMap((file) => titlesIn(readFileSync(join(ROOT, file), 'utf8'), file))
}

/** The check over this repository's own files. */
export function checkOwnSpec(): SpecResult {
  return checkSpec(readFileSync(join(ROOT, 'SPEC.md'), 'utf8'), readTitles())
}
