import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from '@standby/bridge/start/build-check.ts'

// `pnpm lab NAME …`: a program that takes minutes and needs the machine for itself. What follows the name goes to it.

const PROGRAMS: Readonly<Record<string, string>> = {
  chaos: 'chaos/chaos.ts',
  soak: 'soak/soak.ts',
  'obs-matrix': 'obs-matrix.ts',
}

const [name = '', ...rest] = process.argv.slice(2)
const program = PROGRAMS[name]
if (program === undefined) {
  console.error(`Say which: pnpm lab ${Object.keys(PROGRAMS).join(' | ')}`)
  process.exit(2)
}
await ensureBuilt(() => console.log('Building …'))
const child = spawn(process.execPath, [join(import.meta.dirname, program), ...rest], { stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))
