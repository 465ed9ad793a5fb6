import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from '@standby/bridge/start/build-check.ts'

// `pnpm write-docs NAME`: makes what in docs/ is made by a program.

const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  dependencies: ['supply/dependencies.ts'],
  'obs-runs': ['support/obs/record-obs-runs.ts'],
  pictures: ['support/browser/take-pictures.ts', '--docs'],
}

const [name = '', ...rest] = process.argv.slice(2)
const [program, ...options] = PROGRAMS[name] ?? []
if (program === undefined) {
  console.error(`Say which: pnpm write-docs ${Object.keys(PROGRAMS).join(' | ')}`)
  process.exit(2)
}
await ensureBuilt(() => console.log('Building …'))
const child = spawn(process.execPath, [join(import.meta.dirname, program), ...options, ...rest], { stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))
