import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from '@standby/bridge/start/build-check.ts'
import { ROOT } from './program.ts'

/** Each name with its file below `tests/`, and the options that it always gets. */
export type Programs = Readonly<Record<string, readonly [file: string, ...options: string[]]>>

/** Runs the program that the command line names, on a fresh build; what follows the name goes to it. Ends this process as that one ended. */
export async function runNamed(command: string, programs: Programs): Promise<void> {
  const [name = '', ...rest] = process.argv.slice(2)
  const [file, ...options] = programs[name] ?? []
  if (file === undefined) {
    console.error(`Say which: ${command} ${Object.keys(programs).join(' | ')}`)
    process.exit(2)
  }
  await ensureBuilt(() => console.log('Building …'))
  const child = spawn(process.execPath, [join(ROOT, 'tests', file), ...options, ...rest], { stdio: 'inherit' })
  child.on('exit', (code) => process.exit(code ?? 1))
}
