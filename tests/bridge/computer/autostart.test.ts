import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createAutostart } from '@standby/bridge/computer/autostart.ts'
import { autostartEntry } from '@standby/bridge/computer/autostart.pure.ts'

const place = { home: '/home/ada', configHome: undefined }

describe('Packages', () => {
  test('[PK12] on Windows it is a value of the own Run key, which takes 260 signs', () => {
    const command = ['C:\\Users\\Übung é\\AppData\\Local\\Programs\\Standby\\app-10.20.30\\Standby.cmd', '--background']
    const entry = autostartEntry({ ...place, platform: 'win32', command })
    expect(entry).toEqual({
      kind: 'registry',
      key: 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run',
      name: 'Standby',
      value: '"C:\\Users\\Übung é\\AppData\\Local\\Programs\\Standby\\app-10.20.30\\Standby.cmd" --background',
    })
  })

  test('[PK12] on macOS a LaunchAgent, on Linux an autostart file, with every sign of the path', () => {
    const command = ['/a & <b>/node', '/100% "$x"\\y/start.js']
    const mac = autostartEntry({ ...place, platform: 'darwin', command })
    expect(mac).toMatchObject({ kind: 'file', path: '/home/ada/Library/LaunchAgents/standby.bridge.plist' })
    expect(mac).toHaveProperty('text', expect.stringContaining('<string>/a &amp; &lt;b&gt;/node</string>'))
    const linux = autostartEntry({ ...place, platform: 'linux', command })
    expect(linux).toMatchObject({ kind: 'file', path: '/home/ada/.config/autostart/standby.desktop' })
    expect(linux).toHaveProperty('text', expect.stringContaining('Exec="/a & <b>/node" "/100%% \\\\"\\\\$x\\\\"\\\\\\\\y/start.js"'))
    expect(linux).toHaveProperty('text', expect.stringContaining('\nTryExec=/a & <b>/node\n'))
    expect(autostartEntry({ ...place, configHome: '/conf', platform: 'linux', command })).toMatchObject({
      path: '/conf/autostart/standby.desktop',
    })
  })

  test('[PK12] each file is whole, and arguments that need no quotes on Windows have none', () => {
    const command = ['/opt/node', 'a']
    expect(autostartEntry({ ...place, platform: 'darwin', command })).toHaveProperty(
      'text',
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
        '<plist version="1.0"><dict>',
        '  <key>Label</key><string>standby.bridge</string>',
        '  <key>ProgramArguments</key><array>',
        '    <string>/opt/node</string>',
        '    <string>a</string>',
        '  </array>',
        '  <key>RunAtLoad</key><true/>',
        '</dict></plist>',
        '',
      ].join('\n'),
    )
    expect(autostartEntry({ ...place, configHome: '', platform: 'linux', command })).toEqual({
      kind: 'file',
      path: '/home/ada/.config/autostart/standby.desktop',
      text: '[Desktop Entry]\nType=Application\nName=Standby\nTryExec=/opt/node\nExec="/opt/node" "a"\nTerminal=false\n',
    })
    const windows = autostartEntry({ ...place, platform: 'win32', command: ['', 'ab', 'a b', 'a"b'] })
    expect(windows).toHaveProperty('value', '"" ab "a b" "a"b"')
  })

  test('[PK12] switched off, the entry is gone; a new version writes its own place over the old', async () => {
    const home = mkdtempSync(join(tmpdir(), 'standby-autostart-'))
    const at = (folder: string) => createAutostart({ platform: 'linux', home, configHome: undefined, command: [`${folder}/node`] })
    const file = join(home, '.config/autostart/standby.desktop')
    expect(await at('/old').isOn()).toBe(false)
    await at('/old').set(true)
    expect(await at('/new').isOn()).toBe(true)
    await at('/new').set(true)
    expect(readFileSync(file, 'utf8')).toContain('Exec="/new/node"')
    await at('/new').set(false)
    await at('/new').set(false)
    expect(existsSync(file)).toBe(false)
  })
})
