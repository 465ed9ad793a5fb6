import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { confusablesIn, excerptOf, latinLookAlikes, rowsOf } from './look-alikes.pure.ts'

// `node tests/supply/look-alikes.ts FILE`: takes Unicode's confusables.txt (from unicode.org, or from ICU's source in
// source/data/unidata) over into the table of look-alike letters, and into the excerpt that a test compares it with.

const ROOT = join(import.meta.dirname, '../..')
const [, , file] = process.argv
if (file === undefined) throw new Error('Give the path of Unicode’s confusables.txt.')
const text = readFileSync(file, 'utf8')
const version = /^# Version: ([\d.]+)/m.exec(text)?.[1]
if (version === undefined) throw new Error(`${file} does not say which version of Unicode it is.`)

const confusables = confusablesIn(text)
const excerpt = `# The part of Unicode's confusables.txt (UTS #39, version ${version}) that shared/src/look-alikes.ts is made of.
# © 1991-2025 Unicode, Inc., under the Unicode License v3: https://www.unicode.org/license.txt
${excerptOf(confusables)}`
writeFileSync(join(ROOT, 'tests/support/fixtures/confusables.txt'), excerpt)

const table = join(ROOT, 'shared/src/look-alikes.ts')
const { small, capital } = latinLookAlikes(confusables)
const quoted = (looks: ReadonlyMap<string, string>): string =>
  rowsOf(looks)
    .map((row, at, { length }) => `  '${row}${at === length - 1 ? '' : ','}'`)
    .join(' +\n')
const source = readFileSync(table, 'utf8')
  .replace(/(const SMALL =\n)(?: {2}'.*\n)+/u, (_, head: string) => `${head}${quoted(small)}\n`)
  .replace(/(const CAPITAL =\n)(?: {2}'.*\n)+/u, (_, head: string) => `${head}${quoted(capital)}\n`)
  .replace(/\(version [\d.]+\)/, `(version ${version})`)
writeFileSync(table, source)
