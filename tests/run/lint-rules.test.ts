import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

const ROOT = join(import.meta.dirname, '../..')
// Without the other rules a text is judged in milliseconds.
const GUARDS = /^(no-restricted-\w+|no-console|max-lines|@typescript-eslint\/no-restricted-imports)$/
const eslint = new ESLint({ cwd: ROOT, ruleFilter: ({ ruleId }) => GUARDS.test(ruleId) })

/** The guarding rules that `source` breaks when it stands in `file`, each once. */
async function broken(file: string, source: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(source, { filePath: join(ROOT, file) })
  return [...new Set(results.flatMap(({ messages }) => messages.map(({ ruleId, fatal, message }) => (fatal === true ? message : ruleId))))]
}

const Config = z.object({ rules: z.record(z.string(), z.array(z.unknown())) })
const Oxlint = z.object({ rules: z.record(z.string(), z.union([z.string(), z.array(z.unknown())])) })

const CORE = 'shared/src/clock.ts'
const imports = '@typescript-eslint/no-restricted-imports'

describe('Development', () => {
  test.for([
    ['export const at = Date.now()', 'no-restricted-properties'],
    ['export const at = new Date()', 'no-restricted-syntax'],
    ['export const draw = Math.random()', 'no-restricted-properties'],
    ['export const id = crypto.randomUUID()', 'no-restricted-globals'],
    ['setTimeout(() => undefined, 5)', 'no-restricted-globals'],
    ['export const env = process.env', 'no-restricted-globals'],
    ['export const at = window.location', 'no-restricted-globals'],
    ["await fetch('/')", 'no-restricted-globals'],
    ["console.log('x')", 'no-restricted-globals'],
    ["export const late = import('./x.ts')", 'no-restricted-syntax'],
    ["import { readFileSync } from 'node:fs'; readFileSync('x')", imports],
    ["import pino from 'pino'; pino()", imports],
    ["import { x } from '../../bridge/src/x.ts'; x()", imports],
    ["import type { X } from '@standby/bridge/x.ts'; export type Y = X", imports],
  ] as const)('[DV5] the shared core may not: %s', async ([source, rule]) => {
    expect(await broken(CORE, source)).toEqual([rule])
  })

  test.for([
    ["import * as z from 'zod'; export const Name = z.string()"],
    ["import { x } from './x.ts'; export const y = x"],
    ['export const shown = (at: number) => new Date(at).toISOString()'],
  ] as const)('[DV5] the shared core may: %s', async ([source]) => {
    expect(await broken(CORE, source)).toEqual([])
  })

  test.for([
    ['bridge/src/sources/link.ts', "import { x } from '../../../overlay/src/x.ts'; x()"],
    ['bridge/src/sources/link.ts', "import { mount } from 'svelte'; mount()"],
    ['bridge/src/sources/link.ts', "import { x } from '../../../shared/src/clock.ts'; x()"],
    ['bridge/src/sources/link.ts', "import { x } from '../../../tests/support/wait.ts'; x()"],
    ['bridge/src/sources/link.ts', "import { x } from '../store/journal.ts'; x()"],
    ['bridge/src/sources/link.ts', "import { x } from '../feed/hub.ts'; x()"],
    ['overlay/src/parts/condition.ts', "import { x } from '@standby/bridge/x.ts'; x()"],
    ['overlay/src/parts/condition.ts', "import { x } from '../../bridge/src/x.ts'; x()"],
    ['overlay/src/parts/condition.ts', "import { readFileSync } from 'node:fs'; readFileSync('x')"],
  ] as const)('[DV6] %s may not: %s', async ([file, source]) => {
    expect(await broken(file, source)).toEqual([imports])
  })

  test.for([
    ['bridge/src/bridge.ts', "import { x } from './store/journal.ts'; x()"],
    ['bridge/src/sources/link.ts', "import type { X } from '../store/journal.ts'; export type Y = X"],
    ['bridge/src/sources/link.ts', "import { x } from '@standby/shared/clock.ts'; x()"],
    ['overlay/src/parts/condition.ts', "import { x } from '@standby/shared/clock.ts'; x()"],
  ] as const)('[DV6] %s may: %s', async ([file, source]) => {
    expect(await broken(file, source)).toEqual([])
  })

  test.for([
    ['overlay/src/home/main.ts', "import { x } from '../dock/health.ts'; x()"],
    ['overlay/src/home/main.ts', "import type { X } from '../dock/health.ts'; export type Y = X"],
    ['overlay/src/standby/card.ts', "import { x } from '../overlay/badge.ts'; x()"],
    ['overlay/src/parts/condition.ts', "import { x } from '../standby/card.ts'; x()"],
    ['overlay/src/worker/waiting/main.ts', "import { x } from '../../dock/health.ts'; x()"],
  ] as const)('[DV28] %s may not: %s', async ([file, source]) => {
    expect(await broken(file, source)).toEqual([imports])
  })

  test.for([
    ['overlay/src/home/main.ts', "import { x } from '../parts/status.ts'; x()"],
    ['overlay/src/dock/main.ts', "import { x } from './health.ts'; x()"],
  ] as const)('[DV28] %s may: %s', async ([file, source]) => {
    expect(await broken(file, source)).toEqual([])
  })

  test('[DV7] an enum, a class named after a role and a file over 350 lines are refused', async () => {
    expect(await broken(CORE, 'export enum Phase { on }')).toEqual(['no-restricted-syntax'])
    expect(await broken(CORE, 'export class SceneManager {}')).toEqual(['no-restricted-syntax'])
    expect(await broken(CORE, 'export {}\n'.repeat(351))).toEqual(['max-lines'])
  })

  const SLEEPS: readonly (readonly [source: string, rule: string])[] = [
    ["import { setTimeout as pause } from 'node:timers/promises'; await pause(5)", imports],
    ["import { scheduler } from 'timers/promises'; await scheduler.wait(5)", imports],
    ["import * as timers from 'node:timers/promises'; await timers.setTimeout(5)", imports],
    ['await new Promise((resolve) => setTimeout(resolve, 5))', 'no-restricted-syntax'],
    ['await new Promise((resolve) => { globalThis.setTimeout(() => resolve(1), 5) })', 'no-restricted-syntax'],
    ['await promisify(setTimeout)(5)', 'no-restricted-syntax'],
    ['await page.waitForTimeout(5)', 'no-restricted-syntax'],
    ['Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)', 'no-restricted-syntax'],
  ]

  test.for(SLEEPS)('[DV8] no test may: %s', async ([source, rule]) => {
    for (const file of ['tests/obs/rig.ts', 'tests/support/peers/bridge.ts']) expect(await broken(file, source)).toEqual([rule])
  })

  test.for([
    ['tests/support/wait.ts', SLEEPS[0]![0]],
    ['tests/lab/chaos/faults.ts', SLEEPS[0]![0]],
    ['tests/obs/rig.ts', "import { setImmediate as turn } from 'node:timers/promises'; await turn()"],
    ['tests/obs/rig.ts', 'const late = setTimeout(() => child.kill(), 5)'],
  ] as const)('[DV8] %s may: %s', async ([file, source]) => {
    expect(await broken(file, source)).toEqual([])
  })

  test('[DV34] each rule that needs types is on in .ts files too, with the same options', async () => {
    const { rules } = Config.parse(await eslint.calculateConfigForFile('overlay/src/dock/dock.svelte'))
    const needsTypes = (rule: string): boolean => Object.hasOwn(tseslint.configs.disableTypeChecked.rules ?? {}, rule)
    const inPages = Object.entries(rules).filter(([rule, [severity]]) => severity === 2 && needsTypes(rule))
    expect(inPages.length).toBeGreaterThan(30)
    const oxlint = Oxlint.parse(JSON.parse(readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')))
    const inFiles = Object.entries(oxlint.rules).map(([rule, set]) => {
      const [severity, ...options] = [set].flat()
      return [rule.replace('typescript/', '@typescript-eslint/'), [severity === 'error' ? 2 : severity, ...options]]
    })
    expect(Object.fromEntries(inFiles)).toEqual(Object.fromEntries(inPages))
  })
})
