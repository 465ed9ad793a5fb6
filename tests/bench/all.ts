import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePages } from '@standby/bridge/pages.ts'
import * as z from 'zod'
import { machine, OUTPUT } from './support/result.ts'

// `pnpm bench`: every bench, one after the other, in less than ten minutes on a quiet computer; docs/load.md has what came of it.
// `--short` is passed on: a few seconds each, and the docs stay as they are.

const ROOT = join(import.meta.dirname, '../..')
const BENCHES = ['feed', 'connector', 'start', 'channels', 'overlay', 'policy', 'faults'] as const
const LIMIT_MS = 6 * 60_000

const goals = z.object({ goals: z.array(z.object({ text: z.string(), met: z.boolean() })) }).catch({ goals: [] })

function run(name: string): Promise<number | null> {
  return new Promise((resolve) => {
    const file = join(import.meta.dirname, `${name}.ts`)
    const child = spawn(process.execPath, [file, ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' })
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
    child.on('exit', (code) => {
      clearTimeout(timer)
      resolve(code)
    })
  })
}

await ensurePages(() => console.log('Building the pages …'))
const startedAt = performance.now()
const lines: string[] = []
for (const name of BENCHES) {
  const begunAt = performance.now()
  console.log(`\n===== bench:${name}`)
  const code = await run(name)
  const seconds = ((performance.now() - begunAt) / 1_000).toFixed(0)
  const file = join(OUTPUT, `bench-${name}.json`)
  const told = existsSync(file) ? goals.parse(JSON.parse(readFileSync(file, 'utf8'))).goals : []
  lines.push(`${name}: ${code === 0 ? 'done' : `ended with ${code ?? 'no code: it took too long'}`} in ${seconds} s`)
  lines.push(...told.map(({ text, met }) => `  ${met ? 'met   ' : 'MISSED'} ${text}`))
  if (code !== 0) process.exitCode = 1
}
const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
console.log(`\n===== all, on ${machine()}\n\n${lines.join('\n')}\n\nAll of it took ${minutes} min.`)
