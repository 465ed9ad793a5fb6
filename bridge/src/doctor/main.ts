import type { Check } from '@standby/shared/checks.ts'
import { pino } from 'pino'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { openObs } from '../obs/link/adapter.ts'
import { SCHEMA_VERSION } from '../store/schema.ts'
import { examine } from './examine.ts'
import { secretName, systemSecretStore } from '../settings/secret-store.ts'
import { examinedOf, privateParts, readStoredPassword } from './inputs.ts'
import { reportText, withoutPrivateParts } from './report.ts'

/** One that is locked asks the person at the computer. */
const STORE_ANSWERS_MS = 20_000

/** `pnpm run doctor`: looks at everything, says what to do, and changes nothing. Exit code 1 if something will not work. */
async function main(): Promise<void> {
  const asJson = process.argv.includes('--json')
  const result = readConfig(process.env)
  if (!result.ok) {
    if (asJson) console.log(JSON.stringify({ ok: false, errors: result.errors, warnings: [], checks: [] }, null, 2))
    else console.error(['Standby cannot start with this environment:', ...result.errors.map((line) => `  ${line}`)].join('\n'))
    process.exitCode = 1
    return
  }
  const { config, warnings } = result
  const log = pino({ level: 'silent' })
  const store = systemSecretStore({ patienceMs: STORE_ANSWERS_MS })
  const storedPassword = await readStoredPassword(config, () => store.get(secretName(config.dataDir)))
  const found = await examine(examinedOf(config, { clock: systemClock, log, openObs, latestFormat: SCHEMA_VERSION, storedPassword }))
  const checks = withoutPrivateParts(found, privateParts(config, [storedPassword?.text ?? null, ...Object.values(config.tokens ?? {})]))
  const ok = !checks.some(({ verdict }) => verdict === 'fail')
  if (asJson) console.log(JSON.stringify({ ok, errors: [], warnings, checks }, null, 2))
  else console.log(['', ...warnings.map((warning) => `WARN  ${warning}`), reportText(checks), '', summary(checks), ''].join('\n'))
  process.exitCode = ok ? 0 : 1
}

function summary(checks: readonly Check[]): string {
  const count = (verdict: Check['verdict']): number => checks.filter((one) => one.verdict === verdict).length
  if (count('fail') > 0) return `${countOf(count('fail'), 'problem')}: follow the arrows, then run this again.`
  return count('warn') > 0 ? `It works, with ${countOf(count('warn'), 'warning')}: follow the arrows.` : 'All is well.'
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

await main()
// A socket of a host that does not answer would hold it open.
process.exit()
