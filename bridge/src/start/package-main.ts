import { readFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import type { StartProblem } from '@standby/shared/words/start-problems.ts'
import { dataDirOf } from './data-dir.ts'
import { FILES_FILE, missingFiles, type FileSizes } from './missing-files.ts'
import { problemOfCode, showProblem } from './problem.ts'

// What a package runs. It loads the bridge only when all of it is there, so that a missing file becomes a page instead of a stack trace in a
// console that closes.

const dataDir = dataDirOf(process.env)

async function start(): Promise<void> {
  if (process.argv.includes('--quit')) {
    const [{ readConfig }, { quitRunning }] = await Promise.all([import('../config.ts'), import('./quit-running.ts')])
    const result = readConfig(process.env)
    process.exitCode = result.ok && (await quitRunning(result.config.port, result.config.dataDir)) === 'still-running' ? 1 : 0
    return
  }
  const files = missingFiles(import.meta.dirname, JSON.parse(readFileSync(join(import.meta.dirname, FILES_FILE), 'utf8')) as FileSizes)
  if (files.length > 0) return fail({ code: 'files-missing', params: { files } }, files)
  // In the data folder, which belongs to this account alone: in a shared one another person could leave code.
  module.enableCompileCache(join(dataDir, 'compiled'))
  await import('../main.ts')
  // By then what a show needs is loaded; at the end it would be too late if the window is simply closed.
  setTimeout(module.flushCompileCache, 3_000).unref()
}

async function fail(problem: StartProblem, details: readonly string[]): Promise<void> {
  process.exitCode = 1
  process.stderr.write(`Standby cannot start: ${problem.code}\n${details.join('\n')}\n`)
  await showProblem(problem, details, dataDir)
}

start().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : null
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'ENOENT'
  const problem: StartProblem = isMissing
    ? { code: 'files-missing', params: { files: ['app'] } }
    : (problemOfCode(code, dataDir) ?? { code: 'unknown', params: {} })
  return fail(problem, [details])
})
