import { mkdirSync } from 'node:fs'
import { PACKAGE_ROOTS, ROOTS_FOLDER } from '../support/peers/package-roots.ts'
import { debianRoot, installPrograms, missingPrograms, say } from './debian-root.ts'

// Before `pnpm test package`: the programs that make the packages, and computers to try them on: a Debian to install the `.deb` in, and one
// with Wine 10, the oldest that runs Node 26. Made once (minutes, over 1 GB) and kept. Needs Linux and root; nothing else of this computer changes.

const PROGRAMS = { debootstrap: 'debootstrap', makensis: 'nsis', zip: 'zip', unzip: 'unzip', 'dpkg-deb': 'dpkg', git: 'git', npm: 'npm' }

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  say('The packages are made on Linux, and tried as root, who may change the root of a program. Run this with sudo, or in a container.')
  process.exit(1)
}
await installPrograms(PROGRAMS)
const missing = missingPrograms(PROGRAMS)
if (missing.length > 0) {
  say(`These are not installed: ${missing.join(', ')}. apt-get install debootstrap nsis zip unzip dpkg git npm`)
  process.exit(1)
}
mkdirSync(ROOTS_FOLDER, { recursive: true })
for (const root of PACKAGE_ROOTS) {
  const startedAt = performance.now()
  await debianRoot({ ...root, folder: ROOTS_FOLDER })
  say(`      ${root.name} is there, ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
}
