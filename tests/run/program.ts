import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export const ROOT = join(import.meta.dirname, '../..')

export interface Finished {
  /** `null` when it was killed or could not be started. */
  code: number | null
  output: string
}

export interface ProgramOptions {
  env?: Record<string, string>
  /** `show` writes straight to this terminal, `keep` collects, a file name collects and writes there as well. */
  output: 'show' | 'keep' | { file: string }
  timeoutMs: number
  /** Where it runs; the project's own folder if left out. */
  cwd?: string
}

/** Runs a program to its end, without a shell. Never throws: what went wrong is in the output, and `code` is not 0. */
export function runProgram(command: string, args: string[], options: ProgramOptions): Promise<Finished> {
  const { output, timeoutMs, cwd = ROOT, env = {} } = options
  const file = typeof output === 'object' ? createWriteStream(output.file, { flags: 'a' }) : null
  return new Promise((resolve) => {
    let text = ''
    const write = (chunk: string): void => {
      if (output === 'show') process.stdout.write(chunk)
      else text += chunk
      file?.write(chunk)
    }
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8')
      stream?.on('data', write)
    }
    const end = (code: number | null): void => {
      file?.end()
      resolve({ code, output: text })
    }
    child.once('error', (error) => {
      write(`${command} could not be started: ${error.message}\n`)
      end(null)
    })
    child.once('close', (code, signal) => {
      if (signal !== null) write(`${command} was ended by ${signal}${child.killed ? ` after ${timeoutMs / 1000} s` : ''}.\n`)
      end(code)
    })
  })
}

const Package = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) })

/** Runs a command of an installed package with this same Node: no shell, no `.cmd` file, the same on every system. */
export function runTool(name: string, args: string[], options: ProgramOptions): Promise<Finished> {
  const folder = join(ROOT, 'node_modules', name)
  const { bin } = Package.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const file = typeof bin === 'string' ? bin : bin[name]
  if (file === undefined) throw new Error(`The package in ${folder} has no command ${name}.`)
  return runProgram(process.execPath, [join(folder, file), ...args], options)
}
