// Runs before the install, under whatever Node (18 or later) the machine has. Node 26, which the install brings, needs a system library on
// Linux that small systems lack; without it nothing of Standby could even start and say so.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const LIBRARY = 'libatomic.so.1'

/** Where Linux systems keep their libraries, one folder deep for those that sort them by architecture. */
function isThere() {
  const roots = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib']
  const nested = ['/lib', '/usr/lib'].flatMap((root) => (existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : []))
  return [...roots, ...nested].some((folder) => existsSync(join(folder, LIBRARY)))
}

function installed() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  console.log(`Installing ${LIBRARY}, which Node 26 needs (apt-get install libatomic1)…`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: 'ignore' }).status === 0
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'libatomic1') && isThere()
}

if (process.platform === 'linux' && !isThere() && !installed()) {
  console.error(`Standby needs the system library ${LIBRARY}. Install it, then start again:`)
  console.error('  Debian, Ubuntu:  sudo apt-get install libatomic1')
  console.error('  Fedora:          sudo dnf install libatomic')
  process.exit(1)
}
