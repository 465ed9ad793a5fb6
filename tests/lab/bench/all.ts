import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '@standby/bridge/start/build-check.ts'
import * as z from 'zod'
import { machine, OUTPUT } from './support/result.ts'

// `pnpm bench`: every bench, one after the other, in a quarter of an hour or more; docs/load.md shows the results. If one fails or takes too
// long, the end says so, and the others run all the same. `pnpm bench feed resume` runs these two. Options go to each bench; with `--short`
// it takes a few seconds and leaves the docs as they are.

const ROOT = join(import.meta.dirname, '../../..')
const BENCHES = ['feed', 'resume', 'connector', 'start', 'channels', 'overlay', 'policy', 'faults'] as const
const LIMIT_MS = 15 * 60_000
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'))
const unknown = asked.filter((name) => !BENCHES.some((bench) => bench === name))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are ${BENCHES.join(', ')}.`)
  process.exit(2)
}

const goals = z.object({ goals: z.array(z.object({ text: z.string(), met: z.boolean() })) })

/** What came of a bench's goals; none where it got to no result, or not to a whole one. */
function goalsIn(file: string): z.infer<typeof goals>['goals'] {
  try {
    return goals.parse(JSON.parse(readFileSync(file, 'utf8'))).goals
  } catch {
    return []
  }
}

function run(name: string): Promise<number | null> {
  return new Promise((resolve) => {
    const file = join(import.meta.dirname, `${name}.ts`)
    const child = spawn(process.execPath, [file, ...options], { cwd: ROOT, stdio: 'inherit' })
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
    const over = (code: number | null): void => {
      clearTimeout(timer)
      resolve(code)
    }
    child.on('error', () => over(null))
    child.on('exit', over)
  })
}

// What needs nothing built can be measured without it.
await ensureBuilt(() => console.log('Building …')).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
const startedAt = performance.now()
const lines: string[] = []
for (const name of asked.length > 0 ? asked : BENCHES) {
  const begunAt = performance.now()
  console.log(`\n===== bench:${name}`)
  const file = join(OUTPUT, `bench-${name}.json`)
  // One of an earlier run would be taken for this one's.
  rmSync(file, { force: true })
  const code = await run(name)
  const seconds = ((performance.now() - begunAt) / 1_000).toFixed(0)
  lines.push(`${name}: ${code === 0 ? 'done' : `ended with ${code ?? 'no code: it took too long'}`} in ${seconds} s`)
  lines.push(...goalsIn(file).map(({ text, met }) => `  ${met ? 'met   ' : 'MISSED'} ${text}`))
  if (code !== 0) process.exitCode = 1
}
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
console.log(`\n===== all, on ${machine()}\n\n${lines.join('\n')}\n\nAll of it took ${minutes} min.`)
