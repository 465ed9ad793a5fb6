import { mkdirSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { openOnScreen } from '../computer/open.ts'
import { CANNOT_RUN } from './cannot-run.ts'
import { dataDirOf } from './data-dir.ts'

// What a package runs. It is small, because all that is loaded later comes out of the cache of what Node has compiled before.

const dataDir = dataDirOf(process.env)

/** In the data folder, which belongs to this account alone: in a shared one another person could leave code. */
function keepCompiled(): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    module.enableCompileCache(join(dataDir, 'compiled'))
  } catch {
    // Without a folder Standby says so itself.
  }
}

if (!process.argv.includes('--quit')) keepCompiled()
import('./package-start.ts').then(
  ({ startPackage }) => startPackage(dataDir),
  async (error: unknown) => {
    // So little is there that only the page beside the program can say it.
    process.exitCode = 1
    process.stderr.write(`${String(error)}\n`)
    await openOnScreen(join(import.meta.dirname, '..', CANNOT_RUN)).catch(() => undefined)
  },
)
