import module from 'node:module'
import { join } from 'node:path'
import { ownNode, tooOld } from './own-node.mjs'

// What `pnpm start` runs: builds what has changed, then starts what was built. It is plain JavaScript, because the first file with types
// makes Node load what strips them, 60 ms; the one with types below comes out of the cache from the second start on.

// An install that broke off leaves `node` to the one that the computer has.
const words = tooOld(process.version, ownNode().version, process.platform, process.arch)
if (words !== null) {
  console.error(['Standby cannot start:', ...words].join('\n  '))
  process.exit(1)
}

// In the project's own folder: in a shared one for temporary files another user of the computer could put code.
module.enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/standby'))

const { ensureBuilt, BuildFailed } = await import('./src/start/build-check.ts')
const isBuilt = await ensureBuilt(() => console.log('Building Standby (only after a change)…')).then(
  () => true,
  (error) => {
    console.error(error instanceof BuildFailed ? `Standby cannot start:\n  ${error.message}` : error)
    process.exitCode = 1
    return false
  },
)

// A worker of a fleet is not part of what is built: no creator's start is longer for it.
const isWorker = process.argv.includes('--fleet') || (process.env.STANDBY_NATS_URL ?? '') !== ''
const worker = process.argv.includes('--local') ? '../tests/lab/fleet-local.ts' : './src/fleet/main.ts'

if (isBuilt) {
  await import(isWorker ? worker : './dist/main.js')
  // By then what a show needs is loaded; at the end it would be too late where the window is simply closed.
  setTimeout(module.flushCompileCache, 3_000).unref()
}
