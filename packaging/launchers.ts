import { CANNOT_RUN } from '@standby/bridge/start/cannot-run.ts'
import { NODE_FLAGS, type System } from './targets.ts'

const FLAGS = NODE_FLAGS.join(' ')

/** Finds its folder through links, as `/usr/bin/standby` is one. Node ends at once if an account has no home at all. */
export function linuxLauncher(): string {
  return `#!/bin/sh
export HOME="\${HOME:-/nonexistent}"
here=$(dirname "$(readlink -f "$0")")
if ! [ -s "$here/app/start.js" ] || ! "$here/node" --version >/dev/null; then
  xdg-open "$here/${CANNOT_RUN}"
  exit 1
fi
exec "$here/node" ${FLAGS} "$here/app/start.js" "$@"
`
}

/** What the `.deb` has in its place. The archive can be anywhere: there the entry finds Standby beside itself. */
export function linuxDesktop(place: 'installed' | 'anywhere'): string {
  // `%k` is this file, for some desktops as an address. The signs are escaped twice: once for the value, once within the quotes.
  const beside = 'sh -c "here=\\\\${1#file://}; exec \\\\"\\\\${here%%/*}/standby\\\\"" sh %k'
  return `[Desktop Entry]
Type=Application
Name=Standby
Comment=Keeps a TikTok LIVE show on air when TikTok drops
Comment[fr]=Garde un LIVE TikTok à l’antenne quand TikTok décroche
Exec=${place === 'installed' ? 'standby' : beside}
Icon=standby
Terminal=false
Categories=AudioVideo;
`
}

/** It ends at once and leaves Standby running: macOS hands a second double-click to a program that runs, which a script would not hear. */
export function macLauncher(): string {
  return `#!/bin/sh
here=$(cd "$(dirname "$0")/../Resources" && pwd)
if ! [ -s "$here/app/start.js" ] || ! "$here/node" --version >/dev/null; then
  open "$here/${CANNOT_RUN}"
  exit 1
fi
nohup "$here/node" ${FLAGS} "$here/app/start.js" "$@" >/dev/null 2>&1 &
`
}

export function infoPlist(version: string): string {
  const entries = {
    CFBundleName: 'Standby',
    CFBundleDisplayName: 'Standby',
    CFBundleIdentifier: 'standby.bridge',
    CFBundleExecutable: 'Standby',
    CFBundlePackageType: 'APPL',
    CFBundleShortVersionString: version,
    CFBundleVersion: version,
    LSMinimumSystemVersion: '13.5',
  }
  const lines = Object.entries(entries).map(([key, value]) => `  <key>${key}</key><string>${value}</string>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
${lines.join('\n')}
  <key>LSUIElement</key><true/>
</dict></plist>
`
}

/**
 * Runs Standby in the console that the shortcut opened, minimised and with its icon (`--here`); otherwise it opens such a console and closes
 * its own. Every path is quoted, and nothing in it is expanded a second time.
 */
export function windowsLauncher(): string {
  const node = `"%~dp0node.exe" ${FLAGS} "%~dp0app\\start.js"`
  const lines = [
    '@echo off',
    'title Standby',
    'if not exist "%~dp0app\\start.js" goto gone',
    '"%~dp0node.exe" --version >nul 2>nul || goto gone',
    'if "%~1"=="--here" goto here',
    `start "Standby" /min ${node} %*`,
    'exit /b',
    ':here',
    node,
    'exit /b',
    ':gone',
    `start "" "%~dp0${CANNOT_RUN}"`,
    'exit /b 1',
    '',
  ]
  return lines.join('\r\n')
}

export function readme(system: Exclude<System, 'macos'>, version: string): string {
  const start = system === 'windows' ? 'Double-click Standby.cmd.' : 'Double-click standby.desktop, or run ./standby in this folder.'
  const lines = [
    `Standby ${version}`,
    '',
    `${start} The home page opens in your browser. If Standby is running already, its home page opens.`,
    'To end it, press “Quit Standby” on the home page.',
    '',
    'LICENCES.txt has the licences of everything in this folder.',
    '',
  ]
  return lines.join(system === 'windows' ? '\r\n' : '\n')
}
