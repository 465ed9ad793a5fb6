import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { diskFailureOf } from './store/disk-failure.ts'
import { DatabaseInUse, DatabaseTooNew } from './store/database.ts'
import { startBridge } from './bridge.ts'
import { PAGES_DIR } from './paths.ts'
import { readConfig, type Config } from './config.ts'
import { lookAtPort, whoHas } from './doctor/look-port.ts'
import { promptToOpen } from './start/open-prompt.ts'
import { alreadyRunning, portTaken, started } from './start/messages.ts'

/** The command: reads the environment, starts the bridge, prints its addresses, stops on a signal. */
async function main(): Promise<void> {
  const result = readConfig(process.env)
  if (!result.ok) return fail(result.errors)
  const { config, warnings } = result
  for (const warning of warnings) console.warn(`Warning: ${warning}`)

  const isFirstStart = !existsSync(join(config.dataDir, 'standby.db'))
  const bridge = await startBridge(config, { pagesDir: PAGES_DIR, warnings }).catch((error: unknown) => explain(error, config))
  // What was begun before it failed must not keep the process.
  if (bridge === null) process.exit()

  for (const problem of bridge.storageProblems()) console.warn(`Warning: ${problem}`)
  console.log(started(bridge.url, config, { demo: bridge.demo(), origins: bridge.otherOrigins() }).join('\n'))
  // Once in its life: a person who was here before knows the way.
  const takeBack = isFirstStart ? promptToOpen({ input: process.stdin, output: process.stdout, url: `${bridge.url}/`, open }) : null

  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    takeBack?.()
    bridge.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const) process.on(signal, stop)
}

async function open(url: string): Promise<void> {
  const opener = await import('open')
  await opener.default(url)
}

function fail(lines: readonly string[]): void {
  console.error(['Standby cannot start:', ...lines.map((line) => `  ${line}`)].join('\n'))
  process.exitCode = 1
}

/** Known ways to fail, in words that say what to do; anything else is a bug and is thrown on, with its stack. */
async function explain(error: unknown, config: Config): Promise<null> {
  const { host, port } = config
  if (error instanceof DatabaseInUse) {
    const owner = port === 0 ? null : await whoHas(port)
    if (owner?.state === 'standby') console.log(alreadyRunning(owner.url).join('\n'))
    else fail([`${error.message} Use that one, stop it first, or give this one its own STANDBY_DATA_DIR.`])
    return null
  }
  if (error instanceof DatabaseTooNew) {
    fail([error.message])
    return null
  }
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') fail(portTaken(port, await whoHas(port), await nextFree(host, port), process.platform))
  else if (code === 'EACCES' && isOfPort(error)) fail(['The port may not be used by this account. Set STANDBY_PORT to another one.'])
  else if (diskFailureOf(error) !== null)
    fail([`${reasonOf(error)}. Check this file or folder, or set STANDBY_DATA_DIR to another folder.`])
  else throw error
  return null
}

function isOfPort(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen'
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

main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
