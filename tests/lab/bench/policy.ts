import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { page } from './report.ts'
import { play, scenarios, SEED, tunedDelays, unexplained } from './scenarios.ts'
import { behindInSeptember, september } from './september.ts'

// `pnpm bench policy`: plays the outages, prints the tables, writes docs/bench-policy.md, and the numbers into tests/output.

const ROOT = join(import.meta.dirname, '../../..')
const OUTPUT = join(ROOT, 'tests/output')

const one = scenarios(1).map(play)
const herd = scenarios(1_000).map(play)
const tuned = tunedDelays(one.filter(({ scenario }) => scenario.kind === 'tiktok').map(({ figures }) => figures.ours))
const ofSeptember = await september()
const text = page({ one, herd, tuned, september: ofSeptember })

console.log(text)
mkdirSync(OUTPUT, { recursive: true })
writeFileSync(join(ROOT, 'docs/bench-policy.md'), text)
writeFileSync(join(OUTPUT, 'bench-policy.md'), text)
writeFileSync(join(OUTPUT, 'bench-policy.json'), `${JSON.stringify({ seed: SEED, one, herd, tuned, september: ofSeptember }, null, 2)}\n`)

for (const complaint of [...unexplained([...one, ...herd]), ...behindInSeptember(ofSeptember)]) {
  console.error(complaint)
  process.exitCode = 1
}
