import { readFileSync } from 'node:fs'
import { findBrowser } from '../support/browser/browser-path.ts'
import { onPath } from '../support/peers/executable.ts'
import { runProgram } from './program.ts'

export type SystemPart = 'Chromium' | 'OBS' | 'Xvfb' | 'GNOME Keyring'

const PARTS: Record<SystemPart, () => string | null> = {
  Chromium: findBrowser,
  OBS: () => onPath('obs'),
  Xvfb: () => onPath('Xvfb'),
  'GNOME Keyring': () => (onPath('dbus-daemon') === null ? null : onPath('gnome-keyring-daemon')),
}
// The fonts and the software renderer come along: without them pages show boxes for letters, and OBS shows nothing.
const DEBIAN_PACKAGES = [
  'chromium',
  'obs-studio',
  'xvfb',
  'gnome-keyring',
  'dbus',
  'libgl1-mesa-dri',
  'fonts-noto-core',
  'fonts-noto-color-emoji',
  'fonts-dejavu-core',
]
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']

export function missingParts(wanted: SystemPart[]): SystemPart[] {
  return wanted.filter((part) => PARTS[part]() === null)
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8')) && onPath('apt-get') !== null
  } catch {
    return false
  }
}

/** True where this computer lets us install: Debian or Ubuntu, as root. */
export function canInstall(): boolean {
  return isDebian() && process.getuid?.() === 0
}

/** One line that tells a person how to get what is missing. */
export function howToInstall(missing: SystemPart[]): string {
  if (isDebian()) return `run as root: apt-get install --no-install-recommends ${DEBIAN_PACKAGES.join(' ')}`
  const others = missing.filter((part) => part !== 'Chromium')
  const browser = missing.includes('Chromium') ? ['install Chromium, Chrome or Edge (or set CHROMIUM_PATH to one)'] : []
  const rest = others.length > 0 ? [`the tests with a real OBS need Linux with ${others.join(' and ')}`] : []
  return [...browser, ...rest].join('; ')
}

/** Installs through apt, with all it says in `logFile`. Returns whether apt was content; look again with `missingParts`. */
export async function installParts(logFile: string): Promise<boolean> {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, output: { file: logFile }, timeoutMs: 20 * 60_000 }
  // A repository that does not answer need not matter: the lists that are there may do.
  await runProgram('apt-get', ['update', ...APT_OPTIONS], options)
  const install = ['install', '-y', '--no-install-recommends', ...APT_OPTIONS, ...DEBIAN_PACKAGES]
  const { code } = await runProgram('apt-get', install, options)
  return code === 0
}
