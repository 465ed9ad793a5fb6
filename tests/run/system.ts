import { readFileSync } from 'node:fs'
import { findBrowser, findHeadlessBrowser } from '../support/browser/browser-path.ts'
import { canRunObsBrowsers, fetchObsBrowser, findObsBrowser, type ObsBrowser } from '../support/browser/obs-browsers.ts'
import { onPath } from '../support/peers/executable.ts'
import { canFetchNatsServer, fetchNatsServer, findNatsServer } from '../support/peers/nats-program.ts'
import { runProgram } from './program.ts'

export type SystemPart = 'Chromium' | 'headless Chromium' | 'OBS' | 'Xvfb' | 'GNOME Keyring' | 'NATS server' | `Chromium ${ObsBrowser}`

/** The browsers inside OBS come from npm, and are not the system's. */
const OBS_BROWSER_OF: Partial<Record<SystemPart, ObsBrowser>> = { 'Chromium 103': '103', 'Chromium 127': '127' }

const PARTS: Record<SystemPart, () => string | null> = {
  Chromium: findBrowser,
  'headless Chromium': () => (isDebian(ONLY_DEBIAN) ? findHeadlessBrowser() : findBrowser()),
  OBS: () => onPath('obs'),
  Xvfb: () => onPath('Xvfb'),
  'Chromium 103': () => findObsBrowser('103'),
  'Chromium 127': () => findObsBrowser('127'),
  'NATS server': findNatsServer,
  'GNOME Keyring': () => (onPath('dbus-daemon') === null ? null : onPath('gnome-keyring-daemon')),
}
// The fonts and the software renderer come along: without them pages show boxes for letters, and OBS shows nothing.
const PACKAGES = [
  'obs-studio',
  'xvfb',
  'gnome-keyring',
  'dbus',
  'libgl1-mesa-dri',
  'fonts-noto-core',
  'fonts-noto-color-emoji',
  'fonts-dejavu-core',
]
// Debian has Chromium without its windows and menus, which starts in half the time. Ubuntu has only the whole one.
const ONLY_DEBIAN = /^ID=debian$/m
const packages = (): string[] => [isDebian(ONLY_DEBIAN) ? 'chromium-headless-shell' : 'chromium', ...PACKAGES]
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']

export function missingParts(wanted: SystemPart[]): SystemPart[] {
  return wanted.filter((part) => PARTS[part]() === null)
}

/** Of these, the parts that exist for other systems only: to be without them is no failure. */
export function notForThisComputer(parts: SystemPart[]): SystemPart[] {
  return canRunObsBrowsers() ? [] : parts.filter((part) => OBS_BROWSER_OF[part] !== undefined)
}

function isDebian(id = /^ID(_LIKE)?=.*(debian|ubuntu)/m): boolean {
  try {
    return id.test(readFileSync('/etc/os-release', 'utf8')) && onPath('apt-get') !== null
  } catch {
    return false
  }
}

/** Whether there is a way to get any of these parts here: through apt (Debian or Ubuntu, as root), or from npm. */
export function canInstall(missing: SystemPart[]): boolean {
  return missing.some((part) => {
    if (part === 'NATS server') return canFetchNatsServer()
    return OBS_BROWSER_OF[part] === undefined ? canUseApt() : canRunObsBrowsers()
  })
}

function canUseApt(): boolean {
  return isDebian() && process.getuid?.() === 0
}

/** One line that tells a person how to get what is missing. */
export function howToInstall(missing: SystemPart[]): string {
  const elsewhere = notForThisComputer(missing)
  const browsers = missing.filter((part) => OBS_BROWSER_OF[part] !== undefined && !elsewhere.includes(part))
  const fromSystem = missing.filter((part) => isFromSystem(part))
  return [
    ...(fromSystem.length > 0 ? [howToInstallFromSystem(fromSystem)] : []),
    ...(browsers.length > 0 ? [`${browsers.join(' and ')}: connect this computer to the internet, so that npm can fetch them`] : []),
    ...(missing.includes('NATS server') ? ['put nats-server 2.12 or later on the PATH (https://nats.io/download)'] : []),
    ...(elsewhere.length > 0 ? [`${elsewhere.join(' and ')} can only run on Linux on an Intel or AMD processor`] : []),
  ].join('; ')
}

/** Whether this system's own packages have it. */
function isFromSystem(part: SystemPart): boolean {
  return OBS_BROWSER_OF[part] === undefined && part !== 'NATS server'
}

function howToInstallFromSystem(missing: SystemPart[]): string {
  if (isDebian()) return `run as root: apt-get install --no-install-recommends ${packages().join(' ')}`
  const others = missing.filter((part) => !['Chromium', 'headless Chromium'].includes(part))
  const browser = missing.includes('Chromium') ? ['install Chromium, Chrome or Edge (or set CHROMIUM_PATH to one)'] : []
  const rest = others.length > 0 ? [`the tests with a real OBS need Linux with ${others.join(' and ')}`] : []
  return [...browser, ...rest].join('; ')
}

/**
 * Gets what it can of the missing parts; look again with `missingParts`. What apt says is in `logFile`. Resolves to why something could not
 * be fetched, a sentence each.
 */
export async function installParts(missing: SystemPart[], logFile: string): Promise<string[]> {
  if (canUseApt() && missing.some(isFromSystem)) await installWithApt(logFile)
  const problems: string[] = []
  if (missing.includes('NATS server') && canFetchNatsServer()) {
    const problem = await fetchNatsServer().catch((error: unknown) => String(error))
    if (problem !== null) problems.push(`NATS server: ${problem}`)
  }
  for (const part of missing) {
    const version = OBS_BROWSER_OF[part]
    if (version === undefined || !canRunObsBrowsers()) continue
    const problem = await fetchObsBrowser(version).catch((error: unknown) => String(error))
    if (problem !== null) problems.push(`${part}: ${problem}`)
  }
  return problems
}

async function installWithApt(logFile: string): Promise<void> {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, output: { file: logFile }, timeoutMs: 20 * 60_000 }
  // A repository that does not answer need not matter: the lists that are there may do.
  await runProgram('apt-get', ['update', ...APT_OPTIONS], options)
  await runProgram('apt-get', ['install', '-y', '--no-install-recommends', ...APT_OPTIONS, ...packages()], options)
}
