import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMMAND } from '@standby/shared/command.ts'
import * as z from 'zod'
import { direct, ROOT } from './manifests.ts'
import { page } from './page.ts'
import { WHY } from './why.ts'

// `pnpm write-docs dependencies`: asks pnpm for the licences of what ships, and writes docs/dependencies.md.

const FILTERS = ['standby', '@standby/bridge', '@standby/overlay', '@standby/shared'].flatMap((name) => ['--filter', name])
const listed = z.record(z.string(), z.array(z.object({ name: z.string(), versions: z.array(z.string()) })))

const isWindows = process.platform === 'win32'
const [npx = '', ...pnpm] = COMMAND.split(' ')
const answer = execFileSync(isWindows ? `${npx}.cmd` : npx, [...pnpm, ...FILTERS, 'licenses', 'list', '--prod', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  shell: isWindows,
  stdio: ['ignore', 'pipe', 'inherit'],
})
writeFileSync(join(ROOT, 'docs/dependencies.md'), page(direct(), WHY, listed.parse(JSON.parse(answer))))
