import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool, ROOT } from '../run/program.ts'
import { judge } from '../run/report.ts'
import { totalsLine } from '../run/totals.ts'
import { onPath } from '../support/peers/executable.ts'
import { debianRoot, installPrograms, must, say } from './debian-root.ts'

// `pnpm lab obs-matrix [trixie] [sid] [-- files]`: the tests against a real OBS, with the OBS of newer Debian releases. Each release goes
// into a folder of its own (1 GB), which is kept for the next run; nothing of the machine itself is changed.

const SUITES = ['trixie', 'sid']
const PACKAGES = ['obs-studio', 'obs-plugins', 'libegl1', 'libgl1', 'libgl1-mesa-dri', 'fonts-dejavu-core']
const FOLDER = join(tmpdir(), 'standby-obs-matrix')
const OUTPUT = join(ROOT, 'tests/output/obs-matrix')
const MINUTE_MS = 60_000

/** What is missing to do this here, or null. */
function missing(): string | null {
  if (process.platform !== 'linux') return 'This needs Linux: it runs the OBS of other Debian releases in a chroot.'
  if (process.getuid?.() !== 0) return 'This needs root, for chroot and mounts of its own. Run it with sudo, or in a container.'
  const absent = ['debootstrap', 'chroot', 'unshare', 'Xvfb'].filter((name) => onPath(name) === null)
  if (absent.length === 0) return null
  return `These are not installed: ${absent.join(', ')}. apt-get install debootstrap xvfb`
}

/**
 * A program that is that release's OBS. It keeps its process id from the first shell to OBS itself, so that signals reach OBS; its mounts
 * are in a namespace of their own and go with it. Settings, the X socket and the scripts are where they are outside.
 */
function makeLauncher(suite: string, root: string): string {
  const shared = [...new Set(['/proc', '/dev', '/sys', '/tmp', tmpdir(), ROOT])]
  for (const folder of shared) mkdirSync(join(root, folder), { recursive: true })
  const mounts = shared.map((folder) => `mount --rbind '${folder}' '${root}${folder}'`).join(' && ')
  const launcher = join(FOLDER, `obs-${suite}`)
  writeFileSync(launcher, `#!/bin/sh\nexec unshare --mount sh -c "${mounts} && exec chroot '${root}' obs \\"\\$@\\"" obs "$@"\n`)
  chmodSync(launcher, 0o755)
  return launcher
}

async function runSuite(suite: string, files: string[]): Promise<boolean> {
  const root = await debianRoot({ folder: FOLDER, name: suite, suite, packages: PACKAGES })
  const launcher = makeLauncher(suite, root)
  const query = ['-f', '${Version}', '-W', 'obs-studio']
  const version = await must('chroot', [root, 'dpkg-query', ...query], { output: 'keep', timeoutMs: MINUTE_MS })
  const report = join(OUTPUT, `${suite}.json`)
  const log = join(OUTPUT, `${suite}.log`)
  for (const old of [report, log]) rmSync(old, { force: true })
  const startedAt = performance.now()
  const args = ['run', '--project', 'obs', '--reporter=json', `--outputFile=${report}`, '--reporter=default', ...files]
  const { code } = await runTool('vitest', args, {
    env: { STANDBY_TEST_OBS: launcher },
    output: { file: log },
    timeoutMs: 30 * MINUTE_MS,
  })
  const { totals, remarks } = judge(code, existsSync(report) ? readFileSync(report, 'utf8') : null)
  for (const remark of remarks) say(`      ${remark}`)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0)
  say(`${totals.failed === 0 ? 'ok' : 'FAIL'}    ${suite}, OBS ${version}, ${seconds} s: ${totalsLine(totals)}`)
  if (totals.failed > 0) say(`      see ${log}`)
  return totals.failed === 0
}

await installPrograms({ debootstrap: 'debootstrap' })
const why = missing()
if (why !== null) {
  say(why)
  process.exit(1)
}
mkdirSync(OUTPUT, { recursive: true })
mkdirSync(FOLDER, { recursive: true })
const asked = process.argv.slice(2).filter((argument) => argument !== '--')
const suites = asked.filter((argument) => SUITES.includes(argument))
const files = asked.filter((argument) => !SUITES.includes(argument))
let isSound = true
for (const suite of suites.length > 0 ? suites : SUITES) isSound = (await runSuite(suite, files)) && isSound
process.exit(isSound ? 0 : 1)
