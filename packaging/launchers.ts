import { NODE_FLAGS, type System } from './targets.ts'

const FLAGS = NODE_FLAGS.join(' ')

/** Finds its folder through links, as `/usr/bin/standby` is one. Node ends at once if an account has no home at all. */
export function linuxLauncher(): string {
  return `#!/bin/sh
export HOME="\${HOME:-/nonexistent}"
here=$(dirname "$(readlink -f "$0")")
exec "$here/node" ${FLAGS} "$here/app/start.js" "$@"
`
}

export function linuxDesktop(): string {
  return `[Desktop Entry]
Type=Application
Name=Standby
Comment=Keeps a TikTok LIVE show on air when TikTok drops
Comment[fr]=Garde un LIVE TikTok à l’antenne quand TikTok décroche
Exec=standby
Icon=standby
Terminal=false
Categories=AudioVideo;
`
}

/** It ends at once and leaves Standby running: macOS hands a second double-click to a program that runs, which a script would not hear. */
export function macLauncher(): string {
  return `#!/bin/sh
here=$(cd "$(dirname "$0")/../Resources" && pwd)
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

/** Opens a console of its own, minimised, and closes the one of this script. */
export function windowsLauncher(): string {
  return `@echo off\r\nstart "Standby" /min "%~dp0node.exe" ${FLAGS} "%~dp0app\\start.js" %*\r\n`
}

export function readme(system: Exclude<System, 'macos'>, version: string): string {
  const start = system === 'windows' ? 'Double-click Standby.cmd.' : 'Run ./standby in this folder.'
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
