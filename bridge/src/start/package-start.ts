import { readFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import type { StartProblem } from '@standby/shared/words/start-problems.ts'
import { FILES_FILE, missingFiles, type FileSizes } from './missing-files.ts'
import { problemOfCode, showProblem } from './problem.ts'

/**
 * Starts the bridge of a package, or with `--quit` ends the one that runs. It loads the bridge only when all of it is there, so that a missing
 * file becomes a page instead of a stack trace in a console that closes. Never rejects.
 */
export async function startPackage(dataDir: string): Promise<void> {
  try {
    await (process.argv.includes('--quit') ? quit() : start(dataDir))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'ENOENT'
    const problem: StartProblem = isMissing
      ? { code: 'files-missing', params: { files: ['app'] } }
      : (problemOfCode(code, dataDir) ?? { code: 'unknown', params: {} })
    await fail(problem, [details], dataDir)
  }
}

async function quit(): Promise<void> {
  const [{ readConfig }, { quitRunning }] = await Promise.all([import('../config.ts'), import('./quit-running.ts')])
  const result = readConfig(process.env)
  process.exitCode = result.ok && (await quitRunning(result.config.port, result.config.dataDir)) === 'still-running' ? 1 : 0
}

async function start(dataDir: string): Promise<void> {
  const files = missingFiles(import.meta.dirname, JSON.parse(readFileSync(join(import.meta.dirname, FILES_FILE), 'utf8')) as FileSizes)
  if (files.length > 0) return fail({ code: 'files-missing', params: { files } }, files, dataDir)
  await import('../main.ts')
  // By then what a show needs is loaded; at the end it would be too late if the window is simply closed.
  setTimeout(module.flushCompileCache, 3_000).unref()
}

async function fail(problem: StartProblem, details: readonly string[], dataDir: string): Promise<void> {
  process.exitCode = 1
  process.stderr.write(`Standby cannot start: ${problem.code}\n${details.join('\n')}\n`)
  await showProblem(problem, details, dataDir)
}
