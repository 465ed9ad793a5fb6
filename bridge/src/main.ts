import { DatabaseInUse, DatabaseTooNew } from './store/database.ts'
import { readConfig } from './config.ts'
import { ensurePages, PAGES_DIR } from './pages.ts'
import { startBridge } from './bridge.ts'

/** The command: reads the environment, builds the pages if need be, starts the bridge, prints its addresses, stops on a signal. */
async function main(): Promise<void> {
  const result = readConfig(process.env)
  if (!result.ok) return fail(result.errors)
  for (const warning of result.warnings) console.warn(`Warning: ${warning}`)

  await ensurePages(() => console.log('Building the pages (only after a change)…'))
  const bridge = await startBridge(result.config, { pagesDir: PAGES_DIR, warnings: result.warnings })

  const problem = bridge.storageProblem()
  if (problem !== null) console.warn(`Warning: ${problem}`)
  const { reconnection } = result.config
  const [baseDelay, maxDelay] = [seconds(reconnection.baseDelayMs), seconds(reconnection.maxDelayMs)]
  console.log(
    [
      '',
      `  Standby is on${bridge.demo() ? ', with its demo LIVE' : ''}.`,
      '',
      `  Home     ${bridge.url}/`,
      `  Overlay  ${bridge.url}/overlay   in OBS: Sources > + > Browser`,
      `  Dock     ${bridge.url}/dock      in OBS: Docks > Custom Browser Docks`,
      '',
      `  After a drop: tries after ${baseDelay}, then × ${reconnection.multiplier} up to ${maxDelay}.`,
      `  Data and log: ${result.config.dataDir}`,
      '  Stop with Ctrl+C.',
      '',
    ].join('\n'),
  )

  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
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

const seconds = (ms: number): string => `${ms / 1_000} s`

function fail(lines: readonly string[]): void {
  console.error(['Standby cannot start:', ...lines.map((line) => `  ${line}`)].join('\n'))
  process.exitCode = 1
}

/** Known ways to fail, in words that say what to do; anything else is a bug and keeps its stack. */
function explain(error: unknown): string | null {
  if (error instanceof DatabaseInUse) return `${error.message} Use that one, stop it first, or give this one its own STANDBY_DATA_DIR.`
  if (error instanceof DatabaseTooNew) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE')
    return 'The port is taken, perhaps by another Standby. Close that program, or set STANDBY_PORT to another port (0: any free one).'
  if (code === 'EACCES')
    return 'The port or the data directory may not be used by this account. Set STANDBY_PORT or STANDBY_DATA_DIR to another one.'
  if (error instanceof Error && error.message.startsWith('The pages could not be built.')) return error.message
  return null
}

main().catch((error: unknown) => {
  const known = explain(error)
  if (known === null) console.error(error)
  else fail([known])
  process.exit(1)
})
