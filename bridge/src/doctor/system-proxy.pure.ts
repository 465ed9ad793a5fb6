// The proxy that the system has for its programs, in the words of each system. Standby does not use it by itself.

/** What is asked of which system, and how its answer is read. `host:port`, or `automatic` if a script decides; null: none. */
export const SYSTEM_PROXY: Readonly<
  Partial<Record<NodeJS.Platform, { command: string; args: readonly string[]; read: typeof ofWindows }>>
> = {
  win32: {
    command: 'reg.exe',
    args: ['query', String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\Internet Settings`],
    read: ofWindows,
  },
  darwin: { command: 'scutil', args: ['--proxy'], read: ofMacos },
  linux: { command: 'gsettings', args: ['list-recursively', 'org.gnome.system.proxy'], read: ofGnome },
}

/** `    ProxyEnable    REG_DWORD    0x1` */
export function ofWindows(answer: string): string | null {
  const value = (name: string): string | null => new RegExp(`^\\s*${name}\\s+REG_\\w+\\s+(\\S.*?)\\s*$`, 'm').exec(answer)?.[1] ?? null
  if (value('ProxyEnable') === '0x1') {
    const server = value('ProxyServer') ?? ''
    const parts = new Map(server.split(';').map((part): [string, string] => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']))
    const named = server.includes('=') ? (parts.get('https') ?? parts.get('http') ?? parts.get('socks')) : server
    if (named !== undefined && named !== '') return withoutScheme(named)
  }
  return value('AutoConfigURL') === null ? null : 'automatic'
}

/** `  HTTPSProxy : proxy.example` */
export function ofMacos(answer: string): string | null {
  const value = (name: string): string => new RegExp(`^\\s*${name}\\s*:\\s*(\\S+)`, 'm').exec(answer)?.[1] ?? ''
  const on = ['HTTPS', 'HTTP', 'SOCKS'].find((kind) => value(`${kind}Enable`) === '1' && value(`${kind}Proxy`) !== '')
  if (on !== undefined) return `${value(`${on}Proxy`)}:${value(`${on}Port`)}`
  return value('ProxyAutoConfigEnable') === '1' ? 'automatic' : null
}

/** `org.gnome.system.proxy.https host 'proxy.example'` */
export function ofGnome(answer: string): string | null {
  const value = (kind: string, name: string): string =>
    new RegExp(`^org\\.gnome\\.system\\.proxy${kind} ${name} '?([^'\\n]*)'?$`, 'm').exec(answer)?.[1] ?? ''
  const mode = value('', 'mode')
  if (mode === 'auto') return 'automatic'
  if (mode !== 'manual') return null
  const on = ['.https', '.http', '.socks'].find((kind) => value(kind, 'host') !== '')
  return on === undefined ? null : `${value(on, 'host')}:${value(on, 'port')}`
}

const withoutScheme = (address: string): string =>
  address
    .replace(/^\w+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/\/.*$/, '')
