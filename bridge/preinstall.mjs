// Runs before the install, under whatever Node (18 or later) the machine has. Node 26, which the install brings, needs a system library on
// Linux that small systems lack; without it nothing of Standby could even start and say so.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { beforeInstall, isYes, ownNode } from './own-node.mjs'

const LIBRARY = 'libatomic.so.1'
const APT = 'apt-get install libatomic1'

/** Where Linux systems keep their libraries, one folder deep for those that sort them by architecture. */
function isThere() {
  const roots = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/usr/local/lib']
  const nested = ['/lib', '/usr/lib'].flatMap((root) => (existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : []))
  return [...roots, ...nested].some((folder) => existsSync(join(folder, LIBRARY)))
}

/** The terminal of whoever started this, also where the installer keeps input and output to itself; null where there is none. */
function openTerminal() {
  try {
    return openSync('/dev/tty', 'r+')
  } catch {
    return null
  }
}

function agrees(terminal) {
  writeSync(terminal, `\nStandby's Node needs the system library ${LIBRARY}, which is not installed.\nInstall it now (${APT})? [Y/n] `)
  const buffer = Buffer.alloc(100)
  const length = readSync(terminal, buffer)
  return length > 0 && isYes(buffer.toString('utf8', 0, length))
}

function install() {
  console.log(`Installing ${LIBRARY}, which Node 26 needs (${APT})…`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: 'ignore' }).status === 0
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'libatomic1') && isThere()
}

function sayHow() {
  console.error(`Standby needs the system library ${LIBRARY}. Install it, then start again:`)
  console.error(`  Debian, Ubuntu:  sudo ${APT}`)
  console.error('  Fedora:          sudo dnf install libatomic')
  process.exitCode = 1
}

const { version: wanted, packages } = ownNode()
const { platform, arch, version } = process
const terminal = platform === 'linux' ? openTerminal() : null
const step = beforeInstall({
  platform,
  arch,
  version,
  packages,
  wanted,
  hasLibrary: platform === 'linux' && isThere(),
  canInstall: process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'),
  isCI: !['', '0', 'false', undefined].includes(process.env.CI),
  hasTerminal: terminal !== null,
})
if (step === 'no-node') {
  console.error(
    `Standby brings Node ${wanted} along for Windows and Linux (x64), Linux (arm64) and macOS, and not for ${platform} ${arch}.`,
  )
  console.error(`Install Node ${wanted} or later from https://nodejs.org yourself, then start again.`)
  process.exitCode = 1
} else if (step === 'tell') sayHow()
else if (step === 'install' || (step === 'ask' && agrees(terminal))) {
  if (!install()) sayHow()
} else if (step === 'ask') sayHow()
if (terminal !== null) closeSync(terminal)
