import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StartProblem } from '@standby/shared/words/start-problems.ts'
import { diskFailureOf } from './store/disk-failure.ts'
import { DatabaseInUse, DatabaseTooNew } from './store/database.ts'
import { startBridge, type Bridge } from './bridge.ts'
import { openOnScreen } from './computer/open.ts'
import { PACKAGE, PAGES_DIR, ROOT } from './paths.ts'
import { readConfig, type Config } from './config.ts'
import { lookAtPort, whoHas } from './doctor/look-port.ts'
import { dataDirOf } from './start/data-dir.ts'
import { promptToOpen } from './start/open-prompt.ts'
import { alreadyRunning, portTaken, started } from './start/messages.ts'
import { problemOfCode, showProblem } from './start/problem.ts'
import { stopOnSignal } from './start/stop-on-signal.ts'
import { tookOver } from './start/take-over.ts'

/** A package opens the home page, because nobody looks at its console. With the computer it starts quietly. */
const opensHome = PACKAGE !== null && !process.argv.includes('--background')

/** The command: reads the environment, starts the bridge, prints its addresses, stops on a signal. */
async function main(): Promise<void> {
  const result = readConfig(process.env)
  if (!result.ok) return fail(result.errors, { code: 'wrong-settings', params: {} })
  const { config, warnings } = result
  for (const warning of warnings) console.warn(`Warning: ${warning}`)

  const isFirstStart = !existsSync(join(config.dataDir, 'standby.db'))
  let quit = (): void => undefined
  const about = { pagesDir: PAGES_DIR, folder: PACKAGE === null ? ROOT : null, warnings, quit: () => quit() }
  const begin = (): Promise<Bridge> => startBridge(config, about)
  const bridge = await begin().catch(async (error: unknown) =>
    (await isReplaced(error, config)) ? begin().catch((next: unknown) => explain(next, config)) : explain(error, config),
  )
  // What was begun before it failed must not keep the process.
  if (bridge === null) process.exit()

  for (const problem of bridge.storageProblems()) console.warn(`Warning: ${problem}`)
  console.log(started(bridge.url, config, { demo: bridge.demo(), origins: bridge.otherOrigins() }).join('\n'))
  if (opensHome) await openHome(bridge.url)
  // Once in its life: a person who was here before knows the way.
  const takeBack =
    isFirstStart && PACKAGE === null
      ? promptToOpen({ input: process.stdin, output: process.stdout, url: `${bridge.url}/`, open: openOnScreen })
      : null

  quit = stopOnSignal(() => {
    takeBack?.()
    return bridge.stop()
  }, console.error)
}

async function openHome(url: string): Promise<void> {
  await openOnScreen(`${url}/`).catch(() => console.warn(`No browser could be opened. Open ${url}/ yourself.`))
}

/** Whether this package is a newer version than the one that runs, which has ended for it. One that starts with the computer ends nobody. */
async function isReplaced(error: unknown, config: Config): Promise<boolean> {
  if (PACKAGE === null || !opensHome || config.port === 0 || !(error instanceof DatabaseInUse)) return false
  const owner = await whoHas(config.port)
  return owner.state === 'standby' && (await tookOver(owner.url, PACKAGE.version, config))
}

/** `lines`: for a terminal. A package shows the problem as a page. */
async function fail(lines: readonly string[], problem: StartProblem): Promise<void> {
  console.error(['Standby cannot start:', ...lines.map((line) => `  ${line}`)].join('\n'))
  process.exitCode = 1
  if (PACKAGE !== null) await showProblem(problem, lines, dataDirOf(process.env))
}

/** Known ways to fail, in words that say what to do; anything else is a bug and is thrown on, with its stack. */
async function explain(error: unknown, config: Config): Promise<null> {
  const { host, port, dataDir: folder } = config
  if (error instanceof DatabaseInUse) {
    const owner = port === 0 ? null : await whoHas(port)
    if (owner?.state === 'standby') {
      console.log(alreadyRunning(owner.url).join('\n'))
      if (opensHome) await openHome(owner.url)
    } else {
      await fail([`${error.message} Use that one, stop it first, or give this one its own STANDBY_DATA_DIR.`], {
        code: 'data-in-use',
        params: { folder },
      })
    }
    return null
  }
  if (error instanceof DatabaseTooNew) {
    await fail([error.message], { code: 'data-too-new', params: { folder } })
    return null
  }
  const { code, syscall } = systemError(error)
  if (code === 'EADDRINUSE') await failOnPort(config)
  else if (code === 'EACCES' && syscall === 'listen') {
    await fail(['The port may not be used by this account. Set STANDBY_PORT to another one.'], { code: 'port-refused', params: { port } })
  } else if (diskFailureOf(error) !== null) {
    const lines = [`${reasonOf(error)}. Check this file or folder, or set STANDBY_DATA_DIR to another folder.`]
    await fail(lines, problemOfCode(code, folder) ?? { code: 'unknown', params: {} })
  } else throw error
  return null

  async function failOnPort({ port }: Config): Promise<void> {
    const owner = await whoHas(port)
    const problem: StartProblem =
      owner.state === 'standby'
        ? { code: 'port-taken-by-standby', params: { port } }
        : { code: 'port-taken', params: { port, by: owner.by } }
    await fail(portTaken(port, owner, await nextFree(host, port), process.platform), problem)
  }
}

function systemError(error: unknown): { code: unknown; syscall: unknown } {
  if (!(error instanceof Error)) return { code: null, syscall: null }
  return { code: 'code' in error ? error.code : null, syscall: 'syscall' in error ? error.syscall : null }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function nextFree(host: string, port: number): Promise<number | null> {
  for (let next = port + 1; next <= Math.min(port + 20, 65_535); next++) {
    if ((await lookAtPort(host, next)).state === 'free') return next
  }
  return null
}

main().catch(async (error: unknown) => {
  console.error(error)
  const lines = [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  if (PACKAGE !== null) await showProblem({ code: 'unknown', params: {} }, lines, dataDirOf(process.env))
  process.exit(1)
})
