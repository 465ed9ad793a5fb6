/** What starts Standby with the computer: a value of the user's own Run key, or a file. Neither needs an administrator. */
export type AutostartEntry = { kind: 'registry'; key: string; name: string; value: string } | { kind: 'file'; path: string; text: string }

export interface AutostartPlace {
  /** Node's word for the system. */
  platform: string
  home: string
  /** `XDG_CONFIG_HOME`, if it is set. */
  configHome: string | undefined
  /** The program with its arguments. */
  command: readonly string[]
}

const RUN_KEY = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run'
const LABEL = 'standby.bridge'

export function autostartEntry({ platform, home, configHome, command }: AutostartPlace): AutostartEntry {
  if (platform === 'win32') {
    // Windows takes no more than 260 signs here: only the script of the package, which knows the rest.
    const value = command.map((part) => (/[\s"]|^$/.test(part) ? `"${part}"` : part)).join(' ')
    return { kind: 'registry', key: RUN_KEY, name: 'Standby', value }
  }
  if (platform === 'darwin') return { kind: 'file', path: `${home}/Library/LaunchAgents/${LABEL}.plist`, text: launchAgent(command) }
  const folder = configHome === undefined || configHome === '' ? `${home}/.config` : configHome
  return { kind: 'file', path: `${folder}/autostart/standby.desktop`, text: desktopFile(command) }
}

function launchAgent(command: readonly string[]): string {
  const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0"><dict>',
    `  <key>Label</key><string>${LABEL}</string>`,
    '  <key>ProgramArguments</key><array>',
    ...command.map((part) => `    <string>${xml(part)}</string>`),
    '  </array>',
    '  <key>RunAtLoad</key><true/>',
    '</dict></plist>',
    '',
  ].join('\n')
}

function desktopFile(command: readonly string[]): string {
  // The backslash is escaped twice: once for the value of a key, once within the quotes.
  const quoted = command.map(
    (part) => `"${part.replace(/["`$\\]/g, (sign) => `\\\\${sign === '\\' ? '\\\\' : sign}`).replaceAll('%', '%%')}"`,
  )
  const [program = ''] = command
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Standby',
    // If Standby was removed by the system's own means, this file stays behind, and then does nothing.
    `TryExec=${program.replaceAll('\\', '\\\\')}`,
    `Exec=${quoted.join(' ')}`,
    'Terminal=false',
    '',
  ].join('\n')
}
