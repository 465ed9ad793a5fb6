import { homedir } from 'node:os'
import { join } from 'node:path'
import { firstExecutable, onPath } from '../peers/executable.ts'

function windowsPlaces(): string[] {
  const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]).filter((root) => root !== undefined)
  const programs = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
  return programs.flatMap((program) => roots.map((root) => join(root, program)))
}

function macPlaces(): string[] {
  const names = ['Google Chrome', 'Chromium', 'Microsoft Edge']
  return names.flatMap((name) => ['/', homedir()].map((root) => join(root, 'Applications', `${name}.app`, 'Contents/MacOS', name)))
}

/**
 * Debian's Chromium without its windows and menus: the same engine, as in OBS, at half the processor time for each start and a third for each
 * page. Null where it is not installed. `CHROMIUM_PATH` takes its place.
 */
export function findHeadlessBrowser(): string | null {
  return askedFor() === '' ? onPath('chromium-headless-shell') : findBrowser()
}

const askedFor = (): string => process.env['CHROMIUM_PATH'] ?? ''

/** The Chromium-based browser to test with, or null. `CHROMIUM_PATH` wins, and is the only place looked at when it is set. */
export function findBrowser(): string | null {
  const asked = askedFor()
  if (asked !== '') return firstExecutable([asked])
  if (process.platform === 'win32') return firstExecutable(windowsPlaces())
  if (process.platform === 'darwin') return firstExecutable(macPlaces())
  return onPath('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge')
}
