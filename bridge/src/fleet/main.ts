import { startBridge } from '../bridge.ts'
import { readConfig } from '../config.ts'
import { PAGES_DIR, ROOT } from '../paths.ts'
import { stopOnSignal } from '../start/stop-on-signal.ts'
import { openFleet } from './feature.ts'
import { readFleetSettings } from './settings.ts'

/** The command of a worker: joins the fleet that the environment names, and on a signal hands its channels over before it stops. */
async function main(): Promise<void> {
  const read = readConfig(process.env)
  const settings = readFleetSettings(process.env)
  const errors = [...(read.ok ? [] : read.errors), ...(typeof settings === 'string' ? [settings] : [])]
  if (!read.ok || typeof settings === 'string') return fail(errors)
  for (const warning of read.warnings) console.warn(`Warning: ${warning}`)
  const fleet = await openFleet(settings).catch((error: unknown) => reasonOf(error))
  if (typeof fleet === 'string') {
    return fail([`The NATS servers cannot be used (${fleet}). Check STANDBY_NATS_URL, and that two of three servers run (docs/fleet.md).`])
  }
  let quit = (): void => undefined
  const about = { pagesDir: PAGES_DIR, folder: ROOT, warnings: read.warnings, quit: () => quit(), channels: fleet }
  const bridge = await startBridge(read.config, about).catch((error: unknown) => {
    fail([reasonOf(error)])
    process.exit()
  })
  console.log(
    `\n  This worker of the fleet is on.\n\n  Home     ${bridge.url}/\n  Overlay  ${bridge.url}/overlay?channel=NAME\n\n  Stop with Ctrl+C: its channels go to the other workers first.\n`,
  )
  quit = stopOnSignal(() => bridge.stop(), console.error)
}

function fail(lines: readonly string[]): void {
  console.error(['Standby cannot join the fleet:', ...lines.map((line) => `  ${line}`)].join('\n'))
  process.exitCode = 1
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

await main()
