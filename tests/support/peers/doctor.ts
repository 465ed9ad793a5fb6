import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Check } from '@standby/shared/checks.ts'

const ROOT = join(import.meta.dirname, '../../..')

export interface DoctorAnswer {
  code: number | null
  text: string
  json: { ok: boolean; errors: string[]; checks: Check[] }
}

/** `pnpm run doctor`, as its own process. */
export function doctor(env: Record<string, string>, ...args: string[]): Promise<DoctorAnswer> {
  const clean = Object.entries(process.env).filter(([name]) => !/^(STANDBY_|TIKTOK_|SIGN_API_|OBS_|VITEST|NODE_OPTIONS)/.test(name))
  const child = spawn(process.execPath, [join(ROOT, 'bridge/src/doctor/main.ts'), ...args], {
    cwd: ROOT,
    env: {
      ...Object.fromEntries(clean),
      OBS_WEBSOCKET_URL: 'ws://127.0.0.1:1',
      STANDBY_TIKFINITY_PORT: '',
      TIKFINITY_URL: 'ws://127.0.0.1:1',
      ...env,
    },
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const nothing = { ok: false, errors: [], checks: [] }
      resolve({ code, text, json: args.includes('--json') ? (JSON.parse(text) as DoctorAnswer['json']) : nothing })
    })
  })
}

/** What was found, by check. */
export const found = (checks: readonly Check[]): Record<string, string> => Object.fromEntries(checks.map(({ id, code }) => [id, code]))
