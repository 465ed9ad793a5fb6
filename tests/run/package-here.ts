import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../lab/bench/support/start-cost.ts'
import { waitFor } from '../support/wait.ts'
import { ROOT, runProgram } from './program.ts'

// A part of every run: makes the package of this computer as a folder, starts it once, asks for each page, and has it quit. `pnpm test package`
// has the rest, with the archives and the other systems.

const PATHS = ['/', '/dock', '/overlay', '/standby', '/client.js', '/service-worker.js', '/licences', '/changes']

async function main(): Promise<void> {
  if (process.platform !== 'linux') return void console.log('Packages are made on Linux.')
  const make = ['packaging/package.ts', 'linux', '--folders', '--here']
  const { code, output } = await runProgram(process.execPath, make, { output: 'keep', timeoutMs: 300_000 })
  if (code !== 0) throw new Error(`The package could not be made:\n${output}`)
  const program = globSync(join(ROOT, `dist/work/Standby-*-linux-${process.arch}/standby`))[0]
  if (program === undefined) throw new Error('The package that was made has no program.')
  const port = await freePort()
  const dataDir = mkdtempSync(join(tmpdir(), 'standby-package-'))
  const env = {
    ...process.env,
    STANDBY_PORT: String(port),
    STANDBY_DATA_DIR: dataDir,
    STANDBY_SECRETS: 'file',
    OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1',
    STANDBY_TIKFINITY_PORT: '',
  }
  const child = spawn(program, ['--background'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = once(child, 'exit')
  try {
    const origin = `http://127.0.0.1:${port}`
    await waitFor(() => fetch(`${origin}/healthz`), { what: 'the packaged Standby', timeoutMs: 60_000 })
    for (const path of PATHS) {
      const { status } = await fetch(origin + path)
      if (status !== 200) throw new Error(`The package answers ${path} with ${status}.`)
    }
    const quit = await runProgram(program, ['--quit'], { output: 'keep', timeoutMs: 60_000, env })
    const [exitCode] = (await gone) as [number | null]
    if (quit.code !== 0 || exitCode !== 0) throw new Error(`The package did not quit (${quit.code}, ${exitCode}): ${quit.output}`)
  } finally {
    child.kill('SIGKILL')
    await gone
    rmSync(dataDir, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
